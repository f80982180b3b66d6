"""What the tables say of a learner: her own cohorts alone, the campaign of her cohort first, and an empty cohort counts nobody."""

import json
from uuid import UUID

from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import pairing
from lms.accounts.models import Learner
from lms.cohorts import registering
from lms.cohorts.context import learner_context
from lms.cohorts.models import CAMPAIGN, COURSE, Cohort, Registration
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.reading import query
from lrs.storage.tables import term
from xapi import actor
from xapi.actor import identifier
from xapi.vocabulary import VERBS


def opened(site: Flask, educator: Person, name: str) -> UUID:
    educator_id = educator.account.id
    with site.app_context():
        return submit(lambda work: registering.open_cohort(work, name, "patient-essentials", "azur", educator_id, now()).uuid)


def test_a_learner_is_in_her_own_cohorts_alone(
    site: Flask, cohort: UUID, learner: Person, educator: Person, make_person: MakePerson
) -> None:
    other = opened(site, educator, "Hiver")
    stranger = make_person("patient")
    with site.app_context(), db.engine.connect() as connection:
        hers = learner_context(connection, str(learner.pseudonym), {})
        strangers = learner_context(connection, str(stranger.pseudonym), {})
        assert learner_context(connection, "no uuid", {}) is None
        assert learner_context(connection, str(other), {}) is None
    assert hers is not None
    assert strangers is not None
    assert hers.cohorts == {str(cohort)}
    assert len(hers.registrations) == 2
    assert (strangers.cohorts, strangers.registrations) == (frozenset(), frozenset())


def test_a_cohort_is_remembered_after_its_learner_left_it(site: Flask, cohort: UUID, learner: Person, educator: Person) -> None:
    later, learner_id = opened(site, educator, "Été"), learner.account.learner.id

    def move(work: Session) -> None:
        row = work.scalars(select(Cohort).where(Cohort.uuid == later)).one()
        member = work.get(Learner, learner_id)
        assert member
        registering.join(work, row, member, None, site_of(site).settings.home_page, now())

    with site.app_context():
        submit(move)
        with db.engine.connect() as connection:
            context = learner_context(connection, str(learner.pseudonym), {})
    assert context is not None
    assert context.cohorts == {str(cohort), str(later)}


def test_an_empty_cohort_has_nobody_and_hers_has_one(site: Flask, cohort: UUID, educator: Person) -> None:
    empty = opened(site, educator, "Vide")
    with site.app_context():
        cohorts = db.session.scalars(select(Cohort).where(Cohort.uuid.in_([cohort, empty]))).all()
        counts = registering.counts(db.session, cohorts)  # type: ignore[arg-type]
        assert {one.uuid: counts[one.id] for one in cohorts} == {cohort: 1, empty: 0}


def test_joining_is_told_of_the_course(site: Flask, cohort: UUID, learner: Person) -> None:
    with site.app_context():
        agent = term("agent", identifier(actor.account(site_of(site).settings.home_page, learner.pseudonym)) or "")
        verb = term("verb", VERBS["registered"].iri)
        (row,) = query.find(db.session.connection(), query.Filters(agent=agent, verb=verb))
        course = registering.find(db.session, learner.account.learner.id, COURSE, "patient-essentials")  # type: ignore[arg-type]
        assert course is not None
        assert json.loads(row.whole)["context"]["registration"] == str(course.uuid)


def test_a_device_plays_the_campaign_of_the_cohort_before_a_newer_one_of_her_own(site: Flask, cohort: UUID, learner: Person) -> None:
    learner_id, code = learner.account.learner.id, pairing.new_code()

    def offer(work: Session) -> UUID:
        member = work.get(Learner, learner_id)
        assert member
        registering.register(work, member, CAMPAIGN, "ambre", now())
        pairing.offer(work, learner_id, code, now())
        wanted = select(Registration).where(Registration.learner_id == learner_id, Registration.cohort_id.is_not(None))
        return work.scalars(wanted.where(Registration.kind == CAMPAIGN)).one().uuid

    with site.app_context():
        hers = submit(offer)
    document = site.test_client().post("/api/pair", json={"code": code}).json
    assert document is not None
    assert (document["registration"], document["cohort"]) == (str(hers), str(cohort))
