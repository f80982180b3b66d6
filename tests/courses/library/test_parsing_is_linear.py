"""The cost of a text grows with its length, not with the square of it: the steps of reading, checking and rendering are counted."""

import re
import sys
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT

from courses.authoring import text_files, text_preview
from courses.errors import ContentUnreadable
from courses.items import syntax
from courses.text import front_matter, safe_html
from courses.text.placeholders import substitute
from courses.text.typography import typeset

CONTENT = Path(__file__).parents[3] / "content"
HOSTILE = [
    "[a](", "![x](media:", "[", "![", "]", "[a]: b\n", "[@a-b]", "[@", "*a ", "**a _b ", "a_b_", "_", "`a``b", "<a", "<!--", "&a",
    "\\[", "> ", "> a\n", "1. ", "1. a\n", "- ", "- a\n  ", "|a|b\n|-|-\n", "| ", "{{", "}}", "x\n", " ", "\t", "«", "a :", "1 000 ",
    "#", "# a\n", "~",
]  # fmt: skip
FRONT = "---\ntitle: Un titre\n---\n# Un écran {#one}\n"


def steps(work) -> int:
    """Calls of functions, in Python and in C, while it runs: the same on every machine."""
    count = 0

    def note(_frame, event, _argument) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    safe_html._clean.cache_clear()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def in_lines(text: str) -> str:
    """The same signs, with a new line before any line grows past what is taken."""
    return re.sub(f"([^\\n]{{{front_matter.LONGEST_LINE - 10}}})", r"\1\n", text)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    "sign", [sign if place % 3 == 0 else pytest.param(sign, marks=pytest.mark.slow) for place, sign in enumerate(HOSTILE)]
)
def test_rendering_twice_the_text_takes_at_most_two_and_a_half_times_the_steps(sign: str) -> None:
    once, twice = (steps(lambda size=size: safe_html.render(sign * (size // len(sign)))) for size in (6_000, 12_000))
    assert twice <= 2.5 * once + 200


@pytest.mark.slow
@pytest.mark.parametrize("sign", HOSTILE)
def test_the_preview_of_twice_the_text_takes_at_most_two_and_a_half_times_the_steps(sign: str) -> None:
    page = text_files.piece(CONTENT, "fr/patient-essentials/fever.md")
    once, twice = (
        steps(lambda size=size: text_preview.parts(page, FRONT + in_lines(sign * (size // len(sign))), {})) for size in (6_000, 12_000)
    )
    assert twice <= 2.5 * once + 400


def test_a_line_too_long_is_refused_with_its_number_and_costs_no_parsing() -> None:
    with pytest.raises(ContentUnreadable) as refused:
        front_matter.split(FRONT + "[a](" * 2_000, "fr/x.md")
    assert (refused.value.line, refused.value.code) == (5, "009")
    items = syntax.parse("fr/x.items.md", "fr", "x", "# Practice\n\n## one Une question ? {single}\n- [x] " + "a" * 6_000 + "\n- [ ] b\n")
    assert [(problem.line, problem.code) for problem in items.problems if problem.code == "009"] == [(4, "009")]


@pytest.mark.parametrize("sign", [" ", "\u00a0", "{{", "{{ ", "[@", " [", "«  "])
def test_words_are_set_and_filled_in_with_searches_that_start_once(sign: str) -> None:
    """Run on 200,000 signs: a search that starts anew at each sign would need 20,000,000,000 comparisons, and not end in this test."""
    text = sign * (200_000 // len(sign))
    assert substitute(typeset(text, "fr"), {}) is not None
    assert safe_html.CITATION.sub("", text) is not None


@pytest.mark.slow
def test_deep_nesting_ends_in_text_and_no_error() -> None:
    for sign in ("> ", "1. ", "- ", "[", "*", "**_"):
        assert safe_html.render(sign * 45_000) is not None


def test_the_editor_checks_a_long_hostile_text() -> None:
    page = text_files.piece(CONTENT, "fr/patient-essentials/fever.md")
    problems = text_files.lint(CONTENT, page, FRONT + "[a](" * 25_000, today=DAY_OF_CONTENT)
    assert [(problem.line, problem.code) for problem in problems] == [(5, "009")]
