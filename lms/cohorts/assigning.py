"""Giving a course or a campaign to a cohort or a person by a day; putting that day off, and taking it back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.content import Course
from lms import statements
from lms.accounts.models import Learner
from lms.cohorts import assignments, registering
from lms.cohorts.models import COURSE, Assignment, Cohort, Extension, Registration, cohort_membership
from lms.errors import DayPast, NotFound
from xapi import activities, builders

LONGEST_DAYS = 3 * 366
"""Further than this a day is a slip of the keyboard."""


@dataclass(frozen=True)
class Order:
    """What is given, and by whom. kind: course or campaign. is_renewal: who had finished the course begins a new run of it.

    by_id: the account; None for a program with an access key.
    """

    kind: str
    key: str
    due_on: date
    by_id: int | None
    now: datetime
    is_renewal: bool = False


@dataclass(frozen=True)
class Shelf:
    """What the writer needs of the site: its courses, and the home page of its actors."""

    courses: Mapping[str, Course]
    home_page: str


def to_cohort(work: Session, cohort: Cohort, order: Order, shelf: Shelf) -> tuple[Assignment, int]:
    """Give it to everybody who is in the cohort, now or later; gives the row and how many have it now. The same again moves its day.

    Raises DayPast, and NotFound for a closed cohort. Call it inside the writer, as everything here.
    """
    if cohort.closed_at is not None:
        raise NotFound
    _check_day(order.due_on, order.now)
    row = _open_row(work, order, cohort_id=cohort.id) or _add(work, order, cohort_id=cohort.id)
    row.due_on = order.due_on
    table = cohort_membership.c
    inside = select(Learner).join(cohort_membership, table.learner_id == Learner.id)
    learners = list(work.scalars(inside.where(table.cohort_id == cohort.id, table.left_at.is_(None)).order_by(Learner.id)))
    _give(work, row, learners, cohort, shelf, order.now)
    return row, len(learners)


def to_learner(work: Session, learner: Learner, order: Order, shelf: Shelf) -> Assignment:
    """Give it to one person. The same again moves its day. Raises DayPast."""
    _check_day(order.due_on, order.now)
    row = _open_row(work, order, learner_id=learner.id) or _add(work, order, learner_id=learner.id)
    row.due_on = order.due_on
    _give(work, row, [learner], None, shelf, order.now)
    return row


def join(work: Session, cohort: Cohort, learner: Learner, shelf: Shelf, now: datetime, language: str | None = None) -> list[Registration]:
    """Put a learner in a cohort with everything that it is asked to do. Raises NotFound as registering.join does."""
    registrations = registering.join(work, cohort, learner, shelf.courses.get(cohort.course), shelf.home_page, now, language)
    for row in assignments.of_cohort(work, cohort.id):
        _give(work, row, [learner], cohort, shelf, now, language)
    return registrations


def put_off(work: Session, row: Assignment, due_on: date, now: datetime) -> None:
    """Another day for everybody; who was given a later one keeps it. Raises DayPast."""
    _check_day(due_on, now)
    row.due_on = due_on


def extend(work: Session, row: Assignment, learner_id: int, due_on: date, by_id: int, now: datetime) -> None:
    """A later day for one person. Raises DayPast, also for a day before the one all have, and NotFound for who has nothing to do here."""
    _check_day(due_on, now)
    if due_on < row.due_on:
        raise DayPast(due_on)
    if row.learner_id is not None:
        if row.learner_id != learner_id:
            raise NotFound
        row.due_on = due_on
        return
    if row.cohort_id is None or not registering.is_member(work, learner_id, row.cohort_id):
        raise NotFound
    extension = work.get(Extension, (row.id, learner_id))
    if extension is None:
        work.add(Extension(assignment_id=row.id, learner_id=learner_id, due_on=due_on, granted_by=by_id, created_at=now))
    else:
        extension.due_on, extension.granted_by, extension.created_at = due_on, by_id, now
    work.flush()


def withdraw(row: Assignment, now: datetime) -> None:
    """Ask it no more. What was done for it stays; a second time changes nothing."""
    row.cancelled_at = row.cancelled_at or now


def row_of(work: Session, uuid: UUID, cohort_id: int) -> Assignment:
    """An assignment of this cohort, or of one of its members alone, that is not withdrawn. Raises NotFound."""
    row = work.scalar(select(Assignment).where(Assignment.uuid == uuid, Assignment.cancelled_at.is_(None)))
    if row is None:
        raise NotFound
    is_theirs = row.cohort_id == cohort_id or (row.learner_id is not None and registering.is_member(work, row.learner_id, cohort_id))
    if not is_theirs:
        raise NotFound
    return row


def _check_day(due_on: date, now: datetime) -> None:
    days = (due_on - assignments.today(now)).days
    if not 0 <= days <= LONGEST_DAYS:
        raise DayPast(due_on)


def _open_row(work: Session, order: Order, **whose: int) -> Assignment | None:
    """The same thing asked of the same people before, so that pressing twice asks once."""
    same = {"kind": order.kind, "key": order.key, "is_renewal": order.is_renewal, **whose}
    return work.scalar(select(Assignment).filter_by(**same).where(Assignment.cancelled_at.is_(None)).limit(1))


def _add(work: Session, order: Order, **whose: int) -> Assignment:
    row = Assignment(
        kind=order.kind,
        key=order.key,
        due_on=order.due_on,
        is_renewal=order.is_renewal,
        assigned_by=order.by_id,
        created_at=order.now,
        **whose,
    )
    work.add(row)
    work.flush()
    return row


def _give(
    work: Session,
    row: Assignment,
    learners: Iterable[Learner],
    cohort: Cohort | None,
    shelf: Shelf,
    now: datetime,
    language: str | None = None,
) -> None:
    """The run that each is to do, made if need be, and what the store is told of it."""
    course = shelf.courses.get(row.key) if row.kind == COURSE else None
    for learner in learners:
        own_language = language or registering.language_of(work, learner, shelf.home_page)
        registration = registering.find(work, learner.id, row.kind, row.key)
        if registration is None:
            registration = registering.register(work, learner, row.kind, row.key, now, cohort)
            if course is not None:
                registering.tell_registered(work, registration, course, own_language, shelf.home_page, now)
        elif _asks_new_run(row, registration) and course is not None:
            registration = registering.new_run(work, learner, course, shelf.home_page, now, language=own_language)
            registration.cohort = cohort or registration.cohort
        statement = assigned_statement(row, registration, course, own_language, shelf.home_page, now)
        statements.put(work, [statement], home_page=shelf.home_page)


def _asks_new_run(row: Assignment, registration: Registration) -> bool:
    return row.is_renewal and registration.finished_at is not None and registration.finished_at < row.created_at


def assigned_statement(
    row: Assignment, registration: Registration, course: Course | None, language: str | None, home_page: str, now: datetime
) -> statements.Json:
    """That it was given, with its day: no name, and nothing of who gave it. course: None for a campaign."""
    if row.kind == COURSE:
        about = statements.course(row.key, course.title if course is not None else {})
    else:
        about = builders.activity(activities.campaign(row.key), "serious-game")
    speaker = registering.speaker(registration, language, home_page)
    return statements.make_statement(speaker, "assigned", about, now, extensions={"due": row.due_on.isoformat()})
