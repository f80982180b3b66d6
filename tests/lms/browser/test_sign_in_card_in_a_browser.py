"""A sign-in card in a real Chromium: scanned, its code reaches no address that the server is sent; without JavaScript it is typed."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest_browser import Served
from lms_cast import PASSPHRASE, add_person
from playwright.sync_api import Browser, Page, expect
from test_pages_are_accessible import TAGS

from lms.accounts.guess_rules import BY_CARD

pytestmark = pytest.mark.browser
PIN = "4831"
PATHS = {"fr": ("compte/carte", "carte"), "en": ("account/card", "card")}
VIEWS = [pytest.param("fr", "light", 360, marks=pytest.mark.slow), pytest.param("en", "dark", 1280, marks=pytest.mark.slow)]


def faults(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = [f"{page.url}: {one['id']} {one['nodes'][0]['html'][:90]}" for one in Axe().run(page, options=options).response["violations"]]
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *([f"{page.url} scrolls sideways"] if is_wide else [])]


def outside(page: Page) -> list[str]:
    """Words of a printed card that stand below its cutting line: “Emergency: 15 or 112” did, in French."""
    page.emulate_media(media="print")
    ends = "all => all.map(one => [one.innerText, one.getBoundingClientRect().bottom])"
    line = page.locator(".slips li").evaluate("card => card.getBoundingClientRect().bottom")
    below = [words for words, end in page.locator(".slips li p").evaluate_all(ends) if end > line]
    page.emulate_media(media="screen")
    return below


def entered(chromium: Browser, served: Served, name: str, view: tuple[str, int], **more: Any) -> Page:
    theme, width = view
    context = chromium.new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce", **more)
    cookie = add_person(served.site, "patient", name).client.get_cookie("hlm")
    assert cookie is not None
    values: list[Any] = [{"name": key, "value": value, "url": served.address} for key, value in (("theme", theme), ("hlm", cookie.value))]
    context.add_cookies(values)
    return context.new_page()


def made(page: Page, served: Served, lang: str) -> str:
    """The code of a new card, read off the page that shows it."""
    page.goto(f"{served.address}/{lang}/{PATHS[lang][0]}")
    page.fill("#pin", PIN)
    page.fill("#passphrase", PASSPHRASE)
    page.click("form.flow button.button:not([data-reveal])")
    return page.locator(".slip-code").inner_text().replace(" ", "")


@pytest.mark.parametrize(("lang", "theme", "width"), VIEWS)
def test_she_prints_a_card_scans_it_elsewhere_and_is_in(chromium: Browser, served: Served, lang: str, theme: str, width: int) -> None:
    page = entered(chromium, served, f"card-{lang}", (theme, width))
    code = made(page, served, lang)
    found = faults(page) + outside(page)
    page.goto(f"{served.address}/{lang}/{PATHS[lang][0]}")
    found += faults(page)
    page.context.close()
    context = chromium.new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce")
    telephone, asked = context.new_page(), []
    telephone.on("request", lambda request: asked.append(request.url))
    telephone.goto(f"{served.address}/{lang}/{PATHS[lang][1]}#{code}")
    expect(telephone.locator("#code")).to_have_value(code)
    expect(telephone.locator("#pin")).to_be_focused()
    assert code not in telephone.url, "it is out of the address and of the history"
    found += faults(telephone)
    telephone.keyboard.type(PIN)
    telephone.keyboard.press("Enter")
    telephone.wait_for_url(f"**/{lang}/")
    assert telephone.goto(f"{served.address}/{lang}/{PATHS[lang][0]}")
    expect(telephone.locator(".plain-list")).to_contain_text("Utilisée" if lang == "fr" else "Last used")
    assert [url for url in asked if code in url.partition("#")[0]] == []
    telephone.locator("form.flow ~ form, .panel form:not(.flow)").locator("button").first.click()
    expect(telephone.get_by_role("status")).to_be_visible()
    found += faults(telephone)
    context.close()
    assert found == []


@pytest.mark.slow
def test_without_javascript_she_types_it_and_a_lost_one_opens_nothing(chromium: Browser, served: Served) -> None:
    page = entered(chromium, served, "card-typed", ("light", 360))
    code = made(page, served, "fr")
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    telephone = context.new_page()

    def sign_in() -> None:
        telephone.goto(f"{served.address}/fr/carte")
        telephone.fill("#code", code.lower())
        telephone.fill("#pin", PIN)
        with telephone.expect_navigation():
            telephone.keyboard.press("Enter")

    sign_in()
    telephone.wait_for_url("**/fr/")
    page.goto(f"{served.address}/fr/compte/carte")
    with page.expect_navigation():
        page.locator("section.panel form").first.locator("button").click()
    context.clear_cookies()
    sign_in()
    expect(telephone.get_by_role("alert")).to_contain_text("n’ouvrent pas de compte")
    for _try in range(BY_CARD.free):
        sign_in()
    expect(telephone.get_by_role("alert")).to_be_visible()
    for _try in range(8):  # each wrong one doubles the wait: on a slow machine the first waits are over before she is back
        sign_in()
        if "Rien n’est bloqué" in telephone.locator("#pin-error").inner_text():
            break
    expect(telephone.locator("#pin-error")).to_contain_text("Rien n’est bloqué")
    context.close()
    page.context.close()
