"""An educator at the editor in a real Chromium, with a keyboard alone: Tab, letters, Space, arrows and Enter; axe looks at each page."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from hands import Hands
from lms_cast import Person
from playwright.sync_api import Browser, Locator, Page

PICTURES = os.environ.get("AUTHORING_PICTURES", "")
"""A folder for pictures of each page that is looked at."""
LETTERS = re.compile("[A-Za-z0-9 ]*")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Desk:
    """One person. lang: of the pages. faults: what axe found. tabs: how often Tab was pressed to reach the fields of each page."""

    def __init__(self, chromium: Browser, address: str, person: Person, lang: str, width: int) -> None:
        self.address, self.lang, self.width, self.faults = address, lang, width, list[str]()
        self._context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="en-GB" if lang == "en" else "fr-FR"
        )
        self._context.set_default_timeout(300_000)
        cookie = person.client.get_cookie("hlm")
        assert cookie is not None
        cookies: list[Any] = [{"name": "hlm", "value": cookie.value, "url": address}]
        self._context.add_cookies(cookies)
        self.page: Page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.hands, self._axe = Hands(self.page), Axe()

    def close(self) -> None:
        self._context.close()

    def open(self, french: str, english: str) -> None:
        """The first page of a visit is typed into the address bar; from there on she goes by links."""
        answer = self.page.goto(f"{self.address}/{self.lang}/{french if self.lang == 'fr' else english}")
        assert answer is not None
        assert answer.status == 200

    def look(self, name: str) -> None:
        result = self._axe.run(self.page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
        for one in result.response["violations"]:
            self.faults.append(f"{name}: {one['id']} at {one['nodes'][0]['target']}: {one['nodes'][0]['html'][:120]}")
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{name}: scrolls sideways")
        if PICTURES:
            self.page.screenshot(path=str(Path(PICTURES) / f"{self.lang}-{self.width}-{name}.png"), full_page=True)

    def follow(self, href_end: str) -> None:
        """A link whose address ends so, wherever it stands on the page."""
        self.hands.press(f'main a[href$="{href_end}"]')

    def send(self, value: str = "", name: str = "do", within: str = "main") -> None:
        """A button by its name and value; without a value, the button that sends the form."""
        which = f'[name="{name}"][value="{value}"]' if value else ".button"
        self.hands.press(f'{within} form[method="post"] button{which}')

    def fill(self, fields: Mapping[str, str]) -> None:
        for name, words in fields.items():
            self._unfold(f'[name="{name}"]')
            self._fill_one(self.page.locator(f'main [name="{name}"]').first, words)

    def _fill_one(self, place: Locator, words: str) -> None:
        tag, kind = place.evaluate("(one) => [one.tagName, one.type]")
        if tag == "SELECT":
            self._pick(place, words)
        elif kind == "checkbox":
            self.hands.reach(place)
            if place.is_checked() != (words == "yes"):
                self.page.keyboard.press("Space")
        elif kind == "date":
            self.hands.reach(place)
            if place.input_value() == words:
                return
            year, month, day = words.split("-")
            self.page.keyboard.type(f"{month}{day}{year}")  # as Chromium's own words stand here, whatever the page's language
            assert place.input_value() == words, place.input_value()
        else:
            self.hands.reach(place)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.insert_text(words) if tag == "TEXTAREA" else self.page.keyboard.type(words)

    def _pick(self, place: Locator, value: str) -> None:
        """The first letters of the words choose in a list that has the focus; the arrows go on from there."""
        self.hands.reach(place)
        if place.input_value() == value:
            return
        words = place.evaluate("(one, value) => [...one.options].find((option) => option.value === value)?.text ?? ''", value)
        assert words, f"no choice {value}"
        self.page.wait_for_timeout(1100)  # letters typed within a second belong to the word before
        self.page.keyboard.type(LETTERS.match(words)[0][:14])  # type: ignore[index]  # it matches nothing at least
        for start, step, most in (("", "ArrowDown", 12), ("End", "ArrowUp", 12), ("Home", "ArrowDown", 400)):
            if start:
                self.page.keyboard.press(start)
            for _ in range(most):
                if place.input_value() == value:
                    return
                self.page.keyboard.press(step)
        raise AssertionError(f"letters do not lead to {value}: {place.input_value()}")

    def _unfold(self, selector: str) -> None:
        """Open by keyboard the folded parts that a field stands in."""
        folded = self.page.locator("main details:not([open])").filter(has=self.page.locator(selector))
        while folded.count():
            self.hands.reach(folded.first.locator("summary").first)
            self.page.keyboard.press("Enter")

    def tick(self, name: str, value: str) -> None:
        self.page.locator(f'main input[type=checkbox][name="{name}"][value="{value}"]')
        self._unfold(f'input[type=checkbox][name="{name}"][value="{value}"]')
        self.hands.tick(name, value)

    def pick_more(self, name: str, value: str) -> None:
        """The first list of a field whose chosen entries are boxes."""
        self._pick(self.page.locator(f'main select[name="{name}"]').first, value)

    def untick(self, name: str, value: str) -> None:
        place = self.page.locator(f'main input[type=checkbox][name="{name}"][value="{value}"]')
        self._unfold(f'input[type=checkbox][name="{name}"][value="{value}"]')
        self.hands.reach(place)
        if place.is_checked():
            self.page.keyboard.press("Space")

    def alerts(self) -> str:
        return " ".join(self.page.locator("main [role=alert], main .problems").all_inner_texts())
