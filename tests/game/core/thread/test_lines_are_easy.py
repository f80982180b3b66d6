"""Lines of the thread are short, plain and quiet in both languages: each is measured."""

import re

import pytest

from tests.game.core.shipped_book import load

MOST_WORDS = {"fr": 15, "en": 16}
"""In a sentence."""
MOST_WORDS_OF_A_LINE = 22
EASY = 75
"""Of the scale of Flesch (Kandel and Moles for French), where a twelve-year-old reads 70 to 80 without effort."""
VOWELS = {"fr": "aeiouyàâäéèêëîïôöùûüœ", "en": "aeiouy"}


def lines(language: str) -> dict[str, str]:
    return {key: text for key, text in load()[0].words[language].items() if key.startswith(("thread.", "recall_line.", "wish."))}


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", re.sub(r"\{\w+\}", "mot", text))


def sentences_of(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"[.?!…:;]+\s*", text) if words_of(sentence)]


def syllables(word: str, language: str) -> int:
    """Groups of vowels, less a silent e at the end."""
    word = word.lower()
    groups = len(re.findall(f"[{VOWELS[language]}]+", word))
    silent = r"[^aeiouy](e|es|ent)$" if language == "fr" else r"[^aeiouyl]es?$"
    return max(1, groups - bool(re.search(silent, word) and groups > 1))


def ease(texts: list[str], language: str) -> float:
    """Flesch's reading ease, with the coefficients of Kandel and Moles (1958) for French."""
    sentences = [sentence for text in texts for sentence in sentences_of(text)]
    words = [word for sentence in sentences for word in words_of(sentence)]
    a_sentence = len(words) / len(sentences)
    a_word = sum(syllables(word, language) for word in words) / len(words)
    return 207 - 1.015 * a_sentence - 73.6 * a_word if language == "fr" else 206.835 - 1.015 * a_sentence - 84.6 * a_word


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_line_is_long_loud_or_full_of_numbers(language: str) -> None:
    for key, text in lines(language).items():
        assert len(words_of(text)) <= MOST_WORDS_OF_A_LINE, key
        assert all(len(words_of(sentence)) <= MOST_WORDS[language] for sentence in sentences_of(text)), key
        assert "!" not in text, key
        assert not re.search(r"\d", re.sub(r"\b(15|112|114|3114)\b", "", text)), key  # the emergency numbers come from the site's rule


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "bank",
    [
        "thread.act.",
        "thread.any.",
        *(f"thread.{who}." for who in ("helene", "nadia", "awa", "jean", "mehdi", "paul")),
        "recall_line.",
        "wish.",
    ],
)
def test_each_bank_is_easy_to_read(language: str, bank: str) -> None:
    texts = [text for key, text in lines(language).items() if key.startswith(bank)]
    assert len(texts) > 15
    assert ease(texts, language) >= EASY


def test_the_measure_tells_easy_from_hard() -> None:
    hard = ["L’administration prophylactique d’antiémétiques conditionne substantiellement l’observance thérapeutique ultérieure."]
    assert ease(hard, "fr") < 30 < 90 < ease(["Le verre est vide. Le chat dort."], "fr")


def test_both_languages_have_the_same_lines_and_ask_for_the_same_values() -> None:
    fr, en = lines("fr"), lines("en")
    assert fr.keys() == en.keys()
    for key in fr:
        assert set(re.findall(r"\{(\w+)\}", fr[key])) - {"e"} == set(re.findall(r"\{(\w+)\}", en[key])) - {"e"}, key
