"""Trials of the site. Who takes part and what she answered goes with her; the sealed places name nobody and stay, so that counts add up."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Learner
from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant

START, END, DAY_30 = "start", "end", "day_30"
PHASES = (START, END, DAY_30)
TAKES_PART, WITHDRAWN, EXCLUDED_LATE = "takes_part", "withdrawn", "excluded_late"


class Trial(TableModel):
    """One trial. protocol, lock: JSON of analytics.trial, as they were locked. content_hash: of the texts accepted last."""

    __tablename__ = "trial"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """The key `trial` of its protocol; it stands in addresses."""
    protocol: Mapped[str]
    lock: Mapped[str]
    instruments_box: Mapped[str]
    """The questions, sealed: nobody reads them in a copy of the database."""
    seed_box: Mapped[str]
    """32 bytes drawn after the lock, sealed."""
    content_hash: Mapped[str]
    content_changes: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Changes of texts that were accepted while it ran: hash, moment, reason."""
    is_simulated: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the data were closed: no answer after it, no arm readable before it."""


class TrialPlace(TableModel):
    """One place of the list of a stratum, with its arm under seal. It names nobody."""

    __tablename__ = "trial_place"
    __table_args__ = (UniqueConstraint("trial_id", "stratum", "place", name="uq_trial_place_stratum"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"))
    stratum: Mapped[str]
    strata: Mapped[dict[str, str]] = mapped_column(JSON)
    """The values at randomisation: a later change moves nobody."""
    place: Mapped[int]
    """0, 1, 2 … in the order in which people came."""
    cluster: Mapped[str] = mapped_column(default="", server_default="")
    """The key of her cluster where whole clusters are randomised: all its places hold one arm. Empty else."""
    arm_box: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    """When she first opened a page of her arm, or said that she used what she was given."""


class TrialParticipant(TableModel):
    """A person who was assessed. excluded: a key of the protocol's exclusions; empty for those who agreed to take part."""

    __tablename__ = "trial_participant"
    __table_args__ = (UniqueConstraint("trial_id", "learner_id", name="uq_trial_participant_trial_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("trial_place.id"), unique=True)
    assessed_at: Mapped[datetime] = mapped_column(Instant)
    excluded: Mapped[str] = mapped_column(default="")
    strata: Mapped[dict[str, str]] = mapped_column(JSON)
    cluster: Mapped[str] = mapped_column(default="", server_default="")
    consented_at: Mapped[datetime | None] = mapped_column(Instant)
    status: Mapped[str] = mapped_column(default=TAKES_PART)
    reason: Mapped[str] = mapped_column(default="")
    status_at: Mapped[datetime | None] = mapped_column(Instant)
    trial: Mapped[Trial] = relationship(lazy="joined")
    place: Mapped[TrialPlace | None] = relationship(lazy="joined")
    learner: Mapped[Learner] = relationship()


class TrialSitting(TableModel):
    """One questionnaire handed in. answers: question -> option, as keys; elsewhere: asked at day 30, what she met outside her arm."""

    __tablename__ = "trial_sitting"
    __table_args__ = (UniqueConstraint("participant_id", "phase", name="uq_trial_sitting_participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("trial_participant.id", ondelete="CASCADE"))
    phase: Mapped[str]
    language: Mapped[str]
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    elsewhere: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), nullable=True)
    handed_in_at: Mapped[datetime] = mapped_column(Instant)


class TrialHarm(TableModel):
    """A harm that a participant reported. harm: a key of the protocol."""

    __tablename__ = "trial_harm"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("trial_participant.id", ondelete="CASCADE"), index=True)
    harm: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
