"""R16, progress in the game: weeks started and completed, and where plays that stopped were last seen."""

from itertools import groupby

from analytics import disclosure
from analytics.disclosure import Rule, count, is_small, percent
from analytics.engines import Rows
from analytics.measures.play import play_progress
from analytics.measures.play.play_progress import Stop, WeekProgress
from analytics.measures.shares import Share
from analytics.reports.content import Content, bounds, share_stat, too_few
from analytics.shape import POOL_KEY, Cell, Column, Figure, Finding, Hidden, table

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
STOP_COLUMNS = (
    Column("campaign", "name", "campaign"),
    Column("week_number", "count"),
    Column("situation", "name", "situation"),
    Column("n", "count"),
)


def progress(rows: Rows, rule: Rule) -> Content:
    """One figure a campaign; the last situations beside it, of the weeks whose rest may be shown."""
    week_rows: list[tuple[Cell, ...]] = []
    figures = []
    shares = play_progress.completions(rows)
    for campaign, group in groupby(play_progress.weeks(rows), lambda week: week.campaign):
        week_rows += [_week(week, rule) for week in group]
        figures.append(Figure(campaign, "rates", _finding(shares[campaign], rule)))
    open_weeks = {row[:2] for row in week_rows if not isinstance(row[3], Hidden)}
    stops: list[tuple[Cell, ...]] = []
    for week, stops_of_week in groupby(play_progress.stops(rows), lambda stop: (stop.campaign, stop.week)):
        if week in open_weeks:
            stops += _stops(list(stops_of_week), rule)
    return Content(play_progress.learners(rows), (table("weeks_played", WEEKS, week_rows, figures), table("stopped", STOP_COLUMNS, stops)))


def _stops(stops: list[Stop], rule: Rule) -> list[tuple[Cell, ...]]:
    """Situations by name when enough stopped there, the others together."""
    places, rest = disclosure.pool([stop.n for stop in stops], rule)
    cells: list[tuple[Cell, ...]] = [tuple(stops[place]) for place in places]
    if rest and not is_small(rest, rule):
        cells.append((stops[0].campaign, stops[0].week, POOL_KEY, rest))
    return cells


def _week(week: WeekProgress, rule: Rule) -> tuple[Cell, ...]:
    """Those who completed and those who did not add up to n, so the row is protected as a whole."""
    n, (completed, _) = disclosure.row([week.completed, week.n - week.completed], rule)
    rates: tuple[Cell, ...] = (percent(week.completed, week.n, rule), *bounds(week.completed, week.n, rule))
    if isinstance(completed, Hidden) or isinstance(n, Hidden):
        rates = (completed if isinstance(completed, Hidden) else n,) * 3
    return week.campaign, week.week, n, completed, *rates, count(week.again, rule)


def _finding(share: Share, rule: Rule) -> Finding:
    if share.learners < rule.below:
        return too_few(share.learners, rule)
    return Finding("weeks_completed", {"share": share_stat("completed", share, rule).value})
