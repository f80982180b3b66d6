"""An educator writes a module on a new topic in Chromium by keyboard, in French at 1280 px; a colleague in English at 360 px.

Each page on the way is looked at by axe and scrolls nowhere sideways.
"""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import new_topic as topic
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import PASSPHRASE, add_person
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from courses.authoring import item_edits
from courses.authoring.registers import shared_files
from lms.web.current_site import site_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE_MS = 300_000
MOST_TABS = 400
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(scope="module")
def address(desk_site: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, desk_site, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Keyboard:
    """One person in front of a page, with a keyboard and no mouse."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page, self.lang, self.faults = page, lang, list[str]()
        self._axe, self._looked, self._pictures = Axe(), set[str](), 0

    def opens(self, path: str) -> None:
        self.page.goto(f"/{self.lang}{path}")

    def reaches(self, selector: str) -> None:
        """Tab until it has the focus."""
        for _ in range(MOST_TABS):
            if self.page.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by keyboard on {self.page.url}")

    def types(self, **fields: str) -> None:
        for name, words in fields.items():
            self.reaches(f"[name={name}]")
            kind = self.page.evaluate("document.activeElement.tagName")
            if kind == "SELECT":
                label = self.page.locator(f"[name={name}] option[value='{words}']").inner_text()
                self.page.keyboard.type(label[:60])
                assert self.page.locator(f"[name={name}]").input_value() == words, (name, words)
            else:
                self.page.keyboard.press("Control+a")
                self.page.keyboard.insert_text(words)

    def presses(self, selector: str, key: str = "Enter") -> None:
        self.reaches(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.looks()

    def looks(self) -> None:
        """Once a kind of page: axe, and no sideways scrolling."""
        kind = self.page.evaluate("document.title")
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{self.page.url} scrolls sideways")
        if kind in self._looked:
            return
        self._looked.add(kind)
        violations: list[dict[str, Any]] = self._axe.run(self.page).response["violations"]
        self.faults += [f"{self.page.url}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in violations]
        if SHOTS:
            self._pictures += 1
            self.page.screenshot(path=Path(SHOTS) / f"writing-{self.lang}-{self._pictures:02}.png", full_page=True)


def sits_down(chromium: Browser, address: str, name: str, lang: str, width: int) -> Keyboard:
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    person = Keyboard(context.new_page(), lang)
    person.opens("/connexion" if lang == "fr" else "/sign-in")
    person.types(name=name, passphrase=PASSPHRASE)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    return person


def test_a_module_is_written_by_keyboard(chromium: Browser, address: str, desk_site: Flask) -> None:
    for name in ("karine", "louis"):
        add_person(desk_site, "educator", name)
    folder = site_of(desk_site).settings.own_content
    save = "main form button[value=save]"
    she = sits_down(chromium, address, "karine", "fr", 1280)
    she.opens("/rediger")
    she.looks()
    she.presses("a[href$='/rediger/aide']")
    she.opens("/rediger/registres/sources/fiche")
    she.types(**{name: words for name, words in topic.SOURCE.items() if name not in ("seen", "checked_on", "valid_until")})
    she.presses("main form.flow button")
    she.opens("/rediger/registres/objectives/fiche")
    she.types(**topic.OBJECTIVE)
    she.presses("main form.flow button")
    she.opens(f"/rediger/nouveau?where={topic.COURSE}")
    she.types(title_fr=topic.TITLES["fr"], title_en=topic.TITLES["en"], key=topic.KEY)
    she.presses("main form.flow button")
    assert she.page.url.endswith(f"/rediger/fiche/fr/{topic.COURSE}/{topic.KEY}.md")
    she.types(summary=topic.SUMMARY["fr"], authors="Karine, Louis", body=topic.BODY["fr"])
    she.presses(save)
    she.opens(f"/rediger/parcours/{topic.COURSE}/{topic.KEY}")
    she.types(minutes="6")
    she.reaches("[name=objective][value=K01]")
    she.page.keyboard.press("Space")
    she.reaches("details summary")
    she.page.keyboard.press("Enter")
    she.reaches("[name=objective][value=sleep-well]")
    she.page.keyboard.press("Space")
    she.presses("main form.flow > .actions button")
    file = f"fr/{topic.COURSE}/{topic.KEY}.items.md"
    for kind, key, french, _english in topic.QUESTIONS:
        she.opens(f"/rediger/question/{file}?kind={kind}")
        in_order = {"key": key, **french, "sources": "sleep-guide"}
        places = {
            name: number for number, name in enumerate(she.page.locator("main form [name]").evaluate_all("all => all.map(one => one.name)"))
        }
        she.types(**dict(sorted(in_order.items(), key=lambda field: places[field[0]])), objective="sleep-well")
        she.presses(save)
        assert "/rediger/questions/" in she.page.url, key
    she.opens(f"/rediger/question/{file}?item=first")
    she.presses("main form button[value=remove]")
    she.opens(f"/rediger/texte/fr/{topic.COURSE}/{topic.KEY}.md")
    she.presses("button[name=what][value=simple]")
    she.types(body=topic.EASY["fr"])
    she.presses(save)
    she.opens(f"/rediger/texte/fr/{topic.COURSE}/{topic.KEY}.md")
    she.presses("button[name=to][value=in_review]")
    path = f"_structure/{topic.COURSE}/course.yml"
    line = shared_files.lines(shared_files.read(folder, path), path)[topic.KEY].values
    assert (line["minutes"], line["objectives"]) == (6, ["sleep-well"])
    written = item_edits.items_of(file, (folder / file).read_text("utf-8"))
    assert [item.key for item in written] == [key for _kind, key, _fr, _en in topic.QUESTIONS]
    assert she.faults == []

    he = sits_down(chromium, address, "louis", "en", 360)
    he.opens(f"/writing/form/en/{topic.COURSE}/{topic.KEY}.md")
    he.looks()
    he.types(summary=topic.SUMMARY["en"], authors="Karine, Louis", body=topic.BODY["en"])
    he.presses(save)
    kind, key, _french, english = topic.QUESTIONS[0]
    he.opens(f"/writing/question/en/{topic.COURSE}/{topic.KEY}.items.md?like={key}")
    he.types(question=english["question"], text_0=english["text_0"])
    he.presses(save)
    he.opens(f"/writing/text/fr/{topic.COURSE}/{topic.KEY}.md")
    he.types(by="Louis Petit, infirmier")
    he.reaches("[name=expires]")
    he.page.keyboard.type("04152027")
    he.presses("main form.flow > .actions button:not([name])")
    assert he.page.locator("[name=by]").input_value() == "Louis Petit, infirmier", "a signature without its tick keeps what was typed"
    he.reaches("[name=has_read]")
    he.page.keyboard.press("Space")
    he.presses("main form.flow > .actions button:not([name])")
    assert "state: published" in (folder / f"fr/{topic.COURSE}/{topic.KEY}.md").read_text("utf-8")
    assert "expires: 2027-04-15" in (folder / f"fr/{topic.COURSE}/{topic.KEY}.md").read_text("utf-8")
    assert he.faults == []
