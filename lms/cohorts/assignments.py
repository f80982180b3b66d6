"""What is asked of whom by which day: assignments of cohorts and of single persons, with the later days some were given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Learner
from lms.cohorts.models import Assignment, Cohort, Extension, Registration, cohort_membership

ZONE = ZoneInfo("Europe/Paris")
"""A due day is a whole day of the calendar here: it ends at midnight, also when the clocks change that night."""
SOON_DAYS = 30
State = Literal["done", "overdue", "soon", "later"]


@dataclass(frozen=True)
class DueItem:
    """One course or campaign that one learner is to do by a day.

    due_on: her own last day, the later one when she was given one. cohort_id: None when it was asked of her alone.
    registration_id: her newest run; None before her first. finished_at: when she last finished a run of it, this one or one before.
    """

    assignment_id: int
    assignment_uuid: UUID
    learner_id: int
    cohort_id: int | None
    kind: str
    key: str
    due_on: date
    is_extended: bool
    is_renewal: bool
    assigned_at: datetime
    registration_id: int | None
    run: int
    finished_at: datetime | None

    @property
    def is_done(self) -> bool:
        """A renewal is done by a run that was finished after it was asked for, everything else by any finished run."""
        return self.finished_at is not None and (not self.is_renewal or self.finished_at >= self.assigned_at)

    def days_left(self, today: date) -> int:
        """0 on the last day, below 0 when it is over."""
        return (self.due_on - today).days

    def state(self, today: date) -> State:
        if self.is_done:
            return "done"
        days = self.days_left(today)
        return "overdue" if days < 0 else "soon" if days <= SOON_DAYS else "later"


def today(now: datetime) -> date:
    """The day in Paris."""
    return now.astimezone(ZONE).date()


def due_between(reader: Session, first: date, last: date) -> list[DueItem]:
    """What is not done yet and due on these days, both included, by day: of people with an account who are still in
    their cohort. Withdrawn assignments and closed cohorts are left out; role and account say whether she may be written to.
    """
    conditions = (Learner.account_id.is_not(None), Assignment.due_on <= last)  # a person's own day is never before that of all
    rows = [item for query in _both(*conditions) for item in _items(reader, query)]
    open_rows = (item for item in rows if not item.is_done and first <= item.due_on <= last)
    return sorted(open_rows, key=lambda item: (item.due_on, item.learner_id, item.assignment_id))


def of_learner(reader: Session, learner_id: int | None) -> list[DueItem]:
    """What is asked of one learner, the nearest day first. Of one course or campaign asked twice, what is left open stands first."""
    if learner_id is None:
        return []
    rows = [item for query in _both(Learner.id == learner_id) for item in _items(reader, query)]
    return sorted(rows, key=lambda item: (item.is_done, item.due_on, item.assignment_id))


def of_cohorts(reader: Session, cohort_ids: Collection[int], learner_id: int | None = None) -> list[DueItem]:
    """What is asked of everybody who is in these cohorts now, by these cohorts or of herself alone. learner_id: of her only."""
    ids = sorted(cohort_ids)
    table = cohort_membership.c
    member = select(table.learner_id).where(table.cohort_id.in_(ids), table.left_at.is_(None))
    group, alone = _group().where(Cohort.id.in_(ids)), _alone().where(Learner.id.in_(member))
    if learner_id is not None:
        group, alone = group.where(Learner.id == learner_id), alone.where(Learner.id == learner_id)
    return [*_items(reader, group), *_items(reader, alone)] if ids else []


def of_cohort(reader: Session, cohort_id: int) -> list[Assignment]:
    """The cohort's assignments that were not withdrawn, the nearest day first."""
    query = select(Assignment).where(Assignment.cohort_id == cohort_id, Assignment.cancelled_at.is_(None))
    return list(reader.scalars(query.order_by(Assignment.due_on, Assignment.id)))


def _both(*conditions: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    return _group().where(*conditions), _alone().where(*conditions)


@cache
def _group() -> Select[Any]:
    """Rows of what cohorts are asked, one for each learner who is in one now."""
    table = cohort_membership.c
    is_in = and_(table.cohort_id == Assignment.cohort_id, table.left_at.is_(None))
    rows = _columns().join(Cohort, Cohort.id == Assignment.cohort_id).join(cohort_membership, is_in)
    return _with_run(rows.join(Learner, Learner.id == table.learner_id)).where(Cohort.closed_at.is_(None))


@cache
def _alone() -> Select[Any]:
    return _with_run(_columns().join(Learner, Learner.id == Assignment.learner_id))


def _columns() -> Select[Any]:
    columns: tuple[Any, ...] = (
        *(Assignment.id, Assignment.uuid, Learner.id, Assignment.cohort_id, Assignment.kind, Assignment.key),
        *(Assignment.due_on, Extension.due_on, Assignment.is_renewal, Assignment.created_at),
        *(Registration.id, Registration.run, _last_finished()),
    )
    return select(*columns).select_from(Assignment)


def _last_finished() -> ColumnElement[datetime | None]:
    """A person who has begun her renewal has still done what was asked before it."""
    run = aliased(Registration)
    same = and_(run.learner_id == Learner.id, run.kind == Assignment.kind, run.key == Assignment.key)
    return select(func.max(run.finished_at)).where(same).correlate(Learner, Assignment).scalar_subquery()


def _with_run(rows: Select[Any]) -> Select[Any]:
    """Add the learner's later day and her newest run, of those that are not withdrawn."""
    other = aliased(Registration)
    same = and_(other.learner_id == Learner.id, other.kind == Assignment.kind, other.key == Assignment.key)
    newest = select(func.max(other.run)).where(same).correlate(Learner, Assignment).scalar_subquery()
    own = and_(Registration.learner_id == Learner.id, Registration.kind == Assignment.kind, Registration.key == Assignment.key)
    later = and_(Extension.assignment_id == Assignment.id, Extension.learner_id == Learner.id)
    rows = rows.outerjoin(Extension, later).outerjoin(Registration, and_(own, Registration.run == newest))
    return rows.where(Assignment.cancelled_at.is_(None))


def _items(reader: Session, query: Select[Any]) -> list[DueItem]:
    return [
        DueItem(
            assignment_id=row[0],
            assignment_uuid=row[1],
            learner_id=row[2],
            cohort_id=row[3],
            kind=row[4],
            key=row[5],
            due_on=max(row[6], row[7] or row[6]),
            is_extended=row[7] is not None and row[7] > row[6],
            is_renewal=row[8],
            assigned_at=row[9],
            registration_id=row[10],
            run=row[11] or 1,
            finished_at=row[12],
        )
        for row in reader.execute(query)
    ]
