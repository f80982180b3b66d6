"""The whole path of a profession takes six hours at a slow reader's speed: modules, cases, the tests before and after, a final."""

from collections.abc import Mapping
from pathlib import Path
from statistics import mean

import pytest
from content_day import NOON_OF_CONTENT

from courses.model import timing
from courses.model.cases import MOMENTS, QUESTIONS, Case
from courses.serving import catalogue
from courses.serving.catalogue import Catalogue

SHIPPED = Path(__file__).parents[3] / "content"
SIX_HOURS = 360
FINAL = 20
"""Questions of a final: `passing` of course.yml."""


@pytest.fixture(scope="module")
def shelf() -> Catalogue:
    return catalogue.load(SHIPPED, now=NOON_OF_CONTENT)


def words(texts: Mapping[str, str], *keys: str) -> int:
    return sum(len(texts[key].split()) for key in keys if key)


def case_minutes(shelf: Catalogue, case: Case, language: str) -> float:
    """One play: the scene, two questions, one document, the options of both choices, what is said of one, the last word; 8 s a choice.

    The mean over the truths, and over the questions, documents and options one may have taken.
    """
    book, base = shelf.cases, f"case.{case.key}"
    texts = book.words[language]
    of_truths = []
    for truth in case.truths:
        asks = [words(texts, f"{base}.ask.{one.key}.label") for one in case.questions]
        answers = [words(texts, book.key_of(f"{base}.ask.{one.key}", truth.key)) for one in case.questions]
        looks = [words(texts, f"{base}.look.{one.key}.label") for one in case.documents]
        pages = [words(texts, book.key_of(f"{base}.look.{one.key}", truth.key)) for one in case.documents]
        count = words(texts, f"{base}.title", f"{base}.scene", f"{base}.truth.{truth.key}.all")
        count += sum(asks) + QUESTIONS * mean(answers) + sum(looks) + (mean(pages) if pages else 0)
        for moment in ("decide", "say"):
            options = case.options_in(moment, truth.key)
            count += sum(words(texts, f"{base}.option.{one.key}.label") for one in options)
            count += mean(words(texts, book.key_of(f"{base}.option.{one.key}", truth.key)) for one in options)
        of_truths.append(count)
    return mean(of_truths) / timing.WORDS_A_MINUTE + len(MOMENTS) * timing.SECONDS_TO_CHOOSE / 60


def minutes_of(shelf: Catalogue, path_key: str, language: str) -> dict[str, float]:
    path = next(path for path in shelf.paths if path.key == path_key)
    modules = [shelf.module(key, language) for key in path.modules]
    own = [module for module in modules if module.audience == path.audience]
    a_test = sum(timing.item_minutes(item) for module in own for item in module.forms["A"])
    return {
        "modules": sum(timing.measured_minutes(module) for module in modules),
        "cases": sum(case_minutes(shelf, case, language) for case in shelf.cases.of_profession(path.audience)),
        "entry and closing test": 2 * a_test,
        "final": FINAL * mean(timing.item_minutes(item) for module in own for item in module.forms["final"]),
    }


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path_key", ["gp-whole", "pharmacist-whole"])
def test_the_whole_path_of_a_profession_takes_six_hours(shelf: Catalogue, path_key: str, language: str) -> None:
    minutes = minutes_of(shelf, path_key, language)
    print(path_key, language, {name: round(count, 1) for name, count in minutes.items()}, round(sum(minutes.values())))
    assert sum(minutes.values()) >= SIX_HOURS
