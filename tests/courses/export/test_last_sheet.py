"""A booklet does not end on a sheet for a few lines, and a French question goes over to the next line whole."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from courses.export import booklet
from courses.serving import catalogue

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SOURCE = "A title of a source, long enough for a line and a half of the page: an organisation, 2026. https://site.example/of/a/source/with/a/long/address"


@pytest.fixture
def paper(folder):
    return booklet.Print(address="https://site.example/fr/{key}", media=folder / "media", on=date(2026, 11, 23))


@pytest.fixture
def book(folder, paper) -> dict[str, Any]:
    shelf = catalogue.load(folder, now=NOW)
    module = shelf.module("warm", "fr")
    return booklet._book(shelf, [module], module.title, module.summary, "fr", paper)


def with_sources(book: dict[str, Any], count: int) -> dict[str, Any]:
    return {**book, "modules": [{**book["modules"][0], "sources": [SOURCE] * count}]}


def pages(raw: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages]


def test_a_last_sheet_of_a_few_lines_is_spared(book, paper):
    """Sources are added, three at a time, until three of them or fewer stand alone on a sheet."""
    ends = {count: booklet._end(with_sources(book, count), paper) for count in range(27, 60, 3)}
    few = next(count for count in ends if ends[count]["page"] > ends.get(count - 3, ends[count])["page"])
    assert ends[few]["height"] < booklet.FEW_LINES
    raw = pages(booklet._compile(with_sources(book, few), paper))
    assert len(raw) == ends[few]["page"] - 1
    assert f"{few}." in raw[-1]


def test_sources_that_fill_their_sheet_keep_their_size(book, paper):
    full = with_sources(book, 40)
    if booklet._end(full, paper)["height"] < booklet.FEW_LINES:
        full = with_sources(book, 55)
    assert len(pages(booklet._compile(full, paper))) == booklet._end(full, paper)["page"]


def test_a_question_is_not_parted_at_its_hyphen(book, paper):
    """Words are put before it one by one, so that it meets the end of the line."""
    nodes = [{"tag": "p", "children": ["mot " * words + "Que faites-vous ?"]} for words in range(14, 34)]
    only = {**book, "modules": [{**book["modules"][0], "screens": [{**book["modules"][0]["screens"][0], "nodes": nodes}]}]}
    lines = "\n".join(pages(booklet._compile(only, paper))).splitlines()
    assert sum("faites-vous" in line for line in lines) >= len(nodes)
    assert not [line for line in lines if line.rstrip().endswith("faites-")]
