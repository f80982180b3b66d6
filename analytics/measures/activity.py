"""Who is active: distinct learners a week and role, and how healthy the flow of statements is."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures.own_acts import own_acts

_DAY = 86_400
_FIRST_MONDAY = 4 * _DAY
"""1 January 1970 was a Thursday: weeks are counted from Monday the 5th."""


class Week(NamedTuple):
    """monday: the week's first day, universal time; n: learners of this role with a statement in it."""

    monday: date
    role: str
    n: int


class Day(NamedTuple):
    """Statements stored on one day, of `learners` learners.

    lag: seconds from the act to the store, median and 95th percentile, None when no clock could be believed; odd: statements with an
    unknown verb or extension, or with a value that does not fit; wrong_clock: those whose time cannot be true.
    """

    day: date
    statements: int
    learners: int
    lag_median: float | None
    lag_p95: float | None
    odd: int
    wrong_clock: int


def weeks(rows: Rows) -> list[Week]:
    """Active learners by week of the act, oldest first; weeks with no one are left out.

    An act that a wrong clock dated counts at its arrival.
    """
    return [Week(_date(row["week"] * 7 * _DAY + _FIRST_MONDAY), row["role"], row["n"]) for row in rows.ask(_weeks)]


def days(rows: Rows) -> list[Day]:
    """Days of the store with statements, oldest first."""
    # One quantile at a time: an engine holds every value of each (60 MB of five million).
    median, p95 = ({row["stored_day"]: row["lag"] for row in rows.ask(query)} for query in (_median_lags, _late_lags))
    return [
        Day(
            _date(row["stored_day"] * _DAY),
            row["statements"],
            row["learners"],
            median[row["stored_day"]],
            p95[row["stored_day"]],
            row["odd"],
            row["wrong_clock"],
        )
        for row in rows.ask(_days)
    ]


def learners(rows: Rows) -> int:
    """Distinct learners with a statement."""
    return rows.learners(_who)


def active_learners(rows: Rows) -> int:
    """Distinct learners who did something in a module or in the game."""
    return rows.learners(own_acts)


def _who(rows: ir.Table) -> ir.Table:
    return rows.select("subject")


def _weeks(rows: ir.Table) -> ir.Table:
    rows = own_acts(rows)
    table = rows.select("subject", role=rows.role.fill_null("unknown"), week=((rows.at - _FIRST_MONDAY) / (7 * _DAY)).floor().cast("int64"))
    return table.group_by("week", "role").agg(n=table.subject.nunique()).order_by("week", "role")


def _stored(rows: ir.Table) -> ir.Table:
    lag = ibis.ifelse(rows.wrong_clock.fill_null(False), ibis.null("float64"), rows.stored - rows.at)
    return rows.select("subject", "unknown", "wrong_clock", stored_day=(rows.stored / _DAY).floor().cast("int64"), lag=lag)


def _days(rows: ir.Table) -> ir.Table:
    table = _stored(rows)
    answer = table.group_by("stored_day").agg(
        statements=table.count(),
        learners=table.subject.nunique(),
        odd=table.unknown.sum(),
        wrong_clock=table.wrong_clock.sum().fill_null(0),
    )
    return answer.order_by("stored_day")


def _median_lags(rows: ir.Table) -> ir.Table:
    table = _stored(rows)
    return table.group_by("stored_day").agg(lag=table.lag.median())


def _late_lags(rows: ir.Table) -> ir.Table:
    table = _stored(rows)
    return table.group_by("stored_day").agg(lag=table.lag.quantile(0.95))


def _date(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
