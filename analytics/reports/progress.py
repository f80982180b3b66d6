"""R16, progress in the game: weeks started and completed, and where plays that stopped were last seen."""

from itertools import groupby

from analytics import disclosure
from analytics.disclosure import Rule, count, percent
from analytics.engines import Rows
from analytics.measures import play_progress
from analytics.measures.play_progress import WeekProgress
from analytics.reports.content import Content, bounds, too_few
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

WEEKS = (
    Column("campaign", "name", "campaign"),
    Column("week_number", "count"),
    Column("n", "count"),
    Column("completed", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
    Column("again", "count"),
)
STOPPED = (
    Column("campaign", "name", "campaign"),
    Column("week_number", "count"),
    Column("situation", "name", "situation"),
    Column("n", "count"),
)


def progress(rows: Rows, rule: Rule) -> Content:
    """One figure a campaign; the last situations beside it."""
    made: list[tuple[Cell, ...]] = []
    figures = []
    for campaign, group in groupby(play_progress.weeks(rows), lambda week: week.campaign):
        weeks = list(group)
        made += [_week(week, rule) for week in weeks]
        figures.append(Figure(campaign, "rates", _finding(weeks, rule)))
    stops: list[tuple[Cell, ...]] = []
    for (campaign, number), found in groupby(play_progress.stopped(rows), lambda stop: (stop.campaign, stop.week)):
        places = list(found)
        _, cells = disclosure.row([stop.n for stop in places], rule)
        stops += [(campaign, number, stop.situation, cell) for stop, cell in zip(places, cells, strict=True)]
    return Content(play_progress.learners(rows), (table("weeks_played", WEEKS, made, figures), table("stopped", STOPPED, stops)))


def _week(week: WeekProgress, rule: Rule) -> tuple[Cell, ...]:
    """Those who completed and those who did not add up to n, so the row is protected as a whole."""
    n, (completed, _) = disclosure.row([week.completed, week.n - week.completed], rule)
    rates: tuple[Cell, ...] = (percent(week.completed, week.n, rule), *bounds(week.completed, week.n, rule))
    if isinstance(completed, Hidden) or isinstance(n, Hidden):
        rates = (completed if isinstance(completed, Hidden) else n,) * 3
    return week.campaign, week.week, n, completed, *rates, count(week.again, rule)


def _finding(weeks: list[WeekProgress], rule: Rule) -> Finding:
    started, completed = sum(week.n for week in weeks), sum(week.completed for week in weeks)
    if started < rule.below:
        return too_few(started, rule)
    share = percent(completed, started, rule)
    return Finding("weeks_completed", {"share": Hidden("few", rule.below) if isinstance(count(completed, rule), Hidden) else share})
