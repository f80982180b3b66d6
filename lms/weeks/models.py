"""The index of plays: one row a play, with what lists and searches need. The week itself is in its State document alone."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.cohorts.models import Registration
from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class Play(TableModel):
    """One learner's run of one week, as an entry of the index: a copy of parts of the document, beside registration and started_at.

    etag: of the document this row was written from. When the document has another one, a device wrote it since, and the document is right.
    turn: how many commands the week has taken; a form that carries another number changes nothing.
    day: of the cycle. touched_at: for the order of lists alone; nothing is decided by it.
    """

    __tablename__ = "play"
    __table_args__ = (Index("ix_play_registration_touched", "registration_id", "touched_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    """The name of the document, too."""
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    """The learner's registration for the campaign; a replay is a second play of the same registration."""
    campaign: Mapped[str]
    week: Mapped[int]
    turn: Mapped[int]
    day: Mapped[int]
    slot: Mapped[str]
    name: Mapped[str]
    """The character's first name, as the learner wrote it."""
    is_over: Mapped[bool]
    etag: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(Instant)
    touched_at: Mapped[datetime] = mapped_column(Instant)
    registration: Mapped[Registration] = relationship(lazy="joined")
