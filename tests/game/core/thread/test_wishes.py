"""The wish of the week: care helps to keep it, chance sometimes prevents it, and no line ties its loss to anybody."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from game.core import policies
from game.core.review.debrief_builder import look_back
from game.core.thread import wishes
from game.core.week import Week
from tests.game.core.shipped_book import PLAY, load

BOOK = load()[0]
STORIES = [(campaign.key, plan.number) for campaign in BOOK.campaigns.values() if campaign.key != "tutorial" for plan in campaign.weeks[:3]]
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
        for step in ("smaller", "away", "chance"):
            text = BOOK.words[language][f"wish.{look}.{step}"]
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
