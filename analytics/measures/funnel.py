"""How far learners go in each module: how many reach each step, and the median days between steps."""

from itertools import pairwise
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows, shared_view
from analytics.measures.shares import Share, ask_share

STAGES = ("registered", "initialized", "half", "completed", "passed", "earned")
_DAY = 86_400.0


class Stage(NamedTuple):
    """One step of one module. n: learners who came at least this far; days: median since the step before, over `timed` learners."""

    course: str
    module: str
    stage: str
    n: int
    days: float | None
    timed: int


def stages(rows: Rows) -> list[Stage]:
    """The steps of every module of the cohort, in order; `passed` and `earned` only where anybody reached them.

    A learner who shows a later step counts in the earlier ones, so that the steps never rise.
    """
    stages_of_all = []
    for row in rows.ask(_counts):
        last = 4 if row["n_passed"] == 0 and row["n_earned"] == 0 else (5 if row["n_earned"] == 0 else 6)
        for stage in STAGES[:last]:
            days = row.get(f"days_{stage}")
            stages_of_all.append(Stage(row["course"], row["module"], stage, row[f"n_{stage}"], days, row.get(f"timed_{stage}") or 0))
    return stages_of_all


def learners(rows: Rows) -> int:
    """Distinct learners who registered for a course or opened one of its modules."""
    return rows.learners(_people_of)


def start_share(rows: Rows) -> Share:
    """Learner-modules that were started, of all those expected, over every module."""
    return ask_share(rows, _starts)


def completed(rows: Rows) -> Share:
    """Learner-modules that were completed, of all those expected, over every module."""
    return ask_share(rows, _completed)


def _starts(rows: ir.Table) -> ir.Table:
    return _reaches(rows, "initialized")


def _completed(rows: ir.Table) -> ir.Table:
    return _reaches(rows, "completed")


def _reaches(rows: ir.Table, stage: str) -> ir.Table:
    """One row a learner and module; a later step counts in the earlier ones."""
    table = _per_learner(rows)
    is_part = ibis.literal(False)
    for later in STAGES[STAGES.index(stage) :]:
        is_part = is_part | table[later].notnull()
    return table.select("subject", is_part=is_part)


def _people_of(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.kind.isin(["course", "module"])).select("subject")


@shared_view
def _per_learner(rows: ir.Table) -> ir.Table:
    """One row a learner and module of her course, with the first moment of each step (None: not reached)."""
    of_module = rows.filter(rows.kind == "module", rows.module.notnull())
    first = of_module.group_by("subject", "module").agg(
        initialized=of_module.at.min(where=of_module.verb == "initialized"),
        half=of_module.at.min(where=(of_module.verb == "progressed") & (of_module.progress >= 50)),
        completed=of_module.at.min(where=of_module.verb == "completed"),
        passed=of_module.at.min(where=of_module.verb == "passed"),
        earned=of_module.at.min(where=of_module.verb == "earned"),
    )
    courses = of_module.group_by("module").agg(course=of_module.course.max())
    of_course = rows.filter(rows.kind == "course", rows.verb == "registered")
    registrations = of_course.group_by("subject", "course").agg(registered=of_course.at.min())
    expected_modules = registrations.inner_join(courses, "course").select("subject", "module", "registered")
    everyone = ibis.union(expected_modules.select("subject", "module"), first.select("subject", "module"), distinct=True)
    table = everyone.left_join(expected_modules, ["subject", "module"]).drop("subject_right", "module_right")
    table = table.left_join(first, ["subject", "module"]).drop("subject_right", "module_right")
    return (
        table.inner_join(courses, "module").drop("module_right") if "module_right" in table.columns else table.inner_join(courses, "module")
    )


def _counts(rows: ir.Table) -> ir.Table:
    table = _per_learner(rows)
    is_reached = ibis.literal(False)
    flags = {}
    for stage in reversed(STAGES[1:]):
        is_reached = is_reached | table[stage].notnull()
        flags[stage] = is_reached
    figures = {"n_registered": table.count()}
    for before, stage in pairwise(STAGES):
        figures[f"n_{stage}"] = flags[stage].sum().fill_null(0)
        wait = (table[stage] - table[before]) / _DAY
        is_timed = wait.notnull() & (wait >= 0)
        figures[f"days_{stage}"] = wait.median(where=is_timed)
        figures[f"timed_{stage}"] = is_timed.sum()
    return table.group_by("course", "module").agg(**figures).order_by("course", "module")
