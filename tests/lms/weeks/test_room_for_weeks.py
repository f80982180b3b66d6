"""A learner keeps as many weeks as a learner may: then the page says so, nothing changes, and a finished week can be removed."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from devices import WEEK, Device, Pages
from flask import Flask
from flask.testing import FlaskClient
from stored_plays import documents_of, save_of, statements_of
from test_taken_away import finished

from lms.weeks import turns
from lrs.writing.documents import DocumentQuota

MIB = 1024 * 1024
SetQuota = Callable[..., None]


@pytest.fixture
def set_quota(monkeypatch: pytest.MonkeyPatch) -> SetQuota:
    """set_quota(count=2): what a learner may keep on this site."""

    def set_to(*, one: int = 4 * MIB, count: int = 200, size: int = 20 * MIB) -> None:
        monkeypatch.setattr("lms.weeks.routes.DocumentQuota", lambda *_: DocumentQuota(one, count, size))

    return set_to


def send_begin(client: FlaskClient) -> tuple[int, str, str]:
    token = str(uuid4())
    answer = client.post("/fr/jouer/commencer", data={**WEEK, "token": token})
    return answer.status_code, answer.text, token


def test_a_week_too_many_is_said_and_changes_nothing(site: Flask, guest: FlaskClient, set_quota: SetQuota) -> None:
    pages = Pages(guest)
    week = pages.begin()
    set_quota(count=1)
    status, page, token = send_begin(guest)
    assert status == 409
    assert "plus de place" in page
    assert documents_of(site, token) == []
    assert statements_of(site, token) == []
    assert pages.step(week) == 303
    assert "no room" in guest.post("/en/play/begin", data={**WEEK, "token": token}).text


def test_a_week_needs_room_for_the_whole_of_it_before_it_begins(guest: FlaskClient, set_quota: SetQuota) -> None:
    set_quota(size=turns.ROOM - 1)
    assert send_begin(guest)[0] == 409


@pytest.mark.parametrize("limit", [{"one": 100}, {"size": 100}])
def test_a_turn_without_room_is_not_taken(site: Flask, guest: FlaskClient, set_quota: SetQuota, limit: dict[str, int]) -> None:
    week = Pages(guest).begin()
    play = week.rpartition("/")[2]
    before, events = save_of(site, play), statements_of(site, play)
    set_quota(**limit)
    answer = guest.post(f"{week}/faire", data={"turn": "1", "do": "act", "action": "measure_temp"})
    assert answer.status_code == 409
    assert "Rien n’a changé" in answer.text
    assert save_of(site, play) == before
    assert statements_of(site, play) == events


def test_a_finished_week_is_removed_to_make_room_and_its_statements_stay(site: Flask, guest: FlaskClient, set_quota: SetQuota) -> None:
    old = finished(guest, "fr").rpartition("/")[2]
    events = len(statements_of(site, old))
    set_quota(count=1)
    page = send_begin(guest)[1]
    assert re.findall(r'name="play" value="([^"]+)"', page) == [old]
    for _ in range(2):
        answer = guest.post("/fr/jouer/retirer", data={"play": old})
        assert answer.status_code in (303, 404)
    assert documents_of(site, old) == []
    assert old not in guest.get("/fr/jouer").text
    assert len(statements_of(site, old)) == events
    assert send_begin(guest)[0] == 303


def test_a_running_week_and_somebody_else_s_are_not_removed(site: Flask, guest: FlaskClient) -> None:
    running, old = Pages(guest).begin().rpartition("/")[2], finished(guest, "fr").rpartition("/")[2]
    assert guest.post("/fr/jouer/retirer", data={"play": running}).status_code == 303
    assert site.test_client().post("/fr/jouer/retirer", data={"play": old}).status_code == 404
    assert guest.post("/fr/jouer/retirer", data={"play": "x"}).status_code == 400
    assert len(documents_of(site, running)) == len(documents_of(site, old)) == 1


def test_a_removed_week_stays_away_from_the_devices_that_had_it(browser: FlaskClient, make_device: Callable[..., Device]) -> None:
    week, window = finished(browser, "fr"), make_device()
    window.carry()
    assert window.save["play"] == week.rpartition("/")[2]
    browser.post("/fr/jouer/retirer", data={"play": week.rpartition("/")[2]})
    window.carry()
    assert browser.get(week).status_code == 404
