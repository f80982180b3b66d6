"""Words that put off, in both languages, and those that refuse a delay or only count a sign."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.checks.triage import delays
from courses.text.source_texts import Texts
from courses.triage import register

SHIPPED = Path(__file__).parents[3] / "content"
NOT_BEHIND = re.compile(r"\(\?![^)]*\)")
"""What must not follow: without it the expression matches more, and texts for it are found at once."""
LIKE_ASCII = re.compile("[İıſ\u212a]")
"""Letters that a search in small or capital letters takes for i, s and k, and `casefold` does not; no author writes them."""


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "Des aphtes : on en parle à la prochaine consultation.", "prochaine consultation"),
        ("fr", "Sang dans les selles : un courrier au prescripteur suffit.", "un courrier"),
        ("fr", "Toux nouvelle : on vous voit lundi.", "lundi"),
        ("fr", "Douleur qui reste : j’attends deux jours.", "attends"),
        ("fr", "Jambe gonflée : l’équipe, dès l’ouverture.", "dès l’ouverture"),
        ("fr", "3 jours sans selle : j’appelle dans les 24 heures.", "dans les 24 heures"),
        ("en", "A raw rash is seen at your next appointment.", "next appointment"),
        ("en", "Mouth sores: wait two days, then call.", "wait"),
        ("en", "A swollen leg: to be seen by Monday.", "Monday"),
        ("en", "Pain that goes on: within a few days.", "within a few days"),
    ],
)
def test_words_that_put_off_are_told_where_they_stand(language, text, words):
    delay = delays.find(text, language, "now")
    assert delay is not None
    assert delay.words == words
    assert text[delay.at :].startswith(words)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Je n’attends pas le matin, ni lundi."),
        ("fr", "Le {{number.samu}}, sans attendre."),
        ("fr", "Diarrhée depuis plus de 24 heures : j’appelle."),
        ("fr", "Pas de sirop en attendant ; le comprimé du jour attend la réponse."),
        ("fr", "On vous attend à l’hôpital maintenant."),
        ("en", "I do not wait for the morning, or for Monday."),
        ("en", "Sick more than once in 24 hours: I call now."),
        ("en", "Even days later: I call straight away."),
        ("en", "That day’s tablet waits for the answer."),
    ],
)
def test_a_delay_that_is_refused_or_counts_a_sign_is_none(language, text):
    assert delays.find(text, language, "now") is None


def test_what_may_wait_a_day_may_not_wait_a_week_and_what_waits_for_the_next_contact_may():
    assert delays.find("Deux oublis : j’appelle aujourd’hui.", "fr", "today") is None
    assert delays.find("Deux oublis : j’appelle demain.", "fr", "today")
    assert delays.find("Deux oublis : j’appelle demain.", "fr", "next") is None


def test_a_line_of_a_safety_block_waits_only_where_it_names_a_sign_that_may():
    found, _ = register.read(Texts(SHIPPED))
    assert delays.of_safety_line("- 2 jours, ventre souple : j’appelle dans les 24 heures.", "fr", found) is None
    assert delays.of_safety_line("- 3 jours sans selle : j’appelle dans les 24 heures.", "fr", found)
    assert delays.of_safety_line("- 3 days without a stool: I call within 24 hours.", "en", found)


def test_a_line_for_15_names_nobody_else():
    assert delays.sends_elsewhere("- Je saigne beaucoup : j’appelle mon équipe.", "fr") == "équipe"
    assert delays.sends_elsewhere("- I am bleeding a lot: I call my team.", "en") == "team"
    assert delays.sends_elsewhere("- Je saigne beaucoup : le {{number.samu}}.", "fr") is None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("patterns", [delays.ACTS_OFF, delays.NOT_TODAY], ids=["acts off", "not today"])
def test_no_text_that_puts_off_lacks_the_signs_by_which_lines_are_passed_by(patterns, language):
    alternatives = NOT_BEHIND.sub("", patterns[language].pattern)

    @settings(max_examples=150, deadline=None, database=None)
    @given(st.from_regex(re.compile(alternatives, re.IGNORECASE)))
    def holds(text: str) -> None:
        assert LIKE_ASCII.search(text) or delays.may_put_off(text, language)

    holds()
