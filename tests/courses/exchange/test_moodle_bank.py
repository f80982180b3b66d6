"""A Moodle bank of 300 questions of every kind: each is told, in the order of the file, with its line."""

from collections import Counter
from html.entities import html5

import pytest
from moodle_bank import KINDS, TEXTS, bank, question

from courses.exchange import formats, remarks, taking
from courses.items import item_text, syntax


def test_each_of_three_hundred_questions_is_told_with_its_line():
    text, expected = bank()
    found = formats.read(text.encode(), "en")
    rows = taking.rows(found.entries, taking.Place("m", "en"))
    assert found.format == "Moodle XML"
    assert [(row.line, row.standing, row.item and row.item.kind) for row in rows] == expected
    assert Counter(row.standing for row in rows) == {"taken": 120, "changed": 60, "refused": 120}
    items = [row.item for row in rows if row.item is not None]
    again = syntax.parse("x", "en", "m", item_text.write(items))
    assert again.problems == ()
    assert [item.question for item in again.items] == [item.question for item in items]


@pytest.mark.parametrize("name", list(KINDS))
def test_the_parts_of_each_kind_stand_in_their_places(name):
    *_, inside = KINDS[name]
    raw = f"<quiz>{question(name.rstrip('+'), 7, inside(7), TEXTS.get(name, '<p>Question {n}, <b>really</b>?</p>'))}</quiz>"
    (row,) = taking.rows(formats.read(raw.encode(), "en").entries, taking.Place("m", "en"))
    if row.item is None:
        return
    item = row.item
    assert item.explanation == "Because 7."
    if name == "multichoice":
        assert (item.question, item.hint, item.options[0].feedback) == ("Question 7, **really**?", "Look.", "Good")
    elif name == "numerical":
        assert (item.answer, item.tolerance, item.unit) == (7.0, 0.5, "mg")
    elif name == "ordering":
        assert [option.text for option in item.options] == ["step 1 of 7", "step 2 of 7", "step 3 of 7"]
    elif name == "gapselect":
        assert item.question == "First [[x|y]] then [[y|x]] in 7."
    elif name == "cloze":
        assert item.question == "It is [[here|there]] in 7."


def test_a_bank_of_two_hundred_and_fifty_eight_questions_with_the_names_of_html_loses_none():
    """As a public bank holds them: names that HTML knows and XML does not, in plain text, in CDATA and in attributes."""
    names = sorted(name for name in html5 if name.endswith(";") and name.isascii())
    kinds = [name for name, (standing, *_) in KINDS.items() if standing != "refused"]
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n']
    expected = []
    for number in range(258):
        kind = kinds[number % len(kinds)]
        name = names[number * len(names) // 258]
        expected.append(("".join(parts).count("\n") + 1, number))
        words = TEXTS.get(kind, "Question {n}: <b>really</b>?").replace("{n}", f"{{n}} &{name} ")
        words = words.replace("Question", "Press &uarr; or &nbsp;")
        parts.append(question(kind.rstrip("+"), number, KINDS[kind][2](number), words).replace("<text>Because", "<text>&rarr; Because"))
    text = "".join([*parts, "</quiz>\n"]).replace("<name><text>", "<name><text>&uarr; &laquo;x&raquo; &notaname; &amp;lt; ")
    found = formats.read(text.encode(), "en")
    rows = taking.rows(found.entries, taking.Place("m", "en"))
    assert len(rows) == 258
    assert [row.line for row in rows] == [line for line, _number in expected]
    assert [row.standing for row in rows if row.item is None] == []
    assert all(row.item is not None and f"{number}" in row.item.question for row, (_line, number) in zip(rows, expected, strict=True))
    assert "↑" in rows[0].item.question, rows[0].item.question


def test_every_question_not_taken_is_listed_with_its_line_and_its_reason():
    text, _expected = bank()
    rows = taking.rows(formats.read(text.encode(), "en").entries, taking.Place("m", "en"))
    refused = [row for row in rows if row.item is None]
    assert len(refused) == 120
    for row in refused:
        assert "<question type=" in text.split("\n")[row.line - 1], row
        for language in ("fr", "en"):
            said = [remarks.sentence(one, language) for one in row.remarks]
            assert said, row
            assert all(said), row
