"""How far a learner is in the packages of a course, and which are left to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from courses.packages.course_structure import words_in
from lms.cmi5_modules.models import KEYS, Cmi5Module, Cmi5Registration


@dataclass(frozen=True)
class PackageStanding:
    """One package for one learner. title, summary: in the language of the page where the package has them."""

    module: Cmi5Module
    title: str
    summary: str
    is_begun: bool
    is_done: bool


def of_course(reader: Session, course: str) -> Sequence[Cmi5Module]:
    """The packages that the course has now, in the order in which they came."""
    query = select(Cmi5Module).where(Cmi5Module.course == course, Cmi5Module.ended_at.is_(None)).order_by(Cmi5Module.id)
    return reader.scalars(query).all()


def of_learner(reader: Session, course: str, registration_id: int | None, language: str) -> list[PackageStanding]:
    """The packages of the course, with where this run stands in them."""
    modules = of_course(reader, course)
    done: dict[int, bool] = {}
    if modules and registration_id is not None:
        columns = select(Cmi5Registration.module_id, Cmi5Registration.completed_at)
        rows = reader.execute(columns.where(Cmi5Registration.registration_id == registration_id))
        done = {module_id: completed_at is not None for module_id, completed_at in rows}
    return [_standing(module, language, done.get(module.id)) for module in modules]


def _standing(module: Cmi5Module, language: str, is_done: bool | None) -> PackageStanding:
    content = module.content
    title, summary = words_in(content.title, language), words_in(content.description, language)
    return PackageStanding(module, title or module.key, summary, is_done is not None, bool(is_done))


def left(reader: Session, course: str, registration_id: int) -> int:
    """How many packages of the course this run has still to finish."""
    of_run = Cmi5Registration.registration_id == registration_id
    done = select(Cmi5Registration.module_id).where(of_run, Cmi5Registration.completed_at.is_not(None))
    query = select(func.count()).select_from(Cmi5Module).where(Cmi5Module.course == course, Cmi5Module.ended_at.is_(None))
    return reader.scalar(query.where(Cmi5Module.id.not_in(done))) or 0


@dataclass(frozen=True)
class PackagesOfRuns:
    """count: packages the course has now. completions: run -> how many of them are done."""

    count: int
    completions: Mapping[int, int]


def packages_of_runs(reader: Session, course: str, runs: Select[Any]) -> PackagesOfRuns:
    """runs: ids of registrations. One short query where the course has no package."""
    modules = [module.id for module in of_course(reader, course)]
    if not modules:
        return PackagesOfRuns(0, {})
    query = select(Cmi5Registration.registration_id, func.count()).group_by(Cmi5Registration.registration_id)
    query = query.where(Cmi5Registration.registration_id.in_(runs), Cmi5Registration.module_id.in_(modules))
    rows = reader.execute(query.where(Cmi5Registration.completed_at.is_not(None)))
    return PackagesOfRuns(len(modules), {row[0]: row[1] for row in rows})


def title_of(reader: Session, key: str, language: str) -> str:
    """Of the package that statements name so; empty for a module of our own, which costs no query."""
    if not key.startswith(KEYS):
        return ""
    modules = reader.scalars(select(Cmi5Module)).all()
    return next((words_in(module.content.title, language) for module in modules if module.key == key), "")
