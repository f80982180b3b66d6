"""After one visit the safety pages open in flight mode, with their looks, numbers and call buttons; no other page is touched."""

from collections.abc import Iterator

import pytest
from conftest_browser import Served
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

pytestmark = pytest.mark.browser
PAGES = {
    "fr": ("/fr/vrai-probleme", "/fr/fievre", "/fr/quand-j-appelle"),
    "en": ("/en/real-problem", "/en/fever", "/en/when-i-call"),
}
ALL_PAGES = (*PAGES["fr"], *PAGES["en"])
FILLED = """async () => {
  for (const lang of ["fr", "en"]) if (!(await (await caches.open(`safety-${lang}`)).match("/offline-filled"))) return false;
  return true;
}"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    yield context
    context.close()


def visit(context: BrowserContext, served: Served, path: str) -> Page:
    """Open a page once, as a person does, and give its script the time to keep the others."""
    page = context.new_page()
    page.goto(served.address + path)
    for _ in range(300):
        if page.evaluate(FILLED):
            return page
        page.wait_for_timeout(200)
    raise AssertionError("the pages are not kept")


@pytest.mark.parametrize(
    ("lang", "first"), [pytest.param("fr", 1, marks=pytest.mark.slow), ("en", 0), pytest.param("fr", 2, marks=pytest.mark.slow)]
)
def test_one_visit_of_any_of_them_keeps_all_three_in_both_languages(phone: BrowserContext, served: Served, lang: str, first: int) -> None:
    visit(phone, served, PAGES[lang][first]).close()
    phone.set_offline(True)
    page = phone.new_page()
    failed: list[str] = []
    # a browser that leaves a page gives up what it was still asking for, which is no failure of the copy
    page.on("requestfailed", lambda request: failed.append(request.url) if request.failure != "net::ERR_ABORTED" else None)
    for path in ALL_PAGES:
        page.goto(served.address + path)
        assert page.locator("h1").count() == 1
        assert page.evaluate("getComputedStyle(document.querySelector('.brand')).display") == "flex", "its style sheets are there"
        assert page.evaluate("document.documentElement.lang") == path[1:3]
    for one in PAGES:
        page.goto(served.address + PAGES[one][1])
        numbers = page.locator("main a.phone").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
        assert {"tel:15", "tel:112", "sms:114"} <= set(numbers)
    assert [url for url in failed if "/static/" in url] == []


def test_the_numbers_typed_once_stand_first_on_the_fever_page_also_offline(phone: BrowserContext, served: Served) -> None:
    page = visit(phone, served, PAGES["fr"][0])
    page.locator("main summary").first.click()
    page.locator("#day").fill("01 98 76 54 32")
    page.locator('button[value="keep"]').click()
    for is_offline in (False, True):
        phone.set_offline(is_offline)
        page.goto(served.address + PAGES["fr"][1])
        first = page.locator("main a.phone:visible").first
        expect(first).to_have_attribute("href", "tel:0198765432")
    kept = page.evaluate("caches.open('safety-fr').then((one) => one.match('/fr/fievre')).then((one) => one.text())")
    assert "0198765432" not in kept


def test_the_papers_address_shows_the_sheet_when_there_is_no_network(phone: BrowserContext, served: Served) -> None:
    visit(phone, served, PAGES["fr"][2])
    phone.set_offline(True)
    page = phone.new_page()
    page.goto(f"{served.address}/fr/quand-j-appelle.pdf")
    assert "Quand j’appelle" in page.locator("h1").inner_text()


def test_the_link_to_the_other_language_opens_it_without_network(phone: BrowserContext, served: Served) -> None:
    visit(phone, served, PAGES["fr"][0]).close()
    phone.set_offline(True)
    page = phone.new_page()
    page.goto(served.address + PAGES["fr"][1])
    page.goto(page.locator('link[rel="alternate"]').evaluate("(one) => one.href"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator('main a.phone[href="tel:15"]').is_visible()


def test_every_other_page_is_left_to_the_browser(phone: BrowserContext, served: Served) -> None:
    page = visit(phone, served, PAGES["fr"][1])
    scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => new URL(one.scope).pathname))")
    assert sorted(scopes) == sorted(ALL_PAGES)
    for path in ("/fr/", "/fr/cours", "/fr/connexion"):
        page.goto(served.address + path)
        assert page.evaluate("navigator.serviceWorker.controller === null"), path
    phone.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{served.address}/fr/cours")


def test_a_page_that_changed_is_the_new_one_as_soon_as_there_is_network(phone: BrowserContext, served: Served) -> None:
    page = visit(phone, served, PAGES["fr"][1])
    old = "new Response('<h1>Ancien</h1>', {headers: {'Content-Type': 'text/html'}})"
    page.evaluate(f"caches.open('safety-fr').then((one) => one.put('/fr/fievre', {old}))")
    page.goto(served.address + PAGES["fr"][1])
    assert page.locator("h1").inner_text() != "Ancien"


def test_without_javascript_nothing_changes(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + PAGES["fr"][1])
    assert page.locator('main a[href="tel:15"]').is_visible()
    assert page.locator('main a[href="sms:114"]').is_visible()
    context.close()
