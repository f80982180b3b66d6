"""Tablets: regular, late, missed, doubled, vomited, held on advice; what counts as adherent."""

from collections.abc import Callable

import pytest

from game.core.patient import scoring
from game.core.review import replay
from game.core.state.commands import Act, AnswerCall, Decide, Dial, HangUp, NextSlot
from game.core.state.events import DoseHeld, DoseSkipped, DoseTaken
from game.core.week import Week
from tests.game.core.conftest import quiet


@pytest.fixture
def week(make_week: Callable[..., Week]) -> Week:
    return quiet(make_week(campaign="ambre", week=1))


def run_to_end(week: Week, *, take: bool) -> None:
    while not week.state.is_over:
        if week.state.open_situation:
            situation = week.run.book.situations[week.state.open_situation]
            week.do(Decide(next(choice.key for choice in situation.choices if choice.is_safe)))
        if take and any(action.key == "take_dose" for action in week.view().free):
            week.do(Act("take_dose"))
        week.do(NextSlot())


def test_every_dose_in_its_day_is_regular(week: Week) -> None:
    run_to_end(week, take=True)
    assert scoring.adherence(week.run) == 1.0


def test_nothing_taken_is_nothing_covered(week: Week) -> None:
    run_to_end(week, take=False)
    assert scoring.adherence(week.run) == 0.0


def test_a_morning_dose_taken_in_the_evening_is_late_and_covered(week: Week) -> None:
    week.do(NextSlot())
    events = week.do(Act("take_dose"))
    assert [(event.manner, event.is_covered) for event in events if isinstance(event, DoseTaken)] == [("late", True)]


def test_doubling_covers_nothing_and_weighs_on_the_body(week: Week) -> None:
    week.do(NextSlot())
    week.do(Act("skip_dose"))
    week.do(NextSlot())
    assert any(action.key == "double_dose" for action in week.view().free)
    events = week.do(Act("double_dose"))
    assert [(event.manner, event.is_covered) for event in events if isinstance(event, DoseTaken)] == [("doubled", False)]
    assert week.state.double_until == week.state.day + week.run.model.help.double_dose_days


def test_suspending_with_a_call_when_the_plan_says_so_counts_as_adherent(week: Week) -> None:
    week.state.grades["handfoot"] = 2
    week.do(Act("hand_hygiene"))
    week.do(Act("hold_and_call"))
    assert week.view().call.stage == "choose"  # type: ignore[union-attr]
    events = week.do(Dial(("handfoot",), "team")) + week.do(AnswerCall("treatment_first")) + week.do(HangUp())
    assert [event.on_advice for event in events if isinstance(event, DoseHeld)] == [True]
    week.state.grades["handfoot"] = 0  # the pause helped: a sign that stays is a red one on these tablets, and they stay held
    run_to_end(week, take=True)
    assert scoring.adherence(week.run) == 1.0


def test_suspending_and_hanging_up_leaves_the_dose_due(week: Week) -> None:
    week.do(Act("hold_and_call"))
    week.do(HangUp())
    assert any(action.key == "take_dose" for action in week.view().free)


def test_two_missed_doses_are_an_amber_sign_that_one_call_settles(week: Week) -> None:
    week.do(Act("skip_dose"))
    week.do(NextSlot())
    week.do(Act("skip_dose"))
    assert [episode.alert for episode in week.state.episodes] == ["missed-doses"]
    replay.report_sign(week, "missed-doses")
    assert week.state.episodes[0].q == 1.0
    week.do(Act("measure_temp"))
    assert all(episode.closed_by for episode in week.state.episodes)


def test_a_dose_left_at_the_end_of_the_day_was_forgotten(week: Week) -> None:
    events = week.do(NextSlot()) + week.do(NextSlot())
    manners = {event.manner for event in events if isinstance(event, DoseSkipped)}
    assert manners == {"forgotten"}
