"""Sizes of effects: Hedges g, differences and ratios of shares, log-rank and restricted mean survival time."""

from collections.abc import Sequence
from math import exp, gamma, log, sqrt
from typing import NamedTuple

from scipy.stats import norm as normal

from analytics.measures import survival
from analytics.measures.adjusting.regression import Estimate
from analytics.measures.intervals import wilson
from analytics.measures.survival import Times, kaplan_meier


def hedges_g(
    difference: Estimate, first: Sequence[float], second: Sequence[float], level: float = 0.95
) -> tuple[float, float, float] | None:
    """g with its interval: the adjusted difference in pooled standard deviations, corrected for few people.

    None when one arm has fewer than two scores or nobody differs from anybody. Source: L. V. Hedges, Journal of Educational Statistics 6
    (1981), 107-128; its variance as in M. Borenstein and others, Introduction to meta-analysis, 2009, formula 4.24.
    """
    n, m = len(first), len(second)
    if min(n, m) < 2:
        return None
    pooled_sd = sqrt((_squares(first) + _squares(second)) / (n + m - 2))
    if pooled_sd == 0:
        return None
    df = n + m - 2
    correction = 1 - 3 / (4 * df - 1) if df > 300 else gamma(df / 2) / (sqrt(df / 2) * gamma((df - 1) / 2))
    d = difference.value / pooled_sd
    variance = (n + m) / (n * m) + d * d / (2 * (n + m))
    width = float(normal.ppf(0.5 + level / 2)) * correction * sqrt(variance)
    return correction * d, correction * d - width, correction * d + width


def _squares(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values)


class Shares(NamedTuple):
    """yes of n in both arms; the difference (first minus second) with its interval; the ratio with its interval, None at a zero."""

    yes: tuple[int, int]
    n: tuple[int, int]
    difference: tuple[float, float, float]
    ratio: tuple[float, float, float] | None


def shares(yes: tuple[int, int], n: tuple[int, int], level: float = 0.95) -> Shares | None:
    """Two shares compared; None when one arm is empty.

    The difference by Newcombe's hybrid of Wilson intervals (R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10);
    the ratio on the log scale (D. Katz and others, Biometrics 34 (1978), 469-474).
    """
    if not all(n):
        return None
    z = float(normal.ppf(0.5 + level / 2))
    first, second = yes[0] / n[0], yes[1] / n[1]
    (low1, high1), (low2, high2) = (wilson(part, whole, z) or (0.0, 1.0) for part, whole in zip(yes, n, strict=True))
    gap = first - second
    low, high = gap - sqrt((first - low1) ** 2 + (high2 - second) ** 2), gap + sqrt((high1 - first) ** 2 + (second - low2) ** 2)
    ratio = None
    if all(yes):
        spread = z * sqrt(1 / yes[0] - 1 / n[0] + 1 / yes[1] - 1 / n[1])
        ratio = (first / second, exp(log(first / second) - spread), exp(log(first / second) + spread))
    return Shares(yes, n, (gap, low, high), ratio)


def restricted_mean(times: Times, until: float) -> tuple[float, float]:
    """Mean time up to `until` and its standard error, from each person's time."""
    return survival.restricted_mean(kaplan_meier((time, has_event, 1) for time, has_event in times), until)
