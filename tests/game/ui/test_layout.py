"""Every screen of a week, at every size and text setting: large targets, nothing cut off, the order of the eye."""

from itertools import pairwise, product
from pathlib import Path

import pytest

from game.device.linking import Link
from game.device.outbox import Outbox
from game.device.play_controller import PlayController
from game.device.preferences import Preferences
from game.device.references import ReferenceReader
from game.ui.app import App
from game.ui.layout.page import in_reading_order, lay_out
from game.ui.layout.shapes import Box, Clip, Words
from game.ui.layout.theme import THEMES, Sizes, contrast
from game.ui.paper import Paper
from game.ui.scenes.title import SCENES
from game.ui.window.least_size import LEAST_SIZE
from game.ui.window.null_window import NullWindow
from tests.game.ui.conftest import CONTENT, Clock
from tests.game.ui.walks import begin, play_on

SIZES = [(1024, 600), (1280, 720), (1920, 1080), (2560, 1440)]


@pytest.fixture(scope="module")
def screens(book, rule, parts, tmp_path_factory):
    """Every kind of screen the window can show, in both languages: name -> screen, the longest one of each kind."""
    found = {}

    def note(app):
        screen = app.screen()
        name = (app.preferences.language, f"debrief {screen.title}" if screen.name == "debrief" else screen.name)
        words = sum(len(str(block)) for block in screen.blocks)
        if words > found.get(name, (0, None))[0]:
            found[name] = (words, screen)

    for language in ("fr", "en"):
        clock = Clock()

        box = Outbox(tmp_path_factory.mktemp("device"), clock=clock, chance=lambda: 0.5)
        controller = PlayController(book, rule, box, make_statements=None, new_play=lambda: "p")
        app = App(
            NullWindow(), controller, parts, Preferences(language=language, calm=True), clock=clock, keep_preferences=lambda kept: None,
            link=Link(pair=lambda site, code: None), seed=lambda: 7, is_demo=True, factory=SCENES,
            paper=Paper(sources=ReferenceReader(CONTENT).sources, keep=lambda page: Path("/somebody/somewhere/print/tip-1.html")),
        )  # fmt: skip
        note(app)
        for key in ("settings", "link", "quit", "help"):
            app.press(key)
            note(app)
            app.scene.back()
        app.press("new")
        for _ in range(4):
            note(app)
            app.press("validate")
        note(app)
        app.scene.story = ("azur", 2)
        app.press("validate")
        note(app)
        app.press("call")
        note(app)
        app.press("hang_up")
        play_on(app, each=note)
        while app.scene.name == "turn":
            note(app)
            for key in ("sources", "keep_tip"):
                if app.screen().item(key):
                    app.press(key)
                    note(app)
                    if app.scene.name == "sources":
                        app.back()
            recall = next((item.key for item in app.screen().items() if item.key.startswith("recall:")), None)
            if recall:
                app.press(recall)
            app.press("next")
        begin(app)
        app.home()
        assert any(item.kind == "primary" and item.note for item in app.screen().items())
        note(app)
        box.close()
    return {name: screen for name, (_, screen) in found.items()}


def test_the_walk_meets_every_kind_of_screen(screens):
    kinds = {name for _, name in screens}
    assert kinds >= {"title", "settings", "linking", "quit", "real_problem", "beginning", "day", "situation", "call", "card", "sources"}
    assert sum(name.startswith("debrief") for name in kinds) >= 10


@pytest.mark.parametrize(("size", "text"), list(product(SIZES, (18, 22, 32))))
def test_targets_are_large_and_inside_and_no_word_is_cut(screens, dummy, size, text):
    window = dummy(size)
    sizes = Sizes.of(*size, text)
    for (language, name), screen in screens.items():
        frame = lay_out(screen, sizes, THEMES["paper"], window.measure)
        for target in frame.targets:
            about = (language, name, target)
            assert target.rect.w >= sizes.target, about
            assert target.rect.h >= sizes.target, about
            assert target.rect.x >= 0, about
            assert target.rect.x + target.rect.w <= size[0], about
        for shape in frame.shapes:
            if isinstance(shape, Words):
                assert shape.x >= 0, (language, name, shape)
                assert shape.x + window.measure(shape.text, shape.size, shape.bold) <= size[0], (language, name, shape)


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_on_a_screen_holds_seven_to_one_on_what_lies_under_it(screens, dummy, theme):
    window = dummy((1280, 720))
    for name, screen in screens.items():
        frame = lay_out(screen, Sizes.of(1280, 720, 22), THEMES[theme], window.measure)
        clip = None
        for number, shape in enumerate(frame.shapes):
            clip = shape.rect if isinstance(shape, Clip) else clip
            is_seen = clip is None or (isinstance(shape, Words) and clip.holds(shape.x, shape.y + shape.size // 2))
            if isinstance(shape, Words) and shape.text.strip() and is_seen:
                ground = next(
                    (
                        under.fill
                        for under in reversed(frame.shapes[:number])
                        if isinstance(under, Box) and under.fill and under.rect.holds(shape.x + 2, shape.y + shape.size // 2)
                    ),
                    frame.ground,
                )
                assert contrast(shape.colour, ground) >= 7, (name, shape.text, shape.colour, ground)


@pytest.mark.parametrize(("size", "text"), list(product(SIZES, (22, 32))))
def test_buttons_do_not_lie_on_each_other(screens, dummy, size, text):
    window = dummy(size)
    for name, screen in screens.items():
        frame = lay_out(screen, Sizes.of(*size, text), THEMES["paper"], window.measure)
        page = [one.rect for one in frame.targets if not one.key.startswith("scroll:") and one.rect.x >= frame.page.x]
        fixed = {item.key for item in (*screen.corner, *screen.bar)}
        rows = [one for one in frame.targets if one.key in fixed]
        for i, one in enumerate(rows):
            for other in rows[i + 1 :]:
                assert not overlap(one.rect, other.rect), (name, one, other)
        assert page


@pytest.mark.parametrize(("size", "text"), list(product((LEAST_SIZE, (820, 500), (800, 600), (1024, 600)), (18, 22, 32))))
def test_in_the_least_window_what_scrolls_lies_on_nothing_and_nothing_is_out_of_it(screens, dummy, size, text):
    window, sizes = dummy(size), Sizes.of(*size, text)
    for name, screen in screens.items():
        whole = lay_out(screen, sizes, THEMES["paper"], window.measure)
        for scroll in (0, whole.overflow // 2, whole.overflow):
            frame = lay_out(screen, sizes, THEMES["paper"], window.measure, scroll=scroll)
            marks = [one for one in frame.targets if one.key.startswith("scroll:")]
            fixed = [one for one in frame.targets if one.key in {item.key for item in (*screen.corner, *screen.bar, *screen.tabs)}]
            assert all(one.rect.y + one.rect.h <= size[1] for one in (*marks, *fixed)), (name, scroll)
            for mark in marks:
                others = [one for one in frame.targets if one is not mark]
                assert not any(overlap(mark.rect, other.rect) for other in others), (name, scroll, mark)


def overlap(one, other):
    return one.x < other.x + other.w and other.x < one.x + one.w and one.y < other.y + other.h and other.y < one.y + one.h


def test_the_focus_goes_as_the_eye_goes(screens):
    sizes = Sizes.of(1280, 720, 22)
    for screen in screens.values():
        frame = lay_out(screen, sizes, THEMES["paper"], lambda text, size, bold: len(text) * size // 2)
        assert list(frame.targets) == in_reading_order(list(frame.targets), frame.page.x)
        page = [one for one in frame.targets if one.rect.x >= frame.page.x]
        assert all(a.rect.y < b.rect.y or (a.rect.y == b.rect.y and a.rect.x < b.rect.x) for a, b in pairwise(page))


def test_what_is_clipped_can_be_scrolled_to(screens, dummy):
    window = dummy((1024, 600))
    sizes = Sizes.of(1024, 600, 32)
    for screen in screens.values():
        frame = lay_out(screen, sizes, THEMES["paper"], window.measure)
        end = lay_out(screen, sizes, THEMES["paper"], window.measure, scroll=frame.overflow)
        words = [shape for shape in end.shapes[_clip(end) :] if isinstance(shape, Words)]
        assert all(shape.y <= 600 for shape in words)
        if frame.overflow:
            assert any(one.key == "scroll:down" for one in frame.targets)
            assert any(one.key == "scroll:up" for one in end.targets)


def _clip(frame):
    return next(number for number, shape in enumerate(frame.shapes) if isinstance(shape, Clip))


def test_calling_is_at_the_same_place_and_size_all_week(make_app):
    seen = set()

    def note(app):
        target = next((one for one in app.frame().targets if one.key == "call"), None)
        if target:
            seen.add((target.rect.x, target.rect.y + target.rect.h, target.rect.w))

    app = make_app()
    begin(app)
    play_on(app, each=note)
    assert len(seen) == 1
