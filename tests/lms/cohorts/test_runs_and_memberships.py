"""A renewal is a new run with its own attempts; a person may be in several cohorts, leave one and come back."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from lms_cast import FEVER, Person
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Learner
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Cohort, Registration
from lms.errors import NotFound
from lms.learning.models import Attempt
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

KEY = "patient-essentials"


def on(site: Flask, learner: Person, work_of: Callable[[Session, Learner], object]) -> object:
    learner_id = learner.account.learner.id
    with site.app_context():
        return submit(lambda work: work_of(work, work.get_one(Learner, learner_id)))


def renew(site: Flask, learner: Person) -> object:
    course, home_page = site_of(site).newest_content.catalogue.courses[KEY], site_of(site).settings.home_page
    return on(site, learner, lambda work, who: registering.new_run(work, who, course, home_page, now()).run)


def runs(site: Flask, learner: Person) -> list[Registration]:
    with site.app_context():
        wanted = select(Registration).where(Registration.learner_id == learner.account.learner.id, Registration.kind == COURSE)
        return list(db.session.scalars(wanted.order_by(Registration.run)))


def test_a_new_run_has_its_own_attempts_and_seen_marks(site: Flask, cohort: UUID, learner: Person) -> None:
    learner.post(f"{FEVER}/commencer")
    for number in range(1, 6):
        learner.post(f"{FEVER}/{number}/lu")
    learner.post(f"{FEVER}/question/1/reponse", attempt="1", shown_at="1790000000", choice="b")
    assert "0 sur" not in learner.get("/fr/avancee").text or learner.get(f"{FEVER}/question/1/reponse/1").status_code == 200
    assert renew(site, learner) == 2
    assert learner.get(f"{FEVER}/question/1/reponse/1").status_code == 404, "the answer of the first run is not hers in the second"
    learner.post(f"{FEVER}/commencer")
    learner.post(f"{FEVER}/question/1/reponse", attempt="1", shown_at="1790000000", choice="c")
    first, second = runs(site, learner)
    assert (first.run, second.run) == (1, 2)
    assert first.uuid != second.uuid
    assert second.cohort is not None
    assert second.cohort.uuid == cohort
    with site.app_context():
        rows = db.session.scalars(select(Attempt).order_by(Attempt.id)).all()
        assert [(one.registration_id, one.number) for one in rows][-2:] == [(first.id, 1), (second.id, 1)]


def test_nobody_renews_what_she_never_began(site: Flask, stranger: Person) -> None:
    with pytest.raises(NotFound):
        renew(site, stranger)


def opened(site: Flask, educator: Person, name: str) -> UUID:
    educator_id = educator.account.id
    with site.app_context():
        return submit(lambda work: registering.open_cohort(work, name, KEY, "azur", educator_id, now()).uuid)


def join(site: Flask, learner: Person, cohort: UUID) -> None:
    def work_of(work: Session, who: Learner) -> None:
        row = work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one()
        registering.join(work, row, who, None, site_of(site).settings.home_page, now())

    on(site, learner, work_of)


def sizes(site: Flask, *cohorts: UUID) -> list[int]:
    with site.app_context():
        rows = {row.uuid: row for row in db.session.scalars(select(Cohort).where(Cohort.uuid.in_(cohorts)))}
        counts = registering.counts(db.session(), list(rows.values()))
        return [counts[rows[uuid].id] for uuid in cohorts]


def test_she_is_in_two_cohorts_leaves_one_and_comes_back(site: Flask, cohort: UUID, learner: Person, educator: Person) -> None:
    other = opened(site, educator, "Hiver")
    join(site, learner, other)
    assert sizes(site, cohort, other) == [1, 1]

    def leave(work: Session, who: Learner) -> None:
        registering.leave(work, who.id, work.scalars(select(Cohort.id).where(Cohort.uuid == other)).one(), now())

    on(site, learner, leave)
    assert sizes(site, cohort, other) == [1, 0]
    with pytest.raises(NotFound):
        on(site, learner, leave)
    join(site, learner, other)
    assert sizes(site, cohort, other) == [1, 1]


def test_a_closed_cohort_takes_nobody(site: Flask, cohort: UUID, stranger: Person) -> None:
    with site.app_context():

        def close(work: Session) -> None:
            work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one().closed_at = now()

        submit(close)
    with pytest.raises(NotFound):
        join(site, stranger, cohort)
    assert sizes(site, cohort) == [1]
