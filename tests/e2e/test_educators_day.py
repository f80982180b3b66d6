"""An educator’s day in a real Chromium: write, check beside the line, have it read, publish; and a reader’s phone, booklet and stick."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from app_server import served_at
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from served import PHONE

from courses.serving.catalogue import load
from lms.accounts import opening, passphrases
from lms.app import create_app
from lms.cli import write
from lms.running import database_setup
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now

pytestmark = pytest.mark.browser
FILE = "fr/patient-essentials/fever.md"
WAIT = 30_000


@dataclass(frozen=True)
class Day:
    app: Flask
    address: str
    passes: dict[str, str]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    settings = read({"HORSLESMURS_DATA": str(tmp_path_factory.mktemp("day"))})
    database_setup.upgrade(settings)
    app = create_app(settings)
    passes = {name: passphrases.generate() for name in ("claire", "jean")}
    with app.app_context():
        for name, passphrase in passes.items():
            new = opening.NewAccount(name, passphrases.hashed(passphrase), "educator", None, has_consented=True)
            write(app, lambda work, new=new: opening.open_account(work, new, now()).id)
    with served_at(app) as address:
        yield Day(app, address, passes)
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


def enter(browser: Browser, day: Day, name: str, **more: Any) -> Page:
    page = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **more}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{day.address}/fr/connexion")
    page.fill("input[name=name]", name)
    page.fill("input[name=passphrase]", day.passes[name])
    page.click("main form button.button")
    page.wait_for_url(lambda url: "connexion" not in url)
    return page


@pytest.mark.slow
def test_an_educators_day(day: Day, chromium: Browser) -> None:
    claire = enter(chromium, day, "claire")
    claire.goto(f"{day.address}/fr/rediger/texte/{FILE}")
    text = claire.input_value("#text")
    claire.fill("#text", text.replace("references: [", "references: [nobody, ", 1))
    beside = claire.locator("a[data-line]", has_text="310")
    expect(beside).to_be_visible(timeout=WAIT)
    beside.first.click()
    assert "references" in claire.evaluate("document.querySelector('#text').value.slice(text.selectionStart, text.selectionEnd)")
    claire.fill("#text", text.replace("## ", "## Bien lire : ", 1))
    expect(claire.locator("#checked h3", has_text="Bien lire")).to_be_visible(timeout=WAIT)
    claire.click("button[value=save]")
    claire.click("button[value=in_review]")
    expect(claire.locator("input[name=by]")).to_have_count(0)

    jean = enter(chromium, day, "jean")
    jean.goto(f"{day.address}/fr/rediger/texte/{FILE}")
    jean.fill("#by", "Dr Anne Roux, oncologue")
    jean.fill("#expires", (date.today() + timedelta(days=90)).isoformat())
    jean.check("input[name=has_read]")
    jean.locator("button", has_text="Signer et publier").click()
    expect(jean.locator("main")).to_contain_text("publié")
    own = site_of(day.app).settings.own_content
    soon, late = (datetime.now(UTC) + timedelta(days=days) for days in (0, 91))
    assert ("fever", "fr") in load(own, now=soon, instance="real").modules
    assert ("fever", "fr") not in load(own, now=late, instance="real").modules


@pytest.mark.slow
def test_a_page_is_begun_and_translated_on_a_phone_without_javascript(day: Day, chromium: Browser) -> None:
    page = enter(chromium, day, "claire", viewport=PHONE, java_script_enabled=False)
    page.goto(f"{day.address}/fr/rediger")
    page.click("text=Commencer une page")
    page.select_option("#where", "caregivers")
    page.fill("#title_fr", "Demander de l’aide")
    page.fill("#key", "Demander")
    page.click("main form button.button")
    expect(page.locator("#key-error")).to_contain_text("Lettres minuscules")
    assert page.input_value("#title_fr") == "Demander de l’aide"
    page.fill("#key", "demander-de-l-aide")
    page.click("main form button.button")
    page.wait_for_url("**/fr/rediger/fiche/fr/caregivers/demander-de-l-aide.md")  # a new page opens as a form
    page.goto(page.url.replace("/fiche/", "/texte/"))
    expect(page.locator(".problems")).to_contain_text("310, source inconnue")
    page.fill("#text", page.input_value("#text").replace("source", "inca-carers"))
    page.click("button[value=look]")
    expect(page.locator(".problems")).not_to_contain_text("310")
    page.click("button[value=save]")
    page.click("nav.tabs a:text-is('Anglais')")
    expect(page.locator(".beside")).to_contain_text("Demander de l’aide")
    assert "translation: {of: fr, state: draft}" in page.input_value("#text")
    page.context.close()


def test_a_readers_phone_booklet_and_stick(day: Day, chromium: Browser, tmp_path: Path) -> None:
    page = chromium.new_context(viewport=PHONE).new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{day.address}/fr/chercher")
    page.fill("#q", "fievre")
    page.press("#q", "Enter")
    page.locator("main ol a").first.click()
    expect(page.locator("main h1")).to_be_visible()
    page.goto(f"{day.address}/fr/cours/patient-essentials/fever")
    with page.expect_download() as booklet:
        page.locator("a", has_text="Livret").click()
    assert booklet.value.path().read_bytes().startswith(b"%PDF-")
    with page.expect_download() as stick:
        page.locator("a", has_text="USB").click()
    with zipfile.ZipFile(stick.value.path()) as pack:
        pack.extractall(tmp_path)
    page.goto((tmp_path / "hors-les-murs" / "fr" / "fever.html").as_uri())
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
