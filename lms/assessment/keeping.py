"""Keeping an answer of an open sitting: the newest one, however many pages of it are open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.items.marking import Response
from lms.assessment.models import Sitting, SittingItem

GRACE = timedelta(seconds=60)
"""How long after its time a sitting still takes the answer that was on the screen: a slow line must not lose it."""
LONGEST_ACTIVE_S = 180.0
"""A page left open counts no more than this as time spent on it."""

Outcome = Literal["kept", "same", "stale", "ended"]


@dataclass(frozen=True)
class Given:
    """What a question's page sent. revision: of the answer the page knew. response: None for no answer. seconds: since it was shown."""

    position: int
    revision: int
    response: Response
    is_marked: bool
    seconds: float


def of(reader: Session, uuid: UUID, learner_id: int | None, *, for_change: bool = False) -> Sitting | None:
    """The learner's own sitting; None when there is none of this name, or it is somebody else's.

    for_change: no other process changes it until this work is kept.
    """
    query = select(Sitting).where(Sitting.uuid == uuid, Sitting.learner_id == learner_id)
    return reader.scalar(query.with_for_update() if for_change else query)


def items_of(reader: Session, sitting: Sitting) -> list[SittingItem]:
    query = select(SittingItem).where(SittingItem.sitting_id == sitting.id).order_by(SittingItem.position)
    return list(reader.scalars(query))


def is_over(sitting: Sitting, now: datetime) -> bool:
    """Whether the server's clock has passed its end, the minute for a slow line included."""
    return now >= sitting.ends_at + GRACE


def store_answer(work: Session, sitting: Sitting, given: Given, now: datetime) -> Outcome:
    """Keep an answer. `stale`: the page knew an older answer than the one kept, and sent another; the one kept stays."""
    if not sitting.is_open or is_over(sitting, now):
        return "ended"
    query = select(SittingItem).where(SittingItem.sitting_id == sitting.id, SittingItem.position == given.position)
    row = work.scalars(query).one()
    is_same = row.response == _stored(given.response) and row.is_marked == given.is_marked
    if given.revision != row.revision:
        return "same" if is_same else "stale"
    row.active_seconds += max(0.0, min(given.seconds, LONGEST_ACTIVE_S))
    if is_same:
        return "same"
    row.response = _stored(given.response)
    row.is_marked = given.is_marked
    row.revision += 1
    row.answered_at = max(now, row.answered_at or sitting.started_at) if row.response is not None else None
    return "kept"


def _stored(response: Response) -> object:
    """The response as JSON keeps it; no ticked box is no answer."""
    if response is None or isinstance(response, str | float | int):
        return response
    if isinstance(response, Mapping):
        return dict(response)
    return list(response) or None
