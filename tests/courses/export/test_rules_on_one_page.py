"""On paper a rule, an answer, and words that announce what follows stand on one page: half of it, read alone, says something else."""

import io
import re
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT, NOON_OF_CONTENT
from pypdf import PdfReader

from courses.export import booklet
from courses.serving.catalogue import Catalogue, load

SHIPPED = Path(__file__).resolve().parents[3] / "content"
MARKS = re.compile(r"\[@[^\]]*\]|\*\*|\{\{[^}]*\}\}|^[-\d.]+ ", re.MULTILINE)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load(SHIPPED, now=NOON_OF_CONTENT)


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def beginnings(markdown: str) -> list[str]:
    """How each line of a rule begins, as letters; a line that begins with a value of the site is left out."""
    plain = [MARKS.sub("", line) for line in markdown.split("\n") if not line.lstrip("-* 0123456789.").startswith("{{")]
    return [letters(line)[:20] for line in plain if len(letters(line)) > 20]


@pytest.fixture(scope="module", params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pages(shipped: Catalogue, language: str) -> list[str]:
    """The pages of a course on paper, as letters."""
    paper = booklet.Print(address="https://site.example/{key}", media=SHIPPED / "media", on=DAY_OF_CONTENT)
    reader = PdfReader(io.BytesIO(booklet.course_pdf(shipped, "patient-living", language, paper)))
    return [page.extract_text() for page in reader.pages]


@pytest.mark.sampled(2)
def test_no_safety_block_is_parted_over_two_pages(shipped: Catalogue, language: str, pages: list[str]) -> None:
    pages = [letters(page) for page in pages]
    modules = [shipped.module(key, language) for key in shipped.courses["patient-living"].modules]
    blocks = [block for module in modules for screen in module.screens for block in screen.blocks if block.kind == "safety"]
    assert len(blocks) >= 5
    for block in blocks:
        begun = beginnings(block.markdown)
        assert any(all(one in page for one in begun) for page in pages), (block.key, begun)


def test_no_answer_is_parted_from_its_reason(shipped: Catalogue, language: str, pages: list[str]) -> None:
    """ "Can be dangerous" at the foot of a page, what to do instead over the page."""
    on_paper = [letters(page) for page in pages]
    items = [
        item for key in shipped.courses["patient-living"].modules for item in shipped.module(key, language).items if item.kind == "single"
    ]
    assert len(items) >= 10
    for item in items:
        feedback = [letters(option.feedback)[:30] for option in item.options if option.feedback and "{{" not in option.feedback]
        assert any(all(one in page for one in feedback) for page in on_paper), (item.key, feedback)


def test_no_page_ends_with_words_that_announce_what_follows(pages: list[str]) -> None:
    """ "On the phone, I say:" stays with what is said; the last line is the number of the page."""
    for number, page in enumerate(pages, 1):
        lines = [line.strip() for line in page.strip().split("\n") if line.strip()]
        assert not any(line.endswith(":") for line in lines[-2:]), (number, lines[-2:])


def test_no_line_of_a_module_holds_footnotes_alone() -> None:
    """On paper “(3, 16, 20)” stood on a line of its own in the box for 15."""
    for language in ("fr", "en"):
        for audience in ("patient-essentials", "patient-living", "caregivers", "caregivers-living"):
            for path in (SHIPPED / language / audience).glob("*.md"):
                alone = [line for line in path.read_text("utf-8").split("\n") if re.fullmatch(r"\s*(\[@[^\]]*\]\s*)+", line)]
                assert alone == [], (path.name, alone)
