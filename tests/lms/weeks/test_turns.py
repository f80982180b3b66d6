"""One form, one turn: whatever is sent twice, late, or by somebody else changes nothing."""

import json
import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from game.core.state.commands import Act
from lms.accounts.presence import Presence
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.site.layout import settings
from lms.weeks import form_commands, turns
from lms.weeks.models import Play
from lms.weeks.routes import site_game
from lms.weeks.turns import Teller
from lrs.reading import reader
from lrs.storage.tables import documents, metadata
from xapi.profile.checking import problems

WEEK = {"campaign": "azur", "week": "2", "look": "nadia", "length": "normal", "difficulty": "1", "name": "Nadia"}


def begin(client: FlaskClient, **more: str) -> str:
    """Start a week; gives its address."""
    answer = client.post("/fr/jouer/commencer", data={**WEEK, "token": str(uuid4()), **more})
    assert answer.status_code == 303
    return answer.headers["Location"]


def turn_of(page: str) -> str:
    return re.findall(r'name="turn" value="(\d+)"', page)[0]


def statements(site: Flask) -> int:
    with site.app_context():
        return db.session.scalar(select(func.count()).select_from(metadata.tables["lrs_statements"])) or 0


def play_of(site: Flask, week: str) -> Play:
    """The one row behind an address."""
    with site.app_context():
        return db.session.scalars(select(Play).where(Play.uuid == UUID(week.rpartition("/")[2]))).one()


def decide(client: FlaskClient, week: str, **form: str) -> int:
    return client.post(f"{week}/faire", data=form).status_code


def to_a_situation(client: FlaskClient, week: str) -> str:
    """Go on until somebody asks for a decision; gives that page."""
    for _ in range(40):
        page = client.get(week, follow_redirects=True).text
        if 'name="option"' in page:
            return page
        client.post(f"{week}/faire", data={"turn": turn_of(page), "do": "next"})
    raise AssertionError("no situation came")


def test_a_double_click_on_start_makes_one_play(site: Flask, guest: FlaskClient) -> None:
    token = str(uuid4())
    assert begin(guest, token=token) == begin(guest, token=token)
    assert play_of(site, f"/fr/jouer/{token}").turn == 1  # .one(): there is one row


def test_a_double_click_on_a_choice_is_one_decision(site: Flask, guest: FlaskClient) -> None:
    week = begin(guest)
    page = to_a_situation(guest, week)
    option = re.findall(r'name="option" value="([^"]+)"', page)[0]
    form = {"turn": turn_of(page), "do": "decide", "option": option}
    before = statements(site)
    assert decide(guest, week, **form) == 303
    after = statements(site)
    assert after > before
    assert decide(guest, week, **form) == 303
    assert statements(site) == after
    assert play_of(site, week).turn == int(form["turn"]) + 1


def test_the_back_button_and_a_second_tab_change_nothing(site: Flask, guest: FlaskClient) -> None:
    week = begin(guest)
    old = guest.get(week).text
    guest.post(f"{week}/faire", data={"turn": turn_of(old), "do": "act", "action": "measure_temp"})
    kept = play_of(site, week)
    answer = guest.post(f"{week}/faire", data={"turn": turn_of(old), "do": "next"})
    assert answer.status_code == 303
    found = play_of(site, week)
    assert (found.turn, found.etag) == (kept.turn, kept.etag)


def test_two_tabs_at_the_same_moment_give_one_turn(site: Flask, browser: FlaskClient) -> None:
    week = begin(browser)
    play = play_of(site, week)
    with site.test_request_context(week):
        who = Presence(play.registration.learner.uuid, "patient", False, play.registration.learner_id)
        stored = turns.find(reading_session(), settings().home_page, who, play.uuid)
        command = form_commands.SentCommand(play.turn, Act("measure_temp"))
        first, second = (turns.take(site_game(), Teller(who, "fr", now()), stored, command) for _ in range(2))
        submit(first)
        with pytest.raises(turns.TurnGone):
            submit(second)
    assert play_of(site, week).turn == play.turn + 1


def test_a_play_and_its_statements_are_kept_or_lost_together(site: Flask, guest: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    week = begin(guest)
    page = to_a_situation(guest, week)
    option = re.findall(r'name="option" value="([^"]+)"', page)[0]
    before, kept = statements(site), play_of(site, week)

    def full(*args: object, **more: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("lms.statements.statement_writer.put", full)
    assert guest.post(f"{week}/faire", data={"turn": turn_of(page), "do": "decide", "option": option}).status_code == 500
    assert statements(site) == before
    assert play_of(site, week).turn == kept.turn


def test_somebody_else_finds_nothing(site: Flask, guest: FlaskClient) -> None:
    week = begin(guest)
    stranger = site.test_client()
    for path in (week, f"{week}/pause", f"{week}/bilan", f"{week}/rejouer"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{week}/faire", data={"turn": "1", "do": "next"}).status_code == 404
    assert play_of(site, week).turn == 1


@pytest.mark.parametrize(
    "form",
    [
        {"do": "fly", "turn": "1"},
        {"do": "next"},
        {"do": "next", "turn": "soon"},
        {"do": "decide", "turn": "1", "option": "x" * 300},
        {"do": "act", "turn": "1", "action": "cure"},
        {"do": "call", "turn": "1", "person": "nobody"},
        {"do": "report", "turn": "1", "symptom-nausea": "9"},
    ],
)
def test_a_form_that_is_not_ours_is_refused_without_any_change(site: Flask, guest: FlaskClient, form: dict[str, str]) -> None:
    week = begin(guest)
    answer = guest.post(f"{week}/faire", data=form)
    assert answer.status_code in (303, 400)
    assert play_of(site, week).turn == 1


@pytest.mark.parametrize(("do", "words"), [("act", "Choisissez ce que fait"), ("call", "Choisissez qui appeler")])
def test_nothing_chosen_is_said_and_nothing_changes(site: Flask, guest: FlaskClient, do: str, words: str) -> None:
    week = begin(guest)
    answer = guest.post(f"{week}/faire", data={"turn": "1", "do": do})
    assert answer.status_code == 422
    assert words in answer.text
    assert play_of(site, week).turn == 1


def test_a_save_of_another_time_is_said_and_not_lost(site: Flask, guest: FlaskClient) -> None:
    week = begin(guest)
    with site.app_context(), db.engine.begin() as connection:
        mine = documents.c.name == week.rpartition("/")[2]
        text = json.loads(connection.scalar(select(documents.c.content).where(mine)))
        text["save"]["version"] = 99
        connection.execute(update(documents).where(mine).values(content=json.dumps(text).encode(), etag="99"))
    answer = guest.get(week)
    assert answer.status_code == 409
    assert "ne peut plus être ouverte" in answer.text


def test_what_the_pages_tell_fits_the_projects_profile(site: Flask, guest: FlaskClient) -> None:
    with site.app_context():
        before = reader.last_seq(db.session.connection())
    week = begin(guest)
    page = to_a_situation(guest, week)
    option = re.findall(r'name="option" value="([^"]+)"', page)[0]
    guest.post(f"{week}/faire", data={"turn": turn_of(page), "do": "decide", "option": option})
    with site.app_context():
        told = [one.statement for one in reader.iter_since(db.session.connection(), before, 100)]
    assert {one["context"]["platform"] for one in told} == {"pages"}
    assert not [problem for one in told for problem in problems(one)]
