"""Neither the length of a choice nor the word "call" gives a situation's answer away, in either language."""

import re
from collections.abc import Callable

import pytest

from courses.model.game import Choice, Situation
from tests.game.core.shipped_book import load

MOST_LONGEST = 0.45
MARGIN = 0.10
CALLS = {
    "fr": re.compile(r"\b(r?appel\w*|téléphon\w*|num[ée]ros?|15|114|prévenir)\b", re.IGNORECASE),
    "en": re.compile(r"\b(call\w*|ring|phone|number|15|114|tell)\b", re.IGNORECASE),
}
SITUATIONS = tuple(load()[0].situations.values())
CHANCE = sum(sum(choice.is_safe for choice in one.choices) / len(one.choices) for one in SITUATIONS) / len(SITUATIONS)
"""The mean share of safe choices: what somebody reaches who chooses blindly."""


def label(situation: Situation, choice: Choice, language: str) -> str:
    return load()[0].words[language][f"situation.{situation.key}.choice.{choice.key}.label"]


def share_safe(pick: Callable[[Situation], list[Choice]]) -> float:
    """How often a guesser is safe that takes one of the picked choices, or any when none is picked."""
    shares = []
    for situation in SITUATIONS:
        choices = pick(situation) or list(situation.choices)
        shares.append(sum(choice.is_safe for choice in choices) / len(choices))
    return sum(shares) / len(shares)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_choice_is_safe_in_less_than_half_of_the_situations(language: str) -> None:
    def longest(situation: Situation) -> list[Choice]:
        return [max(situation.choices, key=lambda choice: len(label(situation, choice, language)))]

    assert share_safe(longest) <= MOST_LONGEST


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_shortest_choice_gains_no_more_than_chance(language: str) -> None:
    def shortest(situation: Situation) -> list[Choice]:
        return [min(situation.choices, key=lambda choice: len(label(situation, choice, language)))]

    assert share_safe(shortest) <= CHANCE + MARGIN


@pytest.mark.parametrize("language", ["fr", "en"])
def test_taking_the_choice_that_calls_gains_no_more_than_chance(language: str) -> None:
    def calls(situation: Situation) -> list[Choice]:
        return [choice for choice in situation.choices if CALLS[language].search(label(situation, choice, language))]

    assert share_safe(calls) <= CHANCE + MARGIN


@pytest.mark.parametrize("language", ["fr", "en"])
def test_avoiding_the_longest_choice_gains_no_more_than_chance(language: str) -> None:
    def others(situation: Situation) -> list[Choice]:
        longest = max(situation.choices, key=lambda choice: len(label(situation, choice, language)))
        return [choice for choice in situation.choices if choice is not longest]

    assert share_safe(others) <= CHANCE + MARGIN
