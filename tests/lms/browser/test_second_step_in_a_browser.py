"""The second step in a real Chromium, by keyboard: set up from the key on the page, codes on paper, signing in again with a code.

And a passkey: a device of the browser's own (virtual authenticator of the DevTools protocol) makes it and answers instead of a code;
an answer counts once. That site has the name `localhost`, because browsers know keys of names alone.
"""

import base64
import time
from collections.abc import Iterator
from typing import Any

import pytest
from app_server import served_at
from conftest_browser import Served
from flask import Flask
from lms_cast import PASSPHRASE, add_person
from lms_site import close, make_site
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving_site import free_port
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


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    port = free_port()
    address = f"http://localhost:{port}"
    site = make_site(tmp_path_factory.mktemp("named"), origin=address)
    with served_at(site, port):
        yield site, address
    close(site)


def with_device(context: BrowserContext, page: Page) -> tuple[Any, str]:
    """A device in the browser that holds keys and says yes by itself."""
    link = context.new_cdp_session(page)
    link.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True, "hasResidentKey": True,
               "automaticPresenceSimulation": True}  # fmt: skip
    return link, link.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def to_the_second_step(page: Page, address: str, lang: str, name: str) -> None:
    page.goto(f"{address}/{lang}/{PATHS[lang][1]}")
    page.fill("#name", name)
    page.fill("#passphrase", PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_visible()


def app_on(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{PATHS[lang][0]}")
    page.fill("#passphrase", PASSPHRASE)
    page.keyboard.press("Enter")
    key = page.locator("main .code").first.inner_text()
    page.fill("#code", app_codes.code_at(base64.b32decode(key.replace(" ", "")), time.time()))
    page.keyboard.press("Enter")
    expect(page.locator("li.code")).to_have_count(8)


@pytest.mark.parametrize(("lang", "theme", "width"), [("fr", "light", 360), ("en", "dark", 1280)])
def test_a_key_is_added_used_and_taken_away(chromium: Browser, named: tuple[Flask, str], lang: str, theme: str, width: int) -> None:
    site, address = named
    name = f"key-{lang}"
    cookie = add_person(site, "educator", name).client.get_cookie("hlm")
    assert cookie is not None
    context = chromium.new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce")
    context.add_cookies([{"name": "hlm", "value": cookie.value, "url": address}, {"name": "theme", "value": theme, "url": address}])
    page = context.new_page()
    link, device = with_device(context, page)
    app_on(page, address, lang)
    page.goto(f"{address}/{lang}/{PATHS[lang][0]}")
    wrong = faults(page)
    page.fill("#passphrase-key", PASSPHRASE)
    page.keyboard.press("Enter")
    make = page.locator("form[data-passkey=make] button")
    expect(make).to_be_visible()
    wrong += faults(page)
    make.click()
    expect(page.locator("#answer li")).to_have_count(1)
    wrong += faults(page)
    assert len(link.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    context.clear_cookies()
    to_the_second_step(page, address, lang, name)
    use = page.locator("form[data-passkey=use] button")
    expect(use).to_be_visible()
    wrong += faults(page)
    answers: list[str] = []
    page.on("request", lambda request: answers.append(request.post_data or "") if request.method == "POST" else None)
    use.click()
    expect(page.locator("#code")).to_have_count(0)
    page.goto(f"{address}/{lang}/{PATHS[lang][0]}")
    expect(page.locator("#answer li")).to_have_count(1)

    # The same answer a second time, and an answer of another person's key, open nothing.
    context.clear_cookies()
    to_the_second_step(page, address, lang, name)
    page.locator("form[data-passkey=use] [name=answer]").evaluate(
        "(field, body) => { field.value = new URLSearchParams(body).get('answer'); field.form.submit(); }", answers[0]
    )
    expect(page.locator("#code")).to_be_visible()
    expect(page.locator(".callout, [role=alert]").first).to_be_visible()

    # Without the device the browser says so, and a code still works.
    link.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    link.send("WebAuthn.disable")
    context.close()
    assert wrong == []
