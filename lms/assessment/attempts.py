"""Which attempts a learner has had at a test, and when the next one opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.passing import PassingRule
from lms.assessment.models import FINAL, PASSED, PHASES, Sitting
from lms.web.database.instants import ZONE

FOLLOW_UP_DAYS = 30
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
    by_phase: dict[str, list[Sitting]] = {phase: [] for phase in PHASES}
    if registration_id is not None:
        query = select(Sitting).where(Sitting.registration_id == registration_id).order_by(Sitting.attempt)
        for sitting in reader.scalars(query):
            by_phase[sitting.phase].append(sitting)
    return by_phase


def at_final(sittings: Sequence[Sitting], rule: PassingRule, now: datetime) -> Attempts:
    """Where these final sittings stand under the rule."""
    own = tuple(sittings)
    if any(one.is_open for one in own):
        return Attempts(own, "open", None, rule.attempts)
    if any(one.verdict == PASSED for one in own):
        return Attempts(own, "passed", None, rule.attempts)
    counting = [one for one in own if one.counts]
    days = rule.wait_after(len(counting))
    if days is None:
        return Attempts(own, "used-up", None, rule.attempts)
    opens_at = start_of_day(counting[-1].ended_at, days) if counting else None
    if opens_at is not None and opens_at > now:
        return Attempts(own, "waiting", opens_at, rule.attempts)
    return Attempts(own, "ready", opens_at or now, rule.attempts)


def at_practice(sittings: Sequence[Sitting], now: datetime) -> Attempts:
    """Where the sittings of a practice form stand: one, so that what comes before and after compares."""
    own = tuple(sittings)
    if any(one.is_open for one in own):
        return Attempts(own, "open", None, 1)
    is_used_up = any(one.counts for one in own)
    return Attempts(own, "used-up" if is_used_up else "ready", None if is_used_up else now, 1)


def follow_up_opens_at(post: Sequence[Sitting]) -> datetime | None:
    """When the test at a distance may be sat: FOLLOW_UP_DAYS days after the closing test; None before that was handed in."""
    ended = next((one.ended_at for one in post if not one.is_open and one.counts), None)
    return start_of_day(ended, FOLLOW_UP_DAYS)


def at(phase: str, sittings: Sequence[Sitting], rule: PassingRule, now: datetime) -> Attempts:
    return at_final(sittings, rule, now) if phase == FINAL else at_practice(sittings, now)


def start_of_day(ended_at: datetime | None, days: int) -> datetime | None:
    """The first moment of the day that many days of the calendar after an end; the hour stays over a change of clocks."""
    if ended_at is None:
        return None
    there: date = ended_at.astimezone(ZONE).date() + timedelta(days=days)
    return datetime(there.year, there.month, there.day, tzinfo=ZONE)
