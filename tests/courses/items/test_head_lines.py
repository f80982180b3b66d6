"""The line that begins an item, read by hand, against the expression it stands for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.items.syntax import head_of

HEAD = re.compile(r"##(?!#)\s*(?P<key>\S+)?\s*(?P<question>.*?)\s*(?:\{(?P<words>[^{}]*)\})?\s*$")


def as_the_expression_reads(line: str) -> tuple[str, str, str | None] | None:
    match = HEAD.match(line)
    return None if match is None else (match["key"] or "", match["question"], match["words"])


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("## fever-1 What do you do? {single safety}", ("fever-1", "What do you do?", "single safety")),
        ("## k A {{fever.rule}} and { a brace", ("k", "A {{fever.rule}} and { a brace", None)),
        ("## k A {{fever.rule}}", ("k", "A {{fever.rule}}", None)),
        ("## k {one} {two}", ("k", "{one}", "two")),
        ("##k", ("k", "", None)),
        ("## ", ("", "", None)),
        ("### a heading", None),
        ("# A pool", None),
    ],
)
def test_it_reads_the_key_the_question_and_the_words_in_braces(line: str, parts: tuple[str, str, str | None] | None) -> None:
    assert head_of(line) == parts
    assert as_the_expression_reads(line) == parts


@given(st.sampled_from(["##", "## ", "###", "#", ""]), st.text(alphabet="ab{} \t\u00a0\x0b\x1c\u2028#?", max_size=12))
def test_it_reads_any_line_as_the_expression_does(start: str, rest: str) -> None:
    assert head_of(start + rest) == as_the_expression_reads(start + rest)
