"""How each item behaves at the first attempt: facility, corrected item-rest correlation, unsafe responses, time."""

from math import isnan
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows, shared_view
from analytics.measures.shares import Share, ask_share

LEARNERS_FOR_R = 30
"""Under this many learners a correlation is noise: with 30, its 95 % interval is already about 0.7 wide."""

SURE = "sure"
"""What a learner said of her response before she saw the answer (xapi.vocabulary, extension `confidence`)."""


class ItemFigures(NamedTuple):
    """One item in one phase. facility, unsafe: shares 0.0-1.0; r: -1.0 to 1.0 or None; seconds: median, over `timed` learners.

    unsafe_sure: learners whose response was unsafe and who had said that they were sure of it.
    """

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
    unsafe_sure: int = 0


CERTAIN_DIGITS = 12
"""A sum of reals depends on the order in which an engine meets them: beyond these digits two learners with the same answers would differ,
fall into different thirds, and vary where nothing varies."""

_WHERE = ("subject", "module", "thing", "phase")
_FIRST = (*_WHERE, "response", "score", "right")
_NOW = (*_WHERE, "language", "item_version", "score", "right", "unsafe", "confidence", "seconds")
"""Columns of the shared views: whoever needs another one adds it here. A view of all columns took five times as long (measured)."""


def responses(rows: ir.Table) -> ir.Table:
    """Every marked response to an item, with its phase (practice when it does not say) and score 0.0-1.0."""
    answers = rows.filter(rows.verb == "answered", rows.kind == "item", rows.module.notnull())
    answers = answers.filter(answers.success.notnull() | answers.scaled.notnull())
    return answers.mutate(
        phase=answers.phase.fill_null("practice"),
        score=ibis.coalesce(answers.scaled, ibis.ifelse(answers.success, 1.0, 0.0)),
        right=ibis.ifelse(ibis.coalesce(answers.success, answers.scaled >= 1.0), 1, 0),
    )


@shared_view
def first_attempts(rows: ir.Table) -> ir.Table:
    """The first response of each learner to each item in each phase, at whatever version."""
    return _first(responses(rows)).select(*_FIRST)


def _first(answers: ir.Table) -> ir.Table:
    order = ibis.window(group_by=[answers.subject, answers.thing, answers.phase], order_by=[answers.at, answers.seq])
    return answers.mutate(turn=ibis.row_number().over(order)).filter(lambda table: table.turn == 0).drop("turn")


@shared_view
def first_attempts_now(rows: ir.Table) -> ir.Table:
    """The first response of each learner to each item's current version, in each phase.

    The current version is the one whose first response, by the time of the act, is the latest: an answer to an older version that
    arrives late never changes it. A version is of one language, since it is a hash of the words: each language has its own current one.
    A response that a wrong clock dated says nothing about versions, unless there are no others.
    """
    answers = responses(rows).mutate(
        edition=lambda table: table.item_version.fill_null(""), tongue=lambda table: table.language.fill_null("")
    )
    began = answers.group_by("thing", "tongue", "edition").agg(
        is_dated=(~answers.wrong_clock.fill_null(False)).any(),
        began=answers.at.min(where=~answers.wrong_clock.fill_null(False)),
        arrived=answers.seq.min(),
    )
    order = ibis.window(group_by=[began.thing, began.tongue], order_by=[began.is_dated.desc(), began.began.desc(), began.arrived.desc()])
    newest = began.mutate(age=ibis.row_number().over(order)).filter(lambda table: table.age == 0).select("thing", "tongue", "edition")
    return _first(answers.semi_join(newest, ["thing", "tongue", "edition"])).select(*_NOW)


def with_rest(first: ir.Table) -> ir.Table:
    """First attempts with `rest`: the mean score of the learner's other items of the same module and phase; null when there is none."""
    totals = first.group_by("subject", "module", "phase").agg(total=first.score.sum(), answered=first.count())
    table = first.join(totals, ["subject", "module", "phase"])
    others = (table.answered - 1).nullif(0)  # null, since an engine may divide before it looks at a condition
    return table.mutate(rest=((table.total - table.score) / others).round(CERTAIN_DIGITS))


def items(rows: Rows) -> list[ItemFigures]:
    """Figures of the current version of each item, by module and item key: each learner's first attempt at that version.

    r is the correlation of the item's score with the mean score of the learner's other items of the same module and phase: the
    item itself is left out, else it would correlate with itself. None under 30 learners who have a rest, and when either does not vary.
    Source: S. Henrysson, Correction of item-total correlations in item analysis, Psychometrika 28 (1963), 211-218.
    """
    return [_figures(row) for row in rows.ask(_items)]


def _items(rows: ir.Table) -> ir.Table:
    table = with_rest(first_attempts_now(rows))
    answer = table.group_by("module", "thing", "phase").agg(
        version=table.item_version.max(),
        n=table.count(),
        right=table.right.sum(),
        r=table.score.corr(table.rest, how="pop"),
        r_n=table.rest.count(),
        unsafe=ibis.ifelse(table.unsafe.fill_null(False), 1.0, 0.0).mean(),
        seconds=table.seconds.median(),
        timed=table.seconds.count(),
        unsafe_sure=ibis.ifelse(table.unsafe.fill_null(False) & (table.confidence.fill_null("") == SURE), 1, 0).sum(),
    )
    return answer.order_by("module", "thing", "phase")


def learners(rows: Rows) -> int:
    """Distinct learners who answered an item at its current version."""
    return rows.learners(first_attempts_now)


def right_answers(rows: Rows) -> Share:
    """First attempts that were right, of all those `items` counts, over every item and phase."""
    return ask_share(rows, _right)


def _right(rows: ir.Table) -> ir.Table:
    first = first_attempts_now(rows)
    return first.select("subject", is_part=first.right == 1)


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
        unsafe_sure=int(row["unsafe_sure"]),
    )
