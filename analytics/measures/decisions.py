"""What learners choose in each situation of the game the first time, and whether they choose otherwise the next time."""

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import distinct_subjects, fetch

CLASSES = ("safe", "other", "unsafe")


class Option(NamedTuple):
    """One option of one situation: how many learners chose it first. kind: safe, other or unsafe."""

    situation: str
    option: str
    kind: str
    n: int


class Again(NamedTuple):
    """One situation. again: learners who met it in a second play; changed: those of them who chose otherwise.

    seconds: median to decide, over `timed` learners.
    """

    situation: str
    n: int
    again: int
    changed: int
    seconds: float | None
    timed: int


def _decided(rows: ir.Table) -> ir.Table:
    chosen = rows.filter(rows.verb == "selected", rows.kind == "situation", rows.thing.notnull())
    chosen = chosen.mutate(
        response=chosen.response.fill_null("unknown"),
        choice=ibis.cases((chosen.harm == "unsafe", "unsafe"), (chosen.success, "safe"), else_="other"),
        run=ibis.coalesce(chosen.play, chosen.registration, ""),
    )
    per_run = ibis.window(group_by=[chosen.subject, chosen.thing, chosen.run], order_by=[chosen.at, chosen.seq])
    chosen = chosen.mutate(inside=ibis.row_number().over(per_run)).filter(lambda table: table.inside == 0)
    order = ibis.window(group_by=[chosen.subject, chosen.thing], order_by=[chosen.at, chosen.seq])
    return chosen.mutate(turn=ibis.row_number().over(order))


def options(rows: ir.Table) -> list[Option]:
    """Options of each situation by first choice, the most chosen first."""
    first = _decided(rows).filter(lambda table: table.turn == 0)
    answer = first.group_by(situation="thing", option="response").agg(kind=first.choice.max(), n=first.count())
    ordered = answer.order_by(answer.situation, answer.n.desc(), answer.option)
    return [Option(row["situation"], row["option"], row["kind"], row["n"]) for row in fetch(ordered)]


def again(rows: ir.Table) -> list[Again]:
    """Each situation with the change from the first play to the second."""
    turns = _decided(rows).filter(lambda table: table.turn <= 1)
    pairs = turns.group_by("thing", "subject").agg(
        runs=turns.count(),
        first=turns.response.max(where=turns.turn == 0),
        second=turns.response.max(where=turns.turn == 1),
        seconds=turns.seconds.max(where=turns.turn == 0),
    )
    answer = pairs.group_by(situation="thing").agg(
        n=pairs.count(),
        again=(pairs.runs == 2).sum(),
        changed=((pairs.runs == 2) & (pairs["first"] != pairs.second)).sum(),
        seconds=pairs.seconds.median(),
        timed=pairs.seconds.count(),
    )
    return [
        Again(row["situation"], row["n"], row["again"], row["changed"], row["seconds"], row["timed"])
        for row in fetch(answer.order_by("situation"))
    ]


def learners(rows: ir.Table) -> int:
    """Distinct learners who decided something."""
    chosen = rows.filter(rows.verb == "selected", rows.kind == "situation")
    return distinct_subjects(chosen)
