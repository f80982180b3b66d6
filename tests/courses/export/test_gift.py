"""GIFT out and in: what comes back is what went out, but for what GIFT has no place for."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.export import gift, item_text
from courses.items import syntax

SAMPLE = Path(__file__).parents[1] / "sample"
FILES = ("fr/garden/warm.items.md", "en/garden/warm.items.md", "fr/counter/ask.items.md")


def items(path):
    file = SAMPLE / path
    return syntax.parse(path, path[:2], "m", file.read_text("utf-8")).items


def same(item):
    """An item without what GIFT cannot hold."""
    is_choice = item.kind in ("single", "multi")
    options = tuple(replace(option, line=0, miss="", feedback=option.feedback if is_choice else "") for option in item.options)
    bare = replace(item, line=0, form="practice", hint="", unit="", options=options, reading=None, expect="")
    return replace(bare, is_case=False, is_review_card=False, is_safety=False)


@pytest.mark.parametrize("path", FILES)
def test_items_come_back_from_gift_as_they_went(path):
    written = [item for item in items(path) if item.kind != "survey"]
    read, left = gift.read(gift.write(written), module="m", language=path[:2])
    assert left == []
    assert [same(item) for item in read] == [same(item) for item in written]


@pytest.mark.parametrize("path", FILES)
def test_items_written_as_authors_type_them_read_back_the_same(path):
    written = items(path)
    again = syntax.parse(path, path[:2], "m", item_text.write(written))
    assert again.problems == ()
    bare = [replace(item, line=0, options=tuple(replace(option, line=0) for option in item.options)) for item in again.items]
    assert bare == [replace(item, line=0, options=tuple(replace(option, line=0) for option in item.options)) for item in written]


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip() == text))
def test_any_words_survive_gift(words):
    item = items(FILES[0])[0]
    options = tuple(replace(option, text=words + str(place), feedback=words) for place, option in enumerate(item.options))
    read, _ = gift.read(gift.write([replace(item, question=words, options=options)]), module="m", language="fr")
    assert (read[0].question, [option.text for option in read[0].options]) == (words, [option.text for option in options])


def test_a_question_bank_from_elsewhere_is_read_and_what_is_left_is_told_with_its_line():
    text = """$CATEGORY: fever

// a comment
::Q1:: Who is at the team line? {
  =The nurse # Yes.
  ~Nobody
}

::Q2:: 2 + 2? {#4:0.5}

Match. { =day -> team =night -> on-call }

Write an essay. {}

The sky is blue. {T}

Which two? { ~%50%one ~%50%two ~%-100%three }
"""
    read, left = gift.read(text, module="m", language="en")
    assert [(item.key, item.kind) for item in read] == [("q1", "single"), ("q2", "number"), ("match", "match"), ("which-two", "multi")]
    assert read[0].options[0].feedback == "Yes."
    assert read[1].tolerance == 0.5
    assert [one.line for one in left] == [13, 15]


@given(st.text())
def test_any_text_as_gift_gives_items_or_reasons_and_never_a_crash(text):
    gift.read(text, module="m", language="en")
