"""What is wrong with a page of LTI in a browser, by itself or in the frame of a platform."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from list_marks import HANGING
from playwright.sync_api import Frame, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of each page, to be looked at; empty for none."""


def faults(page: Page | Frame, name: str, lang: str = "") -> list[str]:
    """What axe, the width of the page and the marks of its lists say of it."""
    whole = page if isinstance(page, Page) else page.page
    width = whole.evaluate("window.innerWidth")
    if PICTURES:
        whole.screenshot(path=Path(PICTURES) / f"{name}-{lang}-{width}.png", full_page=True)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = [f"{name}: {one['id']} {one['nodes'][0]['html'][:90]}" for one in Axe().run(page, options=options).response["violations"]]  # type: ignore[arg-type]
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *([f"{name} scrolls sideways"] if is_wide else []), *page.evaluate(HANGING)]
