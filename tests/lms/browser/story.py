"""One person in front of a browser, told by what she presses and reads: by words on the screen, in her language."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from conftest_browser import Served
from lms_cast import PASSPHRASE
from playwright.sync_api import Browser, Locator, Page, expect

SHOTS = os.environ.get("SHOTS", "")
"""A folder to keep a picture of every page in, for whoever wants to look."""
PATIENCE_MS = 120_000
View = tuple[str, int]
"""Language, width."""
VIEWS: list[View] = [("fr", 360), ("en", 360), ("fr", 1280), ("en", 1280)]
every_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")


class Walker:
    """Every page she comes to is checked: an answer below 400, no sideways scrolling, nothing said by the console."""

    def __init__(self, chromium: Browser, served: Served, name: str, view: View, **more: Any) -> None:
        self.lang, width = view
        height = 640 if width < 700 else 800
        options: dict[str, Any] = {"base_url": served.address, "viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
        self.context = chromium.new_context(**{**options, **more})
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.name, self.taps, self._pictures = f"{name}-{self.lang}-{width}", 0, 0
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", lambda answer: self._note(answer.status, answer.url))

    def _note(self, status: int, url: str) -> None:
        if status >= 400 and status not in (422,):
            self.faults.append(f"{url}: {status}")

    def __enter__(self) -> "Walker":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.context.close()
        if kind is None:
            assert self.faults == []

    def words(self, fr: str, en: str) -> str:
        return fr if self.lang == "fr" else en

    def pattern(self, fr: str, en: str) -> re.Pattern[str]:
        """These words in her language, with any kind of space between them."""
        return re.compile(re.escape(self.words(fr, en)).replace("\\ ", r"\s"), re.IGNORECASE)

    def is_at(self, fr: str, en: str) -> bool:
        """Her page's address ends so."""
        return self.page.url.endswith(self.words(fr, en))

    def opens(self, fr: str, en: str) -> None:
        """An address that is on paper, in a bookmark, or that somebody gave her."""
        self.page.goto(f"/{self.lang}{self.words(fr, en)}")
        self._look()

    def find(self, fr: str, en: str) -> Locator:
        """What can be pressed and begins with these words, whole words or not; the first one that is visible."""
        kinds = "a[href], button, summary, label.choice"
        return self.page.locator(kinds).filter(has_text=self.pattern(fr, en)).filter(visible=True).first

    def presses(self, fr: str, en: str) -> None:
        """A link, a button, a fold or a choice. One tap."""
        self.taps += 1
        self.find(fr, en).click()
        self.page.wait_for_load_state()
        self._look()

    def uses(self, selector: str) -> None:
        """What has no words of its own, or is one of many."""
        self.taps += 1
        self.page.locator(selector).filter(visible=True).first.click()
        self.page.wait_for_load_state()
        self._look()

    def types(self, selector: str, words: str) -> None:
        self.page.locator(selector).fill(words)

    def picks(self, selector: str, value: str) -> None:
        self.page.locator(selector).select_option(value)

    def reads(self, fr: str, en: str) -> None:
        """It is on the screen, without unfolding anything."""
        expect(self.page.locator("main")).to_contain_text(self.pattern(fr, en), use_inner_text=True)

    def does_not_read(self, fr: str, en: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(self.pattern(fr, en), use_inner_text=True)

    def can_ring(self, *numbers: str) -> None:
        """A press on each of these rings, and it is on the screen as a number."""
        for number in numbers:
            expect(self.page.locator(f"main a[href='tel:{number}']").filter(visible=True).first).to_be_visible()

    def signs_in(self, name: str) -> None:
        self.opens("/connexion", "/sign-in")
        self.types("#name", name)
        self.types("#passphrase", PASSPHRASE)
        self.uses("main form .actions button.button")

    def enters(self) -> None:
        """The key Enter in the field she has just typed in."""
        self.taps += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._look()

    def fetches(self, selector: str) -> bytes:
        """The file that a link of the page leads to."""
        answer = self.page.request.get(str(self.page.locator(selector).first.get_attribute("href")))
        assert answer.ok
        return answer.body()

    def paper(self) -> bytes:
        """The page as it is printed on A4."""
        return self.page.pdf(prefer_css_page_size=True)

    def _look(self) -> None:
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{self.page.url} scrolls sideways")
        if SHOTS:
            self._pictures += 1
            self.page.screenshot(path=Path(SHOTS) / f"{self.name}-{self._pictures:02}.png", full_page=True)
