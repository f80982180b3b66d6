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
    found = activity.days(rows)[-DAYS:]
    made = [_row(day, rule) for day in found]
    odd, wrong = sum(day.odd for day in found), sum(day.wrong_clock for day in found)
    finding = Finding("health_odd", {"odd": odd}) if odd else Finding("health_good")
    if wrong:
        finding = Finding("health_clocks", {"wrong": wrong, "odd": odd})
    figures = [Figure(None, "days", finding)] if found else []
    return Content(activity.learners(rows), (table("days", COLUMNS, made, figures),))


def _row(day: Day, rule: Rule) -> tuple[Cell, ...]:
    numbers = (day.statements, day.lag_median, day.lag_p95, day.odd, day.wrong_clock)
    return day.day.isoformat(), *(statistic(number, day.learners, rule) for number in numbers)
