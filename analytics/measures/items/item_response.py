"""How hard each item is on one scale with how able the learners are: one- and two-parameter logistic models by marginal maximum likelihood.

P(right) = 1 / (1 + exp(-a (ability - b))), ability standard normal. Under 500 learners one slope a serves all items, since a slope of each
item would be noise (measured: r of true and parameters_of slopes 0.46 at 200 learners, 0.93 at 1,000).
Source: R. D. Bock and M. Aitkin, Psychometrika 46 (1981), 443-459; errors from the cross-products of the scores of the patterns,
S. Kim and F. Baker, Item response theory, 2nd edition, 2004, chapter 6 (BAEM); Rasch's model with a common slope: D. Thissen,
Psychometrika 47 (1982), 175-186.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir
import numpy as np

from analytics.engines import Rows
from analytics.measures import reliability
from analytics.measures.intervals import Z_95

LEARNERS_FOR_SLOPES = 500
NODES = np.linspace(-6.0, 6.0, 61)
"""Abilities over which the unknown one of a learner is averaged."""
WEIGHTS = np.exp(-(NODES**2) / 2) / np.exp(-(NODES**2) / 2).sum()
ROUNDS, CLOSE = 2000, 1e-7
LEAST_SLOPE, MOST_SLOPE = 0.05, 6.0

Array = np.ndarray[Any, np.dtype[np.float64]]


class Difficulty(NamedTuple):
    """One item. b: ability at which half of learners are right; low, high: its 95 % interval; a: slope. None for an item that everybody or
    nobody had right, and when the scores do not vary together, so that no model fits."""

    b: float | None
    low: float | None
    high: float | None
    a: float | None


class Scale(NamedTuple):
    """One module in one phase. n: learners who answered all common items; has_slopes: whether each item has its own."""

    module: str
    phase: str
    n: int
    has_slopes: bool
    items: tuple[tuple[str, Difficulty], ...]


def scales(rows: Rows, least: int) -> list[Scale]:
    """Modules and phases with `least` learners or more and three items or more, each learner by her first attempts."""
    names: dict[tuple[str, str], list[str]] = {}
    for row in rows.ask(_items):
        names.setdefault((row["module"], row["phase"]), []).append(row["thing"])
    patterns: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows.ask(_patterns):
        patterns.setdefault((row["module"], row["phase"]), {})[row["pattern"]] = row["learners"]
    measured_scales = []
    for (module, phase), counts in sorted(patterns.items()):
        n, items = sum(counts.values()), names[module, phase]
        if n >= least and len(items) > 2:
            has_slopes = n >= LEARNERS_FOR_SLOPES
            parameters = difficulties([[int(mark) for mark in pattern] for pattern in counts], list(counts.values()), has_slopes=has_slopes)
            measured_scales.append(Scale(module, phase, n, has_slopes, tuple(zip(items, parameters, strict=True))))
    return measured_scales


def difficulties(patterns: Sequence[Sequence[int]], counts: Sequence[int], *, has_slopes: bool) -> list[Difficulty]:
    """One entry an item. patterns: 0 or 1 an item, each given by as many learners as counts says."""
    marks, number = np.array(patterns, dtype=np.float64), np.array(counts, dtype=np.float64)
    facility = number @ marks / number.sum()
    varies = np.flatnonzero((facility > 0) & (facility < 1))
    parameters_of = [Difficulty(None, None, None, None)] * marks.shape[1]
    if len(varies) < 3:
        return parameters_of
    slopes, constants = _fit(marks[:, varies], number, has_slopes=has_slopes)
    if not slopes.min() > LEAST_SLOPE:  # a slope at the edge: the items do not measure together
        return parameters_of
    errors = _errors(marks[:, varies], number, slopes, constants, has_slopes=has_slopes)
    for place, item in enumerate(varies):
        b, a, width = -constants[place] / slopes[place], slopes[place], Z_95 * errors[place]
        parameters_of[item] = Difficulty(float(b), float(b - width), float(b + width), float(a))
    return parameters_of


def _right(slopes: Array, constants: Array) -> Array:
    """Chance of a right response, by node and item."""
    return np.asarray(1 / (1 + np.exp(-(NODES[:, None] * slopes + constants))))


def _posterior(marks: Array, right: Array) -> Array:
    """Chance of each node, by pattern."""
    logs = marks @ np.log(right).T + (1 - marks) @ np.log1p(-right).T
    likely = np.exp(logs - logs.max(axis=1, keepdims=True)) * WEIGHTS
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))


def _fit(marks: Array, number: Array, *, has_slopes: bool) -> tuple[Array, Array]:
    """Slopes and constants (minus slope times b): expectation over nodes, then one step of Newton's an item."""
    facility = number @ marks / number.sum()
    slopes, constants = np.ones(marks.shape[1]), np.log(facility / (1 - facility))
    for _ in range(ROUNDS):
        right = _right(slopes, constants)
        shares = _posterior(marks, right) * number[:, None]
        at_node, right_at_node = shares.sum(axis=0), shares.T @ marks
        gap = right_at_node - at_node[:, None] * right
        weight = at_node[:, None] * right * (1 - right)
        g0, g1 = gap.sum(axis=0), NODES @ gap
        h00, h01, h11 = weight.sum(axis=0), NODES @ weight, NODES**2 @ weight
        if has_slopes:
            scale = h00 * h11 - h01**2
            step0, step1 = (h11 * g0 - h01 * g1) / scale, (h00 * g1 - h01 * g0) / scale
        else:  # one slope: the constants are eliminated from its equation
            step1 = np.full(len(slopes), (g1 - h01 * g0 / h00).sum() / (h11 - h01**2 / h00).sum())
            step0 = (g0 - h01 * step1) / h00
        new = np.clip(slopes + np.clip(step1, -0.5, 0.5), LEAST_SLOPE, MOST_SLOPE)
        step = max(float(np.abs(new - slopes).max()), float(np.abs(step0).max()))
        slopes, constants = new, constants + np.clip(step0, -1.0, 1.0)
        if step < CLOSE:
            break
    return slopes, constants


def _errors(marks: Array, number: Array, slopes: Array, constants: Array, *, has_slopes: bool) -> Array:
    """Standard error of each b, by the delta method."""
    k = marks.shape[1]
    right = _right(slopes, constants)
    posterior = _posterior(marks, right)
    of_constant = marks - posterior @ right
    of_slope = marks * (posterior @ NODES)[:, None] - posterior @ (NODES[:, None] * right)
    scores = np.hstack([of_constant, of_slope if has_slopes else of_slope.sum(axis=1, keepdims=True)])
    covariance = np.linalg.pinv((scores.T * number) @ scores)
    errors = []
    for item in range(k):
        slope_at = k + item if has_slopes else k
        along = np.zeros(scores.shape[1])
        along[item], along[slope_at] = -1 / slopes[item], constants[item] / slopes[item] ** 2
        errors.append(sqrt(max(0.0, float(along @ covariance @ along))))
    return np.array(errors)


def _items(rows: ir.Table) -> ir.Table:
    return reliability.complete(rows).select("module", "phase", "thing").distinct().order_by("module", "phase", "thing")


def _patterns(rows: ir.Table) -> ir.Table:
    table = reliability.complete(rows)
    marks = table.mutate(mark=ibis.ifelse(table.score >= 1 - 1e-9, "1", "0"))
    people = marks.group_by("module", "phase", "subject").agg(pattern=marks.mark.group_concat("", order_by=marks.thing))
    return people.group_by("module", "phase", "pattern").agg(learners=people.count()).order_by("module", "phase", "pattern")
