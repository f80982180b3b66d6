"""Pages are the screens of the window: a day and its card, pause, notebook, the question before a replay, each step of the look back.

The other week stands on a page of its own, and what may be hard in it is said before.
"""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from look_back_pages import whole
from stored_plays import save_of
from test_calls_from_their_screen import Teller, words_of
from test_weeks import ADDRESSES, begin, play

from game.core.review.debrief_builder import look_back
from game.core.review.notebook import ways_found
from game.core.views.view import TurnView
from game.core.week import Week
from game.screens.widgets import Gauges, Item, Items, Lanes, Screen, Timeline
from game.telling.beside_screens import notebook_screen, pause_screen, replay_screen
from game.telling.card_screen import card_screen
from game.telling.day_screen import DayChoices, day_screen
from game.telling.drawing import Drawing
from game.telling.look_back_screen import LANES, LookBackTelling, LookBackWays, Place
from game.telling.moment_drawing import MomentDrawing
from lms.web.current_site import site_of
from lms.weeks.looking_back.look_back_pages import WORDS

TEMPLATES = Path(__file__).parents[3] / "lms" / "templates" / "weeks"
ADDRESS = {"fr": "bilan", "en": "debrief"}
STILL_TOLD = {
    "full.html", "home.html", "parts.html", "sentence.html", "start.html", "tip.html", "unreadable.html",
}  # fmt: skip
"""Templates that say words of the game themselves. It gets no longer (docs/decisions/0106)."""


def test_no_template_but_those_of_the_list_says_words_of_the_game() -> None:
    assert {path.name for path in TEMPLATES.glob("*.html") if re.search(r"\b(say|line)\(", path.read_text())} <= STILL_TOLD


def view_of(site: Flask, address: str) -> TurnView:
    content = site_of(site).newest_content
    return Week.resume(content.catalogue.game, content.rule, save_of(site, address.rpartition("/")[2])).view()


def unsaid(screen: Screen, page: str) -> list[str]:
    """Words of the screen that its page does not have; marks that keep a word on one line are no words."""
    page = re.sub(r"</?bdi[^>]*>", "", page)
    return [words for words in words_of(screen) if escape(words).replace("\n", "<br>") not in page]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_pause_is_its_screen_and_leads_back(site: Flask, guest: FlaskClient, lang: str) -> None:
    address = begin(guest, lang, "azur", 2)
    page, teller = guest.get(f"{address}/pause").text, Teller(site, lang)
    assert unsaid(pause_screen(Drawing(teller), view_of(site, address), (), teller.say("pages.pause_guest")), page) == []
    assert f'href="{address}"' in page
    assert "<form" not in page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_notebook_and_the_question_before_a_replay_are_their_screens(site: Flask, guest: FlaskClient, lang: str) -> None:
    address, teller = begin(guest, lang, "azur", 2), Teller(site, lang)
    play(guest, lang, address)
    entries = ways_found(teller.book, [save_of(site, address.rpartition("/")[2])])
    notebook = guest.get("/fr/jouer/carnet" if lang == "fr" else "/en/play/notebook").text
    assert any(entry.ways for entry in entries)
    assert unsaid(notebook_screen(Drawing(teller), entries, ""), notebook) == []
    for query in ("", "?at=turn"):
        screen = replay_screen(Drawing(teller), view_of(site, address), is_midway=bool(query), kept=teller.say("pages.replay_kept"))
        page = guest.get(f"{address}/{ADDRESSES[lang]['replay']}{query}").text
        assert unsaid(screen, page) == []
        assert len(re.findall(r'name="do"', page)) == 1
        assert ('name="at" value="turn"' in page) == bool(query)


def every_word(screen: Screen) -> Iterator[str]:
    """All that the screen says, tables and days too."""
    yield from words_of(screen)
    for block in screen.blocks:
        if isinstance(block, Timeline):
            yield from (words for day in block.moments for words in (day.title, day.text, day.more))
        elif isinstance(block, Lanes):
            yield from (*block.heads, *(words for row in block.rows for words in row))
        elif isinstance(block, Gauges):
            yield from (words for label, word, _ in block.rows for words in (label, word))


def telling_of(site: Flask, lang: str, address: str) -> LookBackTelling:
    content = site_of(site).newest_content
    week = Week.resume(content.catalogue.game, content.rule, save_of(site, address.rpartition("/")[2]))
    return LookBackTelling(MomentDrawing(Teller(site, lang), week.view()), look_back(week))


def page_of(client: FlaskClient, lang: str, address: str, place: Place) -> str:
    words = WORDS.get(place.page)
    answer = client.get("/".join([address, ADDRESS[lang], *([words[lang]] if words else [])]), query_string={"answer": place.answer})
    assert answer.status_code == 200
    return re.sub(r"</?bdi[^>]*>", "", answer.text)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_step_is_its_screen(site: Flask, guest: FlaskClient, lang: str) -> None:
    address = begin(guest, lang, "azur", 2)
    play(guest, lang, address)
    telling = telling_of(site, lang, address)
    ways = LookBackWays(Item("weeks", telling.moment.say("pages.my_weeks")))
    assert telling.debrief.recall is not None
    assert telling.debrief.lanes is not None
    places = [*(Place(page) for page in (*telling.pages, LANES)), Place("recall", telling.debrief.recall.options[0].key, True)]
    for place in places:
        page = page_of(guest, lang, address, place)
        said = [words for words in every_word(telling.screen(place, ways)) if escape(words).replace("\n", "<br>") not in page]
        assert said == [], place


def test_the_other_week_stands_on_its_own_page_and_is_announced(site: Flask, guest: FlaskClient) -> None:
    address = begin(guest, "fr", "azur", 2)
    every = play(guest, "fr", address)
    telling = telling_of(site, "fr", address)
    assert telling.debrief.lanes is not None
    note = telling.debrief.lanes.note
    assert note is not None, "this week passes by the hospital"
    assert escape(telling.moment.line(note)) in every
    assert 'class="lanes"' not in every
    assert 'class="lanes"' in page_of(guest, "fr", address, Place(LANES))


def test_a_page_that_a_week_does_not_have_leads_to_its_first(guest: FlaskClient) -> None:
    running = begin(guest, "fr", "azur", 2)
    assert guest.get(f"{running}/bilan/jours").headers["Location"] == running
    play(guest, "fr", running)
    assert guest.get(f"{running}/bilan/jamais").status_code == 404
    assert guest.get(f"{running}/bilan/days").status_code == 200, "the other language's word leads to the same page"
    assert "Sources" in guest.get(f"{running}/bilan/sources").text
    assert whole(guest, f"{running}/bilan").count("<h1") >= 7


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_day_is_its_screen_with_the_acts_in_one_order(site: Flask, guest: FlaskClient, lang: str) -> None:
    address = begin(guest, lang, "azur", 2)
    days = 0
    for _ in range(20):
        page = re.sub(r"</?bdi[^>]*>", "", guest.get(address).text)
        view = view_of(site, address)
        if view.is_over:
            break
        if view.situation is None and view.call is None and view.report is None:
            screen = day_screen(MomentDrawing(Teller(site, lang), view), DayChoices(), is_form=True)
            assert [words for words in every_word(screen) if escape(words).replace("\n", "<br>") not in page] == []
            acts = [item for block in screen.blocks if isinstance(block, Items) and block.head for item in block.items]
            fields = re.findall(r'<input type="radio"( disabled)?[^>]* name="action" value="([^"]+)"', page)
            assert fields == [("" if item.is_enabled else " disabled", item.key.removeprefix("act:")) for item in acts]
            assert page.count('<details name="acts"') == len(screen.heads)
            days += 1
        option = re.findall(r'name="option" value="([^"]+)"', page)
        form = {"do": "decide", "option": option[0]} if option else {"do": "next"}
        guest.post(f"{address}/{ADDRESSES[lang]['do']}", data={"turn": str(view.turn), **form})
    assert days >= 5


def test_the_card_of_a_morning_has_a_page_that_leads_back_to_the_day(site: Flask, guest: FlaskClient) -> None:
    address = begin(guest, "fr", "azur", 2)
    view = view_of(site, address)
    assert view.day_card is not None
    assert 'href="' + escape(f"{address}?read=card") in guest.get(address).text
    page = re.sub(r"</?bdi[^>]*>", "", guest.get(f"{address}?read=card").text)
    assert unsaid(card_screen(MomentDrawing(Teller(site, "fr"), view), view.day_card, ()), page) == []
    assert f'href="{address}"' in page
