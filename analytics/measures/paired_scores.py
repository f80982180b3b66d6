"""Tests sat before and after: the gain of the same learners, in points and as Hedges' g, each with its interval."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
from scipy.stats import t as t_distribution

from analytics.engines import Rows, shared_view
from analytics.measures.intervals import Z_95, spread_of

PHASES = ("pre", "post", "follow-up")
PAIRS = (("pre", "post"), ("pre", "follow-up"), ("post", "follow-up"))


class Gain(NamedTuple):
    """Of n learners with both tests. first, second: mean scores, 0.0-1.0; difference: their mean difference, with low and high (95 %).

    g: Hedges' g of d_av, with g_low and g_high (95 %). None for all intervals under 2 learners, and for g when no score varies.
    """

    n: int
    first: float
    second: float
    difference: float
    low: float | None
    high: float | None
    g: float | None
    g_low: float | None
    g_high: float | None


class Pair(NamedTuple):
    """One course and two phases. scores: of each learner who sat both; n_first: who sat the first; lost: of them, without the second."""

    course: str
    first: str
    second: str
    scores: tuple[tuple[float, float], ...]
    n_first: int

    @property
    def lost(self) -> int:
        return self.n_first - len(self.scores)


def pairs(rows: Rows) -> list[Pair]:
    """The pairs of phases that anybody sat, by course. The first sitting of each learner in each phase counts."""
    people: dict[str, dict[str, list[float | None]]] = {}
    for row in rows.each(by_learner):
        scores_of = people.setdefault(row["course"], {phase: [] for phase in PHASES})
        for phase in PHASES:
            scores_of[phase].append(row[phase])
    made = []
    for course, scores_of in people.items():
        for first, second in PAIRS:
            scores = tuple((a, b) for a, b in zip(scores_of[first], scores_of[second], strict=True) if a is not None and b is not None)
            n_first = sum(a is not None for a in scores_of[first])
            if n_first and any(b is not None for b in scores_of[second]):
                made.append(Pair(course, first, second, scores, n_first))
    return made


def learners(rows: Rows) -> int:
    """Distinct learners who sat a test that compares."""
    return rows.learners(by_learner)


def gain(scores: Sequence[tuple[float, float]]) -> Gain:
    """The gain of one learner or more.

    The interval of the difference is Student's for pairs. d_av divides it by the root of the mean of both variances; its standard
    error takes the correlation of both scores into account.
    Source: G. Cumming, Understanding the new statistics, 2012, chapter 11 (d_av); M. Borenstein and others, Introduction to
    meta-analysis, 2009, chapter 4 (its variance, and the correction of Hedges).
    """
    n = len(scores)
    before, after = [a for a, _ in scores], [b for _, b in scores]
    difference = fmean(after) - fmean(before)
    if n < 2:
        return Gain(n, fmean(before), fmean(after), difference, None, None, None, None, None)
    changes = [b - a for a, b in scores]
    width = float(t_distribution.ppf(0.975, n - 1)) * spread_of(changes) / sqrt(n)
    of_before, of_after = spread_of(before), spread_of(after)
    spread = sqrt((of_before**2 + of_after**2) / 2)
    low, high = difference - width, difference + width
    if spread == 0:
        return Gain(n, fmean(before), fmean(after), difference, low, high, None, None, None)
    r = _covariance(before, after) / (of_before * of_after) if min(of_before, of_after) > 0 else 0.0
    correction = 1 - 3 / (4 * (n - 1) - 1)
    d = difference / spread
    error = correction * sqrt((1 / n + d * d / (2 * n)) * 2 * (1 - r))
    g = correction * d
    return Gain(n, fmean(before), fmean(after), difference, low, high, g, g - Z_95 * error, g + Z_95 * error)


def _covariance(one: Sequence[float], other: Sequence[float]) -> float:
    m_one, m_other = fmean(one), fmean(other)
    return sum((a - m_one) * (b - m_other) for a, b in zip(one, other, strict=True)) / (len(one) - 1)


def end_score_of_learner(rows: ir.Table) -> ir.Table:
    """One row a learner: `score`, 0.0-1.0, the mean over courses of her first sitting of the test at the end."""
    table = by_learner(rows)
    table = table.filter(table.post.notnull())
    return table.group_by("subject").agg(score=table.post.mean())


@shared_view
def by_learner(rows: ir.Table) -> ir.Table:
    """One row a learner and course, with the score of her first sitting of each phase, and the forms of those at start and end."""
    table = rows.filter(rows.kind == "test", rows.verb == "completed", rows.phase.isin(PHASES), rows.scaled.notnull())
    table = table.mutate(course_key=ibis.coalesce(table.course, table.thing.split("/")[0]))
    scores = {phase: table.scaled.argmin(table.seq, where=table.phase == phase) for phase in PHASES}
    forms = {f"form_{phase}": table.form.argmin(table.seq, where=(table.phase == phase) & table.form.notnull()) for phase in PHASES[:2]}
    return table.group_by("subject", course="course_key").agg(**scores, **forms).order_by("course", "subject")
