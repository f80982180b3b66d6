"""Around a week: the card before a day, the timeline, the sources, the same week again, and one tip that can be printed."""

import re

import pytest

from game.device import tip_page
from game.device.preferences import Preferences
from game.device.references import ReferenceReader
from game.device.tip_page import Page
from game.errors import DiskRefused
from game.play import compose
from game.screens.widgets import Lanes, Notice, Timeline
from game.ui.scenes.moments.paper_kept import shown_path
from game.ui.window.null_window import NullWindow
from tests.game.ui.conftest import CONTENT
from tests.game.ui.walks import begin, key, play_on


@pytest.fixture
def played(book, rule, tmp_path):
    """The window as the game composes it, with a week played to its look back."""
    opened = []

    def play(language="fr", **preferences):
        prefer = Preferences(calm=True, language=language, **preferences)
        app = compose(NullWindow(), tmp_path, CONTENT, book, rule, prefer, is_demo=True, seed=7)
        opened.append(app)
        begin(app)
        play_on(app)
        return app

    yield play
    for app in opened:
        app.controller.outbox.close()


def go_to_page(app, wanted):
    for _ in range(10):
        if app.scene.part.pages[app.scene.part.at] == wanted:
            return
        app.press("next")
    raise AssertionError(f"no page {wanted}")


def test_a_morning_begins_with_one_idea_and_the_telephone_beside_it(make_app):
    app = make_app()
    begin(app)
    screen = app.screen()
    assert screen.name == "card"
    ideas = [block for block in screen.blocks if isinstance(block, Notice)]
    assert [(idea.tone, idea.text) for idea in ideas] == [("idea", app.line(app.scene.view.day_card.text))]
    assert app.focus in ("", "begin_day")
    turn = app.scene.view.turn
    key(app, "call")
    assert app.screen().name == "call"
    app.press("hang_up")
    assert app.screen().name == "day"
    assert app.scene.view.turn >= turn


def test_the_timeline_has_every_day_and_says_why_some_mattered(played):
    app = played()
    go_to_page(app, "days")
    line = next(block for block in app.screen().blocks if isinstance(block, Timeline))
    assert len(line.moments) == 7
    assert any(moment.is_key and moment.more for moment in line.moments)
    assert any(moment.mark for moment in line.moments)


def test_sources_are_one_press_away_with_their_address(played):
    app = played()
    go_to_page(app, "days")
    app.press("sources")
    assert app.scene.name == "sources"
    assert app.scene.found
    assert all(said for said, _ in app.scene.found)
    assert any(address.startswith("http") for _, address in app.scene.found)
    key(app, "back")
    assert app.screen().name == "debrief"


@pytest.mark.parametrize(("language", "name"), [("fr", "conseil-1.html"), ("en", "tip-1.html")])
def test_the_tip_becomes_a_page_to_print_and_the_screen_says_where(played, tmp_path, language, name):
    app = played(language, day="01 23 45 67 89")
    go_to_page(app, "tip")
    app.press("keep_tip")
    path = tmp_path / "print" / name
    text = path.read_text()
    assert shown_path(path) in str(app.screen().blocks)
    assert app.line(app.scene.part.debrief.tip) in text
    assert f'lang="{language}"' in text
    assert "01 23 45 67 89" in text
    assert "Hélène" not in text.replace(app.line(app.scene.part.debrief.tip), "")
    assert app.say("pages.disclaimer").split(".")[0] in text
    assert app.say("window.draft") in text
    assert not re.search(r"<script|src=|<img|<link", text)
    assert path.stat().st_mode & 0o077 == 0


def test_the_same_tip_is_not_written_twice_and_another_does_not_replace_it(tmp_path):
    page = Page("fr", "Demain", "Un conseil & <un autre>", [("Jour", "")], "Sources", [], "", [])
    first = tip_page.write_page(tmp_path, "conseil", page)
    assert tip_page.write_page(tmp_path, "conseil", page) == first
    second = tip_page.write_page(tmp_path, "conseil", Page("fr", "Demain", "Autre", [], "Sources", [], "", []))
    assert (first.name, second.name) == ("conseil-1.html", "conseil-2.html")
    assert "Un conseil &amp; &lt;un autre&gt;" in first.read_text()


def test_a_disk_that_refuses_the_page_is_said_and_the_tip_stays(played):
    app = played()

    def refuse(page):
        raise DiskRefused("Read-only file system")

    app.paper.keep = refuse
    go_to_page(app, "tip")
    app.press("keep_tip")
    assert app.say("window.tip_refused") in str(app.screen().blocks)
    assert app.screen().item("keep_tip") is not None
    assert app.line(app.scene.part.debrief.tip) in str(app.screen().blocks)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_matching_module_is_named_by_its_title(played, language):
    app = played(language)
    go_to_page(app, "tip")
    title = ReferenceReader(CONTENT).module(app.scene.part.debrief.module, language)
    assert title
    assert title in str(app.screen().blocks)


def test_every_campaign_s_module_and_every_source_is_on_the_shelf(book):
    shelf = ReferenceReader(CONTENT)
    for campaign in book.campaigns.values():
        for plan in campaign.weeks:
            for language in ("fr", "en"):
                assert shelf.module(plan.module, language), plan.module
    for situation in book.situations.values():
        assert len(shelf.sources(situation.sources)) == len(set(situation.sources)), situation.key


def test_a_missing_shelf_names_nothing_and_stops_nothing(tmp_path):
    shelf = ReferenceReader(tmp_path)
    assert shelf.sources(("rcyn-fever",)) == []
    assert shelf.module("fever", "fr") == ""


def test_the_same_week_begins_again_with_the_same_luck_and_the_first_stays(played):
    app = played()
    old = app.controller.plays()[0]
    go_to_page(app, "what_if")
    app.press("again")
    assert app.scene.name == "replay"
    app.press("no")
    assert app.screen().name == "debrief"
    app.press("again")
    app.press("yes")
    view = app.controller.view()
    assert (view.day, view.is_over) == (1, False)
    assert app.controller.week.save()["seed"] == old.save["seed"]
    assert app.controller.week.save()["play"] != old.play
    play_on(app)
    new = next(kept for kept in app.controller.plays() if kept.play != old.play)
    assert {kept.play for kept in app.controller.plays()} == {old.play, new.play}
    assert new.note.is_over
    assert new.save["story"] == old.save["story"]  # the same choices, the same luck: the same week


def test_the_week_begins_again_where_it_turned(played):
    app = played()
    old = app.controller.plays()[0]
    at = app.controller.debrief().turned_at
    go_to_page(app, "what_if")
    app.press("again_at")
    assert app.scene.name == "replay"
    app.press("yes")
    view = app.controller.view()
    assert (view.cycle_day, view.slot, view.is_over) == (*at, False)
    assert app.controller.week.save()["play"] != old.play
    play_on(app)
    assert {kept.play for kept in app.controller.plays()} >= {old.play}


def test_a_call_in_the_middle_of_the_report_loses_no_answer(make_app):
    app = make_app()
    begin(app, week=3)  # at home on its last day

    def stop(app):
        if app.screen().item("report") is not None:
            raise StopIteration

    with pytest.raises(StopIteration):
        play_on(app, each=stop)
    app.press("report")
    app.press("row:fever")
    app.press("answer:2")
    app.press("row:nausea")
    app.press("answer:1")
    key(app, "call")
    assert app.screen().name == "call"
    app.press("hang_up")
    app.press("report")
    assert list(app.scene.part.answers.values()) == [2, 1]


def test_the_report_names_the_character_and_nothing_else(make_app):
    app = make_app()
    begin(app)
    seen = []

    def note(app):
        if app.screen().item("report") is not None and not seen:
            app.press("report")
            seen.append((app.screen().title, str(app.screen().blocks)))
            app.press("put_away")

    play_on(app, each=note)
    assert seen[0][0] == "Le bilan de la semaine d’Hélène"
    assert "Hélène dit" not in seen[0][1]


def test_both_weeks_are_read_side_by_side_on_request_and_closed_again(played):
    app = played()
    go_to_page(app, "what_if")
    assert not any(isinstance(block, Lanes) for block in app.screen().blocks)
    app.press("lanes")
    lanes = next(block for block in app.screen().blocks if isinstance(block, Lanes))
    assert len(lanes.rows) == 7
    assert any(right for _, _, right in lanes.rows)
    assert any(not right for _, _, right in lanes.rows)
    key(app, "back")
    assert app.screen().item("lanes") is not None
    app.press("lanes")
    app.press("close_lanes")
    assert app.screen().item("lanes") is not None


def test_the_card_of_a_morning_can_be_opened_again_after_an_act(make_app):
    app = make_app()
    begin(app)
    idea = app.line(app.scene.view.day_card.text)
    app.press("begin_day")
    app.press("kind:measure")
    app.press("act:measure_temp")
    app.press("validate")
    assert app.screen().name == "day"
    app.press("card")
    assert idea in [block.text for block in app.screen().blocks if isinstance(block, Notice)]
    key(app, "back")
    assert app.screen().name == "day"
