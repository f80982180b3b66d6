"""What is read in one go is not parted by the end of a line: a verb and its pronoun, a drug, what to think of an answer, a day."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from courses.export import booklet
from courses.export.words import WORDS
from courses.model.content import Reference
from courses.serving import catalogue

NOW = datetime(2026, 11, 23, tzinfo=UTC)
Lines = Callable[..., list[str]]


@pytest.fixture
def lines(folder) -> Lines:
    """The lines of a French booklet whose module has these parts; words are put before what is looked at, one by one."""
    paper = booklet.Print(address="https://site.example/fr/{key}", media=folder / "media", on=date(2026, 11, 23))
    shelf = catalogue.load(folder, now=NOW)
    module = shelf.module("warm", "fr")
    book = booklet._book(shelf, [module], module.title, module.summary, "fr", paper)

    def printed(**parts: Any) -> list[str]:
        only = {**book, "modules": [{**book["modules"][0], **parts}]}
        raw = booklet._compile(only, paper)
        return [line.strip() for page in PdfReader(io.BytesIO(raw)).pages for line in page.extract_text().splitlines()]

    return printed


def ends(all_lines: list[str], *parted: str) -> list[str]:
    return [line for line in all_lines if line.endswith(parted)]


@pytest.mark.parametrize(
    ("words", "first_half"), [("Dites-lui de rester.", "Dites-"), ("le 5-FU a un antidote.", "5-"), ("un PD-L1 haut.", "PD-")]
)
def test_a_tied_word_goes_over_whole(lines: Lines, words: str, first_half: str) -> None:
    before = ["mot " * count + "i" * more for count in range(14, 34) for more in (1, 3, 5)]
    nodes = [{"tag": "p", "children": [f"{filled} {words}"]} for filled in before]
    screen = {"title": "Un titre", "nodes": nodes}
    assert ends(lines(screens=[screen]), first_half) == []


def test_what_to_think_of_an_answer_is_read_in_one_go(lines: Lines) -> None:
    line = {"letter": "a", "verdict": "À retenir", "is_right": True, "why": ["Oui."]}
    answers = [{**line, "text": ["mot " * count]} for count in range(6, 26)]
    items = [
        {"kind": "single", "question": [], "lead": "", "options": [], "pairs": [], "answers": [one], "explanation": []} for one in answers
    ]
    found = lines(items=items)
    assert sum("À retenir" in line.replace("\u00a0", " ") for line in found) >= len(answers)
    assert ends(found, "—", "À", "— À") == []


def test_a_source_keeps_its_day_and_the_name_of_its_site(lines: Lines) -> None:
    day, address = date(2026, 11, 5), "https://hopital.example/une-page"
    references = [Reference("a", "mot " * count + "fin", "Un hôpital", None, address, day, None) for count in range(4, 34)]
    sources = [booklet.source(one, WORDS["fr"], "fr") for one in references]
    found = lines(sources=sources)
    assert sum("5\u00a0novembre\u00a02026" in line or "5 novembre 2026" in line for line in found) >= len(sources)
    assert ends(found, "(vérifiée", "(vérifiée le", "https://") == []
