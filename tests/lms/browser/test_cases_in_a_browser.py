"""GPs and pharmacists play their cases in Chromium, without JavaScript, by keyboard, at 360 and 1280 px; axe finds nothing.

One case in one view runs with the fast tests; all 24, each to its end, with the slow ones.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_server import served_at
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import Person, add_person
from playwright.sync_api import Browser, BrowserContext, Page
from test_pages_are_accessible import faults

from lms.web.current_site import site_of

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("CASES_PICTURES", "")
"""A folder for pictures of each page, to be looked at."""
LISTS = {"fr": "/fr/cours/{course}/cas", "en": "/en/courses/{course}/cases"}
COURSES = {"gp": "gps", "pharmacist": "pharmacists"}
FIRST = {"gp": "gp-fever-evening", "pharmacist": "ph-closing"}
VIEWS = [("fr", 360, "gp"), ("en", 1280, "pharmacist"), ("en", 360, "gp"), ("fr", 1280, "pharmacist")]


@pytest.fixture(scope="module")
def address(site: Flask) -> Iterator[str]:
    with served_at(site) as address:
        yield address


@pytest.fixture(scope="module")
def people(site: Flask) -> dict[str, Person]:
    return {role: add_person(site, role, f"{role}-of-cases") for role in COURSES}


def context_of(chromium: Browser, address: str, person: Person, width: int, *, scripts: bool = False) -> BrowserContext:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, reduced_motion="reduce", java_script_enabled=scripts, has_touch=False
    )
    cookie = person.client.get_cookie("hlm")
    assert cookie is not None
    context.add_cookies([{"name": "hlm", "value": cookie.value, "url": address}])
    return context


def photograph(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def press_to(page: Page, selector: str) -> None:
    """Tab on until the element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


def play_by_keyboard(page: Page, name: str) -> None:
    """From the page before a case to its end: Tab, Space and Enter alone; the first line shown is chosen in each moment."""
    press_to(page, "main form button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for number in range(5):
        assert page.locator('input[name="choice"]').count() >= 1
        photograph(page, f"{name}-{number + 1}")
        assert page.locator("main form").count() == 1
        press_to(page, 'input[name="choice"]')
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    photograph(page, f"{name}-end")
    assert page.locator(".answer.chosen").count() == 2


def walk(chromium: Browser, address: str, person: Person, view: tuple[str, int, str], cases: list[str]) -> None:
    lang, width, role = view
    with context_of(chromium, address, person, width) as context:
        page = context.new_page()
        page.goto(f"{address}{LISTS[lang].format(course=COURSES[role])}")
        assert page.locator("main ol.cards > li").count() == 12
        for case in cases:
            page.goto(f"{address}{LISTS[lang].format(course=COURSES[role])}/{case}")
            photograph(page, f"{case}-{lang}-{width}-0")
            play_by_keyboard(page, f"{case}-{lang}-{width}")
        page.goto(f"{address}{LISTS[lang].format(course=COURSES[role])}")
        photograph(page, f"list-{role}-{lang}-{width}")
        assert page.locator("section ul.ticks li").count() >= 1


def look(chromium: Browser, address: str, person: Person, view: tuple[str, int, str]) -> None:
    """Every kind of page, with axe and with its boxes inside the window."""
    lang, width, role = view
    course = COURSES[role]
    with context_of(chromium, address, person, width, scripts=True) as context:
        page, axe = context.new_page(), Axe()

        def check(what: str) -> None:
            assert list(faults(page, axe)) == [], (what, view)

        page.goto(f"{address}{LISTS[lang].format(course=course)}")
        check("list")
        page.goto(f"{address}{LISTS[lang].format(course=course)}/{FIRST[role]}")
        check("before")
        for _ in ("begin", "send nothing"):
            with page.expect_navigation():
                page.locator("main form button").first.click()
        assert page.locator('[role="alert"]').count() == 1
        check("nothing chosen")
        while page.locator('input[name="choice"]').count():
            check(page.locator("legend").inner_text())
            page.locator('input[name="choice"]').last.check()
            with page.expect_navigation():
                page.locator("main form button").first.click()
        for fold in page.locator("main details").all():
            fold.evaluate("one => { one.open = true }")
        check("end")


def test_a_case_is_played_by_keyboard_without_javascript(chromium: Browser, address: str, people: dict[str, Person]) -> None:
    walk(chromium, address, people["gp"], ("fr", 360, "gp"), [FIRST["gp"]])


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view[0]}-{view[1]}-{view[2]}")
def test_all_cases_of_a_profession_are_played_to_their_end(
    chromium: Browser, address: str, site: Flask, people: dict[str, Person], view: tuple[str, int, str]
) -> None:
    with site.app_context():
        cases = [case.key for case in site_of(site).newest_content.catalogue.cases.of_profession(view[2])]
    assert len(cases) == 12
    walk(chromium, address, people[view[2]], view, cases)
    look(chromium, address, people[view[2]], view)
