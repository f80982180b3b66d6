"""The first episode of each warning sign for each learner: how many game hours until it was reported, or until it was last followed."""

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows, latest_values, shared_view
from analytics.measures.shares import Share, ask_share

LIMIT_HOURS = 72.0
"""Nobody is followed longer, so that a long play does not stretch the curve."""


DIMENSIONS = ("role", "language", "edition")


class Duration(NamedTuple):
    """`learners` episodes of one sign that lasted `hours`; reported: True if they ended by a report, False if they were censored."""

    sign: str
    flag: str
    hours: float
    reported: bool
    learners: int


def durations(rows: Rows) -> list[Duration]:
    """Episodes grouped by sign, hours and end. An episode closed by the net, or open when the play stops, is censored, never left out."""
    return [Duration(row["symptom"], row["flag"], row["hours"], row["reported"], row["learners"]) for row in rows.ask(_durations)]


def durations_by(rows: Rows) -> dict[tuple[str, str], dict[str, list[tuple[float, bool, int]]]]:
    """(sign, dimension) -> value -> its (hours, reported, learners), as `durations`; each learner by her latest value."""
    groups: dict[tuple[str, str], dict[str, list[tuple[float, bool, int]]]] = {}
    for row in rows.ask(_durations_by):
        of_sign = groups.setdefault((row["symptom"], row["dimension"]), {})
        of_sign.setdefault(row["value"], []).append((row["hours"], row["reported"], row["learners"]))
    return groups


def _durations_by(rows: ir.Table) -> ir.Table:
    first = _until_limit(rows).join(latest_values(rows), "subject")
    parts = [first.select("symptom", "hours", "reported", dimension=ibis.literal(name), value=first[name]) for name in DIMENSIONS]
    table = ibis.union(*parts)
    answer = table.group_by("symptom", "dimension", "value", "hours", "reported").agg(learners=table.count())
    return answer.order_by("symptom", "dimension", "value", "hours", "reported")


def _until_limit(rows: ir.Table) -> ir.Table:
    first = _first(rows)
    late = first.hours > LIMIT_HOURS
    return first.mutate(hours=ibis.ifelse(late, LIMIT_HOURS, first.hours), reported=first.reported & ~late)


def _durations(rows: ir.Table) -> ir.Table:
    first = _until_limit(rows)
    answer = first.group_by("symptom", "flag", "hours", "reported").agg(learners=first.count())
    return answer.order_by("symptom", "flag", "hours", "reported")


def learners(rows: Rows) -> int:
    """Distinct learners to whom a warning sign was presented."""
    return rows.learners(presented)


def in_slot(rows: Rows) -> Share:
    """First episodes that were reported in the hour they began, over every sign."""
    return ask_share(rows, _in_slot)


def in_day(rows: Rows) -> Share:
    """First episodes that were reported within 24 game hours, over every sign."""
    return ask_share(rows, _in_day)


def day_share_of_learner(rows: ir.Table) -> ir.Table:
    """One row a learner: `value`, the share of her first episodes reported within 24 game hours, and `acts`, how many they are."""
    first = _first(rows)
    soon = first.reported & (first.hours <= 24)
    return first.group_by("subject").agg(value=ibis.ifelse(soon, 1.0, 0.0).mean(), acts=first.count())


def _in_slot(rows: ir.Table) -> ir.Table:
    first = _first(rows)
    return first.select("subject", is_part=first.reported & (first.hours == 0))


def _in_day(rows: ir.Table) -> ir.Table:
    first = _first(rows)
    return first.select("subject", is_part=first.reported & (first.hours <= 24))


def presented(rows: ir.Table) -> ir.Table:
    """Statements that a warning sign appeared."""
    return rows.filter(rows.verb == "presented", rows.symptom.notnull(), rows.game_hour.notnull())


@shared_view
def _first(rows: ir.Table) -> ir.Table:
    """One row a learner and sign: flag, hours, reported."""
    rows = rows.mutate(run=ibis.coalesce(rows.play, rows.registration, ""), episode=rows.episode.fill_null(""), week=rows.week.fill_null(0))
    signs = presented(rows)
    order = ibis.window(group_by=[signs.subject, signs.symptom], order_by=[signs.at, signs.seq])
    signs = signs.mutate(turn=ibis.row_number().over(order)).filter(lambda table: table.turn == 0)
    signs = signs.select("subject", "run", "week", "episode", "symptom", onset="game_hour", flag=signs.flag.fill_null("amber"))
    ends = rows.filter(rows.verb.isin(["reported", "ignored"]), rows.game_hour.notnull())
    ends = ends.group_by("subject", "run", "week", "episode").agg(
        reported_at=ends.game_hour.min(where=ends.verb == "reported"), ignored_at=ends.game_hour.min(where=ends.verb == "ignored")
    )
    last = (
        rows.filter(rows.game_hour.notnull()).group_by("subject", "run", "week").agg(lambda table: table.game_hour.max().name("last_hour"))
    )
    table = signs.left_join(ends, ["subject", "run", "week", "episode"], rname="{name}_e")
    table = table.left_join(last, ["subject", "run", "week"], rname="{name}_l")
    end = ibis.coalesce(table.reported_at, table.ignored_at, table.last_hour, table.onset)
    hours = ibis.greatest(end - table.onset, 0.0)
    return table.select("subject", "symptom", "flag", hours=hours, reported=table.reported_at.notnull())
