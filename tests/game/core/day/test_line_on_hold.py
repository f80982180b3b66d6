"""Being put on hold: from difficulty 2 on, on some calls, and staying on the line always leads to help."""

from collections.abc import Callable

import pytest

from game.core.state.commands import AnswerCall, Dial
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet

SEEDS = range(40)


def stage_after_the_right_words(week: Week) -> str:
    go_to(quiet(week), 9, "evening")
    week.do(Dial(("fever",), "on_call"))
    week.do(AnswerCall("treatment_first"))
    call = week.view().call
    assert call is not None
    return call.stage


def stages(make_week: Callable[..., Week], difficulty: int) -> list[str]:
    return [stage_after_the_right_words(make_week(seed=seed, difficulty=difficulty)) for seed in SEEDS]


def test_nobody_is_put_on_hold_at_the_first_difficulty(make_week: Callable[..., Week]) -> None:
    assert "hold" not in stages(make_week, 1)


@pytest.mark.parametrize("difficulty", [2, 3])
def test_about_a_third_of_calls_are_put_on_hold_from_the_second_difficulty(difficulty: int, make_week: Callable[..., Week]) -> None:
    heard = stages(make_week, difficulty)
    assert 0.15 <= heard.count("hold") / len(heard) <= 0.55


@pytest.mark.parametrize("then", ["stay", "call_back"])
def test_who_stays_on_the_line_is_helped(then: str, make_week: Callable[..., Week]) -> None:
    week = next(week for week in (make_week(seed=seed, difficulty=2) for seed in SEEDS) if stage_after_the_right_words(week) == "hold")
    week.do(AnswerCall(then))
    if week.view().call.stage == "anything":  # type: ignore[union-attr]
        week.do(AnswerCall("nothing_else"))
    assert week.state.episodes[0].closed_by == "on_call"
