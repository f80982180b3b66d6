"""Large print wastes no paper: exercises and answers go on over a page between two options, and an option stays with its reason."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from content_day import DAY_OF_CONTENT, NOON_OF_CONTENT
from pypdf import PageObject, PdfReader

from courses.export import booklet
from courses.serving.catalogue import Catalogue, load

SHIPPED = Path(__file__).resolve().parents[3] / "content"
PATHS = ("patient-essentials", "patient-living", "caregivers", "caregivers-living")
PAGE, TOP, FOOT = 842.0, 51.0, 57.0  # points: A4, and the margins of the booklet


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load(SHIPPED, now=NOON_OF_CONTENT)


def pages_of(shipped: Catalogue, key: str, language: str) -> list[PageObject]:
    paper = booklet.Print(address="https://site.example/{key}", media=SHIPPED / "media", on=DAY_OF_CONTENT, size="large")
    return list(PdfReader(io.BytesIO(booklet.module_pdf(shipped, key, language, paper))).pages)


def empty_part(page: PageObject) -> float:
    """How much of the page under its last line is empty, 0.0-1.0."""
    heights: list[float] = []

    def note(text: str, around: list[float], at: list[float], *_: Any) -> None:
        if text.strip():
            heights.append(at[5] * around[3] + around[5])

    page.extract_text(visitor_text=note)
    return (min(height for height in heights if height > FOOT) - FOOT) / (PAGE - TOP - FOOT)


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def empty_parts(shipped: Catalogue, key: str, language: str) -> list[float]:
    return [empty_part(page) for page in pages_of(shipped, key, language)[:-1]]


def test_no_page_of_large_print_is_half_empty(shipped: Catalogue) -> None:
    parts = empty_parts(shipped, "nausea-mouth-appetite", "fr")
    assert max(parts) < 0.4, parts
    assert sum(parts) / len(parts) < 0.18, parts


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_large_print_of_patients_and_carers_is_full(shipped: Catalogue, language: str) -> None:
    """A frame stays whole, so a long one may still leave the page before it half empty: at most two such pages a booklet."""
    modules = [key for path in PATHS for key in shipped.courses[path].modules]
    parts = {key: empty_parts(shipped, key, language) for key in modules}
    every = [part for of_module in parts.values() for part in of_module]
    assert len(every) > 200
    assert sum(every) / len(every) < 0.15
    assert {key: of_module for key, of_module in parts.items() if sum(part > 0.4 for part in of_module) > 2} == {}


def test_an_option_of_large_print_stays_with_its_reason(shipped: Catalogue) -> None:
    on_paper = [letters(page.extract_text()) for page in pages_of(shipped, "nausea-mouth-appetite", "fr")]
    options = [option for item in shipped.module("nausea-mouth-appetite", "fr").items if item.kind == "single" for option in item.options]
    told = [option for option in options if option.feedback and "{{" not in option.feedback + option.text]
    assert len(told) >= 15
    for option in told:
        begins, ends = letters(option.text)[:25], letters(option.feedback)[-25:]
        assert any(begins in page and ends in page for page in on_paper), (begins, ends)
