"""Attestations in Chromium: from a test to the paper, own pages, the public page in each state, the admin's; axe finds nothing."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from award_site import award, change, issued, pharmacist
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import add_person
from PIL import Image
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from sitting_cast import answer_all, finish_modules, hand_in, start
from test_pages_are_accessible import faults
from test_sitting_in_a_browser import PICTURES, address, context_of, take_picture

__all__ = ["address"]  # the fixture: one server for this file's site

pytestmark = pytest.mark.browser
PATHS = {
    "fr": {"own": "mes-attestations", "check": "verifier", "admin": "site/attestations"},
    "en": {"own": "my-attestations", "check": "verify", "admin": "site/attestations"},
}


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "width", "theme"), [("fr", 360, "light"), pytest.param("en", 1280, "dark", marks=pytest.mark.slow)])
def test_each_page_of_an_attestation_is_for_everybody(
    chromium: Browser, site: Flask, address: str, lang: str, width: int, theme: str
) -> None:
    claire, paul, admin = pharmacist(site), pharmacist(site), add_person(site, "admin", f"attests-{lang}")
    valid = issued(site, claire, "Claire Martin")
    expired, ended, replaced = (issued(site, pharmacist(site), "Paul Roux") for _ in range(3))
    change(site, expired.id, expires_at=datetime(2026, 11, 21, tzinfo=UTC))
    change(site, ended.id, revoked_at=datetime(2026, 11, 21, tzinfo=UTC), revoked_reason="Erreur de nom.")
    change(site, replaced.id, superseded_at=datetime(2026, 11, 21, tzinfo=UTC))
    award(site, paul)
    own, check, list_of_all = (f"{address}/{lang}/{PATHS[lang][key]}" for key in ("own", "check", "admin"))
    visits = [
        (claire, "list", own), (claire, "one", f"{own}/{valid.uuid}"), (paul, "ready", own),
        (None, "form", check), (None, "unknown", f"{check}/0000-0000-0000-0000"),
        (None, "valid", f"{check}/{valid.code}"), (None, "expired", f"{check}/{expired.code}"),
        (None, "ended", f"{check}/{ended.code}"), (None, "replaced", f"{check}/{replaced.code}"),
        (admin, "all", list_of_all), (admin, "any", f"{list_of_all}/{valid.uuid}"),
    ]  # fmt: skip
    problems, axe = [], Axe()
    for person, name, path in visits:
        context = context_of(chromium, address, person, width, theme)
        page = context.new_page()
        answer = page.goto(path)
        assert answer is not None
        assert answer.status in ((404,) if name == "unknown" else (200,)), (name, answer.status)
        problems += [f"{name} {lang} {width}: {fault}" for fault in faults(page, axe) if "404" not in fault]
        take_picture(page, f"attestation-{lang}-{width}-{name}")
        context.close()
    assert problems == []


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "width"), [("fr", 360), ("en", 1280)])
def test_a_gp_goes_from_the_final_to_a_paper_that_a_stranger_checks(
    chromium: Browser, site: Flask, address: str, lang: str, width: int
) -> None:
    """The test is answered as a client without a screen; what a GP sees of the attestation, and a stranger of its code, is looked at."""
    gp, axe, problems = add_person(site, "gp", f"gp-paper-{lang}"), Axe(), list[str]()
    finish_modules(site, gp, "gps")
    sitting = start(gp, f"/{lang}/{'cours' if lang == 'fr' else 'courses'}/gps")
    answer_all(site, gp, sitting)
    assert hand_in(gp, sitting).status_code == 303
    own, stranger = (context_of(chromium, address, person, width, "light").new_page() for person in (gp, None))

    def look(page: Page, name: str) -> None:
        problems.extend(f"{name}: {fault}" for fault in faults(page, axe))
        take_picture(page, f"gp-{lang}-{width}-{name}")

    own.goto(f"{address}/{lang}/{PATHS[lang]['own']}")
    look(own, "list")
    own.locator(f"main a[href*='/{PATHS[lang]['own']}/']").first.click()
    own.locator("[name=name]").fill("Anaïs Le Goff")
    own.locator("[name=name]").press("Enter")
    look(own, "name")
    own.locator("main form .button").first.click()
    look(own, "paper")
    pdf = own.context.request.get(f"{own.url}/pdf").body()
    words = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert "Anaïs Le Goff" in words
    assert ("médecin généraliste" if lang == "fr" else "GP (declared") in words
    if PICTURES:
        (Path(PICTURES) / f"gp-{lang}.pdf").write_bytes(pdf)
    stranger.goto(f"{address}{own.locator('a[href*=verif]').first.get_attribute('href')}")
    assert "Anaïs Le Goff" in stranger.locator("main").inner_text()
    look(stranger, "check")
    assert problems == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_telephone_reads_the_square_of_her_page(chromium: Browser, site: Flask, address: str, width: int, theme: str) -> None:
    claire = pharmacist(site)
    code = issued(site, claire, "Claire Martin").code
    context = context_of(chromium, address, claire, width, theme)
    page = context.new_page()
    page.goto(f"{address}/fr/mes-attestations")
    page.locator("main a[href*='/mes-attestations/']").first.click()
    whole = Image.open(BytesIO(page.screenshot(full_page=True)))
    (square,) = zxingcpp.read_barcodes(whole)
    assert square.text.rpartition("/")[2].replace("-", "") == code
    corners = square.position
    quiet = Image.open(BytesIO(page.locator("main .qr").screenshot())).convert("L")
    assert quiet.getextrema() == (0, 255)
    assert quiet.crop((2, 2, quiet.width - 2, 8)).getextrema() == (255, 255), "an empty border, in a dark page too"
    assert corners.top_right.x - corners.top_left.x > 120, "large enough for a lens"
    context.close()
