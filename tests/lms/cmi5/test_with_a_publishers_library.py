"""A unit built on npm's @xapi/cmi5, which nobody here wrote, launched from a course in a real browser, in the sandbox of its package."""

from collections.abc import Iterator
from pathlib import Path

import npm_packages
import pytest
from app_server import served_at
from flask import Flask
from foreign_packages import archive, structure, unit
from launch_cast import bring, newest, page_of, told, verbs
from lms_cast import MakePerson, Person
from playwright.sync_api import Browser, Page

from lms.cmi5_modules.models import Cmi5Module

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PUBLISHER = Path(__file__).parent / "publisher"
UNIT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Unit</title><script src="lib/cmi5.js"></script></head>
<body><h1>Unit</h1><p id="said"></p><p id="reach"></p><button id="finish">Finish</button><button id="leave">Leave</button>
<script>
const Library = Cmi5.default || Cmi5
const unit = new Library()
const say = (words) => { document.querySelector('#said').textContent += words + ' ' }
const reach = async () => {
  const found = [self.origin]
  document.cookie = 'a=b'
  found.push(document.cookie === '' ? 'no cookie' : 'cookie')
  localStorage.setItem('a', 'b')
  found.push(localStorage.getItem('a') + ' for now')
  try { await fetch('/fr/compte', { credentials: 'include' }); found.push('page') } catch (error) { found.push('no page') }
  try { await fetch('/xapi/about'); found.push('store') } catch (error) { found.push('no store') }
  document.querySelector('#reach').textContent = found.join(', ')
}
unit.initialize().then(() => { say('initialized'); return reach() }).catch((error) => say('failed: ' + error))
document.querySelector('#finish').onclick = async () => {
  try {
    await unit.progress(50)
    await unit.pass({ scaled: 0.9 })
    await unit.complete()
    await unit.terminate()
    say('finished')
  } catch (error) { say('failed: ' + (error.response ? JSON.stringify(error.response.data) : error)) }
}
document.querySelector('#leave').onclick = () => { location.href = unit.launchData.returnURL }
</script></body></html>"""


@pytest.fixture(scope="module")
def library() -> str:
    folder = npm_packages.install(PUBLISHER, "publisher")
    return (folder / "node_modules" / "@xapi" / "cmi5" / "dist" / "Cmi5.umd.js").read_text("utf-8")


@pytest.fixture
def served(site: Flask) -> Iterator[str]:
    with served_at(site.wsgi_app) as address:
        yield address


@pytest.fixture
def package(site: Flask, educator: Person, library: str) -> Cmi5Module:
    inside = unit(url="au.html?theme=dark", more='moveOn="CompletedAndPassed" masteryScore="0.8"')
    raw = archive({"cmi5.xml": structure(inside), "au.html": UNIT, "lib/cmi5.js": library})
    assert bring(educator, raw, "pharmacists").status_code == 303
    return newest(site)


def open_unit(chromium: Browser, served: str, person: Person, package: Cmi5Module) -> Page:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    cookie = person.client.get_cookie("hlm")
    assert cookie
    context.add_cookies([{"name": "hlm", "value": cookie.value, "url": served}])
    page = context.new_page()
    page.goto(f"{served}{page_of(package)}")
    page.click("main form button")
    page.wait_for_function("document.querySelector('#said') && document.querySelector('#said').textContent !== ''")
    return page


def test_it_initializes_passes_completes_and_comes_back_and_reaches_nothing_of_the_site(
    site: Flask, served: str, chromium: Browser, make_person: MakePerson, package: Cmi5Module
) -> None:
    page = open_unit(chromium, served, make_person("pharmacist"), package)
    assert page.inner_text("#said") == "initialized"
    page.wait_for_function("document.querySelector('#reach').textContent !== ''")
    assert page.inner_text("#reach") == "null, no cookie, b for now, no page, no store"
    page.click("#finish")
    page.wait_for_function("/finished|failed/.test(document.querySelector('#said').textContent)")
    assert page.inner_text("#said") == "initialized finished"
    registration = page.evaluate("new URLSearchParams(location.search).get('registration')")
    assert verbs(site, registration) == ["launched", "initialized", "progressed", "passed", "completed", "satisfied", "terminated"]
    (passed,) = [one for one in told(site, registration) if one["verb"]["id"].endswith("passed")]
    assert passed["result"]["score"]["scaled"] == 0.9
    page.click("#leave")
    page.wait_for_url(f"**{page_of(package)}")
    assert "You have done this module" in page.inner_text("main")
    page.context.close()


def test_a_page_opened_again_by_its_address_says_that_it_was_used(
    site: Flask, served: str, chromium: Browser, make_person: MakePerson, package: Cmi5Module
) -> None:
    page = open_unit(chromium, served, make_person("pharmacist"), package)
    registration = page.evaluate("new URLSearchParams(location.search).get('registration')")
    page.reload()
    page.wait_for_function("/initialized|failed/.test(document.querySelector('#said').textContent)")
    assert page.inner_text("#said").startswith("failed")
    assert verbs(site, registration) == ["launched", "initialized"]
    page.context.close()
