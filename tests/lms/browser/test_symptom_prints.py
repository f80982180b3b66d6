"""A symptom's page on paper: no heading over two pages, what one says on the phone in one piece, no page for the foot alone."""

import io
import re
import unicodedata

import pytest
from conftest_browser import Served
from playwright.sync_api import Browser
from pypdf import PdfReader

pytestmark = pytest.mark.browser
INDEX = {"fr": "/fr/signes", "en": "/en/symptoms"}
FOOT = {"fr": "Formation;pasunoutil", "en": "Trainingmaterial;nota"}


def squeezed(text: str) -> str:
    """Without spaces, and with the letters of a ligature apart: “ﬁèvre” on paper is “fièvre” on the page."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def faults_of(pages: list[str], headings: list[str], said: list[str], foot: str) -> list[str]:
    """pages, headings, said: without spaces. What is parted over two pages, and a last page that holds the foot alone."""
    faults = [f"parted: {heading}" for heading in headings if not any(heading in page for page in pages)]
    if not any(all(line in page for line in said) for page in pages):
        faults.append("what to say is parted")
    if len(pages) > 1 and pages[-1].startswith(foot):
        faults.append("the foot alone on a page")
    return faults


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_that_belongs_together_is_parted(chromium: Browser, served: Served, language: str) -> None:
    page = chromium.new_context(base_url=served.address).new_page()
    page.goto(INDEX[language])
    links = page.eval_on_selector_all(f"main a[href^='{INDEX[language]}/']", "all => all.map(one => one.getAttribute('href'))")
    faults = {}
    for link in dict.fromkeys(links):
        page.goto(link)
        pages = [squeezed(one.extract_text()) for one in PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages]
        shown = "main h2:visible:not(.screen-only h2)"
        headings = [squeezed(words) for words in page.locator(shown).all_inner_texts()]
        said = [squeezed(words) for words in page.locator(".text:has(> .says) li, .says").all_inner_texts()]
        faults[link] = faults_of(pages, headings, said, FOOT[language])
    assert len(faults) >= 20
    assert {link: found for link, found in faults.items() if found} == {}


def test_a_parted_heading_and_a_lone_foot_are_seen() -> None:
    pages = ["SousimmunothérapieLedisdepuisquand", "pourtoutsigneFormation;pasunoutil", "Formation;pasunoutildetri"]
    found = faults_of(pages, ["Sousimmunothérapiepourtoutsigne"], ["depuisquand", "sang"], FOOT["fr"])
    assert found == ["parted: Sousimmunothérapiepourtoutsigne", "what to say is parted", "the foot alone on a page"]
