"""On paper a row of a table, a source with its address, and a number with its unit are never parted."""

import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from courses.export import booklet, nodes
from courses.export.words import WORDS
from courses.serving import catalogue

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SIZES = ("a4", "large")
LONG_CELL = "many words that run over three lines of a narrow column and then go on for a while"
UNITS = ("150 ng/mL", "0,3 G/L", "3,25 mmol/L", "30 kcal/kg", "1,5 g/kg", "60 mg/m²")


def paper(folder: Any, size: booklet.Size) -> booklet.Print:
    return booklet.Print(address="https://site.example/fr/{key}", media=folder / "media", on=date(2026, 11, 23), size=size)


def pages(book: dict[str, Any], how: booklet.Print) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(booklet._compile(book, how))).pages]


def book_of(folder: Any, html: str, how: booklet.Print, sources: list[str]) -> dict[str, Any]:
    """A booklet of one screen that holds this HTML, without exercises."""
    shelf = catalogue.load(folder, now=NOW)
    module = shelf.module("warm", "fr")
    book = booklet._book(shelf, [module], module.title, module.summary, "fr", how)
    screen = {"title": "A screen", "nodes": nodes.parse(html)}
    return {**book, "modules": [{**book["modules"][0], "screens": [screen], "items": [], "sources": sources}]}


def table(number: int) -> str:
    rows = "".join(f"<tr><td>name{number}x{row}n</td><td>{LONG_CELL} end{number}x{row}n</td></tr>" for row in range(4))
    return f"<table><thead><tr><th>head{number}n</th><th>what</th></tr></thead><tbody>{rows}</tbody></table>"


@pytest.mark.parametrize("size", SIZES)
def test_a_row_and_a_short_table_stand_on_one_page(folder: Any, size: booklet.Size) -> None:
    """Twelve tables with more and more lines before them meet the foot of a page in many ways."""
    how = paper(folder, size)
    html = "".join("<p>a line</p>" * number + table(number) for number in range(12))
    printed = pages(book_of(folder, html, how, []), how)
    for number in range(12):
        marks = {f"head{number}n", *(f"{part}{number}x{row}n" for part in ("name", "end") for row in range(4))}
        assert any(marks <= set(re.findall(r"\w+", page)) for page in printed), number


def test_a_long_table_goes_over_between_two_rows(folder: Any) -> None:
    how = paper(folder, "a4")
    rows = "".join(f"<tr><td>name{row}n</td><td>{LONG_CELL * (4 + row % 3)} end{row}n</td></tr>" for row in range(60))
    html = f"<table><thead><tr><th>head</th><th>what</th></tr></thead><tbody>{rows}</tbody></table>"
    printed = pages(book_of(folder, html, how, []), how)
    assert len(printed) > 2
    for row in range(60):
        assert any({f"name{row}n", f"end{row}n"} <= set(re.findall(r"\w+", page)) for page in printed), row


@pytest.mark.parametrize("size", SIZES)
def test_a_source_stands_on_one_page_with_its_address(folder: Any, size: booklet.Size) -> None:
    how = paper(folder, size)
    words = "words of a title "
    sources = [f"first{number}n {words * (15 + number % 9)}https://site.example/a/b/c last{number}n" for number in range(90)]
    printed = pages(book_of(folder, "<p>Words.</p>", how, sources), how)
    assert len(printed) > 3
    for number in range(90):
        assert any({f"first{number}n", f"last{number}n"} <= set(re.findall(r"\w+", page)) for page in printed), number


@pytest.mark.parametrize("size", SIZES)
def test_a_unit_with_a_bar_keeps_its_number_and_its_second_half(folder: Any, size: booklet.Size) -> None:
    """Each unit after fewer and more words, so that the end of a line falls before, in and after it."""
    how = paper(folder, size)
    unit = [one.replace(" ", "\u00a0") for one in UNITS]
    places = [(words, letters) for words in range(6, 26) for letters in range(1, 5)]
    lines = [f"{'mot ' * words}{'i' * letters} {unit[(words + letters) % len(unit)]} puis" for words, letters in places]
    printed = "\n".join(pages(book_of(folder, "".join(f"<p>{line}</p>" for line in lines), how, []), how))
    seen = sum(printed.replace("\u00a0", " ").count(one) for one in UNITS)
    assert seen == len(lines)


def test_the_mark_of_a_right_answer_does_not_break() -> None:
    assert [language for language in WORDS if " " in WORDS[language]["right"]] == []
