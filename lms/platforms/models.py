"""Learning platforms that register by themselves: the one-time address, what the platform said, what an admin allows it; their courses."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class PlatformRegistration(TableModel):
    """One registration of one platform, from its one-time address on. What the platform says is empty until it has registered."""

    __tablename__ = "platform_registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the random part of the one-time address, which is kept nowhere."""
    name_fr: Mapped[str]
    name_en: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    """Whose accounts it may open; never one of staff."""
    new_role: Mapped[str] = mapped_column(default="")
    """Of accounts that people may open from it; empty when nobody may."""
    has_grades: Mapped[bool] = mapped_column(default=False)
    """Whether results of professionals may go to it, of those who agree."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    """Until when the one-time address counts."""
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the one-time address was used, whatever came of it."""
    failure: Mapped[str] = mapped_column(default="")
    """Why nothing came of it: a key of lms.lti.registration.failures."""
    issuer: Mapped[str] = mapped_column(default="")
    client_id: Mapped[str] = mapped_column(default="")
    deployments: Mapped[list[str]] = mapped_column(JSON, default=list)
    login: Mapped[str] = mapped_column(default="")
    tokens: Mapped[str] = mapped_column(default="")
    keys: Mapped[str] = mapped_column(default="")
    token_audience: Mapped[str] = mapped_column(default="")
    product: Mapped[str] = mapped_column(default="")
    """What the platform says it is, with its version."""
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    """When an admin let it in. Before that nothing of it counts."""
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    """When an admin ended it. The row stays for the name of the links that people made."""


class PlatformCourse(TableModel):
    """A course of a platform that opened a professional course here, and where the platform says who follows it. Nobody's name is in it."""

    __tablename__ = "platform_course"
    __table_args__ = (UniqueConstraint("platform", "context_hash", "course", name="uq_platform_course_platform"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    platform: Mapped[str]
    """Its key in the settings, or of its registration."""
    context_hash: Mapped[str] = mapped_column(String(64))
    """Digest of the platform's own name of its course."""
    course: Mapped[str]
    """The professional course of this site that it opens."""
    title: Mapped[str]
    members: Mapped[str]
    """Where the platform says who follows it."""
    opened_at: Mapped[datetime] = mapped_column(Instant)
    """The day of its last launch, written once a day."""
