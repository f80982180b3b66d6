"""A game in a browser, message by message: a week is played, closed and taken up again, and what waits goes once."""

import json
import re
from collections.abc import Callable
from typing import Any

from game.browser.session import Session
from game.device.network import Answer
from tests.game.browser.slots import MemorySlot

Make = Callable[..., Session]
WAYS = {"card": ["begin_day"], "situation": ["choice:", "validate"], "call": ["person:", "dial", "say:", "validate", "hang_up"]}
"""What a plain player presses on a page of that name, by the beginnings of keys."""
STORE = {"X-Experience-API-Version": "2.0.0", "ETag": '"x"'}
GIVEN = {
    "endpoint": "https://site.example/xapi",
    "access_key": "u:s",
    "actor": {"account": {"homePage": "https://h.example", "name": "nadia"}},
    "registration": "5d0c5d0c-0000-4000-8000-000000000001",
}


class Store:
    """Takes statements as the site's store does; is_away: nobody answers."""

    def __init__(self) -> None:
        self.taken: dict[str, Any] = {}
        self.is_away, self.loses_answers, self.documents = False, False, {}

    def ask(self, method: str, url: str, *, json: Any = None, body: bytes | None = None, headers: Any = None) -> Answer:
        from game.errors import SiteUnreachable

        if self.is_away:
            raise SiteUnreachable("away")
        if url.endswith("/api/pair"):
            return Answer(200, {}, dumps(GIVEN))
        if "/statements" in url:
            self.taken |= {one["id"]: one for one in json}
            if self.loses_answers:
                raise SiteUnreachable("lost")
            return Answer(200, STORE, dumps([one["id"] for one in json]))
        if method == "PUT":
            self.documents[url] = body
            return Answer(204, STORE, b"")
        return Answer(200, STORE, b"[]") if "stateId" not in url else Answer(404, STORE, b"")


def dumps(value: Any) -> bytes:
    return json.dumps(value).encode()


def keys(page: dict[str, Any]) -> list[str]:
    """What can be pressed on it, as a browser would find it."""
    return re.findall(r'data-press="([^"]+)"', page["html"])


def begin(session: Session) -> dict[str, Any]:
    session.press("new")
    for _ in range(5):
        page = session.press("validate")
    return page


def play_on(session: Session, steps: int = 400) -> dict[str, Any]:
    """A plain player, by what stands on the page alone."""
    page = session.page()
    for _ in range(steps):
        if page["name"] == "debrief":
            return page
        there = keys(page)
        for part in WAYS.get(page["name"], ["next"]):
            key = next((one for one in there if one.startswith(part)), "")
            if key:
                page = session.press(key)
                there = keys(page)
    raise AssertionError("the week did not end")


def test_a_week_is_closed_at_each_page_and_taken_up_again(make_session: Make) -> None:
    session, turns = make_session(), set()
    begin(session)
    for _ in range(60):
        session = make_session()
        page = session.press("kept:0")
        turns.add(session.app.controller.view().turn)
        if page["name"] == "debrief":
            break
        if page["name"] == "card":
            page = session.press("begin_day")
        if page["name"] == "situation":
            session.press(next(key for key in keys(page) if key.startswith("choice:")))
            session.press("validate")
        else:
            session.press("next")
    assert page["name"] == "debrief"
    assert len(turns) > 5


def test_a_press_is_kept_before_its_page_is_given(make_session: Make, slots: tuple[MemorySlot, MemorySlot]) -> None:
    begin(make_session())
    before = MemorySlot(slots[0].data)
    session = make_session()
    session.press("kept:0")
    session.press("begin_day")
    session.press("next")
    assert len(slots[0].data) > len(before.data)
    again = make_session()
    again.press("kept:0")
    assert again.app.controller.view().turn == session.app.controller.view().turn


def test_what_was_played_without_network_is_sent_once_whatever_is_lost(make_session: Make) -> None:
    store = Store()
    session = make_session(network=store)
    session.press("link")
    session.fill("field:code", "k701 12bv")
    page = session.press("pair")
    assert page["name"] == "linking"
    session.back()
    store.is_away = True
    begin(session)
    play_on(session)
    waiting = session.app.controller.outbox.waiting
    assert waiting > 5
    assert session.has_to_send
    session.tick()
    assert (session.app.controller.outbox.waiting, store.taken) == (waiting, {})
    store.is_away, store.loses_answers = False, True
    session = make_session(network=store)
    session.tick()
    store.loses_answers = False
    session = make_session(network=store)
    for _ in range(5):
        session.tick()
    assert session.app.controller.outbox.waiting == 0
    assert len(store.taken) == waiting
    assert {one["context"]["platform"] for one in store.taken.values()} == {"browser"}
    assert store.documents, "the week itself never reached the site"


def test_a_button_that_waits_for_a_choice_says_so(make_session: Make) -> None:
    session = make_session()
    session.press("link")
    page = session.press("pair")
    assert page["alert"] == session.app.say("window.choose_first")
    assert 'aria-disabled="true"' in page["html"]
    assert session.page()["alert"] == ""


def test_another_page_says_that_it_is_one_and_a_choice_does_not(make_session: Make) -> None:
    session = make_session()
    assert session.press("settings")["turned"]
    page = session.press("theme:1")
    assert not page["turned"]
    assert page["theme"] == "night"
    assert make_session().page()["theme"] == "night"
    assert "(F1)" not in page["html"]
    assert not any(key.startswith(("sound:", "voice:", "calm:")) for key in keys(page))


def test_leaving_is_told_to_the_page(make_session: Make) -> None:
    session = make_session("en")
    session.press("quit")
    assert session.page()["isOpen"]
    assert not session.press("yes")["isOpen"]
