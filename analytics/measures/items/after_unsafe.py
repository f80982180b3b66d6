"""What follows an unsafe response: a module is not done until its safety items had a safe one, so that nobody is certified past it."""

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures.item_statistics import first_attempts_now, responses


class AfterUnsafe(NamedTuple):
    """One module, practice alone. Learners with an unsafe response: those who completed the module afterwards, and those who have not."""

    module: str
    completions: int
    still_open: int


def after_unsafe(rows: Rows) -> list[AfterUnsafe]:
    """Modules in which somebody responded unsafely, any attempt; of learners who answered an item as it is now."""
    return [AfterUnsafe(**row) for row in rows.ask(_after_unsafe)]


def _after_unsafe(rows: ir.Table) -> ir.Table:
    answers = responses(rows).semi_join(first_attempts_now(rows), "subject")
    answers = answers.filter(answers.phase == "practice", answers.unsafe)
    people = answers.group_by("module", "subject").agg(unsafe_seq=answers.seq.min())
    ends = rows.filter(rows.kind == "module", rows.verb == "completed")
    ends = ends.group_by("module", "subject").agg(end_seq=ends.seq.max())
    table = people.left_join(ends, ["module", "subject"], rname="{name}_e")
    has_completed = (table.end_seq > table.unsafe_seq).fill_null(False)
    answer = table.group_by("module").agg(
        completions=ibis.ifelse(has_completed, 1, 0).sum(), still_open=ibis.ifelse(has_completed, 0, 1).sum()
    )
    return answer.order_by("module")
