"""The whole way in a real Chromium, through the real application and npm's oidc-provider: a first account, out, in again, ended from there.

Needs Node and the npm registry (once).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import real_provider
from app_server import served_at
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import PASSPHRASE, add_person
from lms_site import close, make_site
from playwright.sync_api import Browser, Page, expect
from provider_tables import written
from real_provider import RealProvider
from serving_site import free_port
from small_provider import CLIENT, SECRET, SmallProvider
from sqlalchemy import select

from lms.accounts.models import Account
from lms.accounts.providers.identity_models import Identity, ProviderSignIn
from lms.web.database.extensions import db

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(bool(real_provider.MISSING), reason=f"{', '.join(real_provider.MISSING)} not on this machine"),
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [pytest.param("fr", 360, id="fr-360"), pytest.param("en", 1280, id="en-1280")]
PATHS = {
    "fr": {"sign_in": "connexion", "first": "connexion/premier-compte", "account": "compte", "identities": "compte/identites"},
    "en": {"sign_in": "sign-in", "first": "sign-in/first-account", "account": "account", "identities": "account/identities"},
}
PATIENCE_MS = 60_000
"""Of a busy machine: no test measures time by it."""
PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of each page, to be looked at; empty for none."""


@dataclass
class Walk:
    """One browser in one language, at one width."""

    page: Page
    site: str
    lang: str

    def open(self, name: str) -> None:
        self.page.goto(f"{self.site}/{self.lang}/{PATHS[self.lang][name]}")

    def expect_page(self, name: str) -> None:
        expect(self.page).to_have_url(f"{self.site}/{self.lang}/{PATHS[self.lang][name]}".removesuffix("/"), timeout=PATIENCE_MS)

    def faults(self, name: str) -> list[str]:
        """What axe and the width of the page say of it."""
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{name}-{self.lang}-{self.page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        answer = Axe().run(self.page, options=options).response["violations"]
        found = [f"{name}: {one['id']} {one['nodes'][0]['html'][:90]}" for one in answer]
        is_wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [*found, *([f"{name} scrolls sideways"] if is_wide else [])]

    def sign_in_there(self, subject: str) -> None:
        """The pages of the provider: any name, any password, then its question."""
        self.page.fill("input[name=login]", subject)
        self.page.fill("input[name=password]", "x")
        self.page.click("button[type=submit]")
        self.page.locator("input[name=prompt][value=consent]").wait_for(state="attached")
        self.page.click("button[type=submit]")


@pytest.fixture(scope="module")
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def provider(address: str) -> Iterator[RealProvider]:
    with real_provider.real_provider(free_port(), address, "chu") as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, address: str, provider: RealProvider, wallet: SmallProvider) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("site")
    names = {"name_fr": '"CHU de test"', "name_en": '"Test hospital"', "client_id": f'"{real_provider.CLIENT}"'}
    psc = {
        "profile": '"pro-sante-connect"',
        "issuer": f'"{wallet.issuer}"',
        "client_id": f'"{CLIENT}"',
        "secret_file": f'"{folder / "psc.secret"}"',
    }
    (folder / "psc.secret").write_text(SECRET, "utf-8")
    path = written(folder, {**names, "issuer": f'"{provider.issuer}"', "new_role": '"pharmacist"'}, psc=psc)
    (folder / "provider.secret").write_text(real_provider.SECRET, "utf-8")
    app = make_site(folder / "data", identity_providers=str(path), origin=address)
    with served_at(app, int(address.rpartition(":")[2])):
        yield app
    close(app)


@pytest.fixture
def make_walk(chromium: Browser, site: Flask, address: str) -> Iterator[Any]:
    made = []

    def make(lang: str, width: int, cookie: str = "") -> Walk:
        locale = {"fr": "fr-FR", "en": "en-GB"}[lang]  # the root of the site leads to the language the browser asks for
        context = chromium.new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce", locale=locale)
        context.set_default_timeout(PATIENCE_MS)
        if cookie:
            context.add_cookies([{"name": "hlm", "value": cookie, "url": address}])
        made.append(context)
        return Walk(context.new_page(), address, lang)

    yield make
    for context in made:
        context.close()


def rows(site: Flask, subject_name: str) -> int:
    """How many sign-ins of this account began at the provider."""
    with site.app_context():
        query = select(ProviderSignIn.sign_in_id).join(Identity).join(Account).where(Account.username == subject_name)
        return len(db.session.scalars(query).all())


@pytest.mark.parametrize(("lang", "width"), VIEWS)
def test_a_first_account_out_and_in_again_and_ended_from_the_provider(
    site: Flask, provider: RealProvider, make_walk: Any, lang: str, width: int
) -> None:
    walk, name = make_walk(lang, width), f"claire-{lang}"
    walk.open("sign_in")
    found = walk.faults("sign-in")
    walk.page.click("main a[href*='/chu']")
    walk.sign_in_there(f"subject-{lang}")
    walk.expect_page("first")
    found += walk.faults("first-account")
    walk.page.click("main form button.button")
    expect(walk.page.locator("main [role=alert]")).to_be_visible(timeout=PATIENCE_MS)
    found += walk.faults("first-account-refused")
    walk.page.fill("input[name=name]", name)
    walk.page.check("input[name=consent]")
    walk.page.click("main form button.button")
    walk.open("account")
    expect(walk.page.locator("main")).to_contain_text(name, timeout=PATIENCE_MS)
    found += walk.faults("account")
    walk.open("identities")
    found += walk.faults("identities")
    walk.page.goto(f"{walk.site}/{lang}/{'compte/premiere-phrase' if lang == 'fr' else 'account/first-passphrase'}")
    found += walk.faults("first-passphrase")
    assert rows(site, name) == 1

    walk.open("account")
    walk.page.click("main form[action$='/deconnexion'] button, main form[action$='/sign-out'] button")
    walk.page.locator(f"main a.button[href^='{provider.issuer}']").wait_for()  # a script empties the offline store first
    found += walk.faults("signed-out")
    assert rows(site, name) == 0
    walk.page.click("main .actions a.button")
    walk.page.click("button[name=logout]")
    expect(walk.page).to_have_url(f"{walk.site}/{lang}/", timeout=PATIENCE_MS)

    walk.open("sign_in")
    walk.page.click("main a[href*='/chu']")
    walk.sign_in_there(f"subject-{lang}")
    expect(walk.page).to_have_url(f"{walk.site}/{lang}/", timeout=PATIENCE_MS)
    assert rows(site, name) == 1
    provider.lines.clear()
    elsewhere = walk.page.context.new_page()
    elsewhere.goto(f"{provider.issuer}/session/end")
    elsewhere.click("button[name=logout]")
    provider.wait_for("backchannel.success")
    assert rows(site, name) == 0
    walk.open("account")
    expect(walk.page).to_have_url(f"{walk.site}/{lang}/{PATHS[lang]['sign_in']}?next=/{lang}/{PATHS[lang]['account']}", timeout=PATIENCE_MS)
    assert found == []


@pytest.mark.parametrize(("lang", "width"), VIEWS)
def test_an_account_of_this_site_is_linked_by_both_proofs(site: Flask, make_walk: Any, lang: str, width: int) -> None:
    name = f"anne-{lang}"
    cookie = add_person(site, "pharmacist", name).client.get_cookie("hlm")
    assert cookie is not None
    walk = make_walk(lang, width, cookie.value)
    walk.open("identities")
    found = walk.faults("identities-none")
    form = walk.page.locator("main form[action$='/chu']")
    form.locator("input[name=passphrase]").fill(PASSPHRASE)
    form.locator("button.button:not([data-reveal])").click()
    found += walk.faults("identities-way")
    walk.page.click("main .callout a.button")
    walk.sign_in_there(f"linked-{lang}")
    expect(walk.page.locator("main [role=status]")).to_be_visible(timeout=PATIENCE_MS)
    found += walk.faults("identities-linked")
    other = make_walk(lang, width)
    other.open("sign_in")
    other.page.click("main a[href*='/chu']")
    other.sign_in_there(f"linked-{lang}")
    other.open("account")
    expect(other.page.locator("main")).to_contain_text(name, timeout=PATIENCE_MS)
    assert found == []


@pytest.mark.parametrize(("lang", "width"), VIEWS)
def test_of_two_professions_that_are_told_she_chooses(site: Flask, wallet: SmallProvider, make_walk: Any, lang: str, width: int) -> None:
    """Pro Santé Connect's part is the small provider's: no real one can be had."""
    cookie = add_person(site, "pharmacist", f"lise-{lang}").client.get_cookie("hlm")
    assert cookie is not None
    practices = [{"codeProfession": code, "codeCategorieProfessionnelle": "C"} for code in ("21", "10")]
    wallet.claims, wallet.person = {"acr": "eidas1"}, {"sub": f"lise-{lang}", "SubjectRefPro": {"exercices": practices}}
    walk = make_walk(lang, width, cookie.value)
    walk.open("identities")
    form = walk.page.locator("main form[action$='/psc']")
    form.locator("input[name=passphrase]").fill(PASSPHRASE)
    form.locator("button.button:not([data-reveal])").click()
    there = walk.page.locator("main .callout a.button").get_attribute("href")
    walk.page.goto(f"{walk.site}/identity/psc/return?{urlencode(wallet.authorize(there, f'lise-{lang}'))}")
    found = walk.faults("profession")
    walk.page.check("input[value=physician]")
    walk.page.click("main form button.button")
    expect(walk.page.locator("main [role=status]")).to_be_visible(timeout=PATIENCE_MS)
    assert found == []


@pytest.mark.parametrize(("lang", "width"), VIEWS)
def test_saying_no_there_is_a_page_here(make_walk: Any, site: Flask, lang: str, width: int) -> None:
    walk = make_walk(lang, width)
    walk.open("sign_in")
    walk.page.click("main a[href*='/chu']")
    walk.page.click("a[href$='/abort']")
    expect(walk.page).to_have_url(
        f"{walk.site}/{lang}/{'connexion/avec' if lang == 'fr' else 'sign-in/with'}/chu/refused", timeout=PATIENCE_MS
    )
    assert walk.faults("refused") == []
