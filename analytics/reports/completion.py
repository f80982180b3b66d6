"""R1, the completion funnel: how many learners reach each step of each module."""

from itertools import groupby, pairwise

from analytics.disclosure import Rule, count, is_small, percent, statistic
from analytics.engines import Rows
from analytics.measures import funnel
from analytics.measures.funnel import Stage
from analytics.reports.content import Content, bounds, share_stat, too_few
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

COLUMNS = (
    Column("module", "name", "module"),
    Column("stage", "word"),
    Column("n", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
    Column("step", "percent"),
    Column("days", "days"),
)


def completion(rows: Rows, rule: Rule) -> Content:
    """One figure a module; `share` is of those registered, `step` of the step before."""
    stages = funnel.stages(rows)
    made: list[tuple[Cell, ...]] = []
    figures = []
    for module, group in groupby(stages, lambda stage: stage.module):
        steps = list(group)
        made += _rows(steps, rule)
        figures.append(Figure(module, "bars", _finding(steps, rule)))
    stats = tuple(share_stat(key, _reached(stages, stage), _reached(stages, "registered"), rule) for key, stage in _STATS) if stages else ()
    return Content(funnel.learners(rows), (table("stages", COLUMNS, made, figures),), stats)


_STATS = (("started", "initialized"), ("completed", "completed"))


def _reached(stages: list[Stage], stage: str) -> int:
    """Learner-modules at a step, over all modules."""
    return sum(row.n for row in stages if row.stage == stage)


def _rows(steps: list[Stage], rule: Rule) -> list[tuple[Cell, ...]]:
    made: list[tuple[Cell, ...]] = []
    whole, before = steps[0].n, steps[0].n
    for step in steps:
        is_first = step is steps[0]
        n = count(step.n, rule)
        rates = (percent(step.n, whole, rule), *bounds(step.n, whole, rule), None if is_first else percent(step.n, before, rule))
        if isinstance(n, Hidden):
            rates = (n, n, n, None if is_first else n)
        made.append((step.module, step.stage, n, *rates, statistic(step.days, step.timed, rule)))
        before = step.n
    return made


def _finding(steps: list[Stage], rule: Rule) -> Finding:
    if steps[0].n < rule.below:
        return too_few(steps[0].n, rule)
    losses = [
        (before.n - after.n, before.stage, after.stage)
        for before, after in pairwise(steps)
        if not is_small(before.n, rule) and not is_small(after.n, rule)
    ]
    lost, before_key, after_key = max(losses, key=lambda loss: loss[0], default=(0, "", ""))
    if lost < rule.below:
        return Finding("no_big_loss", {"below": rule.below})
    return Finding("biggest_loss", {"lost": lost, "before": before_key, "after": after_key})
