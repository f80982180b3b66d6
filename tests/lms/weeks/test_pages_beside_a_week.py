"""Pause, notebook and the question before a week is played again are the screens of the window: their pages tell nothing of their own."""

import re
from html import escape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from stored_plays import save_of
from test_calls_from_their_screen import Teller, words_of
from test_weeks import ADDRESSES, begin, play

from game.core.review.notebook import ways_found
from game.core.views.view import TurnView
from game.core.week import Week
from game.screens.widgets import Screen
from game.telling.beside_screens import notebook_screen, pause_screen, replay_screen
from game.telling.drawing import Drawing
from lms.web.current_site import site_of

TEMPLATES = Path(__file__).parents[3] / "lms" / "templates" / "weeks"
STILL_TOLD = {
    "day.html", "debrief.html", "full.html", "home.html", "parts.html", "report.html", "sentence.html", "situation.html", "start.html",
    "tip.html", "unreadable.html", "week.html",
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
