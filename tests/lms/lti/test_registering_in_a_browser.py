"""The pages of registering in a real Chromium: inside the platform's page and on the site, axe clean, and closed by the platform."""

import html
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from app_server import served_at
from flask import Flask
from lms_cast import Person, add_person
from lms_site import close, make_site
from page_faults import faults
from playwright.sync_api import Browser, Frame, Page
from registration_walk import Registering
from serving_site import free_port
from small_platform import CONFIGURATION, SmallPlatform

pytestmark = [pytest.mark.slow, pytest.mark.browser]
VIEWS = [pytest.param("fr", 360, id="fr-360"), pytest.param("en", 1280, id="en-1280")]
LISTS = {"fr": "site/plateformes", "en": "site/platforms"}
AROUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Platform</title></head><body><main><h1>Tools</h1>
<iframe title="Tool" name="tool" width="100%" height="700" src="PLACE"></iframe><p id="heard"></p></main><script>
window.addEventListener("message", (event) => { document.getElementById("heard").textContent = event.data.subject; });
</script></body></html>"""


@pytest.fixture(scope="module")
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, address: str) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"), lti_to_loopback="yes", origin=address)
    with served_at(app, int(address.rpartition(":")[2])):
        yield app
    close(app)


@pytest.fixture(scope="module")
def admin(site: Flask) -> Person:
    return add_person(site, "admin", "chef")


def frame_of(page: Page, words: str) -> Frame:
    page.frame_locator("iframe").locator(words).first.wait_for()
    frame = page.frame("tool")
    assert frame is not None
    return frame


@pytest.mark.parametrize(("lang", "width"), VIEWS)
def test_a_platform_registers_inside_its_page_and_closes_it(
    site: Flask, admin: Person, address: str, moodle: SmallPlatform, chromium: Browser, lang: str, width: int
) -> None:
    school = Registering(admin, moodle)
    place = f"{address}{school.address()}?{urlencode({'openid_configuration': moodle.issuer + CONFIGURATION, 'registration_token': 't'})}"
    moodle.raw["/tools"] = (200, {"Content-Type": "text/html"}, AROUND.replace("PLACE", html.escape(place)).encode())
    locale = {"fr": "fr-FR", "en": "en-GB"}[lang]
    context = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", locale=locale)
    cookie = admin.client.get_cookie("hlm")
    assert cookie is not None
    context.add_cookies([{"name": "hlm", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(f"{moodle.issuer}/tools")
    found = faults(frame_of(page, "form button"), "begin")
    page.frame_locator("iframe").locator("form button").click()
    found += faults(frame_of(page, "#close-registration"), "done")
    page.frame_locator("iframe").locator("#close-registration").click()
    page.wait_for_function("document.getElementById('heard').textContent === 'org.imsglobal.lti.close'")
    page.goto(f"{moodle.issuer}/tools")
    found += faults(frame_of(page, "main h1"), "failed")
    page.goto(f"{address}/{lang}/{LISTS[lang]}")
    found += faults(page, "list")
    page.locator("article h3 a").first.click()
    page.locator("dl.facts").wait_for()
    found += faults(page, "one")
    page.locator("form[action$='/accept'] button, form[action$='/accepter'] button").click()
    page.locator("article").first.wait_for()
    context.close()
    assert found == []
