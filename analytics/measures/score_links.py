"""Knowledge and play: how the score at the end of a course goes with what the same learner did in the game."""

from collections.abc import Callable, Sequence
from math import atanh, sqrt, tanh
from statistics import fmean, median
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
from scipy.stats import spearmanr

from analytics.engines import Rows
from analytics.measures import paired_scores
from analytics.measures.intervals import Z_95
from analytics.measures.item_statistics import CERTAIN_DIGITS
from analytics.measures.play import adherence, decisions, episodes

BEHAVIOURS: dict[str, Callable[[ir.Table], ir.Table]] = {
    "safe_choices": decisions.safe_share_of_learner,
    "covered_days": adherence.covered_share_of_learner,
    "soon_reports": episodes.day_share_of_learner,
}
"""What is looked at beside the score, each one value from 0.0 to 1.0 a learner, of first plays alone."""


class Link(NamedTuple):
    """Of n learners: Spearman's r with its 95 % interval; None under 4 learners, and where scores or values do not vary."""

    n: int
    r: float | None
    low: float | None
    high: float | None


class Half(NamedTuple):
    """n learners whose value is at the median or under it (`lower`), or over it (`upper`). score: their mean score, None for nobody."""

    n: int
    score: float | None


def pairs(rows: Rows, behaviour: str) -> list[tuple[float, float]]:
    """(score at the end, value of the behaviour), 0.0-1.0, of each learner who has both."""
    values = [(row["score"], row["value"]) for row in rows.ask(_QUERIES[behaviour])]
    return [(round(score, CERTAIN_DIGITS), round(value, CERTAIN_DIGITS)) for score, value in values]  # ranks depend on which are equal


def learners(rows: Rows) -> int:
    """Distinct learners with a score at the end and one of the behaviours or more."""
    return rows.learners(_anybody)


def link(scores: Sequence[tuple[float, float]]) -> Link:
    """Source of the interval: D. G. Bonett and T. A. Wright, Psychometrika 65 (2000), 23-28 (Fisher's z of Spearman's r, its own error)."""
    n = len(scores)
    first, second = [score for score, _ in scores], [value for _, value in scores]
    if n < 4 or len(set(first)) < 2 or len(set(second)) < 2:
        return Link(n, None, None, None)
    r = float(spearmanr(first, second).statistic)
    if abs(r) > 1 - 1e-12:
        return Link(n, r, r, r)
    width = Z_95 * sqrt((1 + r * r / 2) / (n - 3))
    return Link(n, r, tanh(atanh(r) - width), tanh(atanh(r) + width))


def halves(scores: Sequence[tuple[float, float]]) -> tuple[Half, Half]:
    """(lower, upper), parted at the median of the behaviour."""
    middle = median(value for _, value in scores) if scores else 0.0
    lower, upper = [score for score, value in scores if value <= middle], [score for score, value in scores if value > middle]
    return Half(len(lower), fmean(lower) if lower else None), Half(len(upper), fmean(upper) if upper else None)


def _query_of(values: Callable[[ir.Table], ir.Table]) -> Callable[[ir.Table], ir.Table]:
    """One function a behaviour, so that its SQL is compiled once."""

    def query(rows: ir.Table) -> ir.Table:
        table = paired_scores.end_score_of_learner(rows).inner_join(values(rows), "subject")
        return table.select("subject", "score", "value").order_by("subject")

    return query


_QUERIES = {behaviour: _query_of(values) for behaviour, values in BEHAVIOURS.items()}


def _anybody(rows: ir.Table) -> ir.Table:
    return ibis.union(*(query(rows).select("subject") for query in _QUERIES.values()))
