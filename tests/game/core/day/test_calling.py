"""The call: every way through it, right reasons and false alarms apart, and no price for calling."""

from collections.abc import Callable

import pytest

from game.core import policies
from game.core.day import calling
from game.core.errors import NotNow, Unknown
from game.core.patient import scoring, signs
from game.core.state.commands import Act, AnswerCall, Dial, HangUp, NextSlot, PickUp
from game.core.state.events import CallMade, Event, SignReported
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet


@pytest.fixture
def feverish(make_week: Callable[..., Week]) -> Week:
    """A fever in the evening, and a line with nobody in the way: test_call_scene.py meets them."""
    return go_to(quiet(make_week(seed=1)), 9, "evening")


def end(week: Week) -> list[Event]:
    """The call, answered to its end in the way that gets through."""
    events: list[Event] = []
    while week.state.call and week.state.call.stage != "outcome":
        events += week.do(AnswerCall(calling.way_through(week.run, week.state.call)))
    return events


def closed_by(week: Week) -> str:
    return week.state.episodes[0].closed_by


def test_every_red_is_told_in_three_commands_and_the_call_ends_in_help(feverish: Week) -> None:
    assert feverish.view().can_call
    feverish.do(PickUp())
    feverish.do(Dial(("fever",), "on_call"))
    feverish.do(AnswerCall("treatment_first"))
    again = Week.resume(feverish.run.book, feverish.run.rule, feverish.save())
    again.do(HangUp())  # even then
    assert closed_by(again) == "on_call"
    events = end(feverish)
    assert [type(event) for event in events if isinstance(event, SignReported | CallMade)] == [SignReported, CallMade]
    assert feverish.view().call.stage == "outcome"  # type: ignore[union-attr]


def test_the_day_line_is_closed_in_the_evening_and_says_whom_to_ring(feverish: Week) -> None:
    feverish.do(Dial(("fever",), "team"))
    view = feverish.view().call
    assert view is not None
    assert (view.stage, {option.key for option in view.options}) == ("machine", {"dial_on_call", "dial_samu", "hang_up"})
    feverish.do(AnswerCall("dial_on_call"))
    end(feverish)
    assert closed_by(feverish) == "on_call"


@pytest.mark.parametrize("words", ["sorry", "sign_only"])
def test_whoever_leaves_the_treatment_out_is_asked_for_it_and_helped(words: str, feverish: Week) -> None:
    feverish.do(Dial(("fever",), "on_call"))
    feverish.do(AnswerCall(words))
    assert feverish.view().call.stage == "asked"  # type: ignore[union-attr]
    feverish.do(AnswerCall("say_nothing_special"))
    end(feverish)
    assert closed_by(feverish) == "on_call"


@pytest.mark.parametrize(("stage", "last"), [("wait", "accept"), ("unknown", "follow_advice"), ("hold", "give_up")])
def test_a_call_that_is_given_up_changes_nothing_and_can_be_made_again(feverish: Week, stage: str, last: str) -> None:
    feverish.do(Dial(("fever",), "on_call"))
    assert feverish.state.call is not None
    feverish.state.call.stage = stage
    feverish.do(AnswerCall(last))
    assert closed_by(feverish) == ""
    feverish.do(HangUp())
    feverish.do(Dial(("fever",), "on_call"))
    end(feverish)
    assert feverish.state.episodes[0].q == 1.0


def test_a_sign_that_was_not_named_is_asked_for(feverish: Week) -> None:
    feverish.do(Dial(("question",), "on_call"))
    feverish.do(AnswerCall("treatment_first"))
    view = feverish.view().call
    assert view is not None
    assert view.stage == "anything"
    feverish.do(AnswerCall("fever"))
    end(feverish)
    assert closed_by(feverish) == "on_call"


def test_the_15_takes_what_is_urgent_and_sends_the_rest_to_the_team(feverish: Week, make_week: Callable[..., Week]) -> None:
    feverish.do(Dial(("fever",), "samu"))
    assert closed_by(feverish) == "samu"
    calm = quiet(make_week(week=1))
    calm.do(Dial(("question",), "samu"))
    assert calm.view().call.stage == "reroute_team"  # type: ignore[union-attr]


def test_what_is_vital_goes_to_the_15_whoever_was_called(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades["breath"] = 2
    week.do(Act("hand_hygiene"))
    week.do(Dial(("breath",), "team"))
    week.do(AnswerCall("treatment_first"))
    assert week.view().call.stage == "reroute_15"  # type: ignore[union-attr]
    week.do(AnswerCall("dial_samu"))
    assert closed_by(week) == "samu"


def test_a_doctor_who_does_not_know_meets_the_alert_card(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades["diarrhoea"] = 3
    week.do(Act("hand_hygiene"))
    week.do(Dial(("diarrhoea",), "gp"))
    assert week.view().call.stage == "doctor"  # type: ignore[union-attr]
    week.do(AnswerCall("show_card"))
    end(week)
    assert closed_by(week) == "team"


def test_right_reasons_and_false_alarms_are_told_apart(feverish: Week, make_week: Callable[..., Week]) -> None:
    calm = quiet(make_week(week=1))
    calm.do(Dial(("question",), "team"))
    events = calm.do(AnswerCall("treatment_first"))
    assert [event.reason for event in events if isinstance(event, CallMade)] == ["false_alarm"]
    feverish.do(Dial(("fever",), "on_call"))
    events = end(feverish)
    assert [event.reason for event in events if isinstance(event, CallMade)] == ["right"]


@pytest.mark.parametrize("campaign", ["azur", "ambre", "caregiver"])
def test_calling_every_day_is_never_penalised(campaign: str, make_week: Callable[..., Week]) -> None:
    for seed in range(25):
        ideal = make_week(begun=False, campaign=campaign, seed=seed)
        anxious = make_week(begun=False, campaign=campaign, seed=seed)
        policies.play(ideal, policies.ideal)
        policies.play(anxious, policies.anxious)
        assert anxious.state.false_alarms > 0
        assert scoring.safety(anxious.run) == scoring.safety(ideal.run)
        assert scoring.comfort(anxious.run) == scoring.comfort(ideal.run)
        assert scoring.confidence(anxious.run) == scoring.confidence(ideal.run)


def test_only_what_is_offered_can_be_told_and_only_known_persons_rung(feverish: Week) -> None:
    before = feverish.save()
    with pytest.raises(Unknown):
        feverish.do(Dial(("meteorite",), "on_call"))
    with pytest.raises(Unknown):
        feverish.do(Dial(("fever",), "neighbour"))
    with pytest.raises(NotNow):
        feverish.do(AnswerCall("treatment_first"))
    assert feverish.save() == before


def test_every_stage_has_words_and_a_way_on(feverish: Week) -> None:
    for stage, options in calling.OPTIONS.items():
        assert feverish.run.book.has_text("fr", f"call.{stage}")
        assert options or stage == "anything"
        for option in options:
            assert feverish.run.book.has_text("en", f"call.say.{option}")
        assert stage == "anything" or calling.BEST[stage] in options
    for alert in feverish.run.model.alerts:
        if alert.flag != "green":
            assert feverish.run.book.has_text("fr", f"call.outcome.{alert.key}")
    assert not [episode for episode in signs.open_episodes(feverish.run) if episode.symptom == "pair"]


def test_going_on_puts_down_a_telephone_that_was_picked_up(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week())
    while week.view().situation is not None:
        week = go_to(week, week.state.day + 1, "morning")
    week.do(PickUp())
    assert week.view().call is not None
    week.do(NextSlot())
    assert week.state.call is None
    assert week.view().call is None


def test_a_week_begun_under_the_old_rules_of_calls_meets_a_hold_from_the_second_difficulty_on(make_week: Callable[..., Week]) -> None:
    def is_held(difficulty: int, number: int) -> bool:
        week = quiet(make_week(seed=number, difficulty=difficulty))
        week.state.call_rules = 0
        week.state.grades["diarrhoea"] = 3
        week.do(Dial(("diarrhoea",), "team"))
        week.do(AnswerCall("treatment_first"))
        assert week.state.call is not None
        return week.state.call.stage == "hold"

    assert [sum(is_held(difficulty, number) for number in range(20)) > 0 for difficulty in (1, 2, 3)] == [False, True, True]


def test_a_pharmacist_who_is_rung_for_a_fever_hands_over_the_number_of_the_team(make_week: Callable[..., Week]) -> None:
    week = go_to(quiet(make_week(seed=1)), 10, "morning")
    week.do(Dial(("fever",), "pharmacist"))
    assert week.view().call.stage == "pharmacist"  # type: ignore[union-attr]
    assert not any(event for event in week.do(HangUp()) if isinstance(event, SignReported)), "nobody who can act was told"
