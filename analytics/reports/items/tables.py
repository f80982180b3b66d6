"""R8, item analysis: facility, corrected item-rest link and what deserves a look, one row an item."""

from itertools import groupby

from analytics.disclosure import Rule, count, is_small, percent, statistic
from analytics.engines import Rows
from analytics.measures import item_statistics
from analytics.measures.item_statistics import LEARNERS_FOR_R, ItemFigures
from analytics.measures.items import after_unsafe, confidence, discrimination
from analytics.reports.content import Content, bounds, share_stat, too_few
from analytics.reports.items.further import AFTER_UNSAFE, CONFIDENCE, DISCRIMINATION, after_unsafe_row, confidence_row, discrimination_row
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

COLUMNS = (
    Column("module", "name", "module"),
    Column("item", "name", "item"),
    Column("phase", "word"),
    Column("n", "count"),
    Column("facility", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
    Column("r", "r"),
    Column("unsafe", "percent"),
    Column("unsafe_sure", "percent"),
    Column("seconds", "seconds"),
    Column("watch", "words"),
)


def items(rows: Rows, rule: Rule) -> Content:
    """One figure a module; what each item tells apart and who was sure of it in tables of their own."""
    all_figures = item_statistics.items(rows)
    cells = [_row(figures, rule) for figures in all_figures]
    modules = [(module, list(group)) for module, group in groupby(all_figures, lambda figures: figures.module)]
    charts = [
        Figure(module, "scatter" if any(figures.r is not None for figures in group) else "facility", _finding(group, rule))
        for module, group in modules
    ]
    stats = (share_stat("facility", item_statistics.right_answers(rows), rule),) if all_figures else ()
    answers = {(one.item, one.phase): one.n for one in all_figures}
    apart = [discrimination_row(one, answers[one.item, one.phase], rule) for one in discrimination.discriminations(rows)]
    sure_rows = [confidence_row(one, rule) for one in confidence.confidences(rows)]
    after = [after_unsafe_row(one, rule) for one in after_unsafe.after_unsafe(rows)]
    tables = (
        table("items", COLUMNS, cells, charts),
        table("discrimination", DISCRIMINATION, apart),
        table("confidence", CONFIDENCE, sure_rows),
        table("after_unsafe", AFTER_UNSAFE, after),
    )
    return Content(item_statistics.learners(rows), tables, stats)


def signals(figures: ItemFigures) -> list[str]:
    """What deserves a look; nothing under 30 learners."""
    if figures.n < LEARNERS_FOR_R:
        return []
    is_true_of = {
        "very_hard": figures.facility < 0.2,
        "very_easy": figures.facility > 0.95,
        "weak_link": figures.r is not None and figures.r < 0.1,
        "unsafe_choice": figures.unsafe >= 0.1,
    }
    return [key for key, holds in is_true_of.items() if holds]


def _row(figures: ItemFigures, rule: Rule) -> tuple[Cell, ...]:
    n = figures.n
    r: Cell = figures.r
    if is_small(n, rule):
        r = Hidden("few", rule.below)
    elif figures.r_n < LEARNERS_FOR_R:
        r = Hidden("under", LEARNERS_FOR_R)
    return (
        figures.module,
        figures.item,
        figures.phase,
        count(n, rule),
        percent(figures.right, n, rule),
        *bounds(figures.right, n, rule),
        r,
        percent(round(figures.unsafe * n), n, rule),
        percent(figures.unsafe_sure, n, rule),
        statistic(figures.seconds, figures.timed, rule),
        " ".join(signals(figures)),
    )


def _finding(all_figures: list[ItemFigures], rule: Rule) -> Finding:
    most = max(figures.n for figures in all_figures)
    if most < rule.below:
        return too_few(most, rule)
    if most < LEARNERS_FOR_R:
        return Finding("items_early", {"need": LEARNERS_FOR_R})
    n_watched = sum(1 for figures in all_figures if signals(figures))
    return Finding("items_watch", {"count": n_watched, "of": len(all_figures)}) if n_watched else Finding("items_calm")
