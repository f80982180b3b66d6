"""At difficulty 3 the character says less, in both languages and without a number, and a hint comes only when asked twice."""

import re
from collections.abc import Callable

import pytest

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.patient import signs
from game.core.state.commands import AskHint
from game.core.week import Week
from tests.game.core.conftest import quiet


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_symptom_has_less_clear_words_for_each_grade_without_any_number(language: str, shipped: tuple[Book, SiteRule]) -> None:
    book = shipped[0]
    for key in ("says.fever", "says.shivers", *(f"says.{symptom}.{grade}" for symptom in book.numbers.symptoms for grade in (1, 2, 3))):
        words = book.text(language, f"{key}.vague", e="")
        assert not re.search(r"\d", words), key
        assert words not in (book.text(language, f"{key}.a"), book.text(language, f"{key}.b"))


def test_difficulty_three_alone_says_less(make_week: Callable[..., Week]) -> None:
    for difficulty in (1, 2, 3):
        week = quiet(make_week(difficulty=difficulty))
        week.state.grades = {"mucositis": 2}
        said = [line.key for line in week.view().says]
        assert any(key.endswith(".vague") for key in said) == (difficulty == 3), (difficulty, said)


def test_the_same_sign_opens_whatever_the_words(make_week: Callable[..., Week]) -> None:
    opened = []
    for difficulty in (1, 3):
        week = quiet(make_week(difficulty=difficulty))
        week.state.grades = {"mucositis": 2}
        signs.update_episodes(week.run)
        opened.append([episode.alert for episode in signs.open_episodes(week.run)])
    assert opened[0] == opened[1] == ["mouth-sore"]


def test_a_hint_at_difficulty_three_comes_when_asked_twice(shipped: tuple[Book, SiteRule]) -> None:
    week = Week.alone(*shipped, situation="headache-first", seed=1, play="p", difficulty=3)
    hints = []
    for _ in range(2):
        week.do(AskHint())
        hints.append(week.view().situation.hint)  # type: ignore[union-attr]
    assert hints[0] is None
    assert hints[1] is not None
