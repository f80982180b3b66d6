"""How each item behaves at the first attempt: facility, corrected item-rest correlation, unsafe responses, time."""

from math import isnan
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows

LEARNERS_FOR_R = 30
"""Under this many learners a correlation is noise: with 30, its 95 % interval is already about 0.7 wide."""


class ItemFigures(NamedTuple):
    """One item in one phase. facility, unsafe: shares 0.0-1.0; r: -1.0 to 1.0 or None; seconds: median, over `timed` learners."""

    module: str
    item: str
    phase: str
    version: str | None
    n: int
    right: int
    facility: float
    r: float | None
    r_n: int
    unsafe: float
    seconds: float | None
    timed: int


def first_attempts(rows: ir.Table) -> ir.Table:
    """The first response of each learner to each item in each phase; score 0.0-1.0."""
    answered = rows.filter(rows.verb == "answered", rows.kind == "item", rows.module.notnull())
    answered = answered.filter(answered.success.notnull() | answered.scaled.notnull())
    answered = answered.mutate(
        phase=answered.phase.fill_null("practice"),
        score=ibis.coalesce(answered.scaled, ibis.ifelse(answered.success, 1.0, 0.0)),
        right=ibis.ifelse(ibis.coalesce(answered.success, answered.scaled >= 1.0), 1, 0),
    )
    order = ibis.window(group_by=[answered.subject, answered.thing, answered.phase], order_by=[answered.at, answered.seq])
    return answered.mutate(turn=ibis.row_number().over(order)).filter(lambda table: table.turn == 0).drop("turn")


def items(rows: Rows) -> list[ItemFigures]:
    """Figures of the current version of each item, by module and item key.

    r is the correlation of the item's score with the mean score of the learner's other items of the same module and phase: the
    item itself is left out, else it would correlate with itself. None under 30 learners who have a rest, and when either does not vary.
    Source: S. Henrysson, Correction of item-total correlations in item analysis, Psychometrika 28 (1963), 211-218.
    """
    return [_figures(row) for row in rows.ask(_items)]


def _items(rows: ir.Table) -> ir.Table:
    first = first_attempts(rows)
    totals = first.group_by("subject", "module", "phase").agg(total=first.score.sum(), answered=first.count())
    table = first.join(totals, ["subject", "module", "phase"])
    table = table.mutate(rest=ibis.ifelse(table.answered > 1, (table.total - table.score) / (table.answered - 1), ibis.null("float64")))
    newest = first.group_by("thing").agg(current=first.item_version.argmax(first.seq))
    table = table.join(newest, "thing")
    table = table.filter(table.item_version.fill_null("") == table.current.fill_null(""))
    answer = table.group_by("module", "thing", "phase").agg(
        version=table.current.max(),
        n=table.count(),
        right=table.right.sum(),
        r=table.score.corr(table.rest, how="pop"),
        r_n=table.rest.count(),
        unsafe=ibis.ifelse(table.unsafe.fill_null(False), 1.0, 0.0).mean(),
        seconds=table.seconds.median(),
        timed=table.seconds.count(),
    )
    return answer.order_by("module", "thing", "phase")


def learners(rows: Rows) -> int:
    """Distinct learners who answered an item."""
    return rows.learners(first_attempts)


def _figures(row: dict[str, Any]) -> ItemFigures:
    r = row["r"]
    is_known = row["r_n"] >= LEARNERS_FOR_R and r is not None and not isnan(r)
    return ItemFigures(
        module=row["module"],
        item=row["thing"],
        phase=row["phase"],
        version=row["version"],
        n=row["n"],
        right=row["right"],
        facility=row["right"] / row["n"],
        r=r if is_known else None,
        r_n=row["r_n"],
        unsafe=row["unsafe"],
        seconds=row["seconds"],
        timed=row["timed"],
    )
