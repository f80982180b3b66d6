"""One person's window on a served site: Chromium by keyboard, in one language and width, with axe and the console listened to."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from hands import Hands
from PIL import Image
from plain_window import read_square
from playwright.sync_api import Browser, Page

PICTURES = os.environ.get("STORY_PICTURES", "")
"""A folder for pictures of each page that is looked at."""


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Page, axe: Axe) -> list[str]:
    """What axe finds, each with its first place; and sideways scrolling."""
    if page.locator(".bar-call").count():  # a bar at the foot of the screen hides what one scrolls to: look at the whole page at once
        page.set_viewport_size({"width": page.viewport_size["width"], "height": page.evaluate("document.documentElement.scrollHeight")})  # type: ignore[index]
    violations = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{one['id']} at {one['nodes'][0]['target']}: {one['nodes'][0]['html'][:120]}" for one in violations] + [
        "scrolls sideways"
    ] * wide


class ChromiumWindow:
    """The same words as `plain_window.PlainWindow`; `problems` holds what is wrong on the pages that were looked at."""

    def __init__(self, chromium: Browser, address: str, name: str, lang: str, width: int) -> None:
        self._address, self._name, self._width, self._axe = address, name, width, Axe()
        self.problems: list[str] = []
        view: Any = {"width": width, "height": 800}
        self._context = chromium.new_context(
            viewport=view, locale=lang, reduced_motion="reduce", accept_downloads=True, device_scale_factor=2
        )
        self._context.set_default_timeout(30_000)
        self.page: Page = self._context.new_page()
        self._hands = Hands(self.page)
        self.page.on("pageerror", lambda error: self.problems.append(f"{name}: {error}"))

    def close(self) -> None:
        self._context.close()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self._address).partition("#")[0].partition("?")[0]

    def go(self, address: str) -> int:
        answer = self.page.goto(address if address.startswith("http") else f"{self._address}{address}")
        assert answer is not None
        return answer.status

    def words(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def look(self, name: str) -> None:
        """Ask axe, and take a picture."""
        self.problems += [f"{self._name} {name} {self._width}: {fault}" for fault in faults(self.page, self._axe)]
        if PICTURES:
            lang = self.path.split("/")[1]
            self.page.screenshot(path=str(Path(PICTURES) / f"{lang}-{self._width}-{self._name}-{name}.png"), full_page=True)

    def has_form(self, path: str) -> bool:
        return self.page.locator(f'main form[action="{path}"]').count() > 0

    def fill(self, id: str, value: str) -> None:
        self.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        place = self.page.locator(f"#{id}")
        if place.evaluate("(one) => one.tagName") == "SELECT":
            place.select_option(value)
        else:
            place.fill(value)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'main input[name="{name}"][value="{value}"]').first.check()

    def choose_first(self, name: str) -> None:
        self.page.locator(f'main input[name="{name}"]').first.check()

    def attach(self, id: str, file: Path) -> None:
        self.page.set_input_files(f"#{id}", file)

    def links(self) -> list[str]:
        found: list[str] = self.page.eval_on_selector_all("main a[href]", "all => all.map((one) => one.getAttribute('href'))")
        return found

    def has_button(self, name: str, value: str) -> bool:
        return self.page.locator(f'main button[name="{name}"][value="{value}"]').count() > 0

    def send(self, path: str, button: tuple[str, str] = ("", ""), field: str = "") -> None:
        """Tab to the button of the form that goes there (the one with a field of that id), and Enter."""
        which = f'[name="{button[0]}"][value="{button[1]}"]' if button[0] else ":not([type=button])"
        form = f'main form[action="{path}"]' + (f":has(#{field})" if field else "")
        self._unfold(f"{form} button{which}")
        self._hands.press(f"{form} button{which}")
        self.page.wait_for_load_state()

    def _unfold(self, selector: str) -> None:
        """Open by keyboard, from the outermost, the folded parts that a button stands in."""
        folded = self.page.locator("main details:not([open])").filter(has=self.page.locator(selector.removeprefix("main ")))
        while folded.count():
            self._hands.reach(folded.first.locator("summary").first)
            self.page.keyboard.press("Enter")

    def press(self, name: str, value: str) -> None:
        """A button, wherever it stands."""
        self._hands.press(f'main button[name="{name}"][value="{value}"]')
        self.page.wait_for_load_state()

    def download(self, path: str) -> bytes:
        with self.page.expect_download() as saved:
            self.page.locator(f'main a[href="{path}"]').first.click()
        return Path(saved.value.path()).read_bytes()

    def square(self, place: int = 0) -> str:
        return read_square(Image.open(BytesIO(self.page.locator("main .qr").nth(place).screenshot())))
