"""In real Chromium, by keyboard: an educator brings in a Moodle bank of 300 questions and reads what became of each.

HORSLESMURS_BANKS: paths of banks of others, joined by colons; they are taken through the same page and counted apart.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_server import served_at
from bank_census import census
from flask import Flask
from keyboard_desk import Desk
from lms_cast import add_person
from moodle_bank import bank
from playwright.sync_api import Browser

from courses.items import syntax
from lms.web.current_site import site_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OUTSIDE = [Path(path) for path in os.environ.get("HORSLESMURS_BANKS", "").split(":") if path]
VIEWS = {"fr": (360, "caregivers/carer-role"), "en": (1280, "gps/gp-urgent-signs")}
STANDINGS = {
    "fr": {"prise telle quelle": "taken", "prise avec un changement": "changed", "à compléter": "incomplete", "non prise": "refused"},
    "en": {"taken as it is": "taken", "taken with a change": "changed", "to complete": "incomplete", "not taken": "refused"},
}
ROWS = """() => [...document.querySelectorAll('fieldset.choices > .choice, fieldset.choices > .panel')].map((one) => ({
  words: one.querySelector('.cost, p.small').innerText, key: one.querySelector('input')?.value ?? '' }))"""


@pytest.fixture(scope="module")
def address(desk_site: Flask) -> Iterator[str]:
    with served_at(desk_site) as address:
        yield address


@pytest.fixture(scope="module")
def banks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    own = tmp_path_factory.mktemp("bank") / "three-hundred.xml"
    own.write_text(bank()[0], "utf-8")
    return [own, *OUTSIDE]


def choose_file(desk: Desk, path: Path) -> None:
    """Space on the box opens the list of files; what it answers is the program of the system."""
    desk.hands.reach(desk.page.locator("#file"))
    with desk.page.expect_file_chooser() as chooser:
        desk.page.keyboard.press("Space")
    chooser.value.set_files(path)


def report(desk: Desk, path: Path, module: str) -> list[tuple[int, str, str, list[str]]]:
    """Line, standing, key and reasons of each row of the page."""
    desk.open("rediger/importer", "writing/import")
    choose_file(desk, path)
    desk.fill({"module": module, "language": desk.lang})
    desk.look("import")
    desk.hands.press("main form[enctype] button")
    assert desk.page.locator("main [role=alert]").count() == 0, desk.alerts()
    rows = []
    for row in desk.page.evaluate(ROWS):
        first, *reasons = row["words"].split("\n")
        place, _, standing = re.sub(r"\s+", " ", first).partition(":")
        rows.append((int(place.split()[1]), STANDINGS[desk.lang][standing.strip()], row["key"], [one for one in reasons if one.strip()]))
    return rows


@pytest.mark.parametrize("lang", list(VIEWS))
def test_an_educator_knows_what_became_of_each_question_of_a_bank(
    chromium: Browser, desk_site: Flask, address: str, banks: list[Path], lang: str
) -> None:
    width, module = VIEWS[lang]
    for number, path in enumerate(banks):
        desk = Desk(chromium, address, add_person(desk_site, "educator", f"second-{lang}-{number}"), lang, width)
        counted = census(path.read_bytes())
        rows = report(desk, path, module.split("/")[1])
        desk.look(f"import-report-{path.stem}")
        assert [line for line, *_ in rows] == [one.line for one in counted], "each question of the file, in its order, at its line"
        assert [row for row in rows if row[1] in ("changed", "incomplete", "refused") and not row[3]] == [], "each with its reason"
        assert [row for row in rows if (row[1] == "refused") == bool(row[2])] == []
        keys = [key for _line, _standing, key, _reasons in rows if key]
        print(path.name, width, len(rows), dict(Counter(standing for _line, standing, *_ in rows)))
        _take_first(desk, desk_site, module, keys)
        assert desk.faults == []
        desk.close()


def _take_first(desk: Desk, site: Flask, module: str, keys: list[str]) -> None:
    """She takes every tick away, sets eight, and brings those in."""
    desk.hands.reach(desk.page.locator("main form p.actions button[type=button]").first)
    desk.page.keyboard.press("Space")
    for key in keys[:8]:
        desk.tick("take", key)
    desk.hands.press("#take")
    assert desk.page.locator("main [role=alert]").count() == 0, desk.alerts()
    path = f"{desk.lang}/{module}.items.md"
    text = (site_of(site).settings.own_content / path).read_text("utf-8")
    assert {item.key for item in syntax.parse("", desk.lang, "m", text).items} >= set(keys[:8])
    desk.look("import-taken")
