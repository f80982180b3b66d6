"""How well a module's items measure together: Cronbach's alpha (KR-20 for right-or-not items) with its interval, and the scores."""

from math import sqrt
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
from scipy.stats import f as f_distribution

from analytics.engines import Rows, shared_view
from analytics.measures.item_statistics import first_attempts

BANDS = 5
"""Scores are counted in fifths."""

_NOISE = 1e-12
"""A variance under it comes of the order in which reals were summed."""


class Reliability(NamedTuple):
    """One module in one phase. n: learners who answered all of `items`; alpha: None when n < 2, items < 2 or no score varies.

    low, high: its 95 % interval; sem: standard error of one learner's mean score; mean, sd: of the mean scores, 0.0-1.0.
    """

    module: str
    phase: str
    items: int
    n: int
    alpha: float | None
    low: float | None
    high: float | None
    sem: float | None
    mean: float
    sd: float | None


class Band(NamedTuple):
    """Learners of one module and phase whose mean score lies in one fifth. band: 0 (0-20 %) to 4 (80-100 %)."""

    module: str
    phase: str
    band: int
    n: int


def reliabilities(rows: Rows) -> list[Reliability]:
    """One row a module and phase. Items that fewer than half of the module's learners answered are left out."""
    return [_figures(row) for row in rows.ask(_variances)]


def bands(rows: Rows) -> list[Band]:
    """How many learners score in each fifth; empty fifths are left out."""
    return [Band(**row) for row in rows.ask(_bands)]


def feldt(alpha: float, n: int, items: int) -> tuple[float, float]:
    """The 95 % interval of alpha for n learners and `items` items.

    Source: L. S. Feldt, D. J. Woodruff and F. A. Salih, Statistical inference for coefficient alpha, Applied Psychological
    Measurement 11 (1987), 93-103.
    """
    freedom = (n - 1, (n - 1) * (items - 1))
    return 1 - (1 - alpha) * f_distribution.ppf(0.975, *freedom), 1 - (1 - alpha) * f_distribution.ppf(0.025, *freedom)


@shared_view
def complete(rows: ir.Table) -> ir.Table:
    """First attempts at the common items, of the learners who answered all of them."""
    first = first_attempts(rows)
    first = first.select("subject", "module", "phase", "thing", "score")
    people = first.group_by("module", "phase").agg(people=first.subject.nunique())
    items = first.group_by("module", "phase", "thing").agg(answers=first.count()).join(people, ["module", "phase"])
    common = items.filter(items.answers * 2 >= items.people).select("module", "phase", "thing")
    answers = first.semi_join(common, ["module", "phase", "thing"])
    sizes = common.group_by("module", "phase").agg(items=common.count())
    whole = answers.group_by("module", "phase", "subject").agg(answered=answers.count()).join(sizes, ["module", "phase"])
    whole = whole.filter(whole.answered == whole["items"]).select("module", "phase", "subject")
    return answers.semi_join(whole, ["module", "phase", "subject"])


def _totals(rows: ir.Table) -> ir.Table:
    table = complete(rows)
    return table.group_by("module", "phase", "subject").agg(total=table.score.sum(), mean=table.score.mean())


def _variances(rows: ir.Table) -> ir.Table:
    table = complete(rows)
    by_item = table.group_by("module", "phase", "thing").agg(spread=table.score.var(how="sample"))
    by_item = by_item.group_by("module", "phase").agg(items=by_item.count(), item_spread=by_item.spread.sum())
    totals = _totals(rows)
    by_learner = totals.group_by("module", "phase").agg(
        n=totals.count(), total_spread=totals.total.var(how="sample"), mean=totals["mean"].mean(), sd=totals["mean"].std(how="sample")
    )
    return by_learner.join(by_item, ["module", "phase"]).order_by("module", "phase")


def _bands(rows: ir.Table) -> ir.Table:
    totals = _totals(rows)
    table = totals.mutate(band=ibis.least((totals["mean"] * BANDS + 1e-9).floor().cast("int64"), BANDS - 1))
    return table.group_by("module", "phase", "band").agg(n=table.count()).order_by("module", "phase", "band")


def _figures(row: dict[str, object]) -> Reliability:
    items, n, total, parts = row["items"], row["n"], row["total_spread"], row["item_spread"]
    alpha = low = high = sem = None
    if (
        isinstance(total, float)
        and isinstance(parts, float)
        and isinstance(items, int)
        and isinstance(n, int)
        and total > _NOISE
        and items > 1
    ):
        alpha = items / (items - 1) * (1 - parts / total)
        low, high = feldt(alpha, n, items)
        sem = sqrt(total * max(0.0, 1 - alpha)) / items
    return Reliability(row["module"], row["phase"], items, n, alpha, low, high, sem, row["mean"], row["sd"])  # type: ignore[arg-type]  # a row of DuckDB has no types; the query names them
