"""When somebody last did something here: the only sign by which a reminder counts as answered. No visit is recorded for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assessment.models import Sitting
from lms.cohorts.models import Registration
from lms.learning.models import Attempt, Progress
from lms.weeks.models import Play

SIGNS: tuple[tuple[Any, Any], ...] = (
    (Attempt.created_at, Attempt.registration_id),
    (Progress.started_at, Progress.registration_id),
    (Progress.completed_at, Progress.registration_id),
    (Play.touched_at, Play.registration_id),
    (Sitting.started_at, Sitting.registration_id),
)
"""Columns: when, and of which registration."""


def last(reader: Session, learner_id: int) -> datetime | None:
    """The newest answer, module begun or ended, turn of a week or test of this learner; None when there is none."""
    moments: list[datetime | None] = []
    for moment, registration_id in SIGNS:
        base = select(func.max(moment)).join(Registration, Registration.id == registration_id)
        moments.append(reader.scalar(base.where(Registration.learner_id == learner_id)))
    return max((moment for moment in moments if moment is not None), default=None)


def has_begun_something(reader: Session, learner_id: int) -> bool:
    """Whether a module was begun and not ended."""
    query = select(Progress.id).join(Registration, Registration.id == Progress.registration_id)
    return reader.scalar(query.where(Registration.learner_id == learner_id, Progress.completed_at.is_(None)).limit(1)) is not None
