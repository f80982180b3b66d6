"""R5, silent learners: what may be shown of it."""

from analytics import disclosure
from analytics.disclosure import Rule, percent
from analytics.engines import Rows
from analytics.measures import silent_learners as measure
from analytics.measures.silent_learners import STAGES, Standing
from analytics.reports.content import Content, bounds
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

STANDING = (
    Column("course", "name", "course"),
    Column("n", "count"),
    Column("finished", "count"),
    Column("active", "count"),
    Column("silent", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)
SILENT_STAGES = (Column("course", "name", "course"), Column("stage", "word"), Column("n", "count"), Column("share", "percent"))


def silent(rows: Rows, rule: Rule) -> Content:
    """One stacked row a course; for each course one chart of how far the silent ones had come."""
    all_standings = measure.standings(rows, rows.question.date)
    cells = [_row(one, rule) for one in all_standings]
    stages: list[tuple[Cell, ...]] = []
    figures = []
    for one, row in zip(all_standings, cells, strict=True):
        if one.silent and not isinstance(row[4], Hidden):
            own = _stages(one, rule)
            stages += own
            figures.append(Figure(one.course, "bars", _where(own[-1], one.silent)))
    whole = Figure(None, "stacked_silent", _most(cells))
    tables = (table("standing", STANDING, cells, [whole] if cells else []), table("silent_stages", SILENT_STAGES, stages, figures))
    return Content(measure.learners(rows), tables)


def _row(one: Standing, rule: Rule) -> tuple[Cell, ...]:
    n, cells = disclosure.row([one.finished, one.active, one.silent], rule)
    rates: tuple[Cell, ...] = (percent(one.silent, one.n, rule), *bounds(one.silent, one.n, rule))
    if isinstance(cells[2], Hidden):
        rates = (cells[2],) * 3
    return one.course, n, *cells, *rates


def _stages(one: Standing, rule: Rule) -> list[tuple[Cell, ...]]:
    cells = disclosure.row(one.stages, rule)[1]
    shares = [cell if isinstance(cell, Hidden) else percent(n, one.silent, rule) for cell, n in zip(cells, one.stages, strict=True)]
    return [(one.course, stage, cell, share) for stage, cell, share in zip(STAGES, cells, shares, strict=True)]


def _where(last: tuple[Cell, ...], n: int) -> Finding:
    return Finding("part_hidden") if isinstance(last[3], Hidden) else Finding("silent_where", {"share": last[3], "n": n})


def _most(rows: list[tuple[Cell, ...]]) -> Finding:
    counts = [(row[4], str(row[0])) for row in rows]
    n, course = max(((count, key) for count, key in counts if isinstance(count, int)), default=(0, ""))
    return Finding("silent_most", {"silent": n, "course": course}) if n else Finding("silent_none")
