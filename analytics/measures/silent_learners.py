"""Who began a course, has not finished it and has done nothing for a week: how many, and how far they had come."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures.compliance.training import whole_courses
from analytics.measures.own_acts import own_acts

_DAY = 86_400
SILENT_DAYS = 7
"""Days without any act from which a learner counts as silent; the rule of Open edX Aspects for learners at risk."""
STAGES = ("opened", "half", "module")


class Standing(NamedTuple):
    """One course. Of n learners who did something in it: finished, active (an act in the last 7 days) or silent; they add up to n.

    stages: the silent ones by how far they came: a module opened, half of one read, a module completed; they add up to silent.
    """

    course: str
    n: int
    finished: int
    active: int
    silent: int
    stages: tuple[int, ...]


def standings(rows: Rows, now: datetime) -> list[Standing]:
    """By course, at the date `now` (aware). Days are those of universal time; any act of the cohort ends a silence."""
    today = int(now.timestamp() // _DAY)
    counts: dict[str, Counter[str]] = {}
    for row in rows.ask(_people):
        place = "finished" if row["finished"] else "active" if today - row["last_day"] < SILENT_DAYS else row["stage"]
        counts.setdefault(row["course"], Counter())[place] += row["learners"]
    made = []
    for course, places in sorted(counts.items()):
        stages = tuple(places[stage] for stage in STAGES)
        made.append(Standing(course, sum(places.values()), places["finished"], places["active"], sum(stages), stages))
    return made


def learners(rows: Rows) -> int:
    """Distinct learners who did something in a course."""
    return rows.learners(_acts)


def _acts(rows: ir.Table) -> ir.Table:
    acts = own_acts(rows)
    return acts.filter(acts.course.notnull(), acts.subject.notnull())


def _people(rows: ir.Table) -> ir.Table:
    """How many learners of a course have the same day of last act, end and stage."""
    acts = _acts(rows)
    people = acts.group_by("subject", "course").agg(
        modules=((acts.verb == "completed") & (acts.kind == "module")).sum(),
        halves=((acts.verb == "progressed") & (acts.progress >= 50)).sum(),
        attested=acts.verb.isin(["earned", "renewed"]).any(),
    )
    own = own_acts(rows)
    last = own.group_by("subject").agg(last_day=(own.at.max() / _DAY).floor().cast("int64"))
    whole = whole_courses(rows).select("subject", course="key", finished="finished")
    table = people.join(last, "subject").left_join(whole, ["subject", "course"], rname="{name}_w")
    table = table.select(
        "course",
        "last_day",
        "subject",
        finished=table.attested.fill_null(False) | table.finished.fill_null(False),
        stage=ibis.cases((table.modules > 0, "module"), (table.halves > 0, "half"), else_="opened"),
    )
    return table.group_by("course", "last_day", "finished", "stage").agg(learners=table.subject.nunique()).order_by("course", "last_day")
