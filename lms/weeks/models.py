"""A play as the site keeps it: one learner's run of one week, saved after each command together with its statements."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.cohorts.models import Registration
from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class Play(TableModel):
    """turn: how many commands the week has taken; a form that carries another number changes nothing.

    saved: what game.core's Week needs to go on; of the learner's own words it holds the character's name alone.
    """

    __tablename__ = "play"
    __table_args__ = (Index("ix_play_registration_touched", "registration_id", "touched_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    """The learner's registration for the campaign; a replay is a second play of the same registration."""
    campaign: Mapped[str]
    week: Mapped[int]
    turn: Mapped[int]
    is_over: Mapped[bool]
    saved: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(Instant)
    touched_at: Mapped[datetime] = mapped_column(Instant)
    registration: Mapped[Registration] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        """The character's first name, as the learner wrote it."""
        return str(self.saved.get("character", {}).get("name", ""))
