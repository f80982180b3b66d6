"""What axe said of each view, one JSON object a line, where `make accessibility` asks for it: the declaration is made from these lines."""

import json
import os
from pathlib import Path

from axe_playwright_python.base import AxeResults
from playwright.sync_api import Page

VARIABLE = "ACCESSIBILITY_RECORD"
KINDS = ("passes", "violations", "incomplete")


def note(page: Page, found: AxeResults) -> None:
    """Write one line; nothing when nobody asks for it."""
    place = os.environ.get(VARIABLE)
    if not place:
        return
    size, browser = page.viewport_size, page.context.browser
    line = {
        "url": page.url.partition("?")[0].split("/", 3)[3],
        "width": size["width"] if size else 0,
        "theme": page.evaluate("document.documentElement.dataset.theme || 'auto'"),
        "engine": "axe-core " + found.response["testEngine"]["version"],
        "browser": f"{browser.browser_type.name} {browser.version}" if browser else "",
        **{kind: {rule["id"]: rule["tags"] for rule in found.response[kind]} for kind in KINDS},
    }
    with Path(place).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
