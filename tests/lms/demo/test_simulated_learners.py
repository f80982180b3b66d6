"""Simulated learners: the real core, marking and store at work, flagged in every account and statement, the same again from a seed."""

from collections import Counter
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.items.marking import mark
from lms.accounts.models import Learner
from lms.cohorts import registering
from lms.demo import simulation, simulation_target
from lms.demo.simulated_answers import SimulatedLearner, invent, knows, respond
from lms.errors import NotFound
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.weeks.models import Play
from lrs.reading import reader
from xapi.profile.checking import problems
from xapi.vocabulary import EXT, VERBS

COUNT = 6


def open_cohort(site: Flask, *, is_simulated: bool) -> UUID:
    def work(session: Session) -> UUID:
        return registering.open_cohort(session, "Essai", "patient-essentials", "azur", None, now(), is_simulated=is_simulated).uuid

    with site.app_context():
        return submit(work)


def simulate(site: Flask, seed: int) -> tuple[UUID, list[dict]]:
    """A fresh cohort of simulated learners, and the statements they made in order of arrival."""
    cohort = open_cohort(site, is_simulated=True)
    with site.app_context():
        before = reader.last_seq(db.session.connection())
        db.session.rollback()
        told = simulation.simulate(simulation_target.target_of(site), cohort, COUNT, seed=seed)
        statements = [one.statement for one in reader.iter_since(db.session.connection(), before)]
    assert len(statements) == told
    return cohort, statements


@pytest.fixture(scope="module")
def made(site: Flask) -> tuple[UUID, list[dict]]:
    return simulate(site, 5)


def verbs(kept: list[dict]) -> Counter:
    names = {verb.iri: name for name, verb in VERBS.items()}
    return Counter(names[one["verb"]["id"]] for one in kept)


def test_every_one_reads_answers_decides_and_meets_a_sign(made: tuple[UUID, list[dict]]) -> None:
    """In hospital too: mornings away are played."""
    _, kept = made
    for wanted in ("registered", "initialized", "answered", "presented", "selected"):
        assert len(actors_of(kept, wanted)) == COUNT, wanted


def actors_of(kept: list[dict], verb: str) -> set[str]:
    return {one["actor"]["account"]["name"] for one in kept if VERBS[verb].iri == one["verb"]["id"]}


def test_every_statement_and_account_says_it_is_simulated(site: Flask, made: tuple[UUID, list[dict]]) -> None:
    cohort, kept = made
    assert {one["context"]["extensions"][EXT["simulated"]] for one in kept} == {True}
    assert {one["context"]["extensions"][EXT["cohort"]] for one in kept} == {str(cohort)}
    with site.app_context():
        names = {UUID(one["actor"]["account"]["name"]) for one in kept}
        assert all(db.session.scalars(select(Learner.is_simulated).where(Learner.uuid.in_(names))))


def test_every_statement_fits_the_profile_and_nothing_is_later_than_now(made: tuple[UUID, list[dict]]) -> None:
    _, kept = made
    assert not [problem for one in kept for problem in problems(one)]
    assert all(one["timestamp"] <= now().isoformat() for one in kept)


def test_their_weeks_can_be_looked_back_at(site: Flask, made: tuple[UUID, list[dict]]) -> None:
    with site.app_context():
        plays = list(db.session.scalars(select(Play)))
    assert len(plays) >= COUNT
    assert all(play.is_over for play in plays)


def test_the_same_seed_gives_the_same_answers(site: Flask) -> None:
    one, again = invent(5, 3), invent(5, 3)
    items = site_of(site).newest_content.catalogue.module("fever", "fr").items
    assert [respond(one, item) for item in items] == [respond(again, item) for item in items]
    assert [respond(one, item) for item in items] != [respond(invent(6, 3), item) for item in items]


def test_skill_tells_and_marking_takes_every_response(site: Flask) -> None:
    catalogue = site_of(site).newest_content.catalogue
    items = [item for (_, language), module in catalogue.modules.items() if language == "fr" for item in module.items]
    shares = []
    for skill in (0.1, 0.5, 0.9):
        crowd = [SimulatedLearner(1, number, skill, 1.0, 1.0) for number in range(25)]
        for item in items:
            for learner in crowd[:5]:
                mark(item, respond(learner, item))
        shares.append(sum(knows(learner, item) for learner in crowd for item in items) / (len(crowd) * len(items)))
    assert shares[0] < shares[1] < shares[2]


def test_they_never_join_real_learners(site: Flask) -> None:
    cohort = open_cohort(site, is_simulated=False)
    with site.app_context():
        before = reader.last_seq(db.session.connection())
        db.session.rollback()
        with pytest.raises(NotFound):
            simulation.simulate(simulation_target.target_of(site), cohort, 1, seed=1)
        assert reader.last_seq(db.session.connection()) == before
