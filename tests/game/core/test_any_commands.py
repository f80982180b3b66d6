"""Whatever is pressed, in any order: a command is taken or refused, and the week stays whole."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.day import calling
from game.core.errors import GameError
from game.core.review.debrief_builder import look_back
from game.core.state.commands import COMMANDS, Act, AnswerCall, Decide, Dial, NextSlot, PickUp, WriteReport
from game.core.week import Week
from tests.game.core.conftest import PLAY, load

CAMPAIGNS = ["tutorial", "azur", "indigo", "ambre", "jade", "nacre", "caregiver", "after"]
STAGE_OPTIONS = sorted({option for options in calling.OPTIONS.values() for option in options} | {"nothing_else", "fever", "mucositis"})
KINDS = ["act", "decide", "next", "call", "say", "hang_up", "pick_up", "hint", "skip", "report", "odd"]
PRESSES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 99)), max_size=60)


def press(week: Week, what: str, number: int) -> None:
    """One press: mostly something the view offers, sometimes nonsense."""
    view = week.view()
    if what == "act" and view.free:
        offered = (*view.free, *view.energy)
        action = offered[number % len(offered)]
        week.do(Act(action.key, plate=action.plates[number % len(action.plates)].key if action.plates else ""))
    elif what == "decide" and view.situation:
        week.do(Decide(view.situation.choices[number % len(view.situation.choices)].key))
    elif what == "next":
        week.do(NextSlot())
    elif what == "call":
        week.do(PickUp())
        phone = week.view().call
        assert phone is not None
        told = [option.key for place, option in enumerate(phone.signs) if (number >> place) & 1]
        week.do(Dial(tuple(told), phone.people[number % len(phone.people)].key))
    elif what == "say":
        week.do(
            AnswerCall(
                view.call.options[number % len(view.call.options)].key
                if view.call and view.call.options
                else STAGE_OPTIONS[number % len(STAGE_OPTIONS)]
            )
        )
    elif what == "report":
        week.do(WriteReport(dict.fromkeys(week.run.model.report.symptoms, number % 5)))
    elif what == "odd":
        week.do(Decide(str(number))) if number % 2 else week.do(Act(str(number)))
    else:
        week.do(COMMANDS[{"act": "hang_up", "decide": "hint"}.get(what, what)]())


def stays_whole(week: Week) -> None:
    state = week.state
    assert all(0 <= value <= 100 for value in state.gauges.values())
    assert all(0 <= grade <= 3 for grade in state.grades.values())
    assert state.first_day <= state.day <= state.last_day
    assert len({episode.key for episode in state.episodes}) == len(state.episodes)
    assert week.view().moments_left <= week.view().moments
    saved: dict[str, Any] = week.save()
    assert json.loads(json.dumps(saved)) == saved
    assert state.right_reasons + state.false_alarms == state.calls


def any_order(shipped: tuple[Book, SiteRule], campaign: str, seed: int, presses: list[tuple[str, int]]) -> None:
    week = Week.start(
        *shipped, campaign=campaign, week=1 + seed % 2 if campaign != "tutorial" else 1, seed=seed, play=PLAY, difficulty=1 + seed % 3
    )
    week.begin()
    for what, number in presses:
        turn, before = week.state.turn, json.dumps(week.save())
        try:
            press(week, what, number)
        except GameError:
            assert week.state.turn >= turn
            if week.state.turn == turn:
                assert json.dumps(week.save()) == before
        stays_whole(week)
    for _ in range(60):
        if week.state.is_over:
            break
        if week.state.open_situation:
            week.do(Decide(shipped[0].situations[week.state.open_situation].choices[0].key))
        week.do(NextSlot())
    assert week.state.is_over
    assert look_back(week).went_well


@settings(max_examples=40, deadline=None)
@given(campaign=st.sampled_from(CAMPAIGNS), seed=st.integers(0, 2**31), presses=PRESSES)
def test_any_order_of_commands_is_taken_or_refused(campaign: str, seed: int, presses: list[tuple[str, int]]) -> None:
    any_order(load(), campaign, seed, presses)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(campaign=st.sampled_from(CAMPAIGNS), seed=st.integers(0, 2**31), presses=PRESSES)
def test_any_order_of_commands_is_taken_or_refused_at_length(campaign: str, seed: int, presses: list[tuple[str, int]]) -> None:
    any_order(load(), campaign, seed, presses)
