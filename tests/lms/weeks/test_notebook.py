"""The notebook page: blank before a week, with its scenes after it, and nobody else's; and what is asked in a scene stays on the page."""

import html
import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.weeks import form_commands
from tests.game.core.shipped_book import load
from tests.lms.weeks.test_taken_away import finished

NOTEBOOK = {"fr": ("/fr/jouer/carnet", "Le carnet est encore blanc"), "en": ("/en/play/notebook", "The notebook is still blank")}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_notebook_fills_as_one_plays_and_is_ones_own(site: Flask, guest: FlaskClient, lang: str) -> None:
    address, blank = NOTEBOOK[lang]
    assert blank in guest.get(address).text
    finished(guest, lang)
    page = html.unescape(guest.get(address).text)
    assert blank not in page
    assert load()[0].text(lang, "situation.antiemetic-on-time.title") in page
    assert not re.search(r"\d+\s*(/|sur|of)\s*\d+", page[page.index("<main") : page.index("</main>")])
    assert address in guest.get("/fr/jouer" if lang == "fr" else "/en/play").text
    assert blank in site.test_client().get(address).text


def test_a_question_and_the_card_are_answered_on_the_same_page(guest: FlaskClient) -> None:
    form = {"token": str(uuid4()), "campaign": "tutorial", "week": "1", "look": "paul", "length": "short", "difficulty": "2"}
    week = guest.post("/fr/jouer/commencer", data=form).headers["Location"]
    for _ in range(20):
        page = guest.get(week).text
        turn = re.findall(r'name="turn" value="(\d+)"', page)[0]
        if 'name="option"' in page:
            break
        guest.post(f"{week}/faire", data={"turn": turn, "do": "next"})
    book = load()[0]
    assert html.unescape(page).count(book.text("fr", "situation.antiemetic-on-time.question.sheet.label")) == 1
    missing = guest.post(f"{week}/faire", data={"turn": turn, "do": "ask"})
    assert missing.status_code == 422
    guest.post(f"{week}/faire", data={"turn": turn, "do": "ask", "question": "sheet"})
    guest.post(f"{week}/faire", data={"turn": str(int(turn) + 1), "do": "card"})
    page = html.unescape(guest.get(week).text)
    assert book.text("fr", "situation.antiemetic-on-time.question.sheet.answer") in page
    assert book.text("fr", "pages.card_beside") in page
    assert book.text("fr", "alert.nausea-lasting.sheet") in page


def test_every_command_of_a_scene_has_its_form() -> None:
    assert {"ask", "card", "hint", "skip", "decide"} <= set(form_commands.MAKERS)
