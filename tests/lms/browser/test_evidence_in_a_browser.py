"""Evidence files, active time, opinions, complaints and legal pages in Chromium: axe finds nothing on any of them."""

import pytest
import sitting_cast as s
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import Person, add_person
from playwright.sync_api import Browser
from sqlalchemy.orm import Session
from test_pages_are_accessible import faults
from test_sitting_in_a_browser import address, context_of, take_picture

from lms.accounts import professions
from lms.web.database.instants import now
from lms.web.database.writing import submit

__all__ = ["address"]  # the fixture: one server for this file's site

pytestmark = pytest.mark.browser
VIEWS = [("fr", 360, "light"), pytest.param("en", 1280, "dark", marks=pytest.mark.slow)]
OWN = {
    "fr": {"opinion": "avis", "complaint": "reclamation", "time": "temps"},
    "en": {"opinion": "opinion", "complaint": "complaint", "time": "time"},
}
STAFF = {"fr": "dossiers-de-formation", "en": "evidence"}
LEGAL = {"fr": ("mentions-legales", "conditions-d-utilisation"), "en": ("legal-notice", "terms")}


def finished(site: Flask, lang: str) -> Person:
    """A pharmacist who finished the modules, passed the test, and complains."""
    person = add_person(site, "pharmacist", f"finished-{lang}", simulated=True)
    account_id = person.account.id

    def declare(work: Session) -> None:
        professions.declare(work, account_id, professions.Facts("pharmacist", "Martin", "Claire"), now())

    with site.app_context():
        submit(declare)
    s.finish_modules(site, person)
    sitting = s.start(person)
    s.answer_all(site, person, sitting)
    s.hand_in(person, sitting)
    person.post("/fr/cours/pharmacists/reclamation", subject="technical")
    return person


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "width", "theme"), VIEWS)
def test_each_page_of_evidence_is_for_everybody(chromium: Browser, site: Flask, address: str, lang: str, width: int, theme: str) -> None:
    person, staff = finished(site, lang), add_person(site, "admin", f"staff-{lang}")
    course = {"fr": "cours/pharmacists", "en": "courses/pharmacists"}[lang]
    visits = [
        *((person, name, f"{course}/{path}") for name, path in OWN[lang].items()),
        (staff, "courses", STAFF[lang]), (staff, "file", f"{STAFF[lang]}/pharmacists"),
        *((None, path, path) for path in LEGAL[lang]),
    ]  # fmt: skip
    problems, axe = [], Axe()
    for who, name, path in visits:
        context = context_of(chromium, address, who, width, theme)
        page = context.new_page()
        answer = page.goto(f"{address}/{lang}/{path}")
        assert answer is not None
        assert answer.status == 200, (name, answer.status)
        problems += [f"{name} {lang} {width}: {fault}" for fault in faults(page, axe)]
        take_picture(page, f"evidence-{lang}-{width}-{name}")
        if name in ("opinion", "complaint"):
            page.locator("main form[method=post] button:not([type=button])").first.click()
            page.wait_for_load_state()
            problems += [f"{name} refused {lang} {width}: {fault}" for fault in faults(page, axe)]
        context.close()
    assert problems == []
