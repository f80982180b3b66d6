"""R24, data health: what arrived each day and how late. Statements of few learners are not told."""

from analytics.disclosure import Rule, statistic
from analytics.engines import Rows
from analytics.measures import activity
from analytics.measures.activity import Day
from analytics.reports.content import Content
from analytics.shape import Cell, Column, Figure, Finding, table

DAYS = 28
"""The last days with statements are shown."""

COLUMNS = (
    Column("day", "date"),
    Column("statements", "count"),
    Column("lag_median", "seconds"),
    Column("lag_p95", "seconds"),
    Column("odd", "count"),
    Column("wrong_clock", "count"),
)


def health(rows: Rows, rule: Rule) -> Content:
    """One row a day of the store, hidden when few learners made its statements."""
    days = activity.days(rows)[-DAYS:]
    cells = [_row(day, rule) for day in days]
    odd, wrong = sum(day.odd for day in days), sum(day.wrong_clock for day in days)
    finding = Finding("health_odd", {"odd": odd}) if odd else Finding("health_good")
    if wrong:
        finding = Finding("health_clocks", {"wrong": wrong, "odd": odd})
    figures = [Figure(None, "days", finding)] if days else []
    return Content(activity.learners(rows), (table("days", COLUMNS, cells, figures),))


def _row(day: Day, rule: Rule) -> tuple[Cell, ...]:
    numbers = (day.statements, day.lag_median, day.lag_p95, day.odd, day.wrong_clock)
    return day.day.isoformat(), *(statistic(number, day.learners, rule) for number in numbers)
