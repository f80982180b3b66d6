"""Playing again from the moment a week turned: all before it as it was, the same luck after it, and a start that is told once."""

from typing import Any

import pytest

from game.core import policies
from game.core.review.debrief_builder import look_back
from game.core.review.replay import again_at
from game.core.state.commands import HangUp, NextSlot
from game.core.state.events import WeekStarted
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

OTHER = "00000000-0000-4000-8000-00000000000b"
ITS_OWN = {"play", "turn", "origin"}


def lived(policy: policies.Policy, seed: int = 3, campaign: str = "azur") -> tuple[Week, dict[tuple[int, str], dict[str, Any]]]:
    """A week, and its state at the opening of each moment."""
    week = Week.start(*load(), campaign=campaign, week=2, seed=seed, play=PLAY, difficulty=2, character={"look": "awa"})
    week.begin()
    opened = {}
    while not week.state.is_over:
        opened[week.state.day, week.state.slot] = week.save()
        policy(week)
        policies._decide(week, 1.0)
        if week.state.call:
            week.do(HangUp())
        week.do(NextSlot())
    return week, opened


@pytest.mark.parametrize("policy", [policies.average, policies.random, policies.with_skill(0.2)])
@pytest.mark.parametrize("campaign", ["azur", "caregiver"])
def test_at_every_moment_the_week_stands_as_it_stood(policy: policies.Policy, campaign: str) -> None:
    week, opened = lived(policy, campaign=campaign)
    for moment in list(opened)[::3]:
        again = again_at(*load(), week.save(), play=OTHER, moment=moment)
        events = again.begin()
        assert [type(event) for event in events] == [WeekStarted]
        assert (events[0].cycle_day, events[0].slot, events[0].play) == (*moment, OTHER)
        assert again.begin() == []
        now, then = again.save(), opened[moment]
        assert {key: value for key, value in now.items() if key not in ITS_OWN} == {
            key: value for key, value in then.items() if key not in ITS_OWN
        }


def test_the_look_back_says_from_where_and_the_week_goes_on_to_its_end() -> None:
    week, opened = lived(policies.passive)
    past = look_back(week)
    assert past.turned_at in opened
    assert past.turned_at_words is not None
    again = again_at(*load(), week.save(), play=OTHER, moment=past.turned_at)
    again.begin()
    policies.play(again, policies.ideal)
    assert again.state.is_over
    assert look_back(again).days[0].lines == past.days[0].lines


def test_a_moment_that_never_was_gives_the_first_morning() -> None:
    week, _ = lived(policies.passive)
    again = again_at(*load(), week.save(), play=OTHER, moment=(99, "night"))
    assert (again.state.day, again.state.turn) == (8, 0)
