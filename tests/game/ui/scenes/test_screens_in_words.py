"""What a screen reader needs of a screen, in whatever edition: a name for each group of choices, words for the picture, headings."""

from dataclasses import replace

import pytest

from game.screens.widgets import Items, Screen, Text
from game.ui.reading_aloud import spoken_text
from tests.game.ui.walks import begin, play_on

MOMENTS = {"card", "day", "situation", "call"}


def gaps(screen: Screen) -> list[str]:
    """What a listener would miss."""
    groups = [block for block in screen.blocks if isinstance(block, Items)]
    found = [f"{screen.name}: a group of {block.takes} without a name" for block in groups if block.takes != "none" and not block.name]
    found += [f"{screen.name}: a picture without words" for _ in range(1) if screen.name in MOMENTS and not screen.alt]
    is_titled = screen.title or any(isinstance(block, Text) and block.kind == "cover" for block in screen.blocks)
    return found if is_titled else [*found, f"{screen.name}: a page without a title"]


@pytest.fixture
def seen(make_app):
    """Every screen of a week and of what lies around it, each scene once a step."""
    app = make_app(captions=False)
    screens = [app.screen()]
    for key in ("settings", "link", "help"):
        app.press(key)
        screens.append(app.screen())
        app.press("back")
    app.press("new")
    for _ in range(5):
        screens.append(app.screen())
        app.press("validate")
    app.home()
    begin(app)
    app.press("begin_day")
    app.press("call")
    screens.append(app.screen())
    for wanted in ("person:", "dial", "say:"):
        app.press(next(one.key for one in app.screen().items() if one.key.startswith(wanted)))
        screens.append(app.screen())
    app.press("validate")
    app.press("hang_up")
    play_on(app, each=lambda one: screens.append(one.screen()))
    for _ in range(8):
        screens.append(app.screen())
        if app.screen().item("next") is None:
            break
        for key in (next((one.key for one in app.screen().items() if one.key.startswith("recall:")), ""), "next"):
            app.press(key)
    return screens


def test_groups_have_names_pictures_words_and_pages_titles(seen):
    assert {"title", "settings", "linking", "real_problem", "beginning", "card", "day", "situation", "call", "debrief"} <= {
        screen.name for screen in seen
    }
    assert sorted({gap for screen in seen for gap in gaps(screen)}) == []


def test_a_group_that_lost_its_name_and_a_picture_without_words_are_found(seen):
    one = next(screen for screen in seen if screen.name == "situation")
    nameless = tuple(replace(block, name="") if isinstance(block, Items) else block for block in one.blocks)
    assert gaps(replace(one, blocks=nameless, alt="", title="")) == [
        "situation: a group of one without a name",
        "situation: a picture without words",
        "situation: a page without a title",
    ]


def test_words_of_a_picture_and_names_of_groups_are_read_aloud_once(make_app):
    app = make_app(captions=False)
    begin(app)
    app.press("begin_day")
    screen = app.screen()
    assert screen.alt in spoken_text(screen)
    name = next(block.name for block in screen.blocks if isinstance(block, Items) and (block.shows_name or block.head))
    assert spoken_text(screen).count(name) == 1
    app.prefer(captions=True)
    assert spoken_text(app.screen()).count(screen.alt) == 1


def test_a_field_takes_its_whole_text_and_leaves_out_what_does_not_fit(make_app):
    app = make_app()
    app.press("help")
    app.scene.fill("field:day", "04 91\u00a000 <b>00 00")
    assert app.preferences.day == "04 91 00 00 00"
    app.scene.fill("field:site", "elsewhere")
    assert app.preferences.night == ""
    app.press("back")
    app.press("link")
    app.scene.fill("field:code", "k7ol-12bv-9999")
    assert app.screen().item("field:code").value == "K70112BV"
    app.press("back")
    app.press("new")
    for _ in range(3):
        app.press("validate")
    app.scene.fill("field:name", "Zoé\n" + "x" * 40)
    assert app.screen().item("field:name").value == "Zoé" + "x" * 17
