"""A title that holds quotation marks, between quotation marks."""

import pytest

from courses.text.typography import inside_quotes


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Les entretiens «\u00a0anticancéreux oraux\u00a0»", "Les entretiens “anticancéreux oraux”"),
        ("Les entretiens « oraux »", "Les entretiens “oraux”"),
        ("The “stop and call” rule", "The ‘stop and call’ rule"),
        ("La fièvre : le bon réflexe", "La fièvre : le bon réflexe"),
    ],
)
def test_its_own_marks_become_the_inner_ones(title: str, inside: str) -> None:
    assert inside_quotes(title) == inside
