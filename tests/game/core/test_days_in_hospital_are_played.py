"""A week that passes through hospital is played too: a small scene each morning, announced, that may be passed over."""

from collections.abc import Callable

import pytest

from game.core import policies
from game.core.state.commands import Decide, NextSlot, Skip
from game.core.state.events import DecisionMade
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

STORIES = (("azur", 2), ("corail", 2), ("caregiver", 2))
LEAST = 3


def play(story: tuple[str, int], seed: int, policy: Callable[[Week], None]) -> tuple[Week, list[DecisionMade]]:
    book, rule = load()
    week = Week.start(book, rule, campaign=story[0], week=story[1], seed=seed, play=PLAY, difficulty=2)
    events = policies.play(week, policy)
    return week, [event for event in events if isinstance(event, DecisionMade)]


def is_of_hospital(key: str) -> bool:
    return bool(load()[0].situations[key].hospital)


@pytest.mark.parametrize("story", STORIES)
def test_a_week_with_days_in_hospital_holds_three_decisions_or_more(story: tuple[str, int]) -> None:
    """However careless: a fever that nobody is told of takes the days of its week, and left 0 or 1 decision."""
    seen = 0
    for skill in (0.0, 0.2, 0.5, 0.9):
        for seed in range(6):
            week, decisions = play(story, seed, policies.with_skill(skill))
            days_away = [past.day for past in week.state.story if past.kind == "away"]
            if days_away:
                seen += 1
                assert len(decisions) >= LEAST, (skill, seed)
                in_hospital = [event.cycle_day for event in decisions if is_of_hospital(event.situation)]
                assert set(in_hospital) == set(days_away), (skill, seed)
    assert seen >= 6


def away_week() -> Week:
    """The first morning away."""
    book, rule = load()
    week = Week.start(book, rule, campaign="azur", week=2, seed=3, play=PLAY, difficulty=2)
    week.begin()
    while not week.state.open_situation or not is_of_hospital(week.state.open_situation):
        policies.passive(week)
        week.do(NextSlot())
    return week


def test_each_is_announced_and_may_be_passed_over() -> None:
    week = away_week()
    situation = week.view().situation
    assert situation is not None
    assert situation.key == "hospital-arriving"
    assert situation.note is not None
    assert situation.note.key == "content_note.hospital"
    assert situation.can_skip
    week.do(Skip())
    assert week.view().situation is None
    assert week.view().can_go_on


def test_none_of_them_moves_the_body_or_calls() -> None:
    for situation in load()[0].situations.values():
        if situation.hospital:
            for choice in situation.choices:
                effect = choice.effect
                assert not effect.grades, situation.key
                assert not effect.reports, situation.key
                assert choice.later is None, situation.key
                assert not situation.alert


def test_the_body_goes_on_alike_whatever_is_decided_there() -> None:
    week = away_week()
    key = week.state.open_situation
    others = []
    for choice in week.run.book.situations[key].choices:
        again = Week.resume(week.run.book, week.run.rule, week.save())
        again.do(Decide(choice.key))
        policies.play(again, policies.passive)
        others.append((again.state.grades, [(one.alert, one.closed_by) for one in again.state.episodes], again.state.daily))
    assert all(one == others[0] for one in others)
