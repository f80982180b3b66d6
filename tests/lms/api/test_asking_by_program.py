"""A program asks a cohort for a course: once however often it sends it, with what does not fit said, and ended once."""

from datetime import date, timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from api_cast import AT, make_program
from flask import Flask
from lms_cast import MakePerson, Person
from people_cast import change, open_cohort, put_in
from sqlalchemy import func, select, update

from lms.api.models import ApiRepeat
from lms.audit.models import AuditLine
from lms.cohorts.models import Assignment, Cohort
from lms.web.database.extensions import db
from lms.web.database.instants import now


@pytest.fixture
def officines(site: Flask, educator: Person, make_person: MakePerson) -> UUID:
    cohort = open_cohort(site, educator, "Officines", "pharmacists")
    put_in(site, make_person("pharmacist"), cohort)
    return cohort


def day(days: int) -> str:
    return (now() + timedelta(days=days)).date().isoformat()


def open_rows(site: Flask, cohort: UUID) -> int:
    query = select(func.count()).select_from(Assignment).join(Cohort).where(Cohort.uuid == cohort, Assignment.cancelled_at.is_(None))
    with site.app_context():
        return db.session.scalar(query) or 0


def audit_lines(site: Flask, action: str, cohort: UUID) -> int:
    query = select(func.count()).select_from(AuditLine).where(AuditLine.action == action, AuditLine.thing.contains(str(cohort)))
    with site.app_context():
        return db.session.scalar(query) or 0


def test_it_is_asked_once_and_answered_the_same_again(site: Flask, officines: UUID) -> None:
    program = make_program(site)
    first = program.assign(officines, day(30), "one")
    assert first.status_code == 201, first.text
    assert first.json["people"] == 1
    assert program.get(first.headers["Location"].removeprefix(AT)).json == first.json
    again = program.assign(officines, day(30), "one")
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert open_rows(site, officines) == 1
    with site.app_context():
        lines = db.session.scalars(
            select(AuditLine).where(AuditLine.action == "api_assigned", AuditLine.thing.contains(str(officines)))
        ).all()
    assert len(lines) == 1


def test_another_call_under_the_same_key_is_refused_and_another_programs_key_is_its_own(site: Flask, officines: UUID) -> None:
    program, other = make_program(site), make_program(site)
    assert program.assign(officines, day(30), "one").status_code == 201
    answer = program.assign(officines, day(31), "one")
    assert (answer.status_code, answer.json["type"]) == (422, "urn:hors-les-murs:problem:idempotency-key-used")
    moved = other.assign(officines, day(31), "one")
    assert (moved.status_code, moved.json["due_on"]) == (200, day(31))
    assert open_rows(site, officines) == 1


def test_the_memory_of_a_call_lasts_a_day(site: Flask, officines: UUID) -> None:
    program = make_program(site)
    program.assign(officines, day(30), "one")
    change(site, lambda work: work.execute(update(ApiRepeat).values(created_at=now() - timedelta(hours=25))))
    assert program.assign(officines, day(31), "one").status_code == 200
    with site.app_context():
        assert db.session.scalar(select(func.count()).select_from(ApiRepeat)) == 1


def test_eight_at_once_ask_once(site: Flask, officines: UUID) -> None:
    program, statuses = make_program(site), []
    sent, when = uuid4().hex, day(40)
    threads = [Thread(target=lambda: statuses.append(program.assign(officines, when, sent).status_code)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) == {201}
    assert open_rows(site, officines) == 1


@pytest.mark.parametrize(
    ("body", "status", "word", "pointer"),
    [
        ({"kind": "module"}, 422, "body-unfit", "$.kind"),
        ({"due_on": "31/12/2030"}, 422, "body-unfit", "$.due_on"),
        ({"due_on": "2020-01-01"}, 422, "day-unfit", "$.due_on"),
        ({"due_on": "2099-01-01"}, 422, "day-unfit", "$.due_on"),
        ({"key": ""}, 422, "body-unfit", "$.key"),
        ({"key": "no-such-course"}, 422, "not-offered", None),
        ({"is_renewal": 1}, 422, "body-unfit", "$.is_renewal"),
        ({"learner": 3}, 422, "body-unfit", "$"),
    ],
)
def test_what_does_not_fit_is_said(
    site: Flask, officines: UUID, body: dict[str, object], status: int, word: str, pointer: str | None
) -> None:
    answer = make_program(site).assign(officines, **{"due_on": day(9), **body})  # type: ignore[arg-type]
    assert (answer.status_code, answer.json["type"].rpartition(":")[2], answer.json.get("pointer")) == (status, word, pointer)
    assert open_rows(site, officines) == 0


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 10_000, "application/json", 422),
        (b'{"key":' * 2_000, "application/json", 422),
        (b'{"kind":"\\ud800"}', "application/json", 400),
        (b"x=1", "application/x-www-form-urlencoded", 415),
        (b'{"key":"' + b"x" * 17_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_no_json_of_ours_is_refused(site: Flask, officines: UUID, data: bytes, kind: str, status: int) -> None:
    headers = {"Idempotency-Key": "x"}
    answer = make_program(site).ask("POST", f"/cohorts/{officines}/assignments", headers=headers, data=data, content_type=kind)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "é", "a\tb"])
def test_the_idempotency_key_is_asked_for(site: Flask, officines: UUID, key: str) -> None:
    new = {"kind": "course", "key": "pharmacists", "due_on": day(9)}
    answer = make_program(site).ask("POST", f"/cohorts/{officines}/assignments", new, {"Idempotency-Key": key})
    assert (answer.status_code, answer.json["type"].rpartition(":")[2]) == (400, "idempotency-key")


def test_a_closed_cohort_is_asked_for_nothing(site: Flask, officines: UUID) -> None:
    change(site, lambda work: work.execute(update(Cohort).where(Cohort.uuid == officines).values(closed_at=now())))
    answer = make_program(site).assign(officines, day(9))
    assert (answer.status_code, answer.json["type"].rpartition(":")[2]) == (409, "cohort-closed")


def test_it_is_ended_once_and_ending_again_changes_nothing(site: Flask, officines: UUID, educator: Person) -> None:
    program = make_program(site)
    address = program.assign(officines, day(9)).headers["Location"].removeprefix(AT)
    assert [program.ask("DELETE", address).status_code for _ in range(2)] == [204, 204]
    assert program.get(address).status_code == 404
    assert open_rows(site, officines) == 0
    assert audit_lines(site, "api_assignment_ended", officines) == 1
    other = open_cohort(site, educator)
    assert program.ask("DELETE", address.replace(str(officines), str(other))).status_code == 404


def test_a_week_of_the_game_is_asked_for_too(site: Flask, officines: UUID) -> None:
    new = {"kind": "campaign", "key": "azur", "due_on": day(9)}
    made = make_program(site).ask("POST", f"/cohorts/{officines}/assignments", new, {"Idempotency-Key": "x"})
    assert (made.status_code, made.json["kind"], date.fromisoformat(made.json["due_on"]).isoformat()) == (201, "campaign", day(9))
