"""R6, cohort retention: what may be shown of it."""

from itertools import groupby

from analytics import disclosure
from analytics.disclosure import Rule, percent
from analytics.engines import Rows
from analytics.measures import activity, weekly_return
from analytics.measures.weekly_return import Return
from analytics.reports.content import Content, bounds, too_few
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

COLUMNS = (
    Column("began", "date"),
    Column("later", "count"),
    Column("n", "count"),
    Column("active", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)


def retention(rows: Rows, rule: Rule) -> Content:
    """One chart a week of start."""
    cells: list[tuple[Cell, ...]] = []
    figures = []
    for monday, group in groupby(weekly_return.returns(rows, rows.question.date), lambda one: one.monday):
        weeks = list(group)
        cells += [_row(one, rule) for one in weeks]
        figures.append(Figure(monday.isoformat(), "rates", _finding(weeks, rule)))
    return Content(activity.active_learners(rows), (table("returns", COLUMNS, cells, figures),))


def _row(one: Return, rule: Rule) -> tuple[Cell, ...]:
    """Those who came back and those who did not add up to n."""
    n, (active, _) = disclosure.row([one.active, one.n - one.active], rule)
    rates: tuple[Cell, ...] = (percent(one.active, one.n, rule), *bounds(one.active, one.n, rule))
    if isinstance(active, Hidden) or isinstance(n, Hidden):
        rates = (active if isinstance(active, Hidden) else n,) * 3
    return one.monday.isoformat(), one.week, n, active, *rates


def _finding(weeks: list[Return], rule: Rule) -> Finding:
    n = weeks[0].n
    if n < rule.below:
        return too_few(n, rule)
    if len(weeks) < 2:
        return Finding("back_early")
    share = _row(weeks[1], rule)[4]
    return Finding("part_hidden") if isinstance(share, Hidden) else Finding("back_next", {"share": share, "n": n})
