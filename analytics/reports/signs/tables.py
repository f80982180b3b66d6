"""R14, time from a warning sign to its report: Kaplan-Meier in game hours, one curve a sign."""

from itertools import groupby

from analytics import disclosure
from analytics.disclosure import EXPORT, Rule, count, percent
from analytics.engines import Rows
from analytics.measures.intervals import Z_95
from analytics.measures.play import calls, episodes
from analytics.measures.play.episodes import LIMIT_HOURS, Duration
from analytics.measures.survival import Point, is_followed, kaplan_meier, median, restricted_mean, share_by
from analytics.reports.content import Content, share_stat
from analytics.reports.signs import groups
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

CURVE_LEARNERS = EXPORT.below
"""A curve needs 11 learners even inside the site: its steps say more than a rate does."""

DELAYS = (
    Column("sign", "name", "sign"),
    Column("flag", "word"),
    Column("n", "count"),
    Column("reported", "count"),
    Column("median", "hours"),
    Column("same_slot", "percent"),
    Column("same_day", "percent"),
    Column("mean_hours", "days"),
    Column("mean_low", "days"),
    Column("mean_high", "days"),
)
CURVE = (
    Column("sign", "name", "sign"),
    Column("hour", "hours"),
    Column("at_risk", "count"),
    Column("reported_share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)


def signs(rows: Rows, rule: Rule) -> Content:
    """A curve a sign where 11 learners met it, and one row a sign with its delays."""
    durations = episodes.durations(rows)
    delays: list[tuple[Cell, ...]] = []
    points: list[tuple[Cell, ...]] = []
    figures = []
    for sign, group in groupby(durations, lambda duration: duration.sign):
        durations_of_sign = list(group)
        curve = kaplan_meier((duration.hours, duration.reported, duration.learners) for duration in durations_of_sign)
        delays.append(_delays(sign, durations_of_sign, curve, rule))
        if curve[0].at_risk >= max(CURVE_LEARNERS, rule.below) and not isinstance(delays[-1][3], Hidden):
            points += [_point(sign, point) for point in shown_points(curve, rule)]
            figures.append(Figure(sign, "steps", _finding(sign, curve)))
    shown_signs = {str(row[0]) for row in delays if isinstance(row[2], int)}
    beside = groups.group_rows(episodes.durations_by(rows), shown_signs, rule)
    tables = (
        table("curve", CURVE, points, figures),
        table("delays", DELAYS, delays),
        table("sign_groups", groups.GROUPS, beside),
        table("callers", groups.CALLERS, groups.caller_rows(calls.callers(rows), rule)),
    )
    shares = {"in_slot": episodes.in_slot, "in_day": episodes.in_day, "right_calls": calls.right_calls}
    counted_acts = {key: share(rows) for key, share in shares.items()}
    stats = tuple(share_stat(key, share, rule) for key, share in counted_acts.items() if share.whole) if durations else ()
    return Content(episodes.learners(rows), tables, stats)


def shown_points(curve: list[Point], rule: Rule) -> list[Point]:
    """The points that may be shown: inside the site while enough learners are followed, outside it by groups alone."""
    return coarse(curve, rule.below) if rule.both_ends else [point for point in curve if point.at_risk >= rule.below]


def coarse(curve: list[Point], below: int) -> list[Point]:
    """The curve at those times only between which no one, or `below` learners or more, reported, and the same for those who left.

    Else two points would say when one single learner did what she did. What remains at the end is left out.
    """
    points: list[Point] = []
    events = censored = 0
    at_risk = curve[0].at_risk if curve else 0
    for point in curve:
        events, censored = events + point.events, censored + point.censored
        if all(number == 0 or number >= below for number in (events, censored)):
            points.append(point._replace(at_risk=at_risk, events=events, censored=censored))
            at_risk, events, censored = at_risk - events - censored, 0, 0
    return points


def _point(sign: str, point: Point) -> tuple[Cell, ...]:
    shares = (100 * (1 - value) for value in (point.survival, point.high, point.low))
    return sign, point.time, point.at_risk, *shares


def _delays(sign: str, durations: list[Duration], curve: list[Point], rule: Rule) -> tuple[Cell, ...]:
    n = curve[0].at_risk
    n_reported = sum(duration.learners for duration in durations if duration.reported)
    figures: list[Cell] = [median(curve), *(_share(share_by(curve, hours), n, rule) for hours in (0.0, 24.0)), *_mean(curve)]
    reported_cell = count(n_reported, rule)
    if rule.both_ends:  # those who did not report are a group too
        reported_cell = disclosure.row([n_reported, n - n_reported], rule)[1][0]
    if isinstance(reported_cell, Hidden) or isinstance(count(n, rule), Hidden):
        figures = [Hidden("few", rule.below)] * 6
    return sign, durations[0].flag, count(n, rule), reported_cell, *figures


def _mean(curve: list[Point]) -> tuple[float | None, float | None, float | None]:
    """Mean hours to the report, nobody counting for more than 72, with its 95 % interval; None when nobody was followed so long."""
    if not is_followed(curve, LIMIT_HOURS):
        return None, None, None
    mean, error = restricted_mean(curve, LIMIT_HOURS)
    return mean, max(0.0, mean - Z_95 * error), min(LIMIT_HOURS, mean + Z_95 * error)


def _share(share: float, n: int, rule: Rule) -> Cell:
    """A share of the curve, hidden as the same share of n learners would be."""
    cell = percent(round(share * n), n, rule)
    return cell if cell is None or isinstance(cell, Hidden) else 100 * share


def _finding(sign: str, curve: list[Point]) -> Finding:
    half = median(curve)
    if half is None:
        return Finding("signs_under_half", {"sign": sign})
    return Finding("signs_median", {"sign": sign, "median": half}) if half > 0 else Finding("signs_at_once", {"sign": sign})
