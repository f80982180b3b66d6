"""GIFT as real banks write it: every question is taken or told with its line and why; and our own goes out and comes back."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from item_strategies import bare

from courses.exchange import formats, remarks, taking
from courses.exchange.gift import gift_reader, gift_writer
from courses.exchange.sentences import SENTENCES
from courses.items import item_text, syntax

SAMPLE = Path(__file__).parents[1] / "sample"
FILES = ("fr/garden/warm.items.md", "en/garden/warm.items.md", "fr/counter/ask.items.md")


def items(path):
    file = SAMPLE / path
    return syntax.parse(path, path[:2], "m", file.read_text("utf-8")).items


def rows_of(text, language="en"):
    return taking.rows(gift_reader.read(text, language), taking.Place("m", language))


def one(text):
    (row,) = rows_of(text)
    return row


def codes(row):
    return [one.code for one in row.remarks]


def marks(row):
    return [(option.text, option.verdict) for option in row.item.options]


@pytest.mark.parametrize("path", FILES)
def test_items_come_back_from_gift_as_they_went(path):
    written = [replace(item, form="practice") for item in items(path) if item.kind != "survey"]
    text, told = gift_writer.write(written)
    rows = taking.rows(gift_reader.read(text, path[:2]), taking.Place("m", path[:2]))
    assert {row.standing for row in rows} == {"taken"}
    assert [bare(row.item) for row in rows] == [bare(item) for item in written]
    assert {row.key for row in told} == {item.key for item in written}


@pytest.mark.parametrize("path", FILES)
def test_items_written_as_authors_type_them_read_back_the_same(path):
    written = items(path)
    again = syntax.parse(path, path[:2], "m", item_text.write(written))
    assert again.problems == ()
    assert [bare(item) for item in again.items] == [bare(item) for item in written]


def test_a_survey_does_not_go_out_and_is_told():
    text, told = gift_writer.write([item for item in items(FILES[0]) if item.kind == "survey"])
    assert text == ""
    assert [one.code for row in told for one in row.remarks] == ["out-survey"]
    assert not told[0].is_sent


def test_a_cloze_goes_out_as_a_gap_that_a_learner_elsewhere_can_fill():
    cloze = next(item for item in items(FILES[0]) if item.kind == "cloze")
    text, _ = gift_writer.write([cloze])
    assert "[[" not in text
    assert "|" not in text.partition("::")[2]


# One row a shape that was seen in public banks: text, standing, kind, codes said.
SHAPES = [
    ("true", "Ice floats. {T}", "changed", "single", ["true-false"]),
    ("false in words", "Ice sinks. {FALSE#It floats.#Right.####Ice is light.}", "changed", "single", ["true-false"]),
    ("range", "Pi? {#3.141..3.142}", "changed", "number", ["range"]),
    ("number", "Year? {#1822:5}", "taken", "number", []),
    ("number with a comma", "Temperature? {#38,5:0,1}", "taken", "number", []),
    ("number in answers", "Year? {#\n=1822:0 #Yes\n=%50%1822:2 #Close\n}", "changed", "number", ["feedback-left", "partial-number"]),
    ("number with other feedback", "One to five? {#3:2~#No}", "changed", "number", ["other-feedback"]),
    ("no number", "Year? {#soon}", "refused", None, ["no-number"]),
    ("choice", "Who? {~a =b ~c}", "taken", "single", []),
    ("partial credit", "Hard. {~wrong ~%50%half =full}", "changed", "single", ["partial"]),
    ("several answers", "Two? {~%-100%no ~%50%one ~%50%two}", "changed", "multi", ["weights"]),
    ("several answers, ours", "Two? {~%-50%no ~%50%one ~%50%two}", "taken", "multi", []),
    ("only wrong", "Which? {~a ~b}", "incomplete", "single", ["no-right"]),
    ("two right", "Which? {=a =b ~c}", "incomplete", "single", ["several-right"]),
    ("hand-made", "A job {~as~=like} that.", "taken", "single", []),
    ("short answer", "Who? {=no one =nobody}", "taken", "short", []),
    ("short answer with shares", "Animal? {=Frog =%50%Cat =%0%*#Wrong}", "changed", "short", ["other-feedback", "partial"]),
    ("short answer with a star", "Who? {=*body =nobody}", "changed", "short", ["star"]),
    ("matching", "Match. {=Canada -> Ottawa =Italy -> Rome}", "taken", "match", []),
    ("matching, one side more", "Match. {=a -> 1 =b -> 2 = -> 3}", "changed", "match", ["extra-pairs"]),
    ("matching, same side", "Match. {=a -> 1 =b -> 1}", "incomplete", "match", ["same-pairs"]),
    ("missing word", "Grant is {~buried =entombed ~living} in a tomb.", "taken", "single", []),
    ("embedded", "I saw {1:MC:~a~=an~the} owl and {1:MC:=it~they} flew.", "taken", "cloze", []),
    ("embedded, typed", "Water is {1:SA:=wet}.", "incomplete", "cloze", ["typed-gap"]),
    ("essay", "Tell me. {}", "refused", None, ["essay"]),
    ("description", "::Read::[html]<p>Read this first.</p>", "refused", None, ["description"]),
    ("brace not closed", "Who? {~a =b", "refused", None, ["brace-open"]),
    ("brace not opened", "Who? ~a =b}", "refused", None, ["brace-close"]),
    ("two groups", "A {=x ~y} and b {=z ~w}.", "refused", None, ["two-blocks"]),
    ("html", "[html]<p>Who <b>is</b> it?</p>{=<i>me</i> ~you &amp; I}", "taken", "single", []),
    ("picture", 'What is it? <img src="x.png" alt="A cat"> {=a cat ~a dog}', "changed", "single", ["picture"]),
    ("formula", "How much is $$2+2$$? {=4 ~5}", "changed", "single", ["math"]),
    ("picture alone as an answer", '[html]Which? {=<img src\\="a.png"> ~<img src\\="b.png">}', "refused", None, ["wordless", "picture"]),
    ("answers nobody can read", "True? {TRUE FALSE}", "refused", None, ["unread-answers"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "standing", "kind", "said"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_each_shape_of_real_banks_is_taken_or_told(text, standing, kind, said):
    row = one(text)
    assert (row.standing, row.item and row.item.kind, sorted(codes(row))) == (standing, kind, sorted(said))


def test_the_parts_of_a_question_stand_in_their_places():
    row = one("::A name::[html]<p>Who?</p>{\n=me#Yes.\n~%-50%you#No.\n####Because.}")
    assert (row.item.key, row.item.question, row.item.explanation) == ("a-name", "Who?", "Because.")
    assert [(option.text, option.feedback) for option in row.item.options] == [("me", "Yes."), ("you", "No.")]


def test_true_and_false_are_words_of_the_language_with_their_feedback():
    (row,) = rows_of("La glace coule. {FALSE#Elle flotte.#Oui.}", "fr")
    assert marks(row) == [("Vrai", "other"), ("Faux", "right")]
    assert [option.feedback for option in row.item.options] == ["Elle flotte.", "Oui."]


def test_escapes_are_words_and_never_grammar():
    row = one(r"Which equals \{5\}? {~ \= 2 + 2 = \= 2 + 3 ~ a\~b\#c}")
    assert row.item.question == "Which equals {5}?"
    assert marks(row) == [("= 2 + 2", "other"), ("= 2 + 3", "right"), ("a~b#c", "other")]


def test_signs_of_markdown_in_plain_words_stay_signs():
    row = one(r"Is 2*3*4 = 24? {=[plain]*yes* ~\# no ~1. maybe}")
    assert row.item.question == r"Is 2\*3\*4 = 24?"
    assert [option.text for option in row.item.options] == [r"\*yes\*", r"\# no", r"1\. maybe"]


BANK = """\ufeff$CATEGORY: $course$/top/Fever
::Q1:: First? {
  ~a

  =b
}
::Q2:: Second? {=c ~d}
Third? {=e ~f}
// a comment
$CATEGORY: other
Fourth? {T}

::Q5:: Broken {~g =h

::Q6:: Sixth? {=i ~j}

First? { ~a =b }
"""


def test_a_bank_without_empty_lines_with_a_mark_of_order_and_a_brace_left_open_loses_nothing_silently():
    bank = formats.read(BANK.encode(), "en")
    rows = taking.rows(bank.entries, taking.Place("m", "en"))
    assert bank.format == "GIFT"
    assert [(row.line, row.standing) for row in rows] == [
        (2, "taken"), (7, "taken"), (8, "taken"), (11, "changed"), (13, "refused"), (15, "taken"), (17, "refused"),
    ]  # fmt: skip
    assert codes(rows[4]) == ["brace-open"]
    assert codes(rows[6]) == ["twice"]
    assert rows[0].item.key == "q1", "the byte order mark is no part of the first line"


def test_a_key_that_is_taken_is_not_taken_twice_and_a_question_that_is_there_is_told():
    there = items(FILES[0])
    text = f"::{there[0].key}:: Another question? {{=a ~b}}\n\n" + gift_writer.write(there[1:2])[0]
    rows = taking.rows(gift_reader.read(text, "fr"), taking.Place("m", "fr", there=there))
    assert [(row.standing, codes(row)) for row in rows] == [("changed", ["renamed"]), ("refused", ["there"])]
    assert rows[0].item.key == f"{there[0].key}-2"


FIELDS = re.compile(r"\{([a-z]+)\}")


def test_every_remark_has_its_sentence_in_both_languages_with_the_same_fields():
    for code, (french, english) in SENTENCES.items():
        fields = [{name for name in FIELDS.findall(words) if name not in ("fr", "en")} for words in (french, english)]
        assert french, code
        assert english, code
        assert fields[0] == fields[1], code
    (said,) = one("Year? {#soon}").remarks
    assert remarks.sentence(said, "fr") == "«\u00a0soon\u00a0» n’est pas un nombre\u00a0; écrivez-le comme 38.5"
