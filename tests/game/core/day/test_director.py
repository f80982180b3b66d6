"""The director adds little: one red and two ambers a week at most, a day to recover after a red, and no week ends on an open one."""

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core import policies
from game.core.state import events
from game.core.week import Week
from tests.game.core.conftest import PLAY

RED = ("vital", "red")


def flag_of(book: Book, situation: str) -> str:
    alert = book.situations[situation].alert
    return next((item.flag for item in book.numbers.alerts if item.key == alert), "")


@pytest.mark.parametrize("campaign", ["azur", "corail", "indigo", "ambre", "jade", "nacre", "caregiver", "after"])
def test_a_week_gets_few_signs_and_a_day_to_recover(campaign: str, shipped: tuple[Book, SiteRule]) -> None:
    book = shipped[0]
    for plan in book.campaigns[campaign].weeks:
        scripted_reds = sum(item.kind == "infection" for item in plan.script)
        for seed in range(12):
            week = Week.start(*shipped, campaign=campaign, week=plan.number, seed=seed, play=PLAY, difficulty=1 + seed % 3)
            told = policies.play(week, policies.with_skill(seed % 4 / 3))
            opened = [event for event in told if isinstance(event, events.SituationOpened)]
            flags = [flag_of(book, event.situation) for event in opened]
            assert scripted_reds + sum(flag in RED for flag in flags) <= 1, (plan.number, seed)
            assert flags.count("amber") <= 2, (plan.number, seed)
            reds = [event for event in told if isinstance(event, events.SignPresented) and event.flag == "red"]
            for event in opened:
                if flag_of(book, event.situation):
                    own = [red for red in reds if red.day in (event.day, event.day - 1) and told.index(red) < told.index(event)]
                    assert not own, (plan.number, seed, event.situation)
            assert all(episode.closed_by for episode in week.state.episodes)
