"""How far plays go: weeks of the game started and completed, and the last situation of those that stopped."""

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows, shared_view
from analytics.measures.shares import Share, ask_shares


class WeekProgress(NamedTuple):
    """One week of one campaign. n: learners who started it; completed: who reached its end; again: who played it more than once."""

    campaign: str
    week: int
    n: int
    completed: int
    again: int


class Stop(NamedTuple):
    """A situation that was the last one of `n` learners who started this week and did not complete it."""

    campaign: str
    week: int
    situation: str
    n: int


def weeks(rows: Rows) -> list[WeekProgress]:
    """Weeks in order of campaign and number."""
    return [WeekProgress(**row) for row in rows.ask(_weeks)]


def completions(rows: Rows) -> dict[str, Share]:
    """By campaign, the weeks that were completed of those started, over all its weeks."""
    return ask_shares(rows, _completions, "campaign")


def _completions(rows: ir.Table) -> ir.Table:
    people = _people(rows)
    return people.select("campaign", "subject", is_part=people.done)


def stops(rows: Rows) -> list[Stop]:
    """Last situations, the most frequent first within a week."""
    return [Stop(**row) for row in rows.ask(_stops)]


def learners(rows: Rows) -> int:
    """Distinct learners who started a week."""
    return rows.learners(_in_weeks)


def _in_weeks(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.campaign.notnull(), rows.week.notnull())


@shared_view
def _people(rows: ir.Table) -> ir.Table:
    """One row a learner and week."""
    table = _in_weeks(rows)
    order = ibis.window(group_by=table.subject, order_by=[table.at, table.seq])
    table = table.mutate(place=ibis.row_number().over(order))  # acts that a wrong clock dated may share the time of their arrival
    is_decision = table.verb == "selected"
    return table.group_by("campaign", "week", "subject").agg(
        done=((table.verb == "completed") & (table.kind == "week")).any(),
        runs=ibis.coalesce(table.play, table.registration).nunique(),
        last=table.thing.argmax(table.place, where=is_decision),
    )


def _weeks(rows: ir.Table) -> ir.Table:
    people = _people(rows)
    answer = people.group_by("campaign", "week").agg(n=people.count(), completed=people.done.sum(), again=(people.runs > 1).sum())
    return answer.order_by("campaign", "week")


def _stops(rows: ir.Table) -> ir.Table:
    people = _people(rows).filter(lambda table: ~table.done & table["last"].notnull())
    answer = people.group_by("campaign", "week", situation="last").agg(n=people.count())
    return answer.order_by("campaign", "week", answer.n.desc(), "situation")
