"""What a learner has read and answered."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class Progress(TableModel):
    """How far a learner has come in a module. screen: the furthest one opened, from 1."""

    __tablename__ = "progress"
    __table_args__ = (UniqueConstraint("registration_id", "module", name="uq_progress_registration_module"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    module: Mapped[str]
    screen: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)


SURE = "sure"
UNSURE = "unsure"


class Attempt(TableModel):
    """One try at an item. number: 1 for the first; unique, so that a double click or a second tab stays one attempt."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("registration_id", "module", "item", "number", name="uq_attempt_number"),
        Index("ix_attempt_registration_module", "registration_id", "module"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    """Also the id of its statement."""
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    module: Mapped[str]
    item: Mapped[str]
    item_version: Mapped[str]
    number: Mapped[int]
    response: Mapped[Any] = mapped_column(JSON)
    """Keys of options or a number; null when the item was skipped."""
    scaled: Mapped[float | None]
    is_right: Mapped[bool]
    is_unsafe: Mapped[bool]
    confidence: Mapped[str | None]
    """`sure` or `unsure`, as she said before she saw the answer; None when she said nothing. It moves no mark."""
    created_at: Mapped[datetime] = mapped_column(Instant)
