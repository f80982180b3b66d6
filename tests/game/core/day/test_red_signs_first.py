"""A red sign comes before everything: a planned situation waits for another day, and the 15 hears what is urgent though nobody named it."""

from collections.abc import Callable

import pytest

from game.core import policies
from game.core.day import director
from game.core.patient import signs
from game.core.state.commands import Act, AnswerCall, Dial, NextSlot, WriteReport
from game.core.state.rows import PlannedSituation
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet


@pytest.fixture
def feverish(make_week: Callable[..., Week]) -> Week:
    return go_to(quiet(make_week(difficulty=1)), 9, "evening")


def test_a_planned_situation_waits_for_noon_of_the_next_day(feverish: Week) -> None:
    run = feverish.run
    key = next(item.key for item in run.candidates if not item.alert)
    run.state.planned = [PlannedSituation(9, "evening", key)]
    director.open_if_due(run)
    assert run.state.open_situation == ""
    assert [(entry.day, entry.slot, entry.situation) for entry in run.state.planned] == [(10, "noon", key)]


def test_without_a_red_sign_it_comes_when_it_is_due(make_week: Callable[..., Week]) -> None:
    run = quiet(make_week(week=1)).run
    key = next(item.key for item in run.candidates if not item.alert and "tablets" not in item.about)
    run.state.planned = [PlannedSituation(run.state.day, run.state.slot, key)]
    director.open_if_due(run)
    assert run.state.open_situation == key


def test_the_15_is_told_of_what_is_urgent_though_nobody_named_it(feverish: Week) -> None:
    feverish.do(Dial((), "samu"))
    call = feverish.state.call
    assert call is not None
    assert call.signs == ["fever"]
    if call.stage == "anything":
        feverish.do(AnswerCall("nothing_else"))
    assert feverish.state.episodes[0].closed_by == "samu"


def test_the_15_sends_on_what_is_not_urgent(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1, difficulty=1))
    week.state.grades["constipation"] = 2
    signs.update_episodes(week.run)
    week.do(Dial(("constipation",), "samu"))
    assert week.state.call is not None
    assert (week.state.call.stage, week.state.call.signs) == ("reroute_team", ["constipation"])


def test_simulated_learners_write_their_report_in_the_evening(make_week: Callable[..., Week]) -> None:
    week = make_week(week=1, seed=3)
    while not week.state.is_over:
        policies.ideal(week)
        week.do(NextSlot())
    entries = [entry for entry in week.state.log if isinstance(entry.command, WriteReport)]
    assert entries
    assert {entry.slot for entry in entries} <= {"evening", "night"}


def test_simulated_learners_care_more_or_less_by_their_manner(make_week: Callable[..., Week]) -> None:
    cares = {}
    for policy in (policies.ideal, policies.average, policies.passive):
        week = make_week(week=1, seed=3)
        while not week.state.is_over:
            policy(week)
            week.do(NextSlot())
        cares[policy.__name__] = sum(isinstance(entry.command, Act) for entry in week.state.log)
    assert cares["ideal"] > cares["average"] > cares["passive"]
