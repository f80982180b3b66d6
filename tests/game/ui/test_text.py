"""Words wrap to any width: none is lost, none is wider than the line."""

from hypothesis import given
from hypothesis import strategies as st

from game.ui.layout.text import wrap


def letters(text, size, bold):
    return len(text) * size


LETTERS = st.characters(codec="utf-8", exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


@given(st.text(LETTERS, max_size=200), st.integers(1, 60))
def test_no_letter_is_lost_and_no_line_too_wide(text, width):
    lines = wrap(text, width, 1, letters)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= width for line in lines)


def test_a_no_break_space_never_ends_a_line():
    assert wrap("Que dire\u00a0?", 9, 1, letters) == ["Que", "dire\u00a0?"]


def test_paragraphs_stay_apart():
    assert wrap("un\ndeux", 20, 1, letters) == ["un", "deux"]
