"""Reading a module: opening it, going on to the next screen, reaching its end. Each step is told once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from courses.model.content import Course, Module
from lms import statements
from lms.accounts.models import Learner
from lms.accounts.presence import Presence, learner_row
from lms.cmi5_modules import standing
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.learning import question_standing
from lms.learning.models import Progress
from xapi import builders


@dataclass(frozen=True)
class Reader:
    """Who reads what. titles: the module's title in each language."""

    who: Presence
    course: Course
    module: Module
    titles: dict[str, str]
    home_page: str
    now: datetime

    @property
    def screens(self) -> int:
        return len(self.module.screens)


@dataclass(frozen=True)
class Place:
    """A reader's rows in the database."""

    registration: Registration
    progress: Progress


def of(reader: Session, registration: Registration | None, module: str) -> Progress | None:
    if registration is None:
        return None
    return reader.scalar(select(Progress).where(Progress.registration_id == registration.id, Progress.module == module))


def enter(work: Session, reading: Reader) -> Place:
    """The reader's place in the module: registers her for the course and opens the module if she had not yet."""
    registration, progress = _find_place(work, reading)
    if registration is None:
        learner = learner_row(work, reading.who, reading.now)
        registration = registering.register(work, learner, COURSE, reading.course.key, reading.now)
        registering.tell_registered(work, registration, reading.course, reading.module.language, reading.home_page, reading.now)
    if progress is None:
        progress = Progress(registration_id=registration.id, module=reading.module.key, screen=1, started_at=reading.now)
        work.add(progress)
        statements.put(work, [_statement(reading, registration, "initialized")], home_page=reading.home_page)
    return Place(registration, progress)


def _find_place(work: Session, reading: Reader) -> tuple[Registration | None, Progress | None]:
    """Her newest run of the course and her row of the module in it, in one query: every step of a reader asks for them."""
    module = and_(Progress.registration_id == Registration.id, Progress.module == reading.module.key)
    query = select(Registration, Progress).join(Registration.learner).outerjoin(Progress, module)
    hers = (Learner.uuid == reading.who.uuid, Registration.kind == COURSE, Registration.key == reading.course.key)
    row = work.execute(query.where(*hers).order_by(Registration.run.desc()).limit(1)).one_or_none()
    return (None, None) if row is None else (row[0], row[1])


def go_on(work: Session, reading: Reader, screen: int, seconds: float | None = None) -> None:
    """The reader has read screen `screen`. Keeps a `progressed` statement only for one beyond the furthest read so far.

    seconds: since the screen was shown; None when its page did not say. Its progress is a percentage: 100 when every screen is read.
    """
    place = enter(work, reading)
    if screen < place.progress.screen or screen > reading.screens:
        return
    place.progress.screen = screen + 1
    share = {"progress": round(100 * screen / reading.screens)}
    statement = _statement(reading, place.registration, "progressed", result=builders.result(duration_seconds=seconds, extensions=share))
    statements.put(work, [statement], home_page=reading.home_page)


def finish(work: Session, reading: Reader) -> bool:
    """The reader is at the end of the module. False when screens are left to read; a second time changes nothing.

    It is completed, once and for good, only when each safety question had its safe answer and not every question was skipped.
    """
    place = enter(work, reading)
    if place.progress.screen <= reading.screens:
        return False
    if place.progress.completed_at is None and question_standing.of(work, place.registration, reading.module).is_complete:
        place.progress.completed_at = reading.now
        seconds = (reading.now - place.progress.started_at).total_seconds()
        statement = _statement(reading, place.registration, "completed", result=builders.result(completion=True, duration_seconds=seconds))
        statements.put(work, [statement], home_page=reading.home_page)
    note_finished(work, place.registration, reading.course, reading.now)
    return True


def note_finished(work: Session, registration: Registration, course: Course, now: datetime) -> None:
    """Note that this run is finished once all its modules are, packages too; a course with a final test is finished by that alone."""
    if course.passing is not None or registration.finished_at is not None:
        return
    work.flush()
    done = select(Progress.module).where(Progress.registration_id == registration.id, Progress.completed_at.is_not(None))
    if set(course.modules) <= set(work.scalars(done)) and not standing.left(work, course.key, registration.id):
        registration.finished_at = now


def _statement(reading: Reader, registration: Registration, verb: str, result: statements.Json | None = None) -> statements.Json:
    return statements.make_statement(
        registering.speaker(registration, reading.module.language, reading.home_page),
        verb,
        statements.module(reading.module.key, reading.titles),
        reading.now,
        result=result,
        parent=[statements.course(reading.course.key, reading.course.title)],
        extensions={"course_version": reading.course.version},
    )
