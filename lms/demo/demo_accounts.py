"""The accounts and the cohort of a demo site: made once, their passphrases kept in a file its owner alone can read."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts import opening, passphrases
from lms.accounts.models import ROLES, Account
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.running import database_setup
from lms.settings import Settings
from lms.web.current_site import site_of
from lms.web.database.instants import now

FILE = "demo-accounts.txt"
NAME = "Démonstration"
COURSE = "patient-essentials"
CAMPAIGN = "azur"
Write = Callable[[Flask, Callable[[Session], Any]], Any]


@dataclass(frozen=True)
class DemoSite:
    """made: passphrases of the accounts made by this call, by name; empty when they were there. cohort: the demo cohort's UUID."""

    made: Mapping[str, str]
    cohort: UUID


def are_there(settings: Settings) -> bool:
    """Whether the demo accounts were made before, in one short query and without the application."""
    engine = database_setup.open_engine(settings)
    try:
        with engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(Account).where(Account.username.in_(ROLES))) == len(ROLES)
    finally:
        engine.dispose()


def set_up(app: Flask, write: Write) -> DemoSite:
    """Make what is missing: one account a role, flagged as simulated, and the cohort that the educator follows and the patient is in."""
    passes = {role: passphrases.generate() for role in ROLES}
    hashes = {role: passphrases.hashed(word) for role, word in passes.items()}
    news = [opening.NewAccount(role, stored, role, is_simulated=True, has_consented=True) for role, stored in hashes.items()]
    names, cohort = write(app, lambda work: _make(app, work, news))
    fresh = {name: passes[name] for name in names}
    if fresh:
        _append_passphrases(app, fresh)
    return DemoSite(fresh, cohort)


def _make(app: Flask, work: Session, news: list[opening.NewAccount]) -> tuple[list[str], UUID]:
    names = []
    for new in news:
        if opening.find(work, new.username) is None:
            opening.open_account(work, new, now())
            names.append(new.username)
    cohort = work.scalar(select(Cohort).where(Cohort.is_simulated, Cohort.name == NAME))
    if cohort is None:
        educator, patient = opening.find(work, "educator"), opening.find(work, "patient")
        assert educator is not None  # noqa: S101 - made above
        assert patient is not None  # noqa: S101 - made above
        cohort = registering.open_cohort(work, NAME, COURSE, CAMPAIGN, educator.id, now(), is_simulated=True)
        # Nothing is told yet: the demo patient is counted from her first screen on, so that a visitor sees the figures move.
        registering.join(work, cohort, patient.learner, None, site_of(app).settings.home_page, now())
    return names, cohort.uuid


def _append_passphrases(app: Flask, fresh: Mapping[str, str]) -> None:
    path = site_of(app).settings.data / FILE
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.writelines(f"{name}\t{passphrase}\n" for name, passphrase in fresh.items())
