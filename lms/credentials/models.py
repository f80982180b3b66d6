"""Tables of attestations: what is printed, the code that outlives it, what was changed by whom, and the keys that sign badges."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Learner
from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class AttestationCode(TableModel):
    """A code that was given out once, and its place in a status list. Nothing of a person: the row stays when she is erased.

    A code without an attestation is one whose attestation was erased; superseded_at tells one that a corrected paper replaced.
    """

    __tablename__ = "attestation_code"
    __table_args__ = (UniqueConstraint("status_list", "status_index", name="uq_attestation_code_status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    """Identity of the badge that bears this code."""
    code_hash: Mapped[str] = mapped_column(unique=True)
    status_list: Mapped[int]
    """Number of the list, from 1."""
    status_index: Mapped[int]
    """Drawn at random: a sequence would tell in which order people were withdrawn."""
    superseded_at: Mapped[datetime | None] = mapped_column(Instant)


class Attestation(TableModel):
    """What a professional earned in one run of a course, word for word as it is printed. It goes when she is erased."""

    __tablename__ = "attestation"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    code: Mapped[str] = mapped_column(unique=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("attestation_code.id"), unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), unique=True)
    sitting_uuid: Mapped[UUID | None] = mapped_column(Uuid)
    course: Mapped[str]
    course_version: Mapped[str]
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    """The course's title by language, as it was then."""
    objectives: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """What she can do, in words by language, as it was then."""
    profession: Mapped[dict[str, str]] = mapped_column(JSON)
    """Her profession and who verified it, in words by language, as it was then."""
    language: Mapped[str]
    """The language she sat the test in."""
    name: Mapped[str | None]
    """As she typed it; None until then. Never a sign-in name or an address."""
    minutes: Mapped[int]
    measure: Mapped[str]
    """How the minutes were measured: a key of lms.credentials.measures."""
    issued_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    released_at: Mapped[datetime | None] = mapped_column(Instant)
    """When she confirmed her name: before, there is no paper and no badge, and the code finds nothing."""
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    superseded_at: Mapped[datetime | None] = mapped_column(Instant)
    """When a renewal took its place."""
    is_demo: Mapped[bool]
    learner: Mapped[Learner] = relationship(lazy="joined")
    issued_code: Mapped[AttestationCode] = relationship(lazy="joined")


class AttestationChange(TableModel):
    """What an admin did to an attestation, and why. Never public."""

    __tablename__ = "attestation_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str]
    """revoked or corrected"""
    reason: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The values that were replaced."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class BadgeKey(TableModel):
    """A key that signs badges. Its public half stays for good, so that old badges go on verifying."""

    __tablename__ = "badge_key"

    kid: Mapped[str] = mapped_column(primary_key=True)
    """The last part of its address below /badges/keys/."""
    public_pem: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    """From then on it signs nothing more; None for the one that signs."""
