"""The short cases of GPs and pharmacists in the window: from the cover or the command, by keyboard, in both languages."""

import json
from datetime import date
from pathlib import Path

import pytest

from courses.game import case_reader
from courses.rules import rule_files
from courses.text.source_texts import Texts
from courses.triage import register
from game.device.case_shelf import CaseShelf
from game.device.files import DISK
from game.errors import DiskRefused
from game.screens.widgets import Notice
from game.ui.layout.shapes import Input
from game.ui.scenes.cases.choosing import Cases
from game.ui.scenes.cases.playing import PlayingCase
from tests.game.ui.conftest import CONTENT
from tests.game.ui.hands import Keyboard


@pytest.fixture(scope="module")
def case_book():
    triage, _ = register.read(Texts(CONTENT))
    return case_reader.load(CONTENT, rule_files.load(CONTENT).preset(), now=date(2026, 11, 23), triage=triage)[0]


@pytest.fixture
def make_case_app(make_app, case_book, tmp_path):
    def make(window=None, **preferences):
        app = make_app(window, **preferences)
        app.cases = CaseShelf(lambda: case_book, tmp_path / "cases.json", is_there=True)
        return app

    return make


def key_to(app, wanted):
    """Tab to an item and Enter, as somebody without a mouse does."""
    for _ in range(60):
        if app.focus == wanted:
            break
        app.take(Input("key", "tab"))
    assert app.focus == wanted, f"{wanted} cannot be reached by keyboard"
    app.take(Input("key", "enter"))


def play_through(app, pick):
    """Plays the open case by keyboard; pick: the view -> the option. Gives how many moments it took."""
    for count in range(12):
        view = app.scene.play.view()
        if view.feedback is not None:
            return count
        app.frame()
        key_to(app, f"choice:{pick(app.scene.play, view)}")
        key_to(app, "validate")
    raise AssertionError("the case did not end")


def right(play, view):
    return next((one.key for one in view.options if one.key in play.truth.right), view.options[0].key)


def unsafe(play, view):
    return next((one.key for one in view.options if one.key in play.truth.unsafe), view.options[0].key)


def test_a_case_is_played_by_keyboard_from_the_cover(make_case_app):
    app = make_case_app(language="en")
    app.frame()
    for wanted in ("cases", "of:pharmacist"):
        key_to(app, wanted)
        app.frame()
    first = next(item.key for item in app.screen().items() if item.key.startswith("case:"))
    key_to(app, first)
    play_through(app, right)
    assert app.say("window.cases.ended_right") in [getattr(block, "text", "") for block in app.screen().blocks]
    app.scene.back()
    assert app.say("window.cases.was_right") in app.screen().item(first).note


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("profession", ["gp", "pharmacist"])
@pytest.mark.parametrize("pick", [right, unsafe])
def test_every_case_of_both_professions_ends_by_keyboard(make_case_app, case_book, language, profession, pick):
    app = make_case_app(language=language)
    app.over(Cases(app))
    cases = app.cases.of(profession)
    assert len(cases) == 12
    for case in cases:
        app.over(PlayingCase(app, case))
        play_through(app, pick)
        for fold in ("others", "whole"):
            app.press(f"unfold:{fold}")
        words = " ".join(f"{block.title} {block.text} {block.more}" for block in app.screen().blocks if isinstance(block, Notice))
        assert "case." not in words, "every key has words"
        assert "window." not in words
        assert app.cases.standing(case) == ("right" if pick is right else "unsafe" if app.scene.play.is_unsafe else "other")
        app.back()


def test_what_was_asked_and_read_lies_beside_the_options(make_case_app):
    app = make_case_app(language="fr")
    app.over(PlayingCase(app, app.cases.of("gp")[0]))
    while app.scene.play.state.moment != "decide":
        app.press(f"choice:{app.scene.play.view().options[0].key}")
        app.press("validate")
    assert len(app.screen().beside) == 3


def test_a_case_that_was_left_goes_on_where_it_was_after_the_window_was_closed(make_case_app, case_book, tmp_path):
    app = make_case_app()
    case = app.cases.of("gp")[1]
    app.over(PlayingCase(app, case))
    app.press(f"choice:{app.scene.play.view().options[0].key}")
    app.press("validate")
    save = app.scene.play.save()
    again = CaseShelf(lambda: case_book, tmp_path / "cases.json", is_there=True)
    assert again.standing(case) == "begun"
    assert again.resume(case).save() == save


@pytest.mark.parametrize("damage", ["", "[]", '{"gp-back": 3}', '{"gp-back": {"open": {"case": "gp-back"}}}', "\x00"])
def test_a_damaged_file_counts_as_empty(case_book, tmp_path, damage):
    path = tmp_path / "cases.json"
    path.write_text(damage)
    shelf = CaseShelf(lambda: case_book, path)
    case = case_book.cases["gp-back"]
    assert shelf.standing(case) == ""
    assert shelf.resume(case) is None


def test_a_case_rewritten_since_begins_anew(case_book, tmp_path):
    path = tmp_path / "cases.json"
    shelf = CaseShelf(lambda: case_book, path)
    shelf.begin(case_book.cases["gp-back"], seed=3)
    rows = json.loads(path.read_text())
    rows["gp-back"]["open"]["version"] = "older"
    path.write_text(json.dumps(rows))
    assert CaseShelf(lambda: case_book, path).resume(case_book.cases["gp-back"]) is None


def test_a_disk_that_refuses_is_said_and_the_case_goes_on(make_case_app, monkeypatch):
    app = make_case_app()

    def refuse(path: Path, data: bytes) -> None:
        raise DiskRefused("no space left")

    monkeypatch.setattr(DISK, "write_whole", refuse)
    app.over(PlayingCase(app, app.cases.of("pharmacist")[0]))
    play_through(app, right)
    assert app.scene.play.is_right
    assert app.status()


def test_a_device_without_cases_does_not_offer_them(make_app):
    app = make_app()
    assert app.screen().item("cases") is None
    app.over(Cases(app))
    assert app.say("window.cases.none") in [block.text for block in app.screen().blocks]


@pytest.mark.slow
@pytest.mark.window
@pytest.mark.parametrize(("language", "profession"), [("fr", "gp"), ("en", "pharmacist")])
def test_a_case_is_played_with_real_keys_in_a_real_window(window, make_case_app, language, profession):
    app = make_case_app(window, language=language)
    player = Keyboard(app, window)
    player.press("cases")
    player.press(f"of:{profession}")
    player.press(next(item.key for item in app.screen().items() if item.key.startswith("case:")))
    while app.scene.play.view().feedback is None:
        player.press(f"choice:{right(app.scene.play, app.scene.play.view())}")
        player.press("validate")
    assert app.scene.play.is_right
    player.press("next")
    assert isinstance(app.scene, PlayingCase)
