"""Professionals of a demo site who are asked for courses by a day: some late, some due soon, some done, some verified. Invented names."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import opening, passphrases, professions
from lms.accounts.models import Account
from lms.accounts.professions import Facts
from lms.cohorts import assigning, assignments, registering
from lms.cohorts.assigning import Order, Shelf
from lms.cohorts.models import CAMPAIGN, COURSE, Cohort
from lms.demo import professional_groups
from lms.web.current_site import site_of
from lms.web.database.instants import now

NAME = "Démonstration, échéances"
CAST = (
    ("Bernard", "Aubert", "pharmacist", "Pharmacie du Parc", True),
    ("Inès", "Caron", "pharmacy_technician", "Pharmacie du Parc", True),
    ("Yann", "Le Goff", "pharmacist", "Pharmacie de la Gare", False),
    ("Claire", "Martin", "pharmacist", "Pharmacie de la Gare", True),
    ("Salma", "Haddad", "pharmacist", "Pharmacie des Halles", True),
    ("Paul", "Nguyen", "pharmacist", "Pharmacie des Halles", False),
    ("Élise", "Durand", "pharmacy_technician", "Pharmacie du Port", False),
)
"""Given name, family name, profession, employer, and whether the training manager verified it. No RPPS number: each belongs to somebody."""
STORY = "azur"
LATE = ("Aubert", "Caron", "Le Goff")
Write = Callable[[Flask, Callable[[Session], Any]], Any]


def set_up(app: Flask, write: Write) -> int:
    """Make the cohort once, and give the tested groups and the GP of the demo a day too; gives how many people were made."""
    site = site_of(app)
    catalogue, at, stored = site.newest_content.catalogue, now(), passphrases.hashed(passphrases.generate())
    shelf = Shelf(dict(catalogue.courses), site.settings.home_page)
    campaigns = tuple(catalogue.game.campaigns) if catalogue.game is not None else ()
    campaign = STORY if STORY in campaigns else ""
    if "pharmacists" not in shelf.courses:
        return 0
    return int(write(app, lambda work: _make(work, shelf, campaign, stored, at)))


def _make(work: Session, shelf: Shelf, campaign: str, stored: str, at: datetime) -> int:
    manager, educator = opening.find(work, "training_manager"), opening.find(work, "educator")
    if manager is None or educator is None or work.scalar(select(Cohort.id).where(Cohort.is_simulated, Cohort.name == NAME)) is not None:
        return 0
    begins, today = at - timedelta(days=60), assignments.today(at)
    cohort = registering.open_cohort(work, NAME, "pharmacists", "", educator.id, begins, is_simulated=True)
    cohort.educators.append(manager)
    for given, family, profession, employer, is_verified in CAST:
        account = _person(work, given, family, stored, begins)
        professions.declare(work, account.id, Facts(profession, family, given, employer=employer), begins)
        if is_verified:
            professions.verify(work, account.id, manager, "training_manager", begins)
        assigning.join(work, cohort, account.learner, shelf, begins, "fr")
        if campaign and family in LATE:
            late = Order(CAMPAIGN, campaign, today - timedelta(days=4 + 2 * len(family)), manager.id, begins)
            assigning.to_learner(work, account.learner, late, shelf)
    assigning.to_cohort(work, cohort, Order(COURSE, "pharmacists", today + timedelta(days=12), manager.id, at), shelf)
    _ask_the_tested(work, manager, shelf, at)
    return len(CAST)


def _person(work: Session, given: str, family: str, stored: str, at: datetime) -> Account:
    """An account that nobody can open: its passphrase was drawn and thrown away."""
    username = f"demo.{family.lower().replace(' ', '-')}"
    account = opening.open_account(work, opening.NewAccount(username, stored, "pharmacist", is_simulated=True, has_consented=True), at)
    work.flush()
    return account


def _ask_the_tested(work: Session, manager: Account, shelf: Shelf, at: datetime) -> None:
    """The groups that sit tests, whose day is over: who passed has done it, the others are late. And the demo's GP, due soon."""
    today = assignments.today(at)
    names = [group.name for group in professional_groups.GROUPS]
    for sat in work.scalars(select(Cohort).where(Cohort.is_simulated, Cohort.name.in_(names))):
        sat.educators.append(manager)
        order = Order(COURSE, sat.course, today - timedelta(days=8), manager.id, at - timedelta(days=50))
        assigning.to_cohort(work, sat, order, shelf)
    gp = opening.find(work, "gp")
    if gp is not None and "gps" in shelf.courses:
        assigning.to_learner(work, gp.learner, Order(COURSE, "gps", today + timedelta(days=20), manager.id, at), shelf)
