"""A week as a whole: reproducible, saved anywhere, refusing without a change, and always ending well."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core import policies
from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.review.debrief_builder import look_back
from game.core.state import events
from game.core.state.commands import Act, AnswerCall, AskHint, Decide, HangUp, NextSlot, Skip, WriteReport
from game.core.week import Week
from tests.game.core.conftest import PLAY, load, quiet

SAVES = Path(__file__).parents[2] / "golden" / "saves"
NAMES = sorted(policies.POLICIES)
EASY = settings(max_examples=25, deadline=None)


@EASY
@given(seed=st.integers(0, 2**31), policy=st.sampled_from(NAMES), campaign=st.sampled_from(["azur", "indigo", "ambre", "caregiver"]))
def test_the_same_seed_and_choices_give_the_same_week(seed: int, policy: str, campaign: str) -> None:
    def once() -> tuple[list[events.Event], object]:
        week = Week.start(*load(), campaign=campaign, week=1, seed=seed, play=PLAY, difficulty=1 + seed % 3)
        return policies.play(week, policies.POLICIES[policy]), week.save()

    assert once() == once()


@EASY
@given(seed=st.integers(0, 2**31), policy=st.sampled_from(NAMES), stop=st.integers(1, 20))
def test_a_week_saved_and_opened_again_goes_on_as_if_it_had_not_stopped(seed: int, policy: str, stop: int) -> None:
    straight = Week.start(*load(), campaign="ambre", week=1, seed=seed, play=PLAY)
    policies.play(straight, policies.POLICIES[policy])
    week = Week.start(*load(), campaign="ambre", week=1, seed=seed, play=PLAY)
    week.begin()
    count = 0
    while not week.state.is_over:
        count += 1
        if count == stop:
            week = Week.resume(*load(), json.loads(json.dumps(week.save())))
        policies.POLICIES[policy](week)
        if week.state.open_situation:
            week.do(Decide(next(choice.key for choice in load()[0].situations[week.state.open_situation].choices if choice.is_safe)))
        if week.state.call:
            week.do(HangUp())
        week.do(NextSlot())
    assert week.state.grades == straight.state.grades
    assert week.state.doses == straight.state.doses
    assert look_back(week).compasses == look_back(straight).compasses


def test_a_refused_command_changes_nothing(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week())
    before = week.save()
    refused = [
        Decide("nothing"),
        Act("fly"),
        Act("adapt_meals", plate="gold"),
        AnswerCall("hello"),
        HangUp(),
        WriteReport({"nausea": 1}),
        WriteReport({}),
        Skip(),
        AskHint(),
    ]
    for command in refused:
        with pytest.raises((NotNow, Unknown)):
            week.do(command)
        assert week.save() == before
    with pytest.raises(NotNow):
        look_back(week)


def test_a_finished_week_takes_no_more_commands(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False)
    policies.play(week, policies.passive)
    with pytest.raises(NotNow):
        week.do(NextSlot())
    assert week.view().is_over


def test_safety_is_never_rationed_and_energy_is(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(seed=3))
    for key in ("mouth_care", "rest", "talk"):
        week.do(Act(key))
    view = week.view()
    assert view.moments_left == 0
    assert all(not action.is_available for action in view.energy)
    assert next(action for action in view.free if action.key == "measure_temp").is_available
    assert view.can_call


def test_the_turn_rises_with_each_accepted_command_alone(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week())
    turn = week.view().turn
    week.do(Act("hand_hygiene"))
    assert week.view().turn == turn + 1
    with pytest.raises(NotNow):
        week.do(Act("hand_hygiene"))
    assert week.view().turn == turn + 1


def test_nobody_dies_and_nothing_is_lost_however_one_plays(shipped: tuple[Book, SiteRule]) -> None:
    for campaign in shipped[0].campaigns:
        for seed in range(8):
            week = Week.start(*shipped, campaign=campaign, week=1, seed=seed, play=PLAY, difficulty=3)
            told = policies.play(week, policies.passive)
            assert isinstance(told[-1], events.WeekCompleted)
            assert all(episode.closed_by for episode in week.state.episodes)
            assert look_back(week).went_well


def test_a_later_week_carries_the_body_and_what_was_learnt(shipped: tuple[Book, SiteRule]) -> None:
    first = Week.start(*shipped, campaign="azur", week=1, seed=5, play=PLAY)
    policies.play(first, policies.ideal)
    second = Week.start(*shipped, campaign="azur", week=2, seed=5, play=PLAY, before=first.save())
    assert second.state.grades == first.state.grades
    assert second.state.skills == first.state.skills
    assert set(first.state.seen) <= set(second.state.seen_cycle)
    policies.play(second, policies.ideal)
    assert not set(first.state.seen) & set(second.state.seen)


def test_a_short_week_stops_less_often(shipped: tuple[Book, SiteRule]) -> None:
    def stops(length: str) -> int:
        count = 0

        def watch(week: Week) -> None:
            nonlocal count
            count += 1
            policies.ideal(week)

        policies.play(Week.start(*shipped, campaign="azur", week=1, seed=4, play=PLAY, length=length), watch)
        return count

    assert 7 <= stops("short") < stops("normal") <= 24


def test_any_situation_can_be_played_alone(shipped: tuple[Book, SiteRule]) -> None:
    for key, situation in shipped[0].situations.items():
        week = Week.alone(*shipped, situation=key, seed=1, play=PLAY)
        assert week.view().situation.key == key  # type: ignore[union-attr]
        week.do(Decide(situation.choices[0].key))
        policies.play(week, policies.ideal)
        assert week.state.is_over
        assert look_back(week).days
    with pytest.raises(Unknown):
        Week.alone(*shipped, situation="nowhere", seed=1, play=PLAY)


@pytest.mark.slow
def test_every_shipped_situation_is_met_by_some_seed(shipped: tuple[Book, SiteRule]) -> None:
    met: set[str] = set()
    for campaign in shipped[0].campaigns.values():
        for seed in range(90):
            if met >= set(shipped[0].situations):
                break
            before = None
            for plan in campaign.weeks:
                week = Week.start(*shipped, campaign=campaign.key, week=plan.number, seed=seed, play=PLAY, before=before)
                policies.play(week, policies.with_skill(0.5))
                before = week.save()
                met |= set(week.state.seen)
    assert met == set(shipped[0].situations)


@pytest.mark.parametrize("path", sorted(SAVES.glob("*.json")), ids=lambda path: path.stem)
def test_saves_of_each_version_open_and_go_on(path: Path, shipped: tuple[Book, SiteRule]) -> None:
    week = Week.resume(*shipped, json.loads(path.read_text()))
    policies.play(week, policies.ideal)
    assert week.state.is_over


@pytest.mark.parametrize("damage", [{}, [], None, {"version": 99}, {"version": 1}, {"version": 1, "campaign": 3, "episodes": 4}])
def test_a_damaged_save_is_refused_with_a_reason(damage: object, shipped: tuple[Book, SiteRule]) -> None:
    with pytest.raises(SaveUnreadable, match="Start the week again"):
        Week.resume(*shipped, damage)  # type: ignore[arg-type]


def test_a_situation_withdrawn_meanwhile_does_not_stop_a_saved_week(shipped: tuple[Book, SiteRule]) -> None:
    book, rule = shipped
    saved = Week.alone(book, rule, situation="herbal-tea", seed=1, play=PLAY).save()
    thinner = replace(book, situations={key: item for key, item in book.situations.items() if key != "herbal-tea"})
    week = Week.resume(thinner, rule, saved)
    assert week.view().situation is None
    policies.play(week, policies.ideal)
    assert look_back(week).days


def test_events_go_to_json_and_back(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False, campaign="ambre", week=1)
    for event in policies.play(week, policies.average):
        assert events.from_json(json.loads(json.dumps(events.to_json(event)))) == event
