"""R4, active learners: who did something, week by week and role by role."""

from analytics.disclosure import Rule, count
from analytics.engines import Rows
from analytics.measures import activity
from analytics.reports.content import Content, too_few
from analytics.shape import Cell, Column, Figure, Finding, table

COLUMNS = (Column("week", "date"), Column("role", "word"), Column("n", "count"))


def active(rows: Rows, rule: Rule) -> Content:
    """One line a role."""
    weeks = activity.weeks(rows)
    n = activity.active_learners(rows)
    finding = too_few(n, rule)
    if n >= rule.below:
        last = weeks[-1].monday
        now = max(week.n for week in weeks if week.monday == last)
        finding = Finding("active_last", {"week": last.isoformat(), "n": count(now, rule)})
    rows_of_weeks: list[tuple[Cell, ...]] = [(week.monday.isoformat(), week.role, count(week.n, rule)) for week in weeks]
    return Content(n, (table("weeks", COLUMNS, rows_of_weeks, [Figure(None, "lines", finding)] if weeks else []),))
