"""What a final may ask on this site: its course's private pool where one is loaded, else the items of the content.

A loaded pool stays in this process's memory; its file is looked at again when it changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.errors import PoolUnfit
from courses.model.content import Course, Item
from courses.serving import private_pool
from courses.serving.catalogue import Catalogue
from courses.serving.private_pool import PrivatePool
from lms.assessment import starting
from lms.assessment.errors import PoolUnreadable
from lms.assessment.models import FINAL
from lms.assessment.pools import pool_files
from lms.settings import Settings
from lms.web.current_site import Site


@dataclass(frozen=True)
class TestItems:
    """is_private: they come from a private pool, whose key nobody is shown."""

    items: Sequence[Item]
    is_private: bool


def has_pool(settings: Settings, course: str) -> bool:
    return pool_files.file_of(settings, course).is_file()


def items_for(site: Site, catalogue: Catalogue, course: Course, language: str, phase: str, form: str = "") -> TestItems:
    """The items a test of this phase may ask. Raises PoolUnreadable: what is private is never replaced by what is public."""
    if phase != FINAL or not has_pool(site.settings, course.key):
        return TestItems(starting.pool_of(catalogue, course, language, phase, form), is_private=False)
    items = _pool(site, catalogue, course).items[language]
    if catalogue.instance == "real":
        items = tuple(item for item in items if catalogue.may_decide(item))
    return TestItems(items, is_private=True)


def _pool(site: Site, catalogue: Catalogue, course: Course) -> PrivatePool:
    """Opened and parsed at its first use after each change of file, rule or course."""
    path = pool_files.file_of(site.settings, course.key)
    try:
        status = path.stat()
        state = (status.st_mtime_ns, status.st_size, status.st_ino, catalogue.rule.key, course.version)
        opened = site.private_pools.get(course.key)
        if opened is None or opened[0] != state:
            opened = site.private_pools[course.key] = (state, open_pool(site.settings, path.read_bytes(), course, catalogue))
    except OSError as error:
        raise PoolUnreadable("its file cannot be read") from error
    return opened[1]


def open_pool(settings: Settings, raw: bytes, course: Course, catalogue: Catalogue) -> PrivatePool:
    """Raises PoolUnreadable: not for this site or course, or not fit for its rule of passing."""
    texts = pool_files.decrypt(settings, raw)
    if texts.course != course.key:
        raise PoolUnreadable(f"it is of the course {texts.course}")
    try:
        return private_pool.parse(course, texts.texts, catalogue.rule, known_items(catalogue, course))
    except PoolUnfit as error:
        raise PoolUnreadable(f"{len(error.faults)} faults against the rule of passing of {course.key}") from error


def known_items(catalogue: Catalogue, course: Course) -> list[Item]:
    """Every item of the course's modules, tests included, in the source language."""
    modules = [catalogue.module(key, "fr") for key in course.modules]
    return [item for module in modules for item in (*module.items, *(one for form in module.forms.values() for one in form))]
