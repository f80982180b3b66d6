"""What an amber sign is worth by the day it is told: whole on its day, less on the next, least from the day after that."""

from collections.abc import Callable

import pytest

from game.core.patient import signs
from game.core.state.commands import Act
from game.core.state.week_state import Episode
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet


def amber_untold(week: Week) -> Episode:
    week.state.grades["constipation"] = 2
    week.do(Act("hand_hygiene"))
    (episode,) = signs.open_episodes(week.run)
    assert episode.flag == "amber"
    return episode


@pytest.mark.parametrize(("days", "worth"), [(0, 1.0), (1, 0.6), (2, 0.25), (3, 0.25)])
def test_an_amber_is_worth_less_the_next_day_and_least_later(days: int, worth: float, make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    episode = amber_untold(week)
    week.state.day += days
    assert signs.worth(week.run, episode) == worth


def test_telling_it_gives_what_it_is_worth_then(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    episode = amber_untold(week)
    go_to(week, 2, "morning")
    if episode in signs.open_episodes(week.run):
        signs.report(week.run, ["constipation"], "team")
        assert episode.q == 0.6
    else:
        assert episode.closed_by == "eased"
