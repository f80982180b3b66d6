"""Whole clusters on PostgreSQL, and people who hand in their first questionnaire at the same moment: each is given another place."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
import test_whole_clusters
from flask import Flask
from lms_cast import Person, add_person
from own_postgresql import checks_of, site
from sqlalchemy import func, select
from trial_cast import FR, NAME, answers

from analytics.trial import allocation
from lms.trial import sealing, trials
from lms.trial.models import TrialParticipant, TrialPlace, TrialSitting
from lms.web.current_site import site_of
from lms.web.database.extensions import db

__all__ = ["site"]  # the fixture
pytestmark = pytest.mark.slow


def all_at_once(site: Flask, clusters: list[str], presses: int = 1) -> list[int]:
    """One person a cluster of the list, each in a thread of her own (as many as presses), who all press when the last one is ready."""
    pressing: list[tuple[Person, str]] = []
    for cluster in clusters:
        name = f"at-once-{uuid4().hex[:8]}"
        person = add_person(site, "patient", name, simulated=True)
        assert person.post(FR, reason="none", agreement="yes", cluster=cluster).status_code == 303
        pressing += [(other, other.token()) for other in [person, *(Person(site, name) for _ in range(presses - 1))]]
    ready = Barrier(len(pressing))

    def press(one: tuple[Person, str]) -> int:
        person, token = one
        ready.wait()
        form = {"csrf_token": token, **answers("start")}
        return person.client.post(f"{FR}/questions/start", data=form, headers={"Origin": "http://localhost"}).status_code

    with ThreadPoolExecutor(len(pressing)) as pool:
        return list(pool.map(press, pressing))


def check_places(site: Flask) -> None:
    """Places of a stratum are 0, 1, 2 …; its clusters have the arms of the list, each place of it once."""
    box = sealing.box_of(site_of(site).settings)
    with site.app_context():
        row = trials.find(db.session(), NAME)
        terms, seed = trials.protocol_of(row), bytes.fromhex(sealing.unseal(box, row.seed_box))
        places = db.session.scalars(select(TrialPlace).order_by(TrialPlace.stratum, TrialPlace.place)).all()
        for stratum in {place.stratum for place in places}:
            own = [place for place in places if place.stratum == stratum]
            assert [place.place for place in own] == list(range(len(own)))
            arms = {place.cluster: sealing.unseal(box, place.arm_box) for place in own}
            assert all(sealing.unseal(box, place.arm_box) == arms[place.cluster] for place in own)
            drawn = [allocation.arm_at(terms, seed, stratum, number) for number in range(len(arms))]
            assert [arms[cluster] for cluster in dict.fromkeys(place.cluster for place in own)] == drawn


def test_people_who_press_at_once_are_given_different_places(site: Flask) -> None:
    """Six of one cluster, six of other clusters of its stratum: twelve threads of PostgreSQL, each its own transaction."""
    assert set(all_at_once(site, ["gp_1"] * 6 + ["gp_1", "gp_3", "gp_5", "gp_7", "gp_9", "gp_11"])) == {303}
    check_places(site)
    with site.app_context():
        counts = Counter(db.session.scalars(select(TrialPlace.cluster)))
    assert counts["gp_1"] == 7


def test_two_presses_of_one_person_at_once_give_one_place(site: Flask) -> None:
    assert set(all_at_once(site, ["gp_2", "gp_4", "gp_6"], presses=3)) == {303}
    check_places(site)
    with site.app_context():
        people = db.session.scalar(select(func.count()).select_from(TrialParticipant))
        assert db.session.scalar(select(func.count()).select_from(TrialSitting)) == people
        assert db.session.scalar(select(func.count()).select_from(TrialPlace)) == people


globals().update(checks_of(test_whole_clusters))
