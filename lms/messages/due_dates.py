"""What is due when, for whom: assignments of a cohort or a person, with later days that one person was granted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Learner
from lms.cohorts.models import COURSE, Assignment, Extension, cohort_membership
from lms.credentials.models import Attestation


@dataclass(frozen=True)
class Due:
    """One thing that one learner is to do. kind: course or campaign; due_on: the last day, whole; at: when it was assigned."""

    assignment_id: int
    uuid: UUID
    learner_id: int
    account_id: int
    kind: str
    key: str
    due_on: date
    at: datetime


_DAY = func.coalesce(Extension.due_on, Assignment.due_on)


def _read(reader: Session, *conditions: ColumnElement[bool]) -> list[Due]:
    member = and_(cohort_membership.c.cohort_id == Assignment.cohort_id, cohort_membership.c.left_at.is_(None))
    hers = or_(Learner.id == Assignment.learner_id, Learner.id == cohort_membership.c.learner_id)
    later = and_(Extension.assignment_id == Assignment.id, Extension.learner_id == Learner.id)
    base = select(Assignment, Learner.id, Learner.account_id, _DAY).outerjoin(cohort_membership, member).join(Learner, hers)
    query = base.outerjoin(Extension, later).where(Assignment.cancelled_at.is_(None), Learner.account_id.is_not(None), *conditions)
    rows = reader.execute(query.order_by(_DAY, Assignment.id)).all()
    return [
        Due(row.id, row.uuid, learner_id, account_id, row.kind, row.key, due_on, row.created_at)
        for row, learner_id, account_id, due_on in rows
        if account_id is not None
    ]


def between(reader: Session, first: date, last: date) -> list[Due]:
    """All that is due on these days, of everybody with an account."""
    return _read(reader, first <= _DAY, last >= _DAY)


def of_learner(reader: Session, learner_id: int, first: date | None = None) -> list[Due]:
    """What one learner is to do, the soonest first. first: nothing due before that day."""
    return _read(reader, Learner.id == learner_id, *([first <= _DAY] if first else []))


def still_due(reader: Session, assignment_id: int, learner_id: int) -> Due | None:
    """The entry as it stands now; None once it was cancelled, she left the cohort, or an attestation of the course came after it."""
    entry = next(iter(_read(reader, Assignment.id == assignment_id, Learner.id == learner_id)), None)
    if entry is None or (entry.kind == COURSE and _is_attested(reader, entry)):
        return None
    return entry


def _is_attested(reader: Session, entry: Due) -> bool:
    papers = select(Attestation.id).where(Attestation.learner_id == entry.learner_id, Attestation.course == entry.key)
    return reader.scalar(papers.where(Attestation.issued_at >= entry.at, Attestation.revoked_at.is_(None)).limit(1)) is not None
