"""Two options that differ by a slip of the hand are alike; a plural, a feminine, a figure or another word makes two meanings."""

import pytest

from courses.checks.items.likeness import alike, is_slip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fièvre", "fièvrre"),
        ("fièvre", "fèvre"),
        ("temperature", "temprature"),
        ("appel", "appell"),
        ("cachet", "cahcet"),
        ("boire", "biore"),
    ],
)
def test_one_letter_too_many_too_few_or_turned_round_is_a_slip(one: str, other: str) -> None:
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cachet", "cachets"), ("patient", "patiente"), ("38,0", "38,00"), ("semaine1", "semaine"), ("cachet", "cochet"),
        ("cachet", "ccahte"), ("{{fever}}", "{{fevre}}"), ("boire", "boiresse"),
    ],
)  # fmt: skip
def test_a_plural_a_feminine_a_figure_or_another_word_is_none(one: str, other: str) -> None:
    assert is_slip(one, other) is False
    assert is_slip(other, one) is False


def test_texts_are_alike_by_one_slip_in_three_words_or_more() -> None:
    assert alike("J’appelle l’équipe tout de suite", "j’appelle l’equipe tout de suiite.")
    assert not alike("J’appelle l’équipe tout de suite", "J’apelle l’équippe tout de suite")
    assert not alike("une fièvre", "une fièvrre")
    assert not alike("", "")
