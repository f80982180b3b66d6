"""The second step in a real Chromium, by keyboard: set up from the key on the page, codes on paper, signing in again with a code."""

import base64
import time

import pytest
from conftest_browser import Served
from lms_cast import PASSPHRASE, add_person
from playwright.sync_api import Browser, Page, expect
from test_sign_in_card_in_a_browser import faults

from lms.accounts.second_factor import app_codes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATHS = {"fr": ("compte/second-facteur", "connexion"), "en": ("account/second-factor", "sign-in")}


def typed_by_keyboard(page: Page, label: str, value: str) -> None:
    field = page.locator(f"#{label}")
    field.focus()
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def code_of(key: str, steps: int = 0) -> str:
    return app_codes.code_at(base64.b32decode(key.replace(" ", "")), time.time() + steps * app_codes.STEP_S)


@pytest.mark.parametrize(("lang", "theme", "width"), [("fr", "light", 360), ("en", "dark", 1280)])
def test_she_sets_it_up_and_signs_in_with_a_code(chromium: Browser, served: Served, lang: str, theme: str, width: int) -> None:
    name = f"step-{lang}"
    cookie = add_person(served.site, "educator", name).client.get_cookie("hlm")
    assert cookie is not None
    context = chromium.new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce")
    context.add_cookies(
        [{"name": "hlm", "value": cookie.value, "url": served.address}, {"name": "theme", "value": theme, "url": served.address}]
    )
    page = context.new_page()
    page.goto(f"{served.address}/{lang}/{PATHS[lang][0]}")
    wrong = faults(page)
    typed_by_keyboard(page, "passphrase", PASSPHRASE)
    expect(page.locator("main .qr svg")).to_be_visible()
    wrong += faults(page)
    key = page.locator("main .code").inner_text()
    typed_by_keyboard(page, "code", code_of(key))
    papers = page.locator("li.code")
    expect(papers).to_have_count(8)
    wrong += faults(page)
    paper = papers.first.inner_text()
    context.clear_cookies()
    for code in (code_of(key, 1), paper):  # the step before was taken already
        page.goto(f"{served.address}/{lang}/{PATHS[lang][1]}")
        page.fill("#name", name)
        typed_by_keyboard(page, "passphrase", PASSPHRASE)
        expect(page.locator("#code")).to_be_visible()
        wrong += faults(page)
        typed_by_keyboard(page, "code", code)
        expect(page.locator("#code")).to_have_count(0)
        page.goto(f"{served.address}/{lang}/{PATHS[lang][0]}")
        expect(page.locator("main .lead")).to_be_visible()
        context.clear_cookies()
    context.close()
    assert wrong == []
