"""Where a learner stands: in one module, in a course, in all she has begun."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.model import timing
from courses.model.content import Course, Module
from lms.cohorts.models import COURSE, Registration
from lms.learning.models import Attempt, Progress


@dataclass(frozen=True)
class Standing:
    """One module for one learner. screen: the furthest she opened, 0 before the first; answered: items tried at least once."""

    module: Module
    screen: int = 0
    answered: int = 0
    right: int = 0
    is_done: bool = False

    @property
    def screens(self) -> int:
        return len(self.module.screens)

    @property
    def items(self) -> int:
        return len(self.module.items)

    @property
    def read(self) -> int:
        """Screens she has read to the end."""
        return min(max(self.screen - 1, 0), self.screens)

    @property
    def minutes_left(self) -> int:
        return timing.minutes_left(self.module, self.read, self.answered)

    @property
    def next_screen(self) -> int | None:
        """The screen to read next; None when all are read."""
        return max(self.screen, 1) if self.screen <= self.screens else None


@dataclass(frozen=True)
class CourseStanding:
    course: Course
    modules: tuple[Standing, ...]
    registration_id: int | None = None

    @property
    def is_registered(self) -> bool:
        return self.registration_id is not None

    @property
    def done(self) -> int:
        return sum(standing.is_done for standing in self.modules)

    @property
    def minutes(self) -> int:
        return sum(standing.module.minutes for standing in self.modules)

    @property
    def next(self) -> Standing | None:
        """The module to go on with: the one begun and not done, else the first not done."""
        open_module = next((one for one in self.modules if one.screen and not one.is_done), None)
        return open_module or next((one for one in self.modules if not one.is_done), None)


def of_courses(
    reader: Session, learner_id: int | None, modules_of_courses: Sequence[tuple[Course, Sequence[Module]]]
) -> list[CourseStanding]:
    """Standings in these courses, in three queries however many there are."""
    registrations = _registrations(reader, learner_id)
    progress = _progress(reader, list(registrations.values()))
    counts = _attempt_counts(reader, list(registrations.values()))
    course_standings = []
    for course, modules in modules_of_courses:
        registration = registrations.get(course.key)
        rows = tuple(_standing(module, registration, progress, counts) for module in modules)
        course_standings.append(CourseStanding(course, rows, registration))
    return course_standings


def _standing(
    module: Module, registration: int | None, progress: dict[tuple[int, str], Progress], counts: dict[tuple[int, str], tuple[int, int]]
) -> Standing:
    if registration is None:
        return Standing(module)
    row = progress.get((registration, module.key))
    n_answered, right = counts.get((registration, module.key), (0, 0))
    return Standing(module, row.screen if row else 0, n_answered, right, bool(row and row.completed_at))


def _registrations(reader: Session, learner_id: int | None) -> dict[str, int]:
    if learner_id is None:
        return {}
    query = select(Registration.key, Registration.id).where(Registration.learner_id == learner_id, Registration.kind == COURSE)
    return {row.key: row.id for row in reader.execute(query.order_by(Registration.run))}  # of each course the newest run


def _progress(reader: Session, registrations: list[int]) -> dict[tuple[int, str], Progress]:
    if not registrations:
        return {}
    rows = reader.scalars(select(Progress).where(Progress.registration_id.in_(registrations)))
    return {(row.registration_id, row.module): row for row in rows}


def _attempt_counts(reader: Session, registrations: list[int]) -> dict[tuple[int, str], tuple[int, int]]:
    """How many items were tried, and how many had a right attempt, by registration and module."""
    if not registrations:
        return {}
    best = (
        select(Attempt.registration_id, Attempt.module, Attempt.item, func.max(Attempt.scaled).label("best"))
        .where(Attempt.registration_id.in_(registrations))
        .group_by(Attempt.registration_id, Attempt.module, Attempt.item)
        .subquery()
    )
    query = select(best.c.registration_id, best.c.module, func.count(), func.count().filter(best.c.best >= 1.0)).group_by(
        best.c.registration_id, best.c.module
    )
    return {(registration, module): (n_tried, right) for registration, module, n_tried, right in reader.execute(query)}
