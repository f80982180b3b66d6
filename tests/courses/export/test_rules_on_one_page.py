"""On paper a frame with a rule stands on one page: half of it, read alone, says something else."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from courses.export import booklet
from courses.serving.catalogue import Catalogue, load

SHIPPED = Path(__file__).resolve().parents[3] / "content"
MARKS = re.compile(r"\[@[^\]]*\]|\*\*|\{\{[^}]*\}\}|^[-\d.]+ ", re.MULTILINE)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load(SHIPPED, now=datetime(2026, 11, 29, tzinfo=UTC))


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def beginnings(markdown: str) -> list[str]:
    """How each line of a rule begins, as letters; a line that begins with a value of the site is left out."""
    plain = [MARKS.sub("", line) for line in markdown.split("\n") if not line.lstrip("-* 0123456789.").startswith("{{")]
    return [letters(line)[:20] for line in plain if len(letters(line)) > 20]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_safety_block_is_parted_over_two_pages(shipped: Catalogue, language: str) -> None:
    paper = booklet.Print(address="https://site.example/{key}", media=SHIPPED / "media", on=date(2026, 11, 29))
    reader = PdfReader(io.BytesIO(booklet.course_pdf(shipped, "caregivers", language, paper)))
    pages = [letters(page.extract_text()) for page in reader.pages]
    modules = [shipped.module(key, language) for key in shipped.courses["caregivers"].modules]
    blocks = [block for module in modules for screen in module.screens for block in screen.blocks if block.kind == "safety"]
    assert len(blocks) >= 5
    for block in blocks:
        begun = beginnings(block.markdown)
        assert any(all(one in page for one in begun) for page in pages), (block.key, begun)
