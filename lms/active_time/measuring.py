"""The active time of one run of a course, and what staff allowed to one person. Worked out anew at each look, from what is stored."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import statements
from lms.active_time import intervals, stored_steps
from lms.active_time.intervals import ActiveTime
from lms.active_time.models import ReadingAllowance
from lms.active_time.page_times import PageTimes
from lms.cohorts.models import Registration

ALLOWANCES = (3, 4, 6, 8, 10)
"""What staff may choose. The first is the usual one; none is smaller."""


def of_registration(reader: Session, registration: Registration, times: PageTimes, home_page: str) -> ActiveTime:
    """What was measured in this run, statements of the running transaction included."""
    steps = stored_steps.of_registration(reader.connection(), registration.uuid, times, home_page)
    steps += stored_steps.among(reader.info.get(statements.GATHERED, ()), registration.uuid, times)
    return intervals.active_time(steps, allowance_of(reader, registration.learner_id))


def allowance_of(reader: Session, learner_id: int | None) -> int:
    chosen = reader.scalar(select(ReadingAllowance.times).where(ReadingAllowance.learner_id == learner_id))
    return chosen or intervals.USUAL_ALLOWANCE


def allow(work: Session, learner_id: int, times: int, by: int, now: datetime) -> None:
    """Let pages of this person count up to so many times their reading time. Call it inside the writer. Raises ValueError."""
    if times not in ALLOWANCES:
        raise ValueError(f"{times} is not one of {ALLOWANCES}")
    row = work.get(ReadingAllowance, learner_id)
    if row is None:
        work.add(ReadingAllowance(learner_id=learner_id, times=times, by_id=by, at=now))
    else:
        row.times, row.by_id, row.at = times, by, now
