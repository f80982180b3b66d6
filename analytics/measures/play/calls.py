"""Calls in the game: with a sign behind them, and without one. A call without a sign costs nothing and is no fault: it is counted apart."""

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures.play.episodes import presented
from analytics.measures.shares import Share, ask_share

RIGHT, FALSE_ALARM = "right", "false_alarm"


class Callers(NamedTuple):
    """Learners to whom a sign was presented and who called in the game: all their calls had a sign behind them, none had, or some."""

    right_alone: int
    both: int
    false_alone: int


def callers(rows: Rows) -> Callers:
    """Over every play."""
    return Callers(**rows.ask(_callers)[0])


def right_calls(rows: Rows) -> Share:
    """Calls with a sign behind them, of all calls."""
    return ask_share(rows, _right_calls)


def _calls(rows: ir.Table) -> ir.Table:
    calls = rows.filter(rows.verb == "called", rows.reason.isin([RIGHT, FALSE_ALARM]))
    return calls.semi_join(presented(rows), "subject")


def _right_calls(rows: ir.Table) -> ir.Table:
    calls = _calls(rows)
    return calls.select("subject", is_part=calls.reason == RIGHT)


def _callers(rows: ir.Table) -> ir.Table:
    calls = _calls(rows)
    people = calls.group_by("subject").agg(
        right=ibis.ifelse(calls.reason == RIGHT, 1, 0).max(), alarms=ibis.ifelse(calls.reason == FALSE_ALARM, 1, 0).max()
    )
    kinds = {"right_alone": (1, 0), "both": (1, 1), "false_alone": (0, 1)}
    counts = {
        name: ibis.ifelse((people.right == right) & (people.alarms == alarms), 1, 0).sum().fill_null(0)
        for name, (right, alarms) in kinds.items()
    }
    return people.agg(**counts)
