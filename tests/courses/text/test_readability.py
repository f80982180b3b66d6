"""The reading age: long words a sentence, by Anderson's table, with figures worked out by hand."""

import pytest

from courses.text.readability import reading_age, rix


@pytest.mark.parametrize(
    ("sentences", "value", "age"),
    [
        ([], None, None),
        (["I call now."], 0.0, 6),
        (["I take my temperature.", "I call.", "I wait.", "No.", "Yes."], 0.2, 7),
        (["Je prends ma température."], 1.0, 9),
        (["The oncologist considers hospitalisation.", "Call."], 1.5, 10),
        (["Seven is letters."] * 7 + ["letters letters"] * 3, 1.3, 10),
        (["letters " * 8], 8.0, 18),
    ],
)
def test_the_age_follows_the_long_words_of_a_sentence(sentences: list[str], value: float | None, age: int | None) -> None:
    found = rix(sentences)
    assert found == (None if value is None else pytest.approx(value))
    assert reading_age(sentences) == age
