"""A learner's plays of cases: the commands of each, from which it is shown."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.cohorts.models import Registration
from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class CaseRun(TableModel):
    """One play of one case. seed, version, log: its save. turn: rises by one a command; a form that names another changes nothing.

    is_right, is_unsafe: how it ended, None before; they are read by the learner's own page alone.
    """

    __tablename__ = "case_run"
    __table_args__ = (Index("ix_case_run_registration_case", "registration_id", "case_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    """Also the `play` of its statements."""
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    """The learner's registration for the course the case belongs to."""
    case_key: Mapped[str]
    version: Mapped[str]
    seed: Mapped[int] = mapped_column(BigInteger)
    turn: Mapped[int]
    log: Mapped[list[Any]] = mapped_column(JSON)
    is_right: Mapped[bool | None]
    is_unsafe: Mapped[bool | None]
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    registration: Mapped[Registration] = relationship(lazy="joined")

    @property
    def save(self) -> dict[str, Any]:
        """What `CasePlay.resume` opens."""
        return {"case": self.case_key, "version": self.version, "seed": self.seed, "play": str(self.uuid), "log": self.log}
