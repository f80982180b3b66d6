"""Which fevers may be gone an hour later: those of the first day at the very start of fever, and no other."""

from collections.abc import Callable

import pytest

from game.core.patient import fever, night
from game.core.week import Week

SEEDS = range(30)


def readings_an_hour_later(make_week: Callable[..., Week], first: float, days: int = 0) -> set[float]:
    seen = set()
    for seed in SEEDS:
        week = make_week(week=1, seed=seed)
        night.begin_infection(week.run, "morning", first)
        week.state.day += days
        seen.add(fever.an_hour_later(week.run, first))
    return seen


def test_a_fever_at_the_start_of_the_range_holds_or_falls_by_three_tenths(make_week: Callable[..., Week]) -> None:
    assert readings_an_hour_later(make_week, 38.1) == {38.1, 37.8}


@pytest.mark.parametrize("first", [38.2, 38.3, 39.0])
def test_a_fever_one_tenth_higher_never_falls(first: float, make_week: Callable[..., Week]) -> None:
    assert readings_an_hour_later(make_week, first) == {first}


def test_the_fever_of_a_later_day_never_falls(make_week: Callable[..., Week]) -> None:
    assert readings_an_hour_later(make_week, 38.1, days=1) == {38.1}


def test_a_share_of_them_holds_as_the_model_says(make_week: Callable[..., Week]) -> None:
    week = make_week(week=1)
    night.begin_infection(week.run, "morning", 38.1)
    draw = week.run.draw("infection", "held")
    share = week.run.model.infection.held_share
    assert fever.an_hour_later(week.run, 38.1) == (38.1 if draw < share else 37.8)
