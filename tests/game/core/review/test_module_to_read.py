"""Which module a finished week sends its player to: fever told late first, else the first unsafe decision's, else the week's own."""

from collections.abc import Callable

from game.core.review import debrief_builder
from game.core.state.week_state import Episode, Past, Skill
from game.core.week import Week
from tests.game.core.conftest import quiet


def decision(week: Week, *, is_safe: bool) -> tuple[Past, str]:
    """A decision of that kind in a situation with a module of its own, and that module."""
    for item in week.run.book.situations.values():
        if item.module and item.module != week.run.plan.module:
            choice = next((choice for choice in item.choices if choice.is_safe == is_safe), None)
            if choice is not None:
                return Past(1, "morning", "decision", item.key, choice.key, False), item.module
    raise AssertionError("no such situation is shipped")


def test_a_decision_that_was_not_safe_names_its_module_and_a_safe_one_does_not(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    safe, _ = decision(week, is_safe=True)
    unsafe, module = decision(week, is_safe=False)
    week.state.story = [safe]
    assert debrief_builder._module(week.run) == week.run.plan.module
    week.state.story = [safe, unsafe]
    assert debrief_builder._module(week.run) == module


def test_a_fever_that_was_told_late_comes_before_any_decision(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    unsafe, module = decision(week, is_safe=False)
    week.state.story = [unsafe]
    late = Episode("1-1", "fever", "fever", "red", 1, 1, "morning", 8, closed_by="team", q=0.6)
    week.state.episodes = [late]
    assert debrief_builder._module(week.run) == "fever"
    late.q = 1.0
    assert debrief_builder._module(week.run) == module


def test_more_is_offered_to_who_knows_what_is_critical_and_never_beyond_the_third(make_week: Callable[..., Week]) -> None:
    for difficulty in (1, 2, 3):
        week = quiet(make_week(week=1, difficulty=difficulty))
        numbers = week.run.model.skills
        assert debrief_builder._more(week.run) is None
        week.state.skills = {key: Skill(0.99, numbers.least_seen, 1) for key in numbers.critical}
        offer = debrief_builder._more(week.run)
        assert (offer.values["difficulty"] if offer else None) == (difficulty + 1 if difficulty < 3 else None)
