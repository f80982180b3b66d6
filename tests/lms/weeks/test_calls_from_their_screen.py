"""A call in pages is the screen that the window and the browser show, in one form: nothing of it is told by a template."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from stored_plays import save_of

from game.core.views.view import Line
from game.core.week import Week
from game.screens.widgets import Items, Notice, Screen, Speech, Text
from game.telling.call_screen import CallChoices, call_screen
from game.telling.moment_drawing import MomentDrawing
from lms.web.current_site import site_of

TEMPLATES = Path(__file__).parents[3] / "lms" / "templates" / "weeks"
WAYS = {"fr": ("/fr/jouer/commencer", "faire"), "en": ("/en/play/begin", "do")}


class Teller:
    """The book's words, without the site."""

    def __init__(self, site: Flask, language: str) -> None:
        self.book = site_of(site).newest_content.catalogue.game
        self.parts, self.preferences = site_of(site).picture_parts, SimpleNamespace(language=language, captions=False)

    def say(self, key: str, /, **values: object) -> str:
        return self.book.text(self.preferences.language, key, **values)

    def line(self, line: Line) -> str:
        return self.say(line.key, **line.values)


def test_no_template_tells_a_moment() -> None:
    """Each is drawn from its screen (docs/decisions/0106)."""
    assert [path.name for path in TEMPLATES.glob("*.html") if re.search(r"\bview\.", path.read_text())] == []


def words_of(screen: Screen) -> Iterator[str]:
    """All that the screen says, but the labels of what leads elsewhere."""
    yield screen.title
    for block in (*screen.beside, *screen.blocks):
        if isinstance(block, Text | Speech):
            yield block.text
        elif isinstance(block, Notice):
            yield from (block.title, block.text, *block.points)
        elif isinstance(block, Items):
            yield from (block.name, *(text for item in block.items for text in (item.label, item.note)))
    yield from (item.label for item in screen.bar)


def pages_of_a_call(client: FlaskClient, lang: str) -> Iterator[tuple[str, str]]:
    """Address of the play and page, at each step from the first sign to the end of the call."""
    begin, do = WAYS[lang]
    form = {"token": str(uuid4()), "campaign": "azur", "week": "2", "look": "awa", "length": "normal"}
    week = client.post(begin, data=form).headers["Location"]
    send: dict[str, str] = {"do": "pick_up"}
    for _ in range(12):
        turn = re.findall(r'name="turn" value="(\d+)"', client.get(week).text)[0]
        client.post(f"{week}/{do}", data={"turn": turn, **send})
        page = client.get(week).text
        yield week, page
        words = re.findall(r'name="words" value="([^"]+)"', page)
        if 'value="call"' in page:
            send = {"do": "call", "person": "on_call"}
        elif words:
            send = {"do": "say", "words": words[-1]}
        else:
            return


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_page_of_a_call_is_its_screen(site: Flask, guest: FlaskClient, lang: str) -> None:
    steps = set()
    for address, page in pages_of_a_call(guest, lang):
        content = site_of(site).newest_content
        view = Week.resume(content.catalogue.game, content.rule, save_of(site, address.rpartition("/")[2])).view()
        assert view.call is not None
        steps.add((view.call.stage, bool(view.call.options)))
        screen = call_screen(MomentDrawing(Teller(site, lang), view), view.call, CallChoices.of_view(view.call))
        assert [words for words in words_of(screen) if escape(words).replace("\n", "<br>") not in page] == []
        keys = [item.key.partition(":") for item in screen.items() if ":" in item.key]
        fields = re.findall(r'<input type="(?:radio|checkbox)"[^>]* name="(\w+)" value="([^"]+)"', page)
        assert [value for _, value in fields] == [value for _, _, value in keys]
        assert len(re.findall(r'name="do"', page)) == len(screen.bar)
        assert screen.alt in page
        assert 'data-press="' not in page
    assert len(steps) >= 2


def test_the_enter_key_confirms_and_does_not_hang_up(guest: FlaskClient) -> None:
    _, page = next(pages_of_a_call(guest, "fr"))
    assert re.findall(r'name="do" value="(\w+)"', page)[0] == "call"
