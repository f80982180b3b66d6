"""Cohorts, the educators who follow them, and registrations."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, String, Table, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Account, Learner
from lms.web.database.extensions import TableModel, db
from lms.web.database.instants import Instant

COURSE = "course"
CAMPAIGN = "campaign"

cohort_educator = Table(
    "cohort_educator",
    db.metadata,
    Column("cohort_id", ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
)


cohort_membership = Table(
    "cohort_membership",
    db.metadata,
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True),
    Column("cohort_id", ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("joined_at", Instant, nullable=True),
    Column("left_at", Instant, nullable=True),
    Column("label", String, nullable=True),
)
"""Every cohort a learner is or was in: a week played offline may arrive after she changed cohort.

joined_at: None before this was kept. left_at: None while she is in it. She may be in several at once.
label: key of a card's name (lms/cohorts/card_names.py), under which staff of this cohort see a patient or carer; None for professionals.
"""


class Cohort(TableModel):
    """Learners who follow one course and one campaign together. All of them are simulated, or none is."""

    __tablename__ = "cohort"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    name: Mapped[str]
    course: Mapped[str]
    campaign: Mapped[str]
    is_simulated: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When staff closed it: nobody joins it any more; what was done in it stays."""
    educators: Mapped[list[Account]] = relationship(secondary=cohort_educator)
    """Who follows it: educators and training managers."""


class Registration(TableModel):
    """One learner in one run of one course or campaign. uuid: context.registration of every statement of that run.

    Attempts, progress and sittings point to a registration, so a new run starts with its own.
    """

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("learner_id", "kind", "key", "run", name="uq_registration_learner_run"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    kind: Mapped[str]
    """course or campaign"""
    key: Mapped[str]
    run: Mapped[int] = mapped_column(default=1, server_default="1")
    """1 for the first time; a renewal is the next number."""
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    """When all that this run asks was first done: its final passed, else its last module completed; every week of a campaign lived."""
    weeks_lived: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    """Of a campaign: the numbers of the weeks that were lived to their end, also when their plays were removed since."""
    learner: Mapped[Learner] = relationship(lazy="joined")
    cohort: Mapped[Cohort | None] = relationship(lazy="joined")


class Invitation(TableModel):
    """A link or a nameless card that lets its holder into a cohort. Only the keyed hash of its code is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """link: for several people; card: for one, handed over in person."""
    hash: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str | None]
    """Of a card: key of the name printed on it."""
    uses: Mapped[int] = mapped_column(default=0)
    max_uses: Mapped[int | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class Assignment(TableModel):
    """A course or campaign that a cohort, or one person, is to do by a day."""

    __tablename__ = "assignment"
    __table_args__ = (CheckConstraint("(cohort_id IS NULL) <> (learner_id IS NULL)", name="assignment_cohort_or_learner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """course or campaign"""
    key: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    """The last day, whole, in the site's time zone."""
    is_renewal: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Only a run that was finished after this assignment was made does it: who had finished the course before begins a new run."""
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)


class Extension(TableModel):
    """A later day for one person of an assignment."""

    __tablename__ = "extension"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Instant)


class RecordLook(TableModel):
    """Somebody of staff looked at, or changed, one person's record. Both are known by their learner's row: no name stands here."""

    __tablename__ = "record_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    """Whose record."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id", ondelete="SET NULL"))
    """Who looked; None once she is erased."""
    by_role: Mapped[str]
    what: Mapped[str]
    """A key of lms/cohorts/record_looks.py."""
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class AnswerConsent(TableModel):
    """A patient or carer lets one person who follows her cohort read her answers. Taken back, the row is gone."""

    __tablename__ = "answer_consent"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    """The account that may read."""
    created_at: Mapped[datetime] = mapped_column(Instant)
