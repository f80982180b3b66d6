"""Compliance of training at one date: what was assigned, done or overdue, and which attestations are valid, near their end or past it."""

from datetime import datetime
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows

_DAY = 86_400.0
SOON_DAYS = 90
"""An attestation is due for renewal in the last 90 days of its validity."""


class Duty(NamedTuple):
    """One course or campaign. Of n learners to whom it was assigned: done, overdue (day past, not done) or open; they add up to n."""

    key: str
    n: int
    done: int
    overdue: int
    open: int


class Standing(NamedTuple):
    """One course. Of n learners who earned its attestation: valid, due (ends within 90 days), expired or withdrawn; they add up to n.

    renewed: of them, those who renewed it once or more.
    """

    course: str
    n: int
    valid: int
    due: int
    expired: int
    withdrawn: int
    renewed: int


def duties(rows: Rows, now: datetime) -> list[Duty]:
    """Assignments by key at the date `now` (aware); the latest one of each learner counts.

    A course is done with its attestation, or with every module of it that anybody of the cohort opened; a campaign with a week of it.
    """
    today = now.date().isoformat()
    counts: dict[str, list[int]] = {}
    for row in rows.ask(_duties):
        place = 0 if row["done"] else 1 if (row["due"] or "9999") < today else 2
        counts.setdefault(row["key"], [0, 0, 0])[place] += row["learners"]
    return [Duty(key, sum(parts), *parts) for key, parts in sorted(counts.items())]


def standings(rows: Rows, now: datetime) -> list[Standing]:
    """Attestations by course at the date `now` (aware), each learner by her latest one; one without an end stays valid."""
    counts: dict[str, list[int]] = {}
    for row in rows.ask(_attestations):
        left = None if row["ends"] is None else row["ends"] - now.timestamp()
        place = 3 if row["withdrawn"] else 0 if left is None or left > SOON_DAYS * _DAY else 1 if left >= 0 else 2
        parts = counts.setdefault(row["course"], [0, 0, 0, 0, 0])
        parts[place] += 1
        parts[4] += row["renewed"]
    return [Standing(course, sum(parts[:4]), *parts) for course, parts in sorted(counts.items())]


def learners(rows: Rows) -> int:
    """Distinct learners with an assignment or an attestation."""
    return rows.learners(_who)


def _who(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.verb.isin(["assigned", "earned", "renewed"]), rows.thing.notnull()).select("subject")


def _duties(rows: ir.Table) -> ir.Table:
    assigned = rows.filter(rows.verb == "assigned", rows.kind.isin(["course", "campaign"]), rows.thing.notnull())
    assigned = assigned.group_by("subject", key="thing").agg(due=assigned.due.argmax(assigned.seq), at=assigned.at.max())
    attested = rows.filter(rows.kind == "credential", rows.verb.isin(["earned", "renewed"]))
    attested = attested.group_by("subject", key="thing").agg(attested_at=attested.at.max())
    table = assigned.left_join(attested, ["subject", "key"], rname="{name}_a")
    table = table.left_join(whole_courses(rows), ["subject", "key"], rname="{name}_c")
    done = (table.attested_at >= table.at).fill_null(False) | table.finished.fill_null(False)
    table = table.select("key", "due", "subject", done=done)
    return table.group_by("key", "due", "done").agg(learners=table.subject.nunique()).order_by("key", "due")


def whole_courses(rows: ir.Table) -> ir.Table:
    """Learners who completed every module of a course that anybody opened, and those who completed a week of a campaign."""
    modules = rows.filter(rows.kind == "module", rows.module.notnull(), rows.course.notnull())
    sizes = modules.group_by("course").agg(size=modules.module.nunique())
    own = modules.filter(modules.verb == "completed")
    own = own.group_by("subject", "course").agg(own=own.module.nunique()).join(sizes, "course")
    courses = own.filter(own.own == own.size).select("subject", key="course", finished=ibis.literal(True))
    weeks = rows.filter(rows.kind == "week", rows.verb == "completed", rows.campaign.notnull())
    campaigns = weeks.select("subject", key="campaign", finished=ibis.literal(True)).distinct()
    return ibis.union(courses, campaigns, distinct=True)


def _attestations(rows: ir.Table) -> ir.Table:
    """One row a learner and course."""
    table = rows.filter(rows.kind == "credential", rows.thing.notnull(), rows.verb.isin(["earned", "renewed", "revoked"]))
    is_given = table.verb != "revoked"
    people = table.group_by("subject", course="thing").agg(
        ends=table.valid_until.argmax(table.seq, where=is_given),
        has_any=is_given.any(),
        last_verb=table.verb.argmax(table.seq),
        n_renewed=(table.verb == "renewed").sum(),
    )
    people = people.filter(people.has_any)
    return people.select(
        "subject", "course", "ends", withdrawn=people.last_verb == "revoked", renewed=ibis.ifelse(people.n_renewed > 0, 1, 0)
    )
