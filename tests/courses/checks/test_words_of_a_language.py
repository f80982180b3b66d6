"""A sentence in the other language is found by its ordinary words; one of neither language, or too short to tell, is not."""

import pytest

from courses.checks.translation.language_detection import foreign_sentence


@pytest.mark.parametrize(
    ("text", "language", "is_foreign"),
    [
        ("Vous prenez votre température avec le thermomètre.", "en", True),
        ("You take your temperature with the thermometer.", "fr", True),
        ("Vous prenez votre température avec le thermomètre.", "fr", False),
        ("You take your temperature with the thermometer.", "en", False),
        ("Zorg blik pluf trak vromp.", "en", False),
        ("Zorg blik pluf trak vromp.", "fr", False),
        ("Zorg blik pluf trak with the.", "fr", True),
        ("Zorg blik pluf trak with vromp.", "fr", False),
        ("with the your", "fr", False),
        ("", "fr", False),
    ],
)
def test_a_sentence_is_foreign_by_two_of_its_words_among_four(text: str, language: str, is_foreign: bool) -> None:
    assert bool(foreign_sentence(text, language)) is is_foreign
