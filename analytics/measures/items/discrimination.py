"""What an item tells apart: the upper-lower index D, alpha without the item, and how many went past it without an answer."""

from collections.abc import Sequence
from itertools import groupby
from math import isnan
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures import reliability
from analytics.measures.item_statistics import first_attempts, first_attempts_now, responses, with_rest

GROUP = 0.27
"""Share of the learners in the upper group, and in the lower one (T. L. Kelley, Journal of Educational Psychology 30, 1939, 17-24)."""


class Level(NamedTuple):
    """`learners` with the same mean score on the other items, and the sum of their scores on this one."""

    rest: float
    learners: int
    score: float


class Discrimination(NamedTuple):
    """One item in one phase. n: learners with a score on other items of the module and phase; d: -1.0 to 1.0, None when either is constant.

    complete: learners behind alpha, who answered all common items; alpha_without: alpha of the module's other items, None for an item that
    is not common, under three items, and when no score varies; alpha: of all. finishers: learners who answered some item and
    reached the end of the module, or of a test with this item; omissions: of them, those who never answered this one.
    """

    module: str
    item: str
    phase: str
    n: int
    d: float | None
    complete: int
    alpha: float | None
    alpha_without: float | None
    finishers: int
    omissions: int


def discriminations(rows: Rows) -> list[Discrimination]:
    """One row for each of `item_statistics.items`, in the same order."""
    numbers = {(row["module"], row["thing"], row["phase"]): (row["finishers"], row["omissions"]) for row in rows.ask(_omissions)}
    alphas = {(one.module, one.phase): one for one in reliability.reliabilities(rows)}
    without = {(row["module"], row["thing"], row["phase"]): row for row in rows.ask(_without)}
    rows_made = []
    for key, group in groupby(rows.ask(_levels), lambda row: (row["module"], row["thing"], row["phase"])):
        levels = [Level(row["rest"], row["learners"], row["score"]) for row in group if row["rest"] is not None]
        n, whole, part = sum(level.learners for level in levels), alphas.get((key[0], key[2])), without.get(key)
        without_it = (
            None if part is None or whole is None else alpha_without(whole.items, part["spreads"], part["spread"], part["left_spread"])
        )
        alpha, complete = (None, 0) if whole is None else (whole.alpha, whole.n)
        rows_made.append(Discrimination(*key, n, upper_lower(levels), complete, alpha, without_it, *numbers.get(key, (0, 0))))
    return rows_made


def upper_lower(levels: Sequence[Level]) -> float | None:
    """D: the mean score on the item in the upper 27 % of learners by the other items, less that in the lower 27 %.

    Learners who tie at the edge of a group count with the share of them that fits in, so that no order of ties is preferred. None when
    all scores on the item, or all on the other items, are alike. Source: T. L. Kelley 1939; A. P. Johnson, Journal of Educational
    Psychology 42 (1951), 499-504 (the index D).
    """
    ranking = sorted(levels)
    n = sum(level.learners for level in ranking)
    total = sum(level.score for level in ranking)
    if len({level.rest for level in ranking}) < 2 or total <= 0 or total >= n:
        return None
    size = max(1.0, float(round(GROUP * n)))
    return _mean_of_first(ranking[::-1], size) - _mean_of_first(ranking, size)


def _mean_of_first(levels: Sequence[Level], size: float) -> float:
    room, score = size, 0.0
    for level in levels:
        share = min(room, level.learners)
        score += level.score * share / level.learners
        room -= share
    return score / size


def alpha_without(items: int, spreads: float, spread: float, left_spread: float | None) -> float | None:
    """Cronbach's alpha of the other items. spreads: sum of the variances of all items; spread: of this one; left_spread: of the sum of the
    others. None under three items and when the others do not vary. Source: L. J. Cronbach, Psychometrika 16 (1951), 297-334."""
    if items < 3 or left_spread is None or isnan(left_spread) or left_spread <= 0:
        return None
    return (items - 1) / (items - 2) * (1 - (spreads - spread) / left_spread)


def _levels(rows: ir.Table) -> ir.Table:
    table = with_rest(first_attempts_now(rows)).mutate(rest=lambda one: one.rest.round(9))
    answer = table.group_by("module", "thing", "phase", "rest").agg(learners=table.count(), score=table.score.sum())
    return answer.order_by("module", "thing", "phase", "rest")


def _without(rows: ir.Table) -> ir.Table:
    """By item: its variance, that of the sum of the module's other items, and the sum of the variances of all."""
    table = reliability.complete(rows)
    totals = table.group_by("module", "phase", "subject").agg(total=table.score.sum())
    table = table.join(totals, ["module", "phase", "subject"])
    by_item = table.group_by("module", "thing", "phase").agg(
        spread=table.score.var(how="sample"), left_spread=(table.total - table.score).var(how="sample")
    )
    sums = by_item.group_by("module", "phase").agg(spreads=by_item.spread.sum())
    return by_item.join(sums, ["module", "phase"])


def _omissions(rows: ir.Table) -> ir.Table:
    """Learners who reached the end of what an item stands in, and of them those without an answer to it, at whatever version.

    Whoever answered none of its items as they are now is left out: she did not pass one by, she did something else.
    """
    answers = responses(rows).mutate(form=lambda table: table.form.fill_null(""), course=lambda table: table.course.fill_null(""))
    practice = answers.filter(answers.phase == "practice").select("module", "thing", "phase").distinct()
    modules = rows.filter(rows.kind == "module", rows.verb == "completed").select("subject", "module").distinct()
    in_modules = modules.join(practice, "module").select("subject", "module", "thing", "phase")
    tests = rows.filter(rows.kind == "test", rows.verb.isin(["completed", "passed", "failed"]), rows.phase.notnull())
    tests = tests.mutate(form=tests.form.fill_null(""), course=ibis.coalesce(tests.course, tests.thing.split("/")[0]))
    tests = tests.select("subject", "course", "phase", "form").distinct()
    in_forms = answers.filter(answers.phase != "practice", answers.form != "")
    in_forms = in_forms.select("course", "phase", "form", "module", "thing").distinct()
    in_tests = tests.join(in_forms, ["course", "phase", "form"]).select("subject", "module", "thing", "phase")
    some = first_attempts_now(rows).select("subject", "module", "phase").distinct()
    finishers = ibis.union(in_modules, in_tests, distinct=True).semi_join(some, ["subject", "module", "phase"])
    own = first_attempts(rows).select("subject", "thing", "phase", has_answer=ibis.literal(True))
    table = finishers.left_join(own, ["subject", "thing", "phase"], rname="{name}_a")
    is_omitted = ibis.ifelse(table.has_answer.fill_null(False), 0, 1)
    return table.group_by("module", "thing", "phase").agg(finishers=table.count(), omissions=is_omitted.sum())
