"""The packages of CATAPULT's own tests of platforms, which nobody here wrote: brought in, launched in Chromium, and what they say.

They are built by hand (docs/connecting.md says how) and never lie here: CATAPULT_PACKAGES names their folder, else nothing of this runs.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from app_server import served_at
from flask import Flask
from launch_cast import bring, newest, page_of, told, verbs
from lms_cast import MakePerson, Person
from playwright.sync_api import Browser, Page

from lms.cmi5_modules.models import Cmi5Module

FOLDER = Path(os.environ.get("CATAPULT_PACKAGES", ""))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("CATAPULT_PACKAGES"), reason="CATAPULT_PACKAGES names no folder"),
]
FIT = ("101-one-thousand-aus.xml", "102-zip64.zip")
"""The first names addresses without https, which no page of this site may open: it comes in once they have it."""
UNFIT = (
    "201-1-iris-course-id.xml", "201-2-iris-block-id.xml", "201-3-iris-au-id.xml", "201-4-iris-objective-id.xml",
    "202-1-relative-url-no-zip.xml", "202-2-relative-url-no-zip.xml", "202-3-relative-url-no-zip.xml", "202-4-relative-url-no-zip.xml",
    "202-5-relative-url-no-zip.xml", "203-1-relative-url-no-reference.zip", "204-query-string-conflict-endpoint.xml",
    "205-1-duplicated-block.xml", "205-2-duplicated-objective.xml", "205-3-duplicated-au.xml", "206-1-invalid-au-url.xml",
    "207-1-invalid-courseStructure.xml", "208-1-invalid-package.md", "209-1-not-a-zip.zip", "210-1-no-cmi5-xml.zip",
)  # fmt: skip
RUN = {
    "001-essentials": ["launched", "initialized", "passed", "completed", "satisfied", "satisfied"],
    "002-allowed": ["launched", "initialized", "experienced"],
    "003-launchMethod-OwnWindow": ["launched", "initialized"],
    "004-1-moveOn-Completed": ["launched", "initialized", "completed", "satisfied", "satisfied"],
    "004-2-moveOn-CompletedOrPassed": ["launched", "initialized", "completed", "satisfied", "satisfied"],
    "004-3-moveOn-Passed": ["launched", "initialized", "passed", "satisfied", "satisfied"],
    "004-4-moveOn-CompletedOrPassed": ["launched", "initialized", "passed", "satisfied", "satisfied"],
    "004-5-moveOn-NotApplicable": ["satisfied", "satisfied", "launched"],
    "005-2-invalid-au": ["launched", "initialized", "failed"],
}
"""Of each package what its tests want to find first in the store, in this order. 005-1 wants a platform to know who has not read the
learner's preferences, and this one does not (docs/connecting.md)."""


@pytest.fixture
def served(site: Flask) -> Iterator[str]:
    with served_at(site.wsgi_app) as address:
        yield address


def brought_from(site: Flask, educator: Person, name: str) -> Cmi5Module:
    raw = (FOLDER / name).read_bytes()
    if name == FIT[0]:
        raw = raw.replace(b"http://example.com", b"https://example.com")
    answer = bring(educator, raw, "pharmacists", name)
    assert answer.status_code == 303, answer.text[:500]
    return newest(site)


def page_for(chromium: Browser, served: str, person: Person) -> Page:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    cookie = person.client.get_cookie("hlm")
    assert cookie
    context.add_cookies([{"name": "hlm", "value": cookie.value, "url": served}])
    return context.new_page()


def launched(page: Page, served: str, package: Cmi5Module) -> None:
    page.goto(f"{served}{page_of(package)}")
    page.click("main form button")


def verdict(page: Page) -> dict[str, Any]:
    page.wait_for_selector("#result", state="attached")
    found: dict[str, Any] = json.loads(page.text_content("#result") or "")
    return found


def registration(page: Page) -> str:
    found: str = page.evaluate("new URLSearchParams(location.search).get('registration')")
    return found


@pytest.mark.parametrize("name", FIT)
def test_a_fit_package_comes_in(site: Flask, educator: Person, name: str) -> None:
    brought_from(site, educator, name)


@pytest.mark.parametrize("name", UNFIT)
def test_an_unfit_package_is_refused(educator: Person, name: str) -> None:
    assert bring(educator, (FOLDER / name).read_bytes(), "pharmacists", name).status_code == 422


@pytest.mark.parametrize("name", RUN)
def test_a_unit_finds_the_platform_as_the_standard_has_it(
    site: Flask, served: str, chromium: Browser, educator: Person, make_person: MakePerson, name: str
) -> None:
    package = brought_from(site, educator, f"{name}.zip")
    page = page_for(chromium, served, make_person("pharmacist"))
    launched(page, served, package)
    said = verdict(page)
    assert (said["success"], said["isError"]) == (True, False), said
    assert verbs(site, registration(page))[: len(RUN[name])] == RUN[name]
    page.context.close()


@pytest.mark.parametrize("name", ["007-1-multi-session", "007-2-multi-session"])
def test_a_second_session_cannot_say_again_what_the_first_said(
    site: Flask, served: str, chromium: Browser, educator: Person, make_person: MakePerson, name: str
) -> None:
    package = brought_from(site, educator, f"{name}.zip")
    page = page_for(chromium, served, make_person("pharmacist"))
    for _ in range(2):
        launched(page, served, package)
        said = verdict(page)
        assert (said["success"], said["isError"]) == (True, False), said
    page.context.close()


def test_staff_only_browse(site: Flask, served: str, chromium: Browser, educator: Person) -> None:
    package = brought_from(site, educator, "006-launchMode.zip")
    page = page_for(chromium, served, educator)
    launched(page, served, package)
    said = verdict(page)
    assert (said["success"], said["isError"]) == (True, False), said
    page.context.close()


def test_a_session_is_abandoned_by_the_next_launch(
    site: Flask, served: str, chromium: Browser, educator: Person, make_person: MakePerson
) -> None:
    package = brought_from(site, educator, "008-1-abandoned.zip")
    person = make_person("pharmacist")
    page = page_for(chromium, served, person)
    launched(page, served, package)
    page.wait_for_selector("#abandon")
    session = page.get_attribute("#abandon", "value")
    second = page.context.new_page()
    launched(second, served, package)
    second.wait_for_selector("#abandon")
    page.click("#abandon")
    said = verdict(page)
    assert (said["success"], said["isError"]) == (True, False), said
    rows = told(site, registration(page))
    (gone,) = [one for one in rows if one["verb"]["id"].endswith("abandoned")]
    assert gone["context"]["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/sessionid"] == session
    assert gone["object"]["id"] == said["activityId"]
    assert gone["result"]["duration"].startswith("PT")
    page.context.close()
