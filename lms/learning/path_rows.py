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
    catalogue, role = content.catalogue(), present().role
    paths = sorted(catalogue.paths, key=lambda path: path.audience != role)
    steps = {key: _step(key) for key in dict.fromkeys(key for path in paths for key in path.modules)}  # most stand in several paths
    rows = [(path, tuple(steps[key] for key in path.modules)) for path in paths]
    return [PathRow(path, steps_of_path, sum(step.minutes for step in steps_of_path)) for path, steps_of_path in rows]


def _step(key: str) -> PathStep:
    module = content.catalogue().module(key, locales.current())
    return PathStep(module.title, resolve(f"module:{module.key}"), module.minutes)
