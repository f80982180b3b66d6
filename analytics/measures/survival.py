"""Kaplan-Meier: the share who reported by each hour, when some were followed for a shorter time than others."""

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt
from typing import NamedTuple

from scipy.stats import chi2

from analytics.measures.intervals import Z_95

Times = Sequence[tuple[float, bool]]
"""(time, whether the event happened then) of each person."""


class Point(NamedTuple):
    """One time. at_risk: followed just before; events, censored: at this time.

    survival: share without the event just after, 0.0-1.0; low, high: its 95 % interval.
    """

    time: float
    at_risk: int
    events: int
    censored: int
    survival: float
    low: float
    high: float


def kaplan_meier(durations: Iterable[tuple[float, bool, int]]) -> list[Point]:
    """The curve of (time, had the event, how many) in order of time; censored at a time count as followed at that time.

    The interval is the log-log one, which stays in 0-1 (Greenwood's variance). Empty for no one.
    Source: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958), 457-481;
    J. D. Kalbfleisch and R. L. Prentice, The statistical analysis of failure time data, 1980, page 15.
    """
    events: dict[float, list[int]] = {}
    for time, had_event, count in durations:
        events.setdefault(time, [0, 0])[0 if had_event else 1] += count
    at_risk = sum(sum(pair) for pair in events.values())
    survival, spread, curve = 1.0, 0.0, []
    for time in sorted(events):
        deaths, censorings = events[time]
        if deaths:
            survival *= 1 - deaths / at_risk
            spread += deaths / (at_risk * (at_risk - deaths)) if at_risk > deaths else 0.0
        low, high = _log_log(survival, spread)
        curve.append(Point(time, at_risk, deaths, censorings, survival, low, high))
        at_risk -= deaths + censorings
    return curve


def _log_log(survival: float, spread: float) -> tuple[float, float]:
    if survival <= 0.0 or survival >= 1.0:
        return survival, survival
    width = Z_95 * sqrt(spread) / abs(log(survival))
    return survival ** exp(width), survival ** exp(-width)


def median(curve: Iterable[Point]) -> float | None:
    """The first time at which half or more had the event; None when the curve stays above half."""
    return next((point.time for point in curve if point.survival <= 0.5 + 1e-12), None)


def share_by(curve: Iterable[Point], time: float) -> float:
    """Share who had the event at `time` or before, 0.0-1.0."""
    survival = 1.0
    for point in curve:
        if point.time > time:
            break
        survival = point.survival
    return 1 - survival


def restricted_mean(curve: list[Point], until: float) -> tuple[float, float]:
    """Area under the curve up to `until`, and its standard error (Greenwood's sum of squared remaining areas).

    Source: J. P. Klein and M. L. Moeschberger, Survival analysis, 2nd edition, 2003, section 4.5.
    """
    steps = [point for point in curve if point.time < until]
    bounds = [0.0, *(point.time for point in steps), until]
    heights = [1.0, *(point.survival for point in steps)]
    areas = [height * (end - start) for height, start, end in zip(heights, bounds, bounds[1:], strict=False)]
    variance = 0.0
    for place, point in enumerate(steps):
        remaining = sum(areas[place + 1 :])
        if point.events and point.at_risk > point.events:
            variance += remaining**2 * point.events / (point.at_risk * (point.at_risk - point.events))
    return sum(areas), sqrt(variance)


def is_followed(curve: list[Point], until: float) -> bool:
    """Whether the curve says something up to `until`: somebody was followed so long, or everybody had the event before."""
    return bool(curve) and (curve[-1].time >= until or curve[-1].survival <= 0.0)


def log_rank(first: Times, second: Times) -> tuple[float, float] | None:
    """Chi-squared of one degree of freedom and its p; None when no event sets the arms apart.

    Source: N. Mantel, Cancer Chemotherapy Reports 50 (1966), 163-170.
    """
    expected_events = observed_events = variance = 0.0
    for time in sorted({time for time, has_event in (*first, *second) if has_event}):
        n = sum(1 for at, _ in first if at >= time)
        both = n + sum(1 for at, _ in second if at >= time)
        events = sum(1 for at, has_event in (*first, *second) if has_event and at == time)
        observed_events += sum(1 for at, has_event in first if has_event and at == time)
        expected_events += events * n / both
        if both > 1:
            variance += events * (n / both) * (1 - n / both) * (both - events) / (both - 1)
    if variance == 0:
        return None
    statistic = (observed_events - expected_events) ** 2 / variance
    return statistic, float(chi2.sf(statistic, 1))
