"""R1, the completion funnel: how many learners reach each step of each module."""

from itertools import groupby, pairwise

from analytics import disclosure
from analytics.disclosure import Rule, count, percent, statistic
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
    Column("days_n", "count"),
)


def completion(rows: Rows, rule: Rule) -> Content:
    """One figure a module; `share` is of those registered, `step` of the step before."""
    stages = funnel.stages(rows)
    stage_rows: list[tuple[Cell, ...]] = []
    figures = []
    for module, group in groupby(stages, lambda stage: stage.module):
        steps = list(group)
        stage_rows += _rows(steps, rule)
        figures.append(Figure(module, "bars", _finding(steps, rule)))
    stats = (share_stat("started", funnel.start_share(rows), rule), share_stat("completed", funnel.completed(rows), rule)) if stages else ()
    return Content(funnel.learners(rows), (table("stages", COLUMNS, stage_rows, figures),), stats)


def _rows(steps: list[Stage], rule: Rule) -> list[tuple[Cell, ...]]:
    """A share of a step whose count is hidden, on either side, would tell that count."""
    stage_rows: list[tuple[Cell, ...]] = []
    cells = disclosure.steps([step.n for step in steps], rule)
    for place, (step, n) in enumerate(zip(steps, cells, strict=True)):
        rates: tuple[Cell, ...] = (n, n, n)
        if not isinstance(n, Hidden):
            rates = (percent(step.n, steps[0].n, rule), *bounds(step.n, steps[0].n, rule))
        of_step: Cell = None
        if place:
            before = cells[place - 1]
            of_step = next((cell for cell in (n, before) if isinstance(cell, Hidden)), percent(step.n, steps[place - 1].n, rule))
        days = n if isinstance(n, Hidden) else statistic(step.days, step.timed, rule)
        n_timed: Cell = None
        if place:
            n_timed = n if isinstance(n, Hidden) else count(step.timed, rule) if not rule.both_ends else None
        stage_rows.append((step.module, step.stage, n, *rates, of_step, days, n_timed))
    return stage_rows


def _finding(steps: list[Stage], rule: Rule) -> Finding:
    if steps[0].n < rule.below:
        return too_few(steps[0].n, rule)
    cells = disclosure.steps([step.n for step in steps], rule)
    losses = [
        (before - after, steps[place].stage, steps[place + 1].stage)
        for place, (before, after) in enumerate(pairwise(cells))
        if isinstance(before, int) and isinstance(after, int)
    ]
    loss, before_key, after_key = max(losses, key=lambda loss: loss[0], default=(0, "", ""))
    if loss < rule.below:
        return Finding("no_big_loss", {"below": rule.below})
    return Finding("biggest_loss", {"lost": loss, "before": before_key, "after": after_key})
