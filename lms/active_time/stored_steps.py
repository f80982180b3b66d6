"""Steps as the store keeps them: `progressed` of a module's screens and `answered` of its items, those of tests included.

Only statements that the pages of this site wrote count: a device's key could tell of pages that nobody read. Opening a page writes
none, and a screen that is read a second time is no step.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from lms import statements
from lms.active_time.intervals import Step
from lms.active_time.page_times import PageTimes
from lrs.reading import query
from lrs.storage.tables import term
from xapi import activities
from xapi.formats import duration_seconds, moment
from xapi.vocabulary import EXT, VERBS

PAGE = 1000
MODULE, ITEM = activities.module(""), activities.item("", "").removesuffix("/")
ANSWERED, PROGRESSED = VERBS["answered"].iri, VERBS["progressed"].iri


def of_registration(connection: Connection, registration: UUID, times: PageTimes, home_page: str) -> list[Step]:
    """The steps of one run of a course, in their order of arrival, as the transaction of `connection` sees them."""
    steps: list[Step] = []
    after: int | None = None
    site = statements.authority(home_page)
    while True:
        filters = query.Filters(registration=term("registration", str(registration)), ascending=True, after=after, limit=PAGE)
        rows = query.find(connection, filters)
        for row in rows:
            statement = msgspec.json.decode(row.whole)
            step = step_of(statement, times) if statement.get("authority") == site else None
            if step is not None:
                steps.append(step)
        if len(rows) < PAGE:
            return steps
        after = rows[-1].seq


def among(not_stored: Iterable[Mapping[str, Any]], registration: UUID, times: PageTimes) -> list[Step]:
    """The steps of one run among statements that a simulation will store at its end."""
    own = (one for one in not_stored if (one.get("context") or {}).get("registration") == str(registration))
    return [step for statement in own if (step := step_of(statement, times)) is not None]


def step_of(statement: Mapping[str, Any], times: PageTimes) -> Step | None:
    """None for a statement that tells of no page of a module."""
    about, result = str(statement["object"].get("id", "")), statement.get("result") or {}
    if statement["verb"]["id"] == ANSWERED and about.startswith(ITEM):
        module, _, item = about.removeprefix(ITEM).partition("/")
        reading_s = times.of_item(module, item)
    elif statement["verb"]["id"] == PROGRESSED and about.startswith(MODULE):
        module = about.removeprefix(MODULE)
        reading_s = times.of_screen(module, float((result.get("extensions") or {}).get(EXT["progress"], 0)))
    else:
        return None
    spent = result.get("duration")
    return Step(moment(statement["timestamp"]), module, reading_s, duration_seconds(spent) if spent else None)
