"""What one takes away from a week: one printable tip with its source, and a page for three questions that nothing can leave."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from look_back_pages import whole

WAYS = {"fr": ("/fr/jouer/commencer", "faire", "bilan", "conseil"), "en": ("/en/play/begin", "do", "debrief", "tip")}


def finished(client: FlaskClient, lang: str) -> str:
    """A tutorial played by going on; gives its address."""
    begin, do, *_ = WAYS[lang]
    form = {"token": str(uuid4()), "campaign": "tutorial", "week": "1", "look": "paul", "length": "short", "difficulty": "1"}
    week = client.post(begin, data=form).headers["Location"]
    for _ in range(80):
        answer = client.get(week)
        if answer.status_code == 303:
            return week
        turn = re.findall(r'name="turn" value="(\d+)"', answer.text)[0]
        option = re.findall(r'name="option" value="([^"]+)"', answer.text)
        client.post(f"{week}/{do}", data={"turn": turn, "do": "decide", "option": option[-1]} if option else {"turn": turn, "do": "next"})
    raise AssertionError("the week does not end")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_look_back_leads_to_one_printable_tip_with_its_source_and_its_module(guest: FlaskClient, lang: str) -> None:
    week = finished(guest, lang)
    _, _, debrief, tip = WAYS[lang]
    assert f'href="{week}/{tip}"' in whole(guest, f"{week}/{debrief}")
    page = guest.get(f"{week}/{tip}").text
    assert page.count('class="tip"') == 1
    assert re.search(r"<details open><summary>Sources</summary><ul[^>]*><li>.+</li>", page)
    assert "/patient-essentials/" in page
    assert "<script" not in page


def test_a_tip_is_its_players_own_and_waits_for_the_end(site: Flask, guest: FlaskClient) -> None:
    week = finished(guest, "fr")
    assert site.test_client().get(f"{week}/conseil").status_code == 404
    form = {"token": str(uuid4()), "campaign": "azur", "week": "2", "look": "paul", "length": "short", "difficulty": "1"}
    running = guest.post("/fr/jouer/commencer", data=form).headers["Location"]
    assert guest.get(f"{running}/conseil").headers["Location"] == running


@pytest.mark.parametrize("at", ["/fr/preparer-ma-consultation", "/en/prepare-my-appointment"])
def test_nothing_written_on_the_page_of_questions_can_leave_it(guest: FlaskClient, at: str) -> None:
    answer = guest.get(at)
    page = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    fields = re.findall(r"<(?:textarea|input)[^>]*>", page)
    assert len([field for field in fields if field.startswith("<textarea")]) == 3
    assert "<form" not in page
    assert re.findall(r'<script[^>]*src="([^"?]+)', answer.text) == ["/static/consultation.js"]
    script = guest.get("/static/consultation.js").text
    assert not re.search(r"fetch|XMLHttp|sendBeacon|WebSocket|\.submit|import|location|cookie", script)
    assert not any(" name=" in field or " form=" in field for field in fields)
    assert guest.post(at, data={"question-1": "x"}).status_code == 405
