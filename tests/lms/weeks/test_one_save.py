"""A play has one save, its document: nothing is read from a clock, nothing stands twice, and a request parses it once."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from devices import Device, Pages
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from stored_plays import documents_of, index_row, save_of, statements_of

from game.core.state import week_state
from game.core.state.commands import Act
from game.core.week import Week
from game.device.play_saves import PlayDocument
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.weeks.models import Play
from lrs.storage import clock
from lrs.storage import tables as store_tables
from lrs.writing import documents

MakeDevice = Callable[..., Device]
STILL = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


@pytest.fixture(params=["guest", "account"])
def person(request: pytest.FixtureRequest) -> FlaskClient:
    client: FlaskClient = request.getfixturevalue("guest" if request.param == "guest" else "browser")
    return client


def play_of(week: str) -> str:
    return week.rpartition("/")[2]


def put_later_save(site: Flask, play: str, at: datetime) -> dict[str, Any]:
    """A device takes a temperature and writes that, at that instant, over what is there."""
    (document,) = documents_of(site, play)
    text = json.loads(document.content)
    book, rule = site_of(site).newest_content.catalogue.game, site_of(site).newest_content.rule
    week = Week.resume(book, rule, text["save"])
    week.do(Act("measure_temp"))
    write_bytes(site, play, PlayDocument(text["registration"], text["cohort"], week.save()).to_bytes(), at)
    return week.save()


def write_bytes(site: Flask, play: str, content: bytes, at: datetime) -> None:
    (document,) = documents_of(site, play)
    place = documents.Place(document.kind, document.place, document.agent, document.registration)
    store = site_of(site)
    new = documents.NewDocument(play, content, "application/json", at)
    store.writer.submit(lambda connection: documents.put(connection, place, new, documents.Conditions()))


def test_each_play_is_one_document_and_no_row_of_the_site_holds_a_save(site: Flask, person: FlaskClient) -> None:
    pages = Pages(person)
    week = pages.begin()
    assert pages.step(week) == 303
    assert len(documents_of(site, play_of(week))) == 1
    with site.app_context():
        rows = {
            table.name: str([dict(row._mapping) for row in db.session.execute(select(table))])
            for table in db.metadata.sorted_tables
            if table.name not in store_tables.metadata.tables
        }
    assert [name for name, values in rows.items() if "first_day" in values] == []


def test_the_row_is_written_with_the_document_and_bears_its_tag(site: Flask, person: FlaskClient) -> None:
    pages = Pages(person)
    week = pages.begin()
    for _ in range(3):
        assert pages.step(week) == 303
        row, save = index_row(site, play_of(week)), save_of(site, play_of(week))
        assert row.etag == documents_of(site, play_of(week))[0].etag
        assert (row.turn, row.day, row.slot, row.campaign, row.week) == tuple(
            save[name] for name in ("turn", "day", "slot", "campaign", "week")
        )
        assert (row.name, row.is_over) == (save["character"]["name"], save.get("is_over", False))


def test_a_device_that_writes_at_the_very_instant_of_the_page_is_not_overlooked(site: Flask, browser: FlaskClient) -> None:
    pages = Pages(browser)
    week = pages.begin()
    form = pages.turn(week)
    save = put_later_save(site, play_of(week), index_row(site, play_of(week)).touched_at)
    assert pages.step(week, turn=form) == 303
    assert save_of(site, play_of(week)) == save, "the form of the turn before wrote over what the device did"
    assert pages.turn(week) == save["turn"]


def test_the_same_save_sent_again_at_another_time_refuses_no_turn(site: Flask, browser: FlaskClient) -> None:
    """A device whose answer was lost sends the same bytes again, between a page's reading and its writing."""
    pages = Pages(browser)
    week = pages.begin()
    form = pages.turn(week)
    real = site_of(site).writer.submit
    content = documents_of(site, play_of(week))[0].content

    def after_the_device(work: Any) -> Any:
        with patch.object(site_of(site).writer, "submit", real):
            write_bytes(site, play_of(week), content, STILL)
        return real(work)

    with patch.object(site_of(site).writer, "submit", after_the_device):
        assert pages.step(week, turn=form) == 303
    assert save_of(site, play_of(week))["turn"] == form + 1


@pytest.fixture
def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a week's save is made into a week."""
    readings: list[str] = []
    real = week_state.from_json

    def counted(data: Any) -> Any:
        readings.append(data["play"])
        return real(data)

    monkeypatch.setattr("game.core.week.from_json", counted)
    return readings


def test_a_request_reads_the_week_once(site: Flask, person: FlaskClient, count_readings: list[str]) -> None:
    pages = Pages(person)
    week = pages.begin()
    turn = pages.turn(week)
    for send in (
        lambda: person.get(week),
        lambda: person.post(f"{week}/faire", data={"turn": str(turn), "do": "act"}),
        lambda: person.post(f"{week}/faire", data={"turn": str(turn), "do": "next"}),
        lambda: person.post(f"{week}/faire", data={"turn": str(turn), "do": "next"}),
    ):
        count_readings.clear()
        send()
        assert len(count_readings) <= 1


def test_a_request_reads_the_week_once_after_a_device_moved_it_too(site: Flask, browser: FlaskClient, count_readings: list[str]) -> None:
    week = Pages(browser).begin()
    for number, send in enumerate(
        (
            lambda: browser.get(week),
            lambda: browser.post(f"{week}/faire", data={"turn": "1", "do": "next"}),
            lambda: browser.get("/fr/jouer"),
        )
    ):
        put_later_save(site, play_of(week), datetime(2026, 11, 29, 9, number, tzinfo=UTC))
        count_readings.clear()
        send()
        assert len(count_readings) <= 1


def test_a_list_of_plays_that_did_not_move_reads_none(site: Flask, person: FlaskClient, count_readings: list[str]) -> None:
    pages = Pages(person)
    for _ in range(3):
        pages.begin()
    person.get("/fr/jouer")
    count_readings.clear()
    assert len(set(re.findall(r"/fr/jouer/([0-9a-f-]{36})", person.get("/fr/jouer").text))) == 3
    assert count_readings == []


def test_a_play_whose_document_was_taken_away_is_in_no_list_and_at_no_address(site: Flask, browser: FlaskClient) -> None:
    """A device may delete its learner's documents by the store's own rules."""
    week = Pages(browser).begin()
    (document,) = documents_of(site, play_of(week))
    place = documents.Place(document.kind, document.place, document.agent, document.registration)
    site_of(site).writer.submit(lambda work: documents.remove(work, place, play_of(week), documents.Conditions()))
    assert browser.get(week).status_code == 404
    assert play_of(week) not in browser.get("/fr/jouer").text
    with site.app_context():
        assert db.session.scalar(select(Play.id).where(Play.uuid == UUID(play_of(week)))) is None


def test_a_token_that_is_somebody_else_s_play_begins_nothing(site: Flask, browser: FlaskClient, guest: FlaskClient) -> None:
    week = Pages(browser).begin()
    before = save_of(site, play_of(week))
    form = {"campaign": "azur", "week": "2", "look": "paul", "length": "normal", "difficulty": "1", "token": play_of(week)}
    answer = guest.post("/fr/jouer/commencer", data=form, follow_redirects=True)
    assert answer.status_code == 404
    assert save_of(site, play_of(week)) == before


def test_nothing_of_a_turn_stays_when_its_statements_cannot_be_kept(site: Flask, person: FlaskClient) -> None:
    pages = Pages(person)
    week = pages.begin()
    before = (documents_of(site, play_of(week)), index_row(site, play_of(week)).turn, statements_of(site, play_of(week)))
    while True:
        with patch("lms.statements.statement_writer.put", side_effect=OSError("the disk is full")):
            status = pages.step(week)
        if status == 500:
            break
        before = (documents_of(site, play_of(week)), index_row(site, play_of(week)).turn, statements_of(site, play_of(week)))
    assert (documents_of(site, play_of(week)), index_row(site, play_of(week)).turn, statements_of(site, play_of(week))) == before


def test_a_clock_that_stands_still_changes_nothing(site: Flask, browser: FlaskClient, make_device: MakeDevice) -> None:
    """All of the site's writing at one instant, by pages and window in turn: each sees what the other did."""
    real = documents.NewDocument
    with (
        patch("lms.weeks.routes.now", lambda: STILL),
        patch("lrs.web.documents.NewDocument", lambda name, content, kind, at: real(name, content, kind, STILL)),
    ):
        pages, window = Pages(browser), make_device()
        week = pages.begin()
        for _ in range(3):
            window.carry()
            window.resume()
            window.step(2)
            window.carry()
            window.app.home()
            assert pages.turn(week) == window.save["turn"]
            assert pages.step(week) == 303
    assert documents_of(site, play_of(week))[0].updated == clock.text(STILL)


def test_two_browsers_that_send_at_once_take_one_turn(site: Flask, browser: FlaskClient) -> None:
    week = Pages(browser).begin()
    with browser.session_transaction() as session:
        values = dict(session)
    clients = [site.test_client() for _ in range(4)]
    for client in clients:
        with client.session_transaction() as session:
            session.update(values)
    start, codes = Barrier(len(clients)), []

    def click(client: FlaskClient) -> None:
        start.wait()
        codes.append(client.post(f"{week}/faire", data={"turn": "1", "do": "next"}).status_code)

    threads = [Thread(target=click, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [303] * 4
    assert save_of(site, play_of(week))["turn"] == index_row(site, play_of(week)).turn == 2


def test_two_browsers_that_begin_with_one_token_begin_one_play(site: Flask, browser: FlaskClient) -> None:
    token = str(uuid4())
    form = {"campaign": "azur", "week": "2", "look": "paul", "length": "normal", "difficulty": "1", "token": token}
    real = site_of(site).writer.submit

    def after_the_other(work: Any) -> Any:
        with patch.object(site_of(site).writer, "submit", real):
            assert browser.post("/fr/jouer/commencer", data=form).status_code == 303
        return real(work)

    with patch.object(site_of(site).writer, "submit", after_the_other):
        assert browser.post("/fr/jouer/commencer", data=form).status_code == 303
    assert len(documents_of(site, token)) == 1
    assert len([one for one in statements_of(site, token) if one["verb"]["id"].endswith("initialized")]) <= 1
