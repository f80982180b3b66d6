"""The words of a file by the rows they stand in, against a regular expression at each line."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.checks.passages import FileText
from courses.library import content_folder
from tests.content_day import DAY_OF_CONTENT
from tests.courses.sample_folder import SHIPPED

WORD = re.compile(r"\w+")
FILES = next(iter(content_folder.load(SHIPPED, today=DAY_OF_CONTENT)))


def _by_hand(text: str) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, line in enumerate(text.casefold().split("\n")):
        for word in WORD.findall(line):
            rows.setdefault(word, []).append(row)
    return rows


def _file(text: str) -> FileText:
    return FileText("fr/x.md", FILES, [(number, line, "text") for number, line in enumerate(text.split("\n"), 3)], text)


def test_every_letter_and_sign_of_unicode_ends_a_word_where_the_expression_does():
    every_character = (chr(code) for code in range(0x110000))
    text = "".join(f"a{character}b " for character in every_character if character != "\n")
    assert _file(text).rows_of_word == _by_hand(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from("aÀé0_ 38.’«»\u00a0\u202f-ßİ\r\t{}")), max_size=6))
def test_words_stand_in_the_rows_of_their_lines(lines):
    text = "\n".join(lines)
    assert _file(text).rows_of_word == _by_hand(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x80), max_size=90))
def test_few_kinds_of_signs_and_many_end_words_alike(text):
    assert _file(text).rows_of_word == _by_hand(text)


def test_lines_are_named_with_those_of_the_words_that_stand_there():
    file = _file("Deux fois par jour\nrien\n38 deux DEUX")
    assert file.words_of_lines({"deux", "38", "semaine"}) == {3: {"deux"}, 5: {"deux", "38"}}
    assert file.tokens == {"deux", "fois", "par", "jour", "rien", "38"}
    assert file.mixed_words == {"38"}
