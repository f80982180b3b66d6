"""What becomes of a learner's package as statements come: its standing, what it satisfies, the course's own statements. On the writer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.content import Course
from courses.packages.course_structure import words_in
from lms import statements
from lms.accounts.models import PATIENT_ROLES
from lms.cmi5 import satisfaction, site_statements
from lms.cmi5_modules.models import Cmi5Module, Cmi5Registration, Cmi5Session
from lms.cohorts import registering
from lms.cohorts.models import Registration
from lms.learning import reading
from xapi import builders


@dataclass(frozen=True)
class Site:
    """What the work needs beside the database. courses: of the catalogue, by key. now: one moment for all of it."""

    courses: Mapping[str, Course]
    home_page: str
    now: datetime


def is_marked(registration: Registration, courses: Mapping[str, Course]) -> bool:
    """Whether passing may be kept: of a professional in a professionals' course alone."""
    course = courses.get(registration.key)
    return course is not None and not {course.audience, registration.learner.role} & set(PATIENT_ROLES)


def register(work: Session, registration: Registration, module: Cmi5Module, site: Site) -> Cmi5Registration:
    """The learner's registration in the package, made if need be; what asks for nothing is satisfied at once (9.6.1)."""
    query = select(Cmi5Registration).where(Cmi5Registration.registration_id == registration.id, Cmi5Registration.module_id == module.id)
    existing = work.scalar(query.with_for_update(of=Cmi5Registration))
    if existing is not None:
        return existing
    owner = Cmi5Registration(registration=registration, module=module, created_at=site.now, units={}, satisfied=[])
    work.add(owner)
    work.flush()
    _tell_module(work, owner, "initialized", site)
    evaluate(work, owner, uuid4(), site)
    return owner


def note(work: Session, owner: Cmi5Registration, unit: int, what: str, site: Site) -> None:
    """Remember that a unit was completed, passed or waived."""
    units = {key: dict(facts) for key, facts in owner.units.items()}
    units.setdefault(str(unit), {}).setdefault(what, site.now.isoformat())
    owner.units = units
    work.flush()


def evaluate(work: Session, owner: Cmi5Registration, session: UUID, site: Site) -> None:
    """Tell what is satisfied by now and was not said before, each block and the package once; then the module is completed."""
    content = owner.module.content
    ready = satisfaction.met_units(content, owner.units, is_marked=is_marked(owner.registration, site.courses))
    new = [block for block in satisfaction.met_blocks(content, ready) if block not in owner.satisfied]
    if not new:
        return
    rows = [site_statements.satisfied_statement(owner, block, session, site.now, site.home_page) for block in new]
    statements.put(work, rows, home_page=site.home_page)
    owner.satisfied = [*owner.satisfied, *new]
    if satisfaction.WHOLE in new:
        owner.completed_at = site.now
        work.flush()
        _tell_module(work, owner, "completed", site)
        course = site.courses.get(owner.registration.key)
        if course is not None:
            reading.note_finished(work, owner.registration, course, site.now)


def abandon_open(work: Session, owner: Cmi5Registration, site: Site) -> int:
    """Abandon every session of the registration that was not ended (9.3.6); gives how many."""
    query = select(Cmi5Session).where(Cmi5Session.cmi5_registration_id == owner.id, Cmi5Session.left_at.is_(None))
    sessions = work.scalars(query.with_for_update(of=Cmi5Session)).all()
    for session in sessions:
        abandon(work, session, site.now, site.home_page)
    return len(sessions)


def abandon(work: Session, session: Cmi5Session, now: datetime, home_page: str) -> None:
    session.left_at = now
    statements.put(work, [site_statements.abandoned_statement(session, now, home_page)], home_page=home_page)


def _tell_module(work: Session, owner: Cmi5Registration, verb: str, site: Site) -> None:
    """The same as is told of a module of our own: reports of the course count it by this. Without the course nothing is told."""
    course = site.courses.get(owner.registration.key)
    if course is None:
        return
    seconds = (site.now - owner.created_at).total_seconds()
    result: dict[str, Any] | None = builders.result(completion=True, duration_seconds=seconds) if verb == "completed" else None
    titles = {language: words_in(owner.module.content.title, language) or owner.module.key for language in ("fr", "en")}
    statement = statements.make_statement(
        registering.speaker(owner.registration, None, site.home_page),
        verb,
        statements.module(owner.module.key, titles),
        site.now,
        result=result,
        parent=[statements.course(course.key, course.title)],
        extensions={"course_version": course.version},
    )
    statements.put(work, [statement], home_page=site.home_page)
