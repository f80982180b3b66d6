"""Words beside a number agree with it, in French and in English, in whatever is said to authors."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from courses.sentences import sentence

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import translations

LIMITS = re.compile("age|oldest|shortest_beginning|months|longest_phrase|longest_file|deepest|most_[a-z]+")
"""Places filled with a limit of ours, of two or more. Thousands have a comma in their place."""
VERBS = re.compile("is|has|says|stands|names|asks|measures|needs|rests|lacks|puts|does|holds|reads|requires|differs|offers|shows|as")
NO_PLURALS = re.compile("dans|sans|vous|des|plus|puis|moins|mois|cas|fois")
ENGLISH_PLURAL = re.compile(r"\{(\w+)(?::g)?\} (?:whole |practice |triage )?([a-z]+s)\b")
FRENCH_PLURAL = re.compile(r"\{(\w+)(?::g)?\}[ \u00a0]([a-zéèêà]+[sx])\b")


def plurals_alone(words: str, pattern: re.Pattern[str], others: re.Pattern[str]) -> Iterator[str]:
    """Numbers of these words with a plural behind them, whatever the number is."""
    for found in pattern.finditer(words):
        if not LIMITS.fullmatch(found[1]) and not others.fullmatch(found[2]):
            yield found[0]


def test_no_plural_stands_behind_a_number_that_may_be_one() -> None:
    catalogue = [message for message in translations.read("fr", translations.CHECKER) if message.id]
    english = [one for message in catalogue for one in plurals_alone(str(message.id), ENGLISH_PLURAL, VERBS)]
    french = [one for message in catalogue for one in plurals_alone(str(message.string), FRENCH_PLURAL, NO_PLURALS)]
    assert (english, french) == ([], [])
    assert any("{count:question|questions}" in str(message.string) for message in catalogue)  # else nothing was looked at


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 practice items; write at least 8", "0 question d’entraînement\u00a0; écrivez-en au moins 8"),
        (1, "1 practice item; write at least 8", "1 question d’entraînement\u00a0; écrivez-en au moins 8"),
        (2, "2 practice items; write at least 8", "2 questions d’entraînement\u00a0; écrivez-en au moins 8"),
    ],
)
def test_one_question_is_no_questions(count: int, english: str, french: str) -> None:
    said = sentence("{count} practice {count:item|items}; write at least {practice_at_least}", count=count, practice_at_least=8)
    assert (said.in_language("en"), said.in_language("fr")) == (english, french)


def test_words_beside_what_is_no_number_are_said_for_several() -> None:
    assert str(sentence("{count} {count:item|items}", count="many")) == "many items"
