"""How many actions that cost energy fit in a day: fewer with tiredness, fewer for a worn-out relative, and never less than the floor."""

from collections.abc import Callable

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.day import actions
from game.core.state.commands import Act
from game.core.week import Week
from tests.game.core.conftest import quiet


@pytest.mark.parametrize(("fatigue", "moments"), [(0, 3), (1, 3), (2, 2), (3, 1)])
def test_tiredness_takes_actions_away(fatigue: int, moments: int, make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades["fatigue"] = fatigue
    assert actions.moments(week.run) == moments


def test_a_worn_out_relative_has_one_less(make_week: Callable[..., Week], shipped: tuple[Book, SiteRule]) -> None:
    week = quiet(make_week(campaign=caregivers(shipped[0]), week=1))
    dizzy = week.run.model.body.dizzy_below
    week.state.grades.clear()
    for energy, moments in ((dizzy, 3), (dizzy - 1, 2)):
        week.state.gauges["own_energy"] = energy
        assert actions.moments(week.run) == moments


def test_the_most_tired_still_has_one(make_week: Callable[..., Week], shipped: tuple[Book, SiteRule]) -> None:
    week = quiet(make_week(campaign=caregivers(shipped[0]), week=1))
    week.state.grades["fatigue"] = 3
    week.state.gauges["own_energy"] = 0
    assert actions.moments(week.run) == week.run.model.moments.least == 1


def test_what_was_spent_is_gone_and_never_less_than_nothing(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    before = actions.moments_left(week.run)
    offered = (action for action in actions.available_actions(week.run) if action.cost and not actions.reason_against(week.run, action))
    action = next(offered)
    week.do(Act(action.key))
    assert actions.moments_left(week.run) == before - action.cost
    week.state.spent = 99
    assert actions.moments_left(week.run) == 0


def caregivers(book: Book) -> str:
    """A campaign whose character looks after somebody."""
    return next(key for key, campaign in book.campaigns.items() if campaign.role == "caregiver")
