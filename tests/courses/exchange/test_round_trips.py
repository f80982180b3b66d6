"""What goes out comes back: items of every kind through each format, and as authors type them."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from item_strategies import KINDS, PLAIN, bare, items

from courses.exchange import taking, xml_tree
from courses.exchange.gift import gift_reader, gift_writer
from courses.exchange.moodle import moodle_reader, moodle_writer
from courses.exchange.qti import qti_package, qti_writer
from courses.items import item_text, syntax
from courses.model.content import Gap, Item, Option
from courses.text import safe_html


def through_gift(item):
    text, _ = gift_writer.write([item])
    return taking.rows(gift_reader.read(text, "fr"), taking.Place("m", "fr"))


@settings(max_examples=25, deadline=None)
@given(items())
def test_an_item_of_any_kind_comes_back_from_gift_as_it_went(item):
    (row,) = through_gift(item)
    assert row.item is not None, row
    assert bare(row.item) == bare(item)
    assert row.standing == "taken", row.remarks


@settings(max_examples=25, deadline=None)
@given(items())
def test_an_item_taken_over_is_written_and_read_again_as_an_author_types_it(item):
    (row,) = through_gift(item)
    again = syntax.parse("x", "fr", "m", item_text.write([row.item]))
    assert again.problems == ()
    assert [bare(one) for one in again.items] == [bare(row.item)]


def through_moodle(item):
    raw, _ = moodle_writer.write([item], "m")
    return taking.rows(moodle_reader.read(xml_tree.parse(raw), "fr"), taking.Place("m", "fr"))


@settings(max_examples=25, deadline=None)
@given(items())
def test_an_item_of_any_kind_comes_back_from_moodle_as_it_went(item):
    (row,) = through_moodle(item)
    assert row.item is not None, row
    assert bare(row.item) == bare(item)
    assert row.standing == "taken", row.remarks


@settings(max_examples=25, deadline=None)
@given(items().filter(lambda item: item.kind == "order"))
def test_an_ordering_has_the_two_hints_with_a_format_that_moodle_makes_of_any(item):
    """A Moodle 4.5 on PostgreSQL stopped at such a question without: it writes two hints, and takes their format from the file."""
    question = ElementTree.fromstring(moodle_writer.write([item], "m")[0]).find("question[@type='ordering']")
    hints = question.findall("hint")
    assert len(hints) >= 2
    assert all(hint.get("format") == "markdown" for hint in hints)
    assert [text for hint in hints if (text := hint.findtext("text"))] == ([item.hint] if item.hint else [])


def through_qti(item, version):
    raw, _ = qti_writer.write([item], version)
    return taking.rows(qti_package.read_package(raw), taking.Place("m", "fr"))


@pytest.mark.parametrize("version", ["2.1", "3.0"])
@settings(max_examples=15, deadline=None)
@given(item=items(PLAIN, (*KINDS, "survey")))
def test_an_item_of_any_kind_comes_back_from_qti_as_it_went(version, item):
    (row,) = through_qti(item, version)
    assert row.item is not None, row
    assert bare(row.item) == bare(item)
    assert row.standing == "taken", row.remarks


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(item=items())
def test_many_items_come_back_from_gift_and_moodle_as_they_went(item):
    for through in (through_gift, through_moodle):
        (row,) = through(item)
        assert row.item is not None, row
        assert bare(row.item) == bare(item)


@pytest.mark.parametrize("through", [through_gift, through_moodle])
def test_a_star_to_choose_in_a_gap_is_a_choice(through):
    """In an answer that is typed it stands for whatever else is typed; in a list it was lost without a word."""
    item = Item(key="k", module="m", kind="cloze", question="5 [[×|*|+]] 5", language="fr", version="", gaps=(Gap("g1", ("×", "*", "+")),))
    (row,) = through(item)
    assert row.item is not None
    assert row.item.gaps[0].choices == ("×", "*", "+")


STARTS = ("0.", "1. Je bois", "2) oui", "- 38", "* deux", "+ trois", "# quatre", "> 38", "---", "```", "~~~ a", "[a]: b")


@pytest.mark.parametrize("version", ["2.1", "3.0"])
@pytest.mark.parametrize("start", STARTS)
def test_an_option_that_begins_like_a_block_keeps_its_words_in_qti(version, start):
    options = (Option("a", start, "right", "", 0), Option("b", f"{start} non", "other", start, 0))
    item = Item(key="k", module="m", kind="single", question=start, language="fr", version="", options=options)
    (row,) = through_qti(item, version)
    assert row.item is not None, row
    shown = [row.item.question, *(one.text for one in row.item.options), row.item.options[1].feedback]
    words = [text_of(safe_html.render_inline(words)) for words in (start, start, f"{start} non", start)]
    assert [text_of(safe_html.render_inline(words)) for words in shown] == words


def text_of(html):
    return " ".join(re.sub(r"<[^>]*>", "", unescape(html)).split())
