"""R24, data health: what arrived each day and how late. It counts statements, not people, so nothing is hidden."""

from analytics.disclosure import Rule
from analytics.engines import Rows
from analytics.measures import activity
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
)


def health(rows: Rows, rule: Rule) -> Content:
    """One row a day of the store."""
    found = activity.days(rows)[-DAYS:]
    made: list[tuple[Cell, ...]] = [(day.day.isoformat(), day.statements, day.lag_median, day.lag_p95, day.odd) for day in found]
    odd = sum(day.odd for day in found)
    finding = Finding("health_odd", {"odd": odd}) if odd else Finding("health_good")
    figures = [Figure(None, "days", finding)] if found else []
    return Content(activity.learners(rows), (table("days", COLUMNS, made, figures),))
