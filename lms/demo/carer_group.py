"""The group of carers of a demo site: its educator follows them as she follows patients, on their own course and their own story."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import opening
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.demo import simulation, simulation_target
from lms.web.database.instants import now

NAME, COURSE, CAMPAIGN = "Démonstration, proches", "caregivers", "caregiver"
Write = Callable[[Flask, Callable[[Session], Any]], Any]


def set_up(app: Flask, write: Write, count: int, *, seed: int) -> int:
    """Make the cohort once, with `count` simulated carers; gives how many statements they made, 0 when it was there."""
    target = simulation_target.target_of(app)
    game = target.catalogue.game
    if not count or COURSE not in target.catalogue.courses or game is None or CAMPAIGN not in game.campaigns:
        return 0
    cohort = write(app, _open)
    return simulation.simulate(target, cohort, count, seed=seed, habit=simulation.CARERS) if cohort is not None else 0


def _open(work: Session) -> Any:
    """The UUID of the new cohort; None when it was there."""
    if work.scalar(select(Cohort.id).where(Cohort.is_simulated, Cohort.name == NAME)) is not None:
        return None
    educator = opening.find(work, "educator")
    return registering.open_cohort(work, NAME, COURSE, CAMPAIGN, educator.id if educator else None, now(), is_simulated=True).uuid
