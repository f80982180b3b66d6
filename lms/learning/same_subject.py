"""The same subject for other readers, at the foot of a module's page: titles and addresses by audience."""

from itertools import groupby

from courses.model.content import Audience, Module
from lms.learning.pages import resolve
from lms.web.routing import locales
from lms.web.site import content


def of(module: Module) -> list[tuple[Audience, list[tuple[str, str]]]]:
    """Title and address of each mirror, by audience in the order of the courses; empty for a module that has none."""
    catalogue = content.catalogue()
    mirrors = [catalogue.module(key, locales.current()) for key in catalogue.mirrors.get(module.key, ())]
    by_audience = groupby(sorted(mirrors, key=lambda one: one.audience), key=lambda one: one.audience)
    return [(audience, [(one.title, resolve(f"module:{one.key}")) for one in rows]) for audience, rows in by_audience]
