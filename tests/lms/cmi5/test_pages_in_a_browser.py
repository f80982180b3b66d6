"""The pages of packages in a browser, on a phone and on a desk: axe finds nothing, nothing scrolls sideways."""

import os
from collections.abc import Iterator
from uuid import UUID

import pytest
from app_server import served_at
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from foreign_packages import block, unit
from launch_cast import brought, page_of
from lms_cast import Person
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
INSIDE = unit(more='moveOn="CompletedAndPassed" masteryScore="0.8"') + block(unit("urn:x:2", "https://other.example/start"))
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(scope="module")
def served(site: Flask) -> Iterator[str]:
    with served_at(site.wsgi_app) as address:
        yield address


def faults(page: Page, name: str) -> list[str]:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = [f"{name}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in Axe().run(page, options=options).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{name} scrolls sideways")
    return found


@pytest.mark.parametrize(("width", "lang"), [(360, "fr"), (1280, "en")])
def test_pages_of_packages_are_accessible(
    site: Flask, served: str, chromium: Browser, educator: Person, learner: Person, cohort: UUID, width: int, lang: str
) -> None:
    package = brought(site, educator, INSIDE)
    writing = {"fr": "/fr/rediger/paquets", "en": "/en/writing/packages"}[lang]
    people = {"fr": "personnes", "en": "people"}[lang]
    hers = {"fr": f"/fr/cours/{package.course}", "en": f"/en/courses/{package.course}"}[lang]
    module = page_of(package) if lang == "en" else f"/fr/cours/{package.course}/paquet/{package.uuid}"
    found: list[str] = []
    for person, paths in (
        (educator, (writing, f"{writing}/{package.uuid}", f"{writing}/{package.uuid}/{people}")),
        (learner, (hers, module)),
    ):
        cookie = person.client.get_cookie("hlm")
        assert cookie
        context = chromium.new_context(base_url=served, viewport={"width": width, "height": 800}, reduced_motion="reduce")
        context.add_cookies([{"name": "hlm", "value": cookie.value, "url": served}])
        page = context.new_page()
        for number, path in enumerate(paths):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            found += faults(page, f"{lang}-{person.account.role}-{number}")
        if person is learner:
            page.click("main form:has(input[value='2']) button")
            page.wait_for_selector("a[rel=noreferrer]")
            found += faults(page, f"{lang}-leaving")
        else:
            page.goto(writing)
            page.click("main form .button")
            page.wait_for_selector("[role=alert]")
            found += faults(page, f"{lang}-refused")
        context.close()
    assert found == []
