"""Where one may go on to: paths with their modules' addresses and minutes, and the same subject for other readers."""

from itertools import groupby
from typing import NamedTuple

from courses.model.content import Audience, Module
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


def same_subject(module: Module) -> list[tuple[Audience, list[tuple[str, str]]]]:
    """Title and address of each mirror of a module, by audience; empty for one that has none."""
    catalogue = content.catalogue()
    mirrors = [catalogue.module(key, locales.current()) for key in catalogue.mirrors.get(module.key, ())]
    by_audience = groupby(sorted(mirrors, key=lambda one: one.audience), key=lambda one: one.audience)
    return [(audience, [(one.title, resolve(f"module:{one.key}")) for one in rows]) for audience, rows in by_audience]


def _step(key: str) -> PathStep:
    module = content.catalogue().module(key, locales.current())
    return PathStep(module.title, resolve(f"module:{module.key}"), module.minutes)
