"""The look back as two lanes: the same until the one change, exact after it, and never a score."""

from collections.abc import Callable

import pytest

from game.core import policies
from game.core.review.debrief_builder import look_back
from game.core.review.replay import other_week
from game.core.review.what_if import turning_point
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

WEEKS = [(campaign.key, plan.number) for campaign in load()[0].campaigns.values() for plan in campaign.weeks]


def play_week(campaign: str, number: int, seed: int, policy: Callable[[Week], None]) -> Week:
    week = Week.start(*load(), campaign=campaign, week=number, seed=seed, play=PLAY)
    policies.play(week, policy)
    return week


@pytest.mark.parametrize(("campaign", "number"), WEEKS)
def test_both_lanes_are_the_same_until_the_change_and_tell_what_each_week_was(campaign: str, number: int) -> None:
    for policy in (policies.average, policies.passive):
        week = play_week(campaign, number, 1, policy)
        change, past = turning_point(week.run), look_back(week)
        assert (change is None) == (past.lanes is None)
        if change is None or past.lanes is None:
            continue
        first = week.state.first_day
        assert all(day.is_same for day in past.lanes.days[: change.day - first])
        assert [day.lines for day in past.lanes.days] == [day.lines for day in past.days]
        other = other_week(week.run, change)
        for day in past.lanes.days:
            assert all(line.key.startswith("debrief.day.") for line in day.other_lines)
        closings = [item for item in other.state.story if item.kind in ("reported", "net")]
        assert sum(line.key in ("debrief.day.reported", "debrief.day.net") for day in past.lanes.days for line in day.other_lines) == len(
            closings
        )


def test_a_report_brought_forward_stands_in_the_other_lane_alone() -> None:
    """The azur week whose fever comes on day 9: the passive player tells nobody, the other lane calls at once and is home on day 11."""
    week = play_week("azur", 2, 7, policies.passive)
    lanes = look_back(week).lanes
    assert lanes is not None
    assert lanes.note is not None  # a hospital is announced before
    day_of_fever = lanes.days[9 - week.state.first_day]
    assert "debrief.day.reported" in [line.key for line in day_of_fever.other_lines]
    assert "debrief.day.reported" not in [line.key for line in day_of_fever.lines]
    homes = [[line.key for line in day.other_lines].count("debrief.day.home_after") for day in lanes.days]
    assert homes.index(1) == 11 - week.state.first_day


def test_a_day_in_hospital_is_not_told_as_an_ordinary_one() -> None:
    week = play_week("azur", 2, 7, policies.ideal)
    days = {day.cycle_day: [line.key for line in day.lines] for day in look_back(week).days}
    assert "debrief.day.away" in days[10]
    assert "debrief.day.quiet" not in days[10]
