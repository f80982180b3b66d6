"""A served site full of what pages can show, and a real Chromium."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from app_server import served_at
from conftest_browser import Served
from flask import Flask
from lms_cast import FEVER, Person, add_person
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.cohorts import answer_consents, registering
from lms.demo import simulation, simulation_target
from lms.running import worker
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.keys import access_keys
from lrs.maintenance import forwarding
from lrs.storage.store import Store

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def served(site: Flask) -> Iterator[Served]:
    learner = add_person(site, "patient", "nadia", simulated=True)
    educator, admin = add_person(site, "educator", "claire"), add_person(site, "admin", "sam")
    cohort = fill(site, learner, educator)
    with served_at(site) as address:
        yield Served(site, address, cohort, learner, educator, admin)


def keys_and_copies(store: Store, cohort: UUID) -> None:
    """An access key with every limit, one that ended, and another store that is away."""

    def work(connection: Connection) -> None:
        limits: dict[str, Any] = {"rate": 120, "cohort": str(cohort), "expires": now() + timedelta(days=90)}
        access_keys.create(connection, label="Tablette du service", scopes=access_keys.SCOPES, policy="any", **limits)
        ended, _ = access_keys.create(connection, label="Ancienne")
        access_keys.revoke(connection, ended.id)
        forwarding.add(connection, name="region-paca.entrepot-regional", endpoint="http://127.0.0.1:9")

    store.writer.submit(work)
    with store.engine.connect() as connection:
        (row,) = forwarding.everyone(connection)
    forwarding.note_failure(store, row, OSError("[Errno 111] Connection refused"))


def fill(site: Flask, learner: Person, educator: Person) -> UUID:
    """A finished module, an answered item, a cohort whose reports are made by the real worker."""
    learner_id, educator_id = learner.account.id, educator.account.id
    home_page, course = site_of(site).settings.home_page, site_of(site).newest_content.catalogue.courses["patient-essentials"]

    def work_of(work: Session) -> UUID:
        made = registering.open_cohort(work, "Automne", course.key, "azur", educator_id, now(), is_simulated=True)
        her = work.get_one(Account, learner_id).learner
        registering.join(work, made, her, course, home_page, now())
        answer_consents.choose(work, her.id, made, [educator_id], now())
        return made.uuid

    with site.app_context():
        cohort = submit(work_of)
        simulation.simulate(simulation_target.target_of(site), cohort, 7, seed=3)
        learner.post(f"{FEVER}/commencer")
        for number in range(1, 6):
            learner.post(f"{FEVER}/{number}/lu")
        for number, choice in ((1, "c"), (2, "b")):
            learner.post(f"{FEVER}/question/{number}/reponse", attempt="1", shown_at="1790000000", choice=choice)
        learner.post(f"{FEVER}/finir")
        keys_and_copies(site_of(site).store, cohort)
        worker.turn(db.engine, worker.Refresher(db.engine, site_of(site).settings.data))
    return cohort
