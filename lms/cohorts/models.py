"""Cohorts, the educators who follow them, and registrations."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint, Uuid
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
    Column("cohort_id", ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True),
)
"""Every cohort a learner is or was in: a week played offline may arrive after she changed cohort."""


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
    educators: Mapped[list[Account]] = relationship(secondary=cohort_educator)


class Registration(TableModel):
    """One learner in one run of one course or campaign. uuid: context.registration of every statement of that run."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("learner_id", "kind", "key", name="uq_registration_learner_target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    kind: Mapped[str]
    """course or campaign"""
    key: Mapped[str]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    learner: Mapped[Learner] = relationship(lazy="joined")
    cohort: Mapped[Cohort | None] = relationship(lazy="joined")
