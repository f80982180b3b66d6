"""The words of the game are read with ease at twelve, kind by kind and scene by scene; long sentences are counted and grow no more."""

import re
from collections import defaultdict
from collections.abc import Mapping

import pytest

from courses.text.readability import reading_age
from tests.game.core.shipped_book import load

WORDS = load()[0].words
OLDEST = 12
LINES_ABOVE = {"fr": 298, "en": 100}
"""Lines of one sentence above that age on 30 November 2026, four in five of them in choices, reasons, tips and the sheet's rows."""
SENTENCE = re.compile(r"(?<=[.!?…])[»”\s\u202f\u00a0]+")
PLACE = re.compile(r"\{+[^{}]*\}+")


def sentences(words: str) -> list[str]:
    return [part for part in SENTENCE.split(PLACE.sub(" ", words)) if re.search(r"\w", part)]


def too_old(words: Mapping[str, str]) -> dict[str, int]:
    """Kind of words, or scene, and its age, where that is above twelve."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for key, line in words.items():
        parts = key.split(".")
        by_kind[".".join(parts[:2]) if parts[0] == "situation" else parts[0]] += sentences(line)
    ages = {kind: reading_age(lines) for kind, lines in by_kind.items()}
    return {kind: age for kind, age in ages.items() if age is not None and age > OLDEST}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_kind_of_words_and_no_scene_asks_for_more_than_twelve_years(language: str) -> None:
    assert too_old(WORDS[language]) == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_lines_above_that_age_become_no_more(language: str) -> None:
    above = [key for key, line in WORDS[language].items() if (reading_age(sentences(line)) or 0) > OLDEST]
    assert len(above) <= LINES_ABOVE[language], above


def test_a_scene_in_the_words_of_a_leaflet_is_found() -> None:
    leaflet = "L’administration concomitante d’antiémétiques nécessite une surveillance hématologique hebdomadaire."
    hard = {**WORDS["fr"], **{f"situation.buttons.added.{number}": leaflet for number in range(30)}}
    assert "situation.buttons" in too_old(hard)
