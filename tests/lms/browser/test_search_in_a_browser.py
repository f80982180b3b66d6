"""The search with a keyboard: what is found, the page without result, axe, and words that never reach an address."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest_browser import Served
from playwright.sync_api import Browser, expect
from test_pages_are_accessible import faults, open_as

pytestmark = pytest.mark.browser
PATHS = {"fr": ("chercher", "diarhée"), "en": ("search", "throwing up")}


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
@pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=pytest.mark.slow)])
def test_a_search_by_keyboard_stays_out_of_the_address_and_has_no_fault(chromium: Browser, served: Served, lang: str, width: int) -> None:
    path, words = PATHS[lang]
    page = open_as(chromium, served, None, "light" if width == 360 else "dark", width)
    for typed, mark in ((words, "main ol.cards"), ("zzqxwv", "main form + section.flow h2")):
        page.goto(f"{served.address}/{lang}/{path}")
        page.focus("#q")
        page.keyboard.type(typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(mark).first).to_be_visible()
        assert page.url.removesuffix("#found") == f"{served.address}/{lang}/{path}"
        assert typed not in page.title()
        assert list(faults(page, Axe())) == []
    page.context.close()
