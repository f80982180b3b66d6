"""The words by which a list of phrases passes texts by: no text that matches lacks them, and a look at many agrees with one at each."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.checks.triage import phrases
from courses.checks.triage.phrases import Phrases, prepare
from courses.items import syntax

LISTS = {
    f"{name} {language}": words
    for name, by_language in vars(phrases).items()
    if isinstance(by_language, dict)
    for language, words in by_language.items()
    if isinstance(words, Phrases)
}
PATTERNS = [pytest.param(words, pattern, id=f"{name} {pattern.pattern}") for name, one in LISTS.items() for words, pattern in one.patterns]


NOT_THERE = re.compile(r"\(\?<?![^)]*\)")
"""What must not stand before or behind: without it the expression matches more, and texts for it are found at once."""
LIKE_ASCII = re.compile("[İıſ\u212a]")
"""Letters that a search in small or capital letters takes for i, s and k, and `lower` does not; no author writes them."""


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("words", "pattern"), PATTERNS)
def test_each_text_that_matches_holds_a_word_near(words, pattern):
    @settings(max_examples=25, deadline=None, database=None)
    @given(st.from_regex(re.compile(NOT_THERE.sub("", pattern.pattern), re.IGNORECASE)))
    def holds(text: str) -> None:
        assert not words or LIKE_ASCII.search(text) or any(word in text.lower() for word in words)

    holds()


OPTIONS = [
    "J’appelle le 15", "Je note la température", "numéro de jour", "Appeler l’équipe lundi", "du paracétamol", "rien", "rappellation",
    "maintenant", "faire maintenant", "dans deux jours", "toutes les quatre heures", "appel\ndu jour", "", "numéro de\xa0jour",
]  # fmt: skip


def test_a_look_through_a_file_answers_as_a_look_at_each_text():
    text = "## a Question {single}\n" + "\n".join(f"- [ ] {option}" for option in OPTIONS if option.strip() and "\n" not in option)
    file = syntax.parse("fr/x.items.md", "fr", "x", text)
    texts = [option.text for option in file.items[0].options]
    assert len(texts) == 12
    alone = {name: [words._look_in(option) for option in texts] for name, words in LISTS.items() if name.endswith(" fr")}
    prepare(file)
    assert {name: [words.stand_in(option) for option in texts] for name, words in LISTS.items() if name.endswith(" fr")} == alone
    assert all(
        set(answers) == {True, False} for name, answers in alone.items() if name.split()[0] in ("CALL", "CALLS", "NOW", "NOT_BEFORE")
    )
