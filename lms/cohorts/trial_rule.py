"""In a trial nothing feeds reviews, and no result of a comparing test is shown, before the test at D+30: else the arms would not compare.

One rule, asked before any card is made or shown and before any such result.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.trial import participation

QUIET_DAYS = 30


def entered_on(reader: Session, learner: UUID) -> date | None:
    """The day, in the site's time zone, on which a person was given her newest place in a trial; None for everybody else."""
    return participation.entry_of(reader, learner)


def is_quiet(entry: date | None, today: date) -> bool:
    """Whether no card may be made or shown yet, and no result of an entry, closing or follow-up test.

    entry: the day of the arm; D+30 itself is quiet, since its test is that day.
    """
    return entry is not None and today <= entry + timedelta(days=QUIET_DAYS)


def quiet_until(entry: date | None, today: date) -> date | None:
    """The first day on which results are shown again; None when none is held back."""
    return entry + timedelta(days=QUIET_DAYS + 1) if entry is not None and is_quiet(entry, today) else None
