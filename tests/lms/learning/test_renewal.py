"""Renewal: from 90 days before its end on, a course is sat again in a new run; the attestation holds until the new one is earned."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from award_site import COURSE_KEY, PASSED_AT, attestation_of, award, change, issued, pharmacist
from flask import Flask
from lms_cast import Person
from sqlalchemy import select

from lms.cohorts.models import Registration
from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.web.database.extensions import db

TEST, RENEW = f"/fr/cours/{COURSE_KEY}/test", f"/fr/cours/{COURSE_KEY}/test/renouveler"


def runs_of(site: Flask, person: Person) -> list[int]:
    """Numbers of her runs of the course."""
    learner_id = person.account.learner.id
    with site.app_context():
        own = select(Registration.run).where(Registration.learner_id == learner_id, Registration.key == COURSE_KEY)
        return sorted(db.session.scalars(own))


def newest_run_of(site: Flask, person: Person) -> int:
    """The id of its registration."""
    learner_id = person.account.learner.id
    with site.app_context():
        own = select(Registration.id).where(Registration.learner_id == learner_id, Registration.key == COURSE_KEY)
        newest = db.session.scalar(own.order_by(Registration.run.desc()).limit(1))
        assert newest is not None
        return newest


def first_moment(row: Attestation) -> datetime:
    """When the renewal opens: worked by hand from the row's end, a midnight in Paris."""
    assert row.expires_at is not None
    opens = validity.last_day(row.expires_at) - timedelta(days=90)
    return datetime(opens.year, opens.month, opens.day, 12, tzinfo=UTC)


def test_before_its_day_nothing_is_renewed_and_no_button_is_there(site: Flask) -> None:
    claire = pharmacist(site)
    row = issued(site, claire)
    with time_machine.travel(first_moment(row) - timedelta(days=1), tick=False):
        claire.enter()
        assert claire.post(RENEW).status_code == 303
        assert "renouveler" not in claire.get(TEST).text
    assert runs_of(site, claire) == [1]


def test_on_its_day_a_double_click_makes_one_new_run_and_the_attestation_holds(site: Flask) -> None:
    claire = pharmacist(site)
    row = issued(site, claire)
    with time_machine.travel(first_moment(row), tick=False):
        claire.enter()
        assert [claire.post(RENEW).status_code for _ in range(2)] == [303, 303]
        assert runs_of(site, claire) == [1, 2]
        assert validity.state_of(attestation_of(site, row.id), datetime.now(UTC)) == "valid"


def test_the_new_attestation_takes_the_place_of_the_old_one(site: Flask) -> None:
    claire = pharmacist(site)
    row = issued(site, claire)
    at = first_moment(row)
    with time_machine.travel(at, tick=False):
        claire.enter()
        claire.post(RENEW)
        new = attestation_of(site, award(site, claire, newest_run_of(site, claire), at=at))
    assert new.id != row.id
    assert validity.state_of(attestation_of(site, row.id), at) == "superseded"
    assert new.expires_at is not None
    assert new.expires_at > at + timedelta(days=1000)


@pytest.mark.parametrize("state", ["expired", "withdrawn"])
def test_an_expired_one_is_renewed_and_a_withdrawn_one_is_not(site: Flask, state: str) -> None:
    claire = pharmacist(site)
    row = issued(site, claire)
    if state == "withdrawn":
        change(site, row.id, revoked_at=PASSED_AT + timedelta(days=5))
    assert row.expires_at is not None
    with time_machine.travel(row.expires_at + timedelta(days=30), tick=False):
        claire.enter()
        claire.post(RENEW)
    assert runs_of(site, claire) == ([1, 2] if state == "expired" else [1])
