"""What an action leaves behind at once: where one is, what was learnt of a skill, and what a call ended with."""

from collections.abc import Callable

import pytest

from game.core.day import actions, calling
from game.core.patient import doses, signs, skills
from game.core.state.commands import Act, AnswerCall, AskHint, Dial, NextSlot
from game.core.state.events import Event, SkillPractised
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet


@pytest.fixture
def tablets(make_week: Callable[..., Week]) -> Week:
    return quiet(make_week(campaign="ambre", week=1))


@pytest.fixture
def feverish(make_week: Callable[..., Week]) -> Week:
    return go_to(quiet(make_week(difficulty=1, seed=1)), 9, "evening")


def practised(events: list[object]) -> list[tuple[str, bool]]:
    return [(event.skill, event.is_right) for event in events if isinstance(event, SkillPractised)]


def test_one_stands_where_the_last_action_is_done(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    for key in ("hand_hygiene", "measure_temp"):
        week.do(Act(key))
        assert week.state.here == key
        assert week.state.done[-1] == key


def test_doubling_a_missed_dose_is_a_wrong_decision_about_doubling(tablets: Week) -> None:
    tablets.do(NextSlot())
    tablets.do(Act("skip_dose"))
    tablets.do(NextSlot())
    assert practised(list(tablets.do(Act("double_dose")))) == [("K16", False)]


def test_taking_a_dose_is_right_and_skipping_one_is_wrong(tablets: Week) -> None:
    assert practised(list(tablets.do(Act("take_dose")))) == [("K17", True)]
    tablets.do(NextSlot())
    if doses.due(tablets.run) is not None:
        assert practised(list(tablets.do(Act("skip_dose")))) == [("K17", False)]


def test_a_call_with_the_treatment_first_ends_with_the_sign_that_was_told_and_teaches_both(feverish: Week) -> None:
    before = feverish.state.gauges.get("confidence", 50)
    feverish.do(Dial(("fever",), "on_call"))
    feverish.do(AnswerCall("treatment_first"))
    events: list[Event] = []
    while feverish.state.call and feverish.state.call.stage != "outcome":
        events += feverish.do(AnswerCall(calling.way_through(feverish.run, feverish.state.call)))
    call = feverish.state.call
    assert call is not None
    assert (call.stage, call.outcome) == ("outcome", feverish.state.episodes[0].alert)
    assert practised(list(events)) == [("K03", True), (signs.alert_of(feverish.run, call.outcome).skill, True)]
    assert feverish.state.gauges["confidence"] == before + feverish.run.model.body.confidence_right


def test_a_call_without_a_sign_ends_with_reassurance_and_teaches_nothing(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1, difficulty=1))
    week.do(Dial(("question",), "team"))
    events = week.do(AnswerCall("treatment_first"))
    assert week.state.call is not None
    assert (week.state.call.stage, week.state.call.outcome) == ("outcome", "reassured")
    assert practised(list(events)) == []


@pytest.mark.parametrize("choices", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("is_right", [True, False])
def test_the_fewer_the_choices_the_more_a_right_one_may_be_a_guess(choices: int, is_right: bool, make_week: Callable[..., Week]) -> None:
    week = make_week(week=1)
    numbers = week.run.model.skills
    skills.practise(week.run, ("K99",), is_right, choices=choices)
    guess = numbers.guess[{1: 2, 9: 5}.get(choices, choices)]
    assert week.state.skills["K99"].p == pytest.approx(skills.after(numbers, numbers.start, is_right, guess), abs=1e-6)
    assert week.state.skills["K99"].n == 1


def test_going_on_ends_a_call(feverish: Week) -> None:
    feverish.do(Dial(("fever",), "on_call"))
    feverish.do(AnswerCall("treatment_first"))
    feverish.do(NextSlot())
    assert feverish.state.call is None
    assert actions.moments_left(feverish.run) >= 0


@pytest.mark.parametrize(("difficulty", "asked"), [(2, 1), (3, 2)])
def test_a_hint_comes_at_the_first_question_and_at_the_third_difficulty_at_the_second(
    difficulty: int, asked: int, make_week: Callable[..., Week]
) -> None:
    week = make_week(week=1, difficulty=difficulty)
    week.state.open_situation = week.run.candidates[0].key
    week.state.hints_asked, week.state.is_hint_shown = 0, False
    for number in range(1, asked + 1):
        assert not week.state.is_hint_shown
        week.do(AskHint())
        assert week.state.is_hint_shown is (number == asked)
