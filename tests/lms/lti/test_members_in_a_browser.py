"""The pages of who follows a platform's course, in a real Chromium: at two widths, in both languages, axe clean; without a script."""

from collections.abc import Iterator

import pytest
from app_server import served_at
from flask import Flask
from launch_walk import Visitor
from lms_cast import Person, add_person
from lms_site import close, make_site
from page_faults import faults
from platform_tables import table
from playwright.sync_api import Browser
from serving_site import free_port
from small_platform import SmallPlatform
from test_members_of_a_course_there import follow, member, says, there

pytestmark = pytest.mark.browser
LISTS = {"fr": "site/plateformes/cours", "en": "site/platforms/courses"}


@pytest.fixture(scope="module")
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, address: str, moodle: SmallPlatform) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "platforms.toml").write_text(table("moodle", moodle.issuer), "utf-8")
    app = make_site(folder / "data", lti_platforms=str(folder / "platforms.toml"), origin=address)
    with served_at(app, int(address.rpartition(":")[2])):
        yield app
    close(app)


@pytest.fixture(scope="module")
def admin(site: Flask) -> Person:
    return add_person(site, "admin", "chef")


@pytest.mark.parametrize(("lang", "width"), [pytest.param("fr", 360, id="fr-360"), pytest.param("en", 1280, id="en-1280")])
def test_the_list_and_the_answer_are_for_everybody(
    site: Flask, admin: Person, address: str, moodle: SmallPlatform, chromium: Browser, lang: str, width: int
) -> None:
    for subject in (f"{lang}-here", f"{lang}-gone"):
        hers = Visitor(add_person(site, "pharmacist", subject), moodle, "moodle")
        hers.link(subject)
        hers.launch(subject, **there(moodle, context=lang))
        follow(site, hers.person)
    says(moodle, member(f"{lang}-here", "Claire Dubois"), member(f"{lang}-new", "Maximilienne-Joséphine de la Rochefoucauld-Montbazon"))
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", locale={"fr": "fr-FR", "en": "en-GB"}[lang]
    )
    cookie = admin.client.get_cookie("hlm")
    assert cookie is not None
    context.add_cookies([{"name": "hlm", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/{lang}/{LISTS[lang]}")
    found = faults(page, "courses", lang)
    page.locator("article form button").first.click()
    page.locator("section ul").first.wait_for()
    found += faults(page, "course", lang)
    moodle.raw.clear()
    page.goto(f"{address}/{lang}/{LISTS[lang]}")
    page.locator("article form button").first.click()
    page.locator("[role=alert]").wait_for()
    found += faults(page, "refused", lang)
    context.close()
    assert found == []
