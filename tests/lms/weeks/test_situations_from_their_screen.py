"""A situation and the weekly report in pages are the screens of the window, each in one form that the Enter key confirms."""

import re
from html import escape
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from test_calls_from_their_screen import Teller
from test_pages_beside_a_week import every_word, view_of
from test_weeks import ADDRESSES, begin

from game.core.views.view import TurnView
from game.screens.widgets import Items, Screen
from game.telling.moment_drawing import MomentDrawing
from game.telling.report_screen import report_form
from game.telling.situation_screen import situation_screen


def send(client: FlaskClient, lang: str, address: str, view: TurnView, **form: str) -> int:
    return client.post(f"{address}/{ADDRESSES[lang]['do']}", data={"turn": str(view.turn), **form}).status_code


def to_a_situation(site: Flask, client: FlaskClient, lang: str) -> str:
    """The address of a week that stands at its first situation."""
    address = begin(client, lang, "tutorial", 1, difficulty="2")
    for _ in range(20):
        view = view_of(site, address)
        if view.situation is not None:
            return address
        send(client, lang, address, view, do="next")
    raise AssertionError("no situation")


def said_of(page: str) -> str:
    return re.sub(r"</?bdi[^>]*>", "", page)


def left_out(screen: Screen, page: str) -> list[str]:
    beside = Screen("", "", "", blocks=screen.beside)
    every = [*every_word(screen), *every_word(beside), *(item.label for item in screen.items())]
    return [words for words in every if escape(words).replace("\n", "<br>") not in page]


class Buttons(HTMLParser):
    """What sends a form: (form, name, value) of each button, in the order of the page; a button without `form` is of the one around it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.buttons: list[tuple[str, str, str]] = []
        self._form = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = values.get("id", "")
        elif tag == "button" and values.get("type", "submit") == "submit" and "name" in values:
            self.buttons.append((values.get("form", self._form), values["name"], values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = ""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_page_of_a_situation_is_its_screen(site: Flask, guest: FlaskClient, lang: str) -> None:
    address = to_a_situation(site, guest, lang)
    seen = set()
    while (view := view_of(site, address)).situation is not None:
        page, situation = said_of(guest.get(address).text), view.situation
        screen = situation_screen(MomentDrawing(Teller(site, lang), view), situation)
        assert left_out(screen, page) == []
        assert re.findall(r'<input type="radio"[^>]* name="option" value="([^"]+)"', page) == [one.key for one in situation.choices]
        assert escape(screen.alt) in page
        assert 'data-press="' not in page
        seen.add((len(situation.answers), bool(situation.card), bool(situation.hint)))
        question = {"question": situation.questions[0].key} if situation.questions else {}
        more = {"do": "card"} if situation.can_lay_card else {"do": "hint"} if situation.can_ask_hint else {}
        form = question or more or {"do": "decide", "option": situation.choices[0].key}
        assert send(guest, lang, address, view, **form) == 303
    assert {answers for answers, _, _ in seen} == {0, 1, 2}
    assert {card for _, card, _ in seen} == {False, True}
    assert any(hint for _, _, hint in seen)


def test_the_enter_key_decides_and_asks_nothing(site: Flask, guest: FlaskClient) -> None:
    page = guest.get(to_a_situation(site, guest, "fr")).text
    own = [button for button in Buttons(page).buttons if button[0] == "now"]
    assert own[0] == ("now", "do", "decide")
    apart = {(name, value) for form, name, value in Buttons(page).buttons if form == "apart"}
    assert {name for name, _ in apart} == {"question", "do"}
    assert ("do", "decide") not in apart


def test_without_a_choice_the_page_says_so_and_keeps_what_was_found_out(site: Flask, guest: FlaskClient) -> None:
    address = to_a_situation(site, guest, "en")
    view = view_of(site, address)
    assert view.situation is not None
    assert send(guest, "en", address, view, question=view.situation.questions[0].key) == 303
    view = view_of(site, address)
    answer = guest.post(f"{address}/do", data={"turn": str(view.turn), "do": "decide"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert view.situation is not None
    assert escape(Teller(site, "en").line(view.situation.answers[0].answer)) in said_of(answer.text)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_weekly_report_is_its_screen_with_every_row_open(site: Flask, guest: FlaskClient, lang: str) -> None:
    address = begin(guest, lang, "azur", 2)
    for _ in range(60):
        view = view_of(site, address)
        assert not view.is_over, "no report in this week"
        if view.report is not None and view.situation is None and view.call is None:
            break
        if view.situation is not None:
            send(guest, lang, address, view, do="decide", option=view.situation.choices[0].key)
        elif view.call is not None:
            send(guest, lang, address, view, do="hang_up")
        else:
            send(guest, lang, address, view, do="next")
    assert view.report is not None
    page = said_of(guest.get(f"{address}?write=report").text)
    screen = report_form(MomentDrawing(Teller(site, lang), view), view.report)
    assert left_out(screen, page) == []
    groups = [block for block in screen.blocks if isinstance(block, Items)]
    assert len(groups) == len(view.report.symptoms) == 12
    fields = re.findall(r'<input type="radio"[^>]* name="(symptom-[^"]+)" value="(\d)"', page)
    assert fields == [(f"symptom-{row.key}", one.key) for row in view.report.symptoms for one in view.report.answers]
    assert page.count("<legend") == 12
    assert Buttons(page).buttons[0] == ("now", "do", "report")
    assert f'href="{address}"' in page
    nothing = guest.post(f"{address}/{ADDRESSES[lang]['do']}", data={"turn": str(view.turn), "do": "report"})
    assert nothing.status_code == 422
    assert 'role="alert"' in nothing.text
    assert nothing.text.count("<legend") == 12, "the report stays open"
    answers = {f"symptom-{row.key}": "1" for row in view.report.symptoms}
    assert send(guest, lang, address, view, do="report", **answers) == 303
    assert view_of(site, address).report is None
