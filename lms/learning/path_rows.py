"""Paths as the page of courses shows them: modules in order, with their addresses and minutes."""

from typing import NamedTuple

from courses.model.paths import LearningPath
from lms.accounts.presence import present
from lms.learning.pages import resolve
from lms.web.routing import locales
from lms.web.site import content


class PathStep(NamedTuple):
    title: str
    address: str
    minutes: int


class PathRow(NamedTuple):
    """minutes: of all modules, a slow reader's, questions included; tests and cases come on top."""

    path: LearningPath
    steps: tuple[PathStep, ...]
    minutes: int


def of_present() -> list[PathRow]:
    """Every path, those of the reader's own role first."""
    paths = sorted(content.catalogue().paths, key=lambda path: path.audience != present().role)
    return [_row(path) for path in paths]


def _row(path: LearningPath) -> PathRow:
    modules = [content.catalogue().module(key, locales.current()) for key in path.modules]
    steps = tuple(PathStep(module.title, resolve(f"module:{module.key}"), module.minutes) for module in modules)
    return PathRow(path, steps, sum(step.minutes for step in steps))
