"""Packages that were brought in, the runs of learners in them, and each launch."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.packages import course_structure
from courses.packages.course_structure import Block
from lms.cohorts.models import Registration
from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant

NORMAL, BROWSE, REVIEW = "Normal", "Browse", "Review"
"""Launch modes of the standard (10.2.2)."""
KEYS = "cmi5-"
"""With this the keys of packages begin."""


class Cmi5Module(TableModel):
    """One package: a module of one course. Its files stand in the data folder, in cmi5/ and its uuid."""

    __tablename__ = "cmi5_module"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    course: Mapped[str] = mapped_column(index=True)
    """Key of the course it belongs to."""
    structure: Mapped[bytes] = mapped_column(LargeBinary)
    """Its cmi5.xml, in whatever encoding it came."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    """When staff took it out of the course; what was done in it stays."""

    @property
    def key(self) -> str:
        """Of the module, in statements and reports."""
        return f"{KEYS}{self.uuid.hex[:12]}"

    @property
    def content(self) -> Block:
        """Its course structure."""
        return _parsed(self.structure)


@lru_cache(64)
def _parsed(structure: bytes) -> Block:
    return course_structure.parse_again(structure)


class Cmi5Registration(TableModel):
    """One learner in one package, in one run of its course. uuid: the registration that the package is told, of no other course."""

    __tablename__ = "cmi5_registration"
    __table_args__ = (UniqueConstraint("registration_id", "module_id", name="uq_cmi5_registration_run"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    module_id: Mapped[int] = mapped_column(ForeignKey("cmi5_module.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When all that the package asks was first done."""
    units: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    """Number of the unit -> completed, passed, waived, each with its time."""
    satisfied: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    """Numbers of the blocks that were said to be satisfied; 0 for the whole."""
    registration: Mapped[Registration] = relationship(lazy="joined", innerjoin=True)
    module: Mapped[Cmi5Module] = relationship(lazy="joined", innerjoin=True)


class Cmi5Session(TableModel):
    """One launch of one unit. uuid: the session id of its statements. Secrets are kept as hashes alone."""

    __tablename__ = "cmi5_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    cmi5_registration_id: Mapped[int] = mapped_column(ForeignKey("cmi5_registration.id", ondelete="CASCADE"), index=True)
    unit: Mapped[int]
    """Its number in the structure, from 1."""
    mode: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    fetch_hash: Mapped[str] = mapped_column(String(64))
    """Of the address that gives the token."""
    files_hash: Mapped[str] = mapped_column(String(64))
    """Of the folder under which its files are read."""
    token_hash: Mapped[str | None] = mapped_column(String(64))
    """None before the token was fetched."""
    verbs: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """The defined verbs it has used."""
    launched_at: Mapped[datetime] = mapped_column(Instant)
    fetched_at: Mapped[datetime | None] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    """When its last statement came."""
    left_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    """When it was terminated or abandoned: nothing more is taken."""
    ends_at: Mapped[datetime] = mapped_column(Instant)
    """Nothing is taken after this either."""
    owner: Mapped[Cmi5Registration] = relationship(lazy="joined", innerjoin=True)
