"""What the oracle expects of one report: its learners, its lines by name, its headlines; and the statistics that several reports use."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from math import floor, isnan
from typing import Any

import pandas
from scipy import stats

UNDER = "under"
"""Too few learners for this statistic: the cell says so."""
Line = dict[str, Any]


@dataclass
class Expected:
    """n: learners counted. tables: table -> name of a line (its name cells) -> column -> value. stats: headline -> (n, part, whole)."""

    n: int
    tables: dict[str, dict[tuple[Hashable, ...], Line]] = field(default_factory=dict)
    stats: dict[str, tuple[int, int, int]] = field(default_factory=dict)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """In percent, by scipy."""
    interval = stats.binomtest(int(part), int(whole)).proportion_ci(0.95, method="wilson")
    return 100 * interval.low, 100 * interval.high


def rates(part: int, whole: int) -> Line:
    """share, low and high in percent; None of nobody."""
    if not whole:
        return {"share": None, "low": None, "high": None}
    low, high = wilson(part, whole)
    return {"share": 100 * part / whole, "low": low, "high": high}


def mean_interval(values: Any) -> tuple[float, float]:
    """Student's, by scipy."""
    if len(set(values)) == 1:
        return float(values[0]), float(values[0])
    interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    return float(interval.low), float(interval.high)


def percent(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


def none_if_nan(value: Any) -> Any:
    return None if value is None or isnan(value) else value


def own_acts(said: pandas.DataFrame) -> pandas.DataFrame:
    """What learners did themselves."""
    return said[~said.verb.isin(("registered", "assigned", "waived", "revoked", "randomized", "screened"))]


def monday_of(seconds: float) -> pandas.Timestamp:
    day = pandas.Timestamp(seconds, unit="s").normalize()
    return day - pandas.Timedelta(days=day.day_of_week)


def day_number(seconds: float) -> int:
    return floor(seconds / 86_400)


def edition_of(line: Any) -> str:
    return "offline" if line.offline is True else line.platform or "unknown"
