"""Sittings and their items: what was asked, in the words of that day, and what was answered."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant

PRE, POST, FOLLOW_UP, FINAL = "pre", "post", "follow-up", "final"
PHASES = (PRE, POST, FOLLOW_UP, FINAL)
LEARNER, TIME, STAFF = "learner", "time", "staff"
"""Who ended a sitting: the person who handed it in, its time, or a member of staff."""
PASSED, NOT_YET, LEFT, STOPPED = "passed", "not-yet", "left", "stopped"


class Sitting(TableModel):
    """One learner's test in one phase. Kept before its first question is shown; ended once.

    attempt: 1 for the first of its phase in its registration; unique, so that two starts at once are one sitting.
    frozen: title, rule and objectives as they were at the start. counts: False when staff set it aside, so that it takes no attempt.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("registration_id", "phase", "attempt", name="uq_sitting_attempt"),
        Index("ix_sitting_open", "ended_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    course: Mapped[str]
    course_version: Mapped[str]
    phase: Mapped[str]
    form: Mapped[str]
    attempt: Mapped[int]
    seed: Mapped[str]
    language: Mapped[str]
    frozen: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(Instant)
    limit_minutes: Mapped[int | None]
    extra_minutes: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    """When it ends by itself, by the server's clock: start, limit and extra minutes; without a limit, two weeks after the start."""
    handed_in_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[str | None]
    verdict: Mapped[str | None]
    """passed, not-yet, left (ended without an answer) or stopped (by staff); None while open, and for phases without a verdict."""
    right: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    unsafe: Mapped[int] = mapped_column(default=0)
    counts: Mapped[bool] = mapped_column(default=True)
    review_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    reviewed_at: Mapped[datetime | None] = mapped_column(Instant)
    review_note: Mapped[str | None]
    """Why the reviewer decided so; the person reads it on her result."""
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class SittingItem(TableModel):
    """One question of a sitting. position: from 1. frozen: the item as it was at the start, with the order of its options.

    revision: how often the answer was changed; a page that knows an older one never replaces a newer answer.
    is_accepted: a reviewer let this answer count as right.
    """

    __tablename__ = "sitting_item"
    __table_args__ = (
        UniqueConstraint("sitting_id", "position", name="uq_sitting_item_position"),
        Index("ix_sitting_item_version", "module", "item", "item_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"))
    position: Mapped[int]
    module: Mapped[str]
    item: Mapped[str]
    item_version: Mapped[str]
    frozen: Mapped[dict[str, Any]] = mapped_column(JSON)
    response: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    revision: Mapped[int] = mapped_column(default=0)
    is_marked: Mapped[bool] = mapped_column(default=False)
    """The learner asked to see this question again before handing in."""
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    active_seconds: Mapped[float] = mapped_column(default=0.0)
    is_right: Mapped[bool | None]
    is_unsafe: Mapped[bool | None]
    is_accepted: Mapped[bool] = mapped_column(default=False)

    @property
    def is_answered(self) -> bool:
        return self.response is not None
