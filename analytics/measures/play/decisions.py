"""What learners choose in each situation of the game the first time, and whether they choose otherwise the next time."""

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows, shared_view
from analytics.measures.shares import Share, ask_share

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


def safe_share_of_learner(rows: ir.Table) -> ir.Table:
    """One row a learner: `value`, the share of her first choices that were safe, and `acts`, how many they are."""
    first = first_of_run(rows).filter(lambda table: table.turn == 0)
    return first.group_by("subject").agg(value=ibis.ifelse(first.choice == "safe", 1.0, 0.0).mean(), acts=first.count())


@shared_view
def first_of_run(rows: ir.Table) -> ir.Table:
    """The first choice of each learner in each situation of each play, in order; `turn` 0 is her first play of it."""
    choices = _choices(rows)
    choices = choices.mutate(
        response=choices.response.fill_null("unknown"),
        choice=ibis.cases((choices.harm == "unsafe", "unsafe"), (choices.success, "safe"), else_="other"),
        run=ibis.coalesce(choices.play, choices.registration, ""),
    )
    per_run = ibis.window(group_by=[choices.subject, choices.thing, choices.run], order_by=[choices.at, choices.seq])
    choices = choices.mutate(inside=ibis.row_number().over(per_run)).filter(lambda table: table.inside == 0)
    order = ibis.window(group_by=[choices.subject, choices.thing], order_by=[choices.at, choices.seq])
    columns = ("subject", "thing", "response", "choice", "seconds", "turn", "hinted")
    return choices.mutate(turn=ibis.row_number().over(order)).select(*columns)


def options(rows: Rows) -> list[Option]:
    """Options of each situation by first choice, the most chosen first."""
    return [Option(row["situation"], row["option"], row["kind"], row["n"]) for row in rows.ask(_options)]


def _options(rows: ir.Table) -> ir.Table:
    first = first_of_run(rows).filter(lambda table: table.turn == 0)
    answer = first.group_by(situation="thing", option="response").agg(kind=first.choice.max(), n=first.count())
    return answer.order_by(answer.situation, answer.n.desc(), answer.option)


def safe_first(rows: Rows) -> Share:
    """First choices that were safe, over every situation."""
    return ask_share(rows, _safe_first)


def _safe_first(rows: ir.Table) -> ir.Table:
    first = first_of_run(rows).filter(lambda table: table.turn == 0)
    return first.select("subject", is_part=first.choice == "safe")


def again(rows: Rows) -> list[Again]:
    """Each situation with the change from the first play to the second."""
    return [Again(**row) for row in rows.ask(_again)]


def _again(rows: ir.Table) -> ir.Table:
    turns = first_of_run(rows).filter(lambda table: table.turn <= 1)
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
    return answer.order_by("situation")


def learners(rows: Rows) -> int:
    """Distinct learners who decided something."""
    return rows.learners(_choices)


def _choices(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.verb == "selected", rows.kind == "situation", rows.thing.notnull())
