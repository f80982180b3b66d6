"""Choices of the same learners at their first and second play of a situation, and choices with and without a hint."""

from collections.abc import Sequence
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
from scipy.stats import binomtest

from analytics.engines import Rows
from analytics.measures.play.decisions import first_of_run
from analytics.measures.recall import share_by_learner


class Replay(NamedTuple):
    """One situation, learners who met it in two plays: safe in both, in the second alone, in the first alone, in neither."""

    situation: str
    both: int
    second_alone: int
    first_alone: int
    neither: int

    @property
    def p(self) -> float | None:
        """Exact p of McNemar: chance that a change is as lopsided as here when neither way is likelier; None when nobody changed.

        Source: Q. McNemar, Psychometrika 12 (1947), 153-157, with the binomial distribution.
        """
        changes = self.second_alone + self.first_alone
        return float(binomtest(self.second_alone, changes).pvalue) if changes else None


class Hinted(NamedTuple):
    """First choices with a hint on the screen, or without. learners: who chose so; with_safe, with_rest: of them, who chose safely at
    least once, and otherwise at least once. share: of choices that were safe, 0.0-1.0, with its interval over learners."""

    has_hint: bool
    learners: int
    with_safe: int
    with_rest: int
    choices: int
    share: float
    low: float | None
    high: float | None


def replays(rows: Rows) -> list[Replay]:
    """Situations that somebody met in two plays."""
    return [Replay(**row) for row in rows.ask(_replays)]


def by_hint(rows: Rows) -> list[Hinted]:
    """Without a hint, then with one; a choice of which nothing is said of a hint had none."""
    counts: dict[bool, list[tuple[int, int]]] = {}
    for row in rows.ask(_by_hint):
        counts.setdefault(row["has_hint"], []).append((row["safe"], row["choices"]))
    return [_hinted(has_hint, pairs) for has_hint, pairs in sorted(counts.items())]


def _hinted(has_hint: bool, pairs: Sequence[tuple[int, int]]) -> Hinted:
    with_safe, with_rest = sum(safe > 0 for safe, _ in pairs), sum(safe < whole for safe, whole in pairs)
    return Hinted(has_hint, len(pairs), with_safe, with_rest, sum(whole for _, whole in pairs), *share_by_learner(pairs))


def _by_hint(rows: ir.Table) -> ir.Table:
    first = first_of_run(rows).filter(lambda table: table.turn == 0)
    first = first.mutate(has_hint=first.hinted.fill_null(False))
    safe = ibis.ifelse(first.choice == "safe", 1, 0).sum()
    return first.group_by("has_hint", "subject").agg(safe=safe, choices=first.count()).order_by("has_hint", "subject")


def _replays(rows: ir.Table) -> ir.Table:
    turns = first_of_run(rows).filter(lambda table: table.turn <= 1)
    safe = ibis.ifelse(turns.choice == "safe", 1, 0)
    people = turns.group_by("subject", situation="thing").agg(
        runs=turns.count(), first=safe.max(where=turns.turn == 0), second=safe.max(where=turns.turn == 1)
    )
    people = people.filter(people.runs == 2)
    kinds = {"both": (1, 1), "second_alone": (0, 1), "first_alone": (1, 0), "neither": (0, 0)}
    counts = {name: ibis.ifelse((people["first"] == a) & (people.second == b), 1, 0).sum() for name, (a, b) in kinds.items()}
    return people.group_by("situation").agg(**counts).order_by("situation")
