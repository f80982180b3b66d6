"""The wish of the week: care helps to keep it, chance sometimes prevents it, and no line ties its loss to anybody."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from game.core import policies
from game.core.patient import signs
from game.core.review.debrief_builder import look_back
from game.core.state.commands import Act, NextSlot
from game.core.thread import own_wish, wishes
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

BOOK = load()[0]
STORIES = [(campaign.key, plan.number) for campaign in BOOK.campaigns.values() if campaign.key != "tutorial" for plan in campaign.weeks[:3]]
HELPS = ("wish_lighter", "wish_ask", "wish_spare")
STEPS = ("what", "told", "eve", "kept", "smaller", "away", "chance")


def play_week(story: tuple[str, int], seed: int, policy: Callable[[Week], None], look: str = "helene", before: Week | None = None) -> Week:
    saved = before.save() if before else None
    week = Week.start(*load(), campaign=story[0], week=story[1], seed=seed, play=PLAY, character={"look": look}, before=saved)
    policies.play(week, policy)
    return week


def outcomes(policy: Callable[[Week], None], seeds: range) -> Counter[str]:
    return Counter(play_week(story, seed, policy).state.wish for story in STORIES for seed in seeds)


def in_order(seeds: range) -> Counter[str]:
    ideal, average, passive = (outcomes(policy, seeds) for policy in (policies.ideal, policies.average, policies.passive))
    assert ideal["kept"] > average["kept"] > passive["kept"]
    assert ideal["kept"] + ideal["smaller"] >= 0.7 * ideal.total()
    assert ideal["chance"] == average["chance"] == passive["chance"]  # drawn before any choice
    return average


def test_care_helps_to_keep_a_wish_and_chance_is_nobody_s() -> None:
    in_order(range(3))


@pytest.mark.slow
def test_a_third_of_an_average_player_s_missed_wishes_was_in_nobody_s_hands() -> None:
    average = in_order(range(40))
    assert 0.30 <= average["chance"] / (average["chance"] + average["away"]) <= 0.36


@pytest.mark.parametrize("look", BOOK.looks)
def test_each_of_the_six_tells_a_wish_recalls_it_and_says_what_became_of_it(look: str) -> None:
    for language in ("fr", "en"):
        assert all(BOOK.has_text(language, f"wish.{look}.{step}") for step in STEPS)
    week = play_week(("azur", 1), 2, policies.ideal, look)
    steps = [remark.text.rpartition(".")[2] for remark in week.state.thread if remark.kind == "wish"]
    assert steps == ["told", "eve", week.state.wish]
    assert look_back(week).wish is not None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_line_ties_a_loss_to_a_sign_a_call_or_a_delay(language: str) -> None:
    words = r"fièvre|frisson|tard\b|retard|appel|attend(?!u)|faute|signe|fever|shiver|\blate\b|delay|\bcall|waited for you|sign\b|fault"
    for look in BOOK.looks:
        keys = [f"wish.{look}.{step}" for step in ("smaller", "away", "chance")] + [
            f"wish.own.{look}.{step}" for step in ("smaller", "chance")
        ]
        for key in keys:
            text = BOOK.words[language][key]
            assert not re.search(words, text, re.IGNORECASE), text
        assert BOOK.words[language][f"wish.{look}.chance"].startswith(
            "Ça ne tenait à personne" if language == "fr" else "It was in nobody’s hands"
        )


def test_a_kept_wish_is_not_told_again_and_a_missed_one_gets_another_date() -> None:
    first = play_week(("azur", 1), 2, policies.ideal)
    assert first.state.wish == "kept"
    assert not [remark for remark in play_week(("azur", 2), 2, policies.ideal, before=first).state.thread if remark.kind == "wish"]
    first.state.wish = wishes.AGAIN[0]
    assert [remark for remark in play_week(("azur", 2), 2, policies.ideal, before=first).state.thread if remark.kind == "wish"]


def on_the_day(helps: tuple[str, ...], **grades: int) -> str:
    """What becomes of the wish with these helps done the day before and this felt on its day."""
    week = Week.start(*load(), campaign="azur", week=1, seed=2, play=PLAY, character={"look": "helene"})
    week.begin()
    state = week.state
    state.day, state.grades, state.done_before = state.first_day + wishes.DAY, grades, list(helps)
    signs.update_episodes(week.run)
    return wishes.outcome(week.run)


def test_each_help_widens_the_ways_to_keep_a_wish_and_none_makes_an_urgent_sign_smaller() -> None:
    assert on_the_day((), fatigue=2) == "smaller"
    assert on_the_day(("wish_spare",), fatigue=2) == on_the_day(("wish_lighter",), fatigue=2) == "kept"
    assert on_the_day((), rash=2) == "smaller"
    assert on_the_day(("wish_ask",), rash=2) == "kept"
    for sign in ({"breath": 1}, {"pain": 2}, {"nausea": 3}):
        assert on_the_day(HELPS, **sign) == "smaller"


@pytest.mark.parametrize("look", BOOK.looks)
def test_the_three_helps_are_offered_the_day_before_and_answered_by_the_person(look: str) -> None:
    week = Week.start(*load(), campaign="azur", week=1, seed=2, play=PLAY, character={"look": look})
    week.begin()
    offered: dict[int, list[str]] = {}
    while not week.state.is_over:
        day = week.state.day - week.state.first_day
        week.state.open_situation = ""
        found = [action.key for action in week.view().energy if action.key in HELPS]
        offered.setdefault(day, []).extend(found)
        for key in found if week.state.slot == "morning" else ():
            policies._act(week, key)
            answer = week.view().answer
            if answer is not None and key in week.state.done:
                assert answer.text.key == f"wish.{look}.help.{key}"
                assert all(BOOK.has_text(language, answer.text.key) for language in ("fr", "en"))
        week.do(NextSlot())
    assert [day for day, keys in offered.items() if keys] == [wishes.EVE]
    assert set(offered[wishes.EVE]) == set(HELPS)


@pytest.mark.parametrize("look", BOOK.looks)
def test_the_relative_who_plays_has_a_wish_of_their_own_and_in_the_person_s_weeks_nobody_tells_it(look: str) -> None:
    for language in ("fr", "en"):
        assert all(BOOK.has_text(language, f"wish.own.{look}.{step}") for step in ("what", "told", "kept", "smaller", "chance"))
    week = play_week(("caregiver", 1), 2, policies.ideal, look)
    own = [remark for remark in week.state.thread if remark.kind == "own_wish"]
    assert [remark.text.rpartition(".")[2] for remark in own] == ["told", week.state.own_wish]
    assert {remark.speaker for remark in own} == {"you"}
    past = look_back(week)
    assert past.own_wish is not None
    assert past.wish is not None
    assert not [remark for remark in play_week(("azur", 1), 2, policies.ideal, look).state.thread if remark.kind == "own_wish"]


def test_two_hours_of_one_s_own_keep_it_and_none_at_all_makes_it_smaller() -> None:
    def rested(hours: int) -> str:
        week = Week.start(*load(), campaign="caregiver", week=1, seed=3, play=PLAY, character={"look": "jean"})
        week.begin()
        while week.state.day - week.state.first_day < own_wish.DAY:
            week.state.open_situation, week.state.gauges["own_energy"] = "", 20
            if week.state.slot == "morning" and sum(entry.command == Act("own_rest") for entry in week.state.log) < hours:
                policies._act(week, "own_rest")
            week.do(NextSlot())
        return week.state.own_wish

    assert rested(0) == "smaller"
    assert rested(2) == "kept"
