"""Registering a learner: for a course, a campaign, or both through a cohort."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from courses.model.content import Course
from lms import statements
from lms.accounts.models import Account, Learner
from lms.cohorts import labels
from lms.cohorts.models import CAMPAIGN, COURSE, AnswerConsent, Cohort, Registration, cohort_membership
from lms.errors import NotFound
from lms.statements import Speaker
from lrs.reading import query
from lrs.storage.tables import term
from xapi import actor
from xapi.actor import identifier


def find(reader: Session, learner_id: int | None, kind: str, key: str) -> Registration | None:
    """The learner's registration of her newest run, None when she has none. kind: course or campaign."""
    if learner_id is None:
        return None
    query = select(Registration).where(Registration.learner_id == learner_id, Registration.kind == kind, Registration.key == key)
    return reader.scalar(query.order_by(Registration.run.desc()).limit(1))


def register(work: Session, learner: Learner, kind: str, key: str, now: datetime, cohort: Cohort | None = None) -> Registration:
    """The learner's registration, made if need be. Call it inside the writer."""
    known = find(work, learner.id, kind, key)
    if known is not None:
        return known
    registration = Registration(learner=learner, kind=kind, key=key, cohort=cohort, created_at=now)
    work.add(registration)
    work.flush()
    return registration


def new_run(work: Session, learner: Learner, course: Course, home_page: str, now: datetime, *, language: str | None = None) -> Registration:
    """A new run of a course, with its own attempts and its own `registered` statement, in the cohort of the run before.

    Raises NotFound when she has no run yet; on PostgreSQL IntegrityError when two begin the same run at once. Call it inside the writer.
    """
    last = find(work, learner.id, COURSE, course.key)
    if last is None:
        raise NotFound
    registration = Registration(learner=learner, kind=COURSE, key=course.key, run=last.run + 1, cohort=last.cohort, created_at=now)
    work.add(registration)
    work.flush()
    tell_registered(work, registration, course, language or language_of(work, learner, home_page), home_page, now)
    return registration


def speaker(registration: Registration, language: str | None, home_page: str) -> Speaker:
    """The pseudonym that statements of this registration speak for."""
    learner, cohort = registration.learner, registration.cohort
    return Speaker(
        uuid=learner.uuid,
        role=learner.role,
        is_simulated=learner.is_simulated,
        registration=registration.uuid,
        cohort=cohort.uuid if cohort else None,
        language=language,
        home_page=home_page,
    )


def open_cohort(
    work: Session, name: str, course: str, campaign: str, educator_id: int | None, now: datetime, *, is_simulated: bool = False
) -> Cohort:
    """A new cohort, followed by one educator or, until somebody is named, by nobody but the admins."""
    educator = work.get(Account, educator_id) if educator_id is not None else None
    cohort = Cohort(name=name, course=course, campaign=campaign, is_simulated=is_simulated, created_at=now)
    cohort.educators = [educator] if educator is not None else []
    work.add(cohort)
    work.flush()
    return cohort


def join(
    work: Session, cohort: Cohort, learner: Learner, course: Course | None, home_page: str, now: datetime, language: str | None = None
) -> list[Registration]:
    """Put a learner in a cohort: her registrations for its course and campaign, made and told if need be.

    course: the cohort's course, None when it follows a campaign alone. language: the learner's, when the caller knows it;
    else that of her newest statement. It is never that of whoever puts her in the cohort.
    She stays in the cohorts she is in. A run belongs to one cohort, the one she joined last: its statements name that one.
    Raises NotFound when the cohort is closed, or when one side is simulated and the other is not: they never share a figure.
    """
    if cohort.is_simulated != learner.is_simulated or cohort.closed_at is not None:
        raise NotFound
    note_membership(work, learner, cohort, now)
    _set_left(work, learner.id, cohort.id, None)
    labels.give(work, learner, cohort.id)
    made = []
    for kind, key in ((COURSE, cohort.course), (CAMPAIGN, cohort.campaign)):
        if key:
            registration = register(work, learner, kind, key, now, cohort)
            if registration.cohort is not None:
                note_membership(work, learner, registration.cohort, now)
            registration.cohort = cohort
            made.append(registration)
            if kind == COURSE and course is not None:
                told_in = language or language_of(work, learner, home_page)
                tell_registered(work, registration, course, told_in, home_page, now)
    return made


def note_membership(work: Session, learner: Learner, cohort: Cohort, now: datetime) -> None:
    """Remember for good that the learner is or was in this cohort. Call it inside the writer."""
    work.flush()
    table = cohort_membership.c
    known = select(table.cohort_id).where(table.learner_id == learner.id, table.cohort_id == cohort.id)
    if work.execute(known).first() is None:
        work.execute(insert(cohort_membership), {"learner_id": learner.id, "cohort_id": cohort.id, "joined_at": now})


def is_member(reader: Session, learner_id: int, cohort_id: int) -> bool:
    """Whether the learner is in the cohort now."""
    table = cohort_membership.c
    query = select(table.cohort_id).where(table.learner_id == learner_id, table.cohort_id == cohort_id, table.left_at.is_(None))
    return reader.execute(query).first() is not None


def leave(work: Session, learner_id: int, cohort_id: int, now: datetime) -> None:
    """End the membership; what she did in the cohort stays, and its statements keep its name. Raises NotFound when she is not in it."""
    if not is_member(work, learner_id, cohort_id):
        raise NotFound
    _set_left(work, learner_id, cohort_id, now)
    work.execute(delete(AnswerConsent).where(AnswerConsent.learner_id == learner_id, AnswerConsent.cohort_id == cohort_id))


def _set_left(work: Session, learner_id: int, cohort_id: int, left_at: datetime | None) -> None:
    table = cohort_membership.c
    changed = update(cohort_membership).where(table.learner_id == learner_id, table.cohort_id == cohort_id)
    work.execute(changed.values(left_at=left_at))


def language_of(work: Session, learner: Learner, home_page: str) -> str | None:
    """The language of the learner's newest statement; None before her first."""
    agent = term("agent", identifier(actor.account(home_page, learner.uuid)) or "")
    newest = query.find(work.connection(), query.Filters(agent=agent, limit=1))
    if not newest:
        return None
    context: dict[str, str] = json.loads(newest[0].whole).get("context") or {}
    return context.get("language")


def tell_registered(work: Session, registration: Registration, course: Course, language: str | None, home_page: str, now: datetime) -> None:
    """The statement that a learner joined a course."""
    statement = statements.make_statement(
        speaker(registration, language, home_page),
        "registered",
        statements.course(course.key, course.title),
        now,
        extensions={"course_version": course.version},
    )
    statements.put(work, [statement], home_page=home_page)


def cohorts_of(reader: Session, account: Account) -> list[Cohort]:
    """The cohorts this person follows; all of them for an admin. By name."""
    query = select(Cohort).order_by(Cohort.name, Cohort.id)
    if not account.has_role("admin"):
        query = query.where(Cohort.educators.any(Account.id == account.id))
    return list(reader.scalars(query))


def cohort_of(reader: Session, account: Account, uuid: UUID) -> Cohort:
    """One of this person's cohorts. Raises NotFound for somebody else's."""
    query = select(Cohort).where(Cohort.uuid == uuid)
    if not account.has_role("admin"):
        query = query.where(Cohort.educators.any(Account.id == account.id))
    cohort: Cohort | None = reader.scalar(query)
    if cohort is None:
        raise NotFound
    return cohort


def counts(reader: Session, cohorts: Sequence[Cohort]) -> dict[int, int]:
    """How many learners each cohort has now, by the cohort's id, in one query."""
    ids, table = [cohort.id for cohort in cohorts], cohort_membership.c
    query = select(table.cohort_id, func.count()).where(table.cohort_id.in_(ids), table.left_at.is_(None)).group_by(table.cohort_id)
    sizes = {row[0]: row[1] for row in reader.execute(query)} if ids else {}
    return {id: sizes.get(id, 0) for id in ids}
