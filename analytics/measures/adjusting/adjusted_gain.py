"""The gain beside what could feign one: where learners began, which form they met first, how many had nothing left to gain.

Errors are HC3, as in a trial. An adjusted difference between groups describes: nobody was allotted by lot.
"""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance
from typing import NamedTuple

import ibis.expr.types as ir
import numpy as np
from scipy.stats import t as t_distribution

from analytics.engines import Rows, latest_values
from analytics.measures import paired_scores
from analytics.measures.adjusting.regression import Array, Estimate, Fit, Regression

LEARNERS_OF_ORDER = 5
"""An order of the forms is adjusted for when every order that was met has as many learners; with fewer its effect is noise."""

DIMENSIONS = ("role", "language", "edition")


class Sitting(NamedTuple):
    """One learner of one course: her first scores at the start and the end (0.0-1.0), the forms they stood on, and how she is counted."""

    course: str
    pre: float
    post: float | None
    form_pre: str
    form_post: str
    role: str
    language: str
    edition: str

    @property
    def order(self) -> tuple[str, str]:
        return self.form_pre, self.form_post


class Hake(NamedTuple):
    """class_gain: of the mean scores; mean_gain: mean of each learner's own; both None when nothing could be gained. full_first,
    full_second: learners with every response right."""

    class_gain: float | None
    mean_gain: float | None
    full_first: int
    full_second: int


class FormStart(NamedTuple):
    """One form at the start. n learners by chance; mean score with its interval; easier: mean less that of the first form of the list,
    with its interval (None for the first form and under 2 learners)."""

    form: str
    n: int
    mean: float
    low: float | None
    high: float | None
    easier: float | None
    easier_low: float | None
    easier_high: float | None


def sittings(rows: Rows) -> list[Sitting]:
    """Everybody who sat the test at the start of a course, by course."""
    return [Sitting(**row) for row in rows.each(_sittings)]


def adjusted_gain(people: Sequence[Sitting]) -> tuple[Estimate, bool] | None:
    """The gain of a learner with the mean start score, and whether it is adjusted for the order of the forms, each counted alike.

    The change is regressed on the start score, centred, and on the orders in effect coding; the constant is the gain. None when there are
    too few learners for it, or no start score varies. people: with both scores.
    Source: ANCOVA of change and of the end score give one adjusted effect (N. M. Laird, American Statistician 37 (1983), 329-330).
    """
    orders = _orders(people)
    columns = [np.ones(len(people)), _around_mean([one.pre for one in people]), *_effects([one.order for one in people], orders)]
    fit = _fit_of(columns, np.array([_end(one) - one.pre for one in people]))
    return None if fit is None else (fit.estimate(0), bool(orders))


def adjusted_difference(group: Sequence[Sitting], others: Sequence[Sitting]) -> Estimate | None:
    """End score of a group less that of the others at the same start score, ANCOVA; None when the two cannot be told apart.

    Source: European Medicines Agency, Guideline on adjustment for baseline covariates, 2015; HC3: MacKinnon and White 1985.
    """
    people = [*group, *others]
    orders = _orders(people)
    is_in = np.array([1.0] * len(group) + [0.0] * len(others))
    columns = [np.ones(len(people)), is_in, _around_mean([one.pre for one in people]), *_effects([one.order for one in people], orders)]
    fit = _fit_of(columns, np.array([_end(one) for one in people]))
    return None if fit is None else fit.estimate(1)


def _end(one: Sitting) -> float:
    return one.pre if one.post is None else one.post


def hake(people: Sequence[Sitting]) -> Hake:
    """Of one learner or more with both scores. Source: R. R. Hake, American Journal of Physics 66 (1998), 64-74."""
    before, after = fmean(one.pre for one in people), fmean(_end(one) for one in people)
    own = [(_end(one) - one.pre) / (1 - one.pre) for one in people if one.pre < 1]
    return Hake(
        (after - before) / (1 - before) if before < 1 else None,
        fmean(own) if own else None,
        sum(one.pre >= 1 for one in people),
        sum(_end(one) >= 1 for one in people),
    )


def form_starts(people: Sequence[Sitting]) -> list[FormStart]:
    """How hard each form was for learners who met it first: chance gave it to them, so that a difference is one of the forms.

    Random groups, mean equating: M. J. Kolen and R. L. Brennan, Test equating, scaling, and linking, 3rd edition, 2014, chapter 2;
    the interval of a difference is Welch's.
    """
    scores = {
        form: [one.pre for one in people if one.form_pre == form] for form in sorted({one.form_pre for one in people if one.form_pre})
    }
    first = next(iter(scores.values()), [])
    starts = []
    for form, own in scores.items():
        width = float(t_distribution.ppf(0.975, len(own) - 1)) * sqrt(variance(own) / len(own)) if len(own) > 1 else None
        bounds = (None, None) if width is None else (fmean(own) - width, fmean(own) + width)
        starts.append(FormStart(form, len(own), fmean(own), *bounds, *((None,) * 3 if own is first else welch(own, first))))
    return starts


def welch(one: Sequence[float], other: Sequence[float]) -> tuple[float, float | None, float | None]:
    """Difference of two means with its 95 % interval; no interval under 2 scores on a side. Source: B. L. Welch, Biometrika 34 (1947)."""
    difference = fmean(one) - fmean(other)
    if min(len(one), len(other)) < 2:
        return difference, None, None
    parts = [variance(scores) / len(scores) for scores in (one, other)]
    if sum(parts) == 0:
        return difference, difference, difference
    df = sum(parts) ** 2 / sum(part**2 / (len(scores) - 1) for part, scores in zip(parts, (one, other), strict=True))
    width = float(t_distribution.ppf(0.975, df)) * sqrt(sum(parts))
    return difference, difference - width, difference + width


def _orders(people: Sequence[Sitting]) -> list[tuple[str, str]]:
    """The orders to adjust for: two or more, each met by enough learners."""
    counts = Counter(one.order for one in people)
    return sorted(counts) if len(counts) > 1 and min(counts.values()) >= LEARNERS_OF_ORDER else []


def _effects(own: Sequence[tuple[str, str]], orders: Sequence[tuple[str, str]]) -> list[Array]:
    """Effect coding: 1 in an order, -1 in the last one, so that the constant is the mean over orders."""
    return [np.array([1.0 if one == order else -1.0 if one == orders[-1] else 0.0 for one in own]) for order in orders[:-1]]


def _around_mean(values: Sequence[float]) -> Array:
    array = np.array(values)
    return np.asarray(array - array.mean()) if len(array) else array


def _fit_of(columns: Sequence[Array], outcome: Array) -> Fit | None:
    """None without two degrees of freedom, for columns that say the same, and when somebody alone decides a column."""
    design = np.column_stack(columns)
    n, p = design.shape
    if n < p + 2 or np.linalg.matrix_rank(design) < p:
        return None
    leverage = np.einsum("ij,jk,ik->i", design, np.linalg.inv(design.T @ design), design)
    return None if leverage.max() > 1 - 1e-9 else Regression(design).fit(outcome)


def _sittings(rows: ir.Table) -> ir.Table:
    people = paired_scores.by_learner(rows)
    table = people.filter(people.pre.notnull()).join(latest_values(rows), "subject")
    forms = {name: table[name].fill_null("") for name in ("form_pre", "form_post")}
    return table.select("course", "pre", "post", **forms, role="role", language="language", edition="edition").order_by(
        "course", "pre", "post", *forms, *DIMENSIONS
    )
