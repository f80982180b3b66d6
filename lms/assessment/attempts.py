"""Which attempts a learner has had at a test, and when the next one opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.passing import PassingRule
from lms.assessment.models import FINAL, PASSED, PHASES, Sitting

ZONE = ZoneInfo("Europe/Paris")
"""Waits end at the beginning of a day of the calendar, here."""

State = Literal["open", "passed", "ready", "waiting", "used-up"]


@dataclass(frozen=True)
class Attempts:
    """The sittings of one phase in one registration, oldest first. opens_at: when the next attempt may begin; None when none may."""

    sittings: tuple[Sitting, ...]
    state: State
    opens_at: datetime | None
    allowed: int

    @property
    def taken(self) -> int:
        return sum(sitting.counts for sitting in self.sittings)

    @property
    def current(self) -> Sitting | None:
        """The sitting that is not ended."""
        return next((sitting for sitting in self.sittings if sitting.is_open), None)

    @property
    def passed(self) -> Sitting | None:
        return next((sitting for sitting in self.sittings if sitting.verdict == PASSED), None)

    @property
    def latest(self) -> Sitting | None:
        return self.sittings[-1] if self.sittings else None


def of_registration(reader: Session, registration_id: int | None) -> dict[str, list[Sitting]]:
    """Every sitting of a registration by phase, oldest first, in one query."""
    found: dict[str, list[Sitting]] = {phase: [] for phase in PHASES}
    if registration_id is not None:
        wanted = select(Sitting).where(Sitting.registration_id == registration_id).order_by(Sitting.attempt)
        for sitting in reader.scalars(wanted):
            found[sitting.phase].append(sitting)
    return found


def at_final(sittings: Sequence[Sitting], rule: PassingRule, now: datetime) -> Attempts:
    """Where these final sittings stand under the rule."""
    made = tuple(sittings)
    if any(one.is_open for one in made):
        return Attempts(made, "open", None, rule.attempts)
    if any(one.verdict == PASSED for one in made):
        return Attempts(made, "passed", None, rule.attempts)
    counted = [one for one in made if one.counts]
    days = rule.wait_after(len(counted))
    if days is None:
        return Attempts(made, "used-up", None, rule.attempts)
    opens_at = start_of_day(counted[-1].ended_at, days) if counted else None
    if opens_at is not None and opens_at > now:
        return Attempts(made, "waiting", opens_at, rule.attempts)
    return Attempts(made, "ready", opens_at or now, rule.attempts)


def at_practice(sittings: Sequence[Sitting], now: datetime) -> Attempts:
    """Where the sittings of a practice form stand: one, so that what comes before and after compares."""
    made = tuple(sittings)
    if any(one.is_open for one in made):
        return Attempts(made, "open", None, 1)
    done = any(one.counts for one in made)
    return Attempts(made, "used-up" if done else "ready", None if done else now, 1)


def at(phase: str, sittings: Sequence[Sitting], rule: PassingRule, now: datetime) -> Attempts:
    return at_final(sittings, rule, now) if phase == FINAL else at_practice(sittings, now)


def start_of_day(ended_at: datetime | None, days: int) -> datetime | None:
    """The first moment of the day that many days of the calendar after an end; the hour stays over a change of clocks."""
    if ended_at is None:
        return None
    there: date = ended_at.astimezone(ZONE).date() + timedelta(days=days)
    return datetime(there.year, there.month, there.day, tzinfo=ZONE)
