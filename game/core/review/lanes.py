"""Two lanes: the week that was, and the same luck with one change, side by side, day by day. Without a score: what happened is enough."""

from collections.abc import Callable

from game.core.review.debrief_view import DebriefDay, LaneDay, Lanes
from game.core.state.run import Run
from game.core.views.expressions import line
from game.core.views.view import Line

Day = Callable[[Run, int], DebriefDay]


def side_by_side(run: Run, other: Run, day_of: Day) -> Lanes:
    """day_of: what is told of a day of a week."""
    state = run.state
    days = tuple(_lane_day(day_of(run, day), day_of(other, day)) for day in range(state.first_day, state.last_day + 1))
    has_hospital = any(past.kind == "away" for week in (run, other) for past in week.state.story)
    return Lanes(days, line(run, "lanes.hospital") if has_hospital else None)


def _lane_day(one: DebriefDay, other: DebriefDay) -> LaneDay:
    is_same = _keys(one) == _keys(other)
    return LaneDay(one.title, one.lines, other.lines if is_same else tuple(map(_not_yours, other.lines)), is_same)


def _not_yours(one: Line) -> Line:
    """A decision of the other week was not made by the one who reads."""
    return Line("debrief.day.decision_other", one.values) if one.key == "debrief.day.decision" else one


def _keys(day: DebriefDay) -> list[tuple[str, str]]:
    return [(one.key, repr(sorted(one.values.items(), key=lambda item: item[0]))) for one in day.lines]
