"""The story of a training: an admin imports forty pharmacists, a training manager verifies one and asks for a course, one begins it.

All in Chromium, by the words on the buttons. axe finds nothing on any page, on a phone and on a desk, in both languages.
"""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import Person, add_person
from people_cast import CODE, PASSPHRASE, open_cohort, put_in
from playwright.sync_api import Browser, Page, expect
from test_pages_are_accessible import faults
from test_sitting_in_a_browser import address, context_of, take_picture

from lms.cohorts import assignments
from lms.web.database.instants import now

__all__ = ["address"]  # the fixture: one server for this file's site

pytestmark = pytest.mark.browser
FORTY = [f"{family}{ending}" for family in ("Aubert", "Caron", "Durand", "Élie", "Haddad") for ending in "abcdefgh"]
"""The names are letters alone, as those of people."""


def excel_file(folder: Path) -> Path:
    """Forty pharmacists as French Excel saves them: Windows letters, semicolons."""
    lines = ["Nom;Prénom;Profession;RPPS;Employeur;Courriel", *(f"{name};Élise;pharmacienne;;Pharmacie du Parc;" for name in FORTY)]
    file = folder / "officines.csv"
    file.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    return file


class Visit:
    """One person's window, with what axe and the console say of every page she stops at."""

    def __init__(self, chromium: Browser, address: str, person: Person | None, name: str, view: tuple[int, str]) -> None:
        self.context = context_of(chromium, address, person, *view)
        self.page: Page = self.context.new_page()
        self.address, self.name, self.faults, self.axe = address, name, [], Axe()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def look(self, name: str) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        self.faults += [f"{self.name} {name}: {fault}" for fault in faults(self.page, self.axe)]
        take_picture(self.page, f"people-{self.name}-{name}")

    def open(self, path: str, name: str) -> Page:
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == 200, path
        self.look(name)
        return self.page

    def press(self, words: str, name: str) -> None:
        self.page.get_by_role("button", name=re.compile(words)).first.click()
        self.page.wait_for_load_state()
        self.look(name)


@pytest.mark.slow
def test_forty_pharmacists_are_imported_verified_and_asked_and_one_begins(
    chromium: Browser, site: Flask, address: str, tmp_path: Path
) -> None:
    admin, manager = add_person(site, "admin", "sam-story"), add_person(site, "training_manager", "claire-story")
    cohort = open_cohort(site, admin, "Officines du Rhône", "pharmacists")
    base = f"/fr/cohortes/{cohort}"

    office = Visit(chromium, address, admin, "admin", (1280, "light"))
    office.open(f"{base}/importer", "import").set_input_files("#file", excel_file(tmp_path))
    office.press("Examiner le fichier", "plan")
    expect(office.page.locator("h1")).to_have_text("Rien n’est encore écrit")
    expect(office.page.locator(".lede")).to_contain_text("40 lignes sont prêtes")
    office.press("Importer ces 40 personnes", "codes")
    expect(office.page.locator("h1")).to_have_text("40 personnes importées")
    code = CODE.findall(office.page.locator(".slips li", has_text="Élise Haddadh").inner_text())[0]
    office.open(f"{base}/personnes", "roster").locator("#name").fill("CLAIRE-story")
    office.press("^Ajouter", "roster-shared")
    expect(office.page.locator("main [role=status]")).to_contain_text("Les personnes qui suivent le groupe ont changé")

    desk = Visit(chromium, address, manager, "manager", (360, "light"))
    desk.open("/fr/echeances", "due-empty").get_by_role("link", name=re.compile("Officines du Rhône")).click()
    desk.look("roster")
    desk.page.get_by_role("link", name="Élise Haddadh").click()
    desk.page.locator("#rpps").fill("10 000 000 090")
    desk.press("J’ai vérifié", "record")
    expect(desk.page.locator("main")).to_contain_text("vérifié par un responsable de formation")
    due = assignments.today(now()) + timedelta(days=14)
    desk.open(f"{base}/demander", "assign").locator("#due").fill(due.isoformat())
    desk.press("^Demander$", "asked")
    expect(desk.page.locator("main [role=status]")).to_contain_text("Demandé à 40 personnes")
    desk.open("/fr/echeances", "due")
    expect(desk.page.locator(".lede")).to_have_text("0 personne est en retard, 40 ont une date dans les 30 jours, sur 40 en tout.")
    expect(desk.page.locator("tbody tr")).to_have_count(40)

    home = Visit(chromium, address, None, "pharmacist", (360, "dark"))
    home.open(f"/fr/code/{code.replace(' ', '')}", "code")
    home.press("Voir ce qu", "code-step")
    home.page.locator("#passphrase").fill(PASSPHRASE)
    home.page.get_by_label(re.compile("J’accepte")).check()
    home.press("^Commencer", "home")
    home.open("/fr/avancee", "learning")
    expect(home.page.locator(".next")).to_have_count(1)
    expect(home.page.locator(".next")).to_contain_text("il reste 14 jours")
    problems = [fault for visit in (office, desk, home) for fault in visit.faults]
    for visit in (office, desk, home):
        visit.context.close()
    assert problems == []


@pytest.mark.parametrize(("lang", "view"), [("en", (360, "dark")), pytest.param("en", (1280, "light"), marks=pytest.mark.slow)])
def test_each_list_is_for_everybody(chromium: Browser, site: Flask, address: str, lang: str, view: tuple[int, str]) -> None:
    educator = add_person(site, "educator", f"educator-{view[0]}")
    cohort: UUID = open_cohort(site, educator, "Mixed", "pharmacists")
    for role in ("pharmacist", "patient"):
        put_in(site, add_person(site, role, f"{role}-{view[0]}"), cohort)
    visit = Visit(chromium, address, educator, f"educator-{lang}-{view[0]}", view)
    visit.open(f"/{lang}/cohorts/{cohort}/people", "roster")
    visit.open(f"/{lang}/cohorts/{cohort}/help", "help")
    visit.open(f"/{lang}/cohorts/{cohort}/assign", "assign")
    visit.press("^Ask it$", "refused")
    expect(visit.page.locator("main [role=alert]")).to_be_focused(timeout=30_000)
    visit.open(f"/{lang}/cohorts/{cohort}/people", "roster-again").locator("tbody a").first.click()
    visit.look("record")
    visit.context.close()
    assert visit.faults == []


@pytest.mark.slow
@pytest.mark.parametrize(("path", "view"), [("/fr/site/personnes", (360, "dark")), ("/en/site/people", (1280, "light"))])
def test_two_accounts_of_one_person_are_shown_before_they_become_one(
    chromium: Browser, site: Flask, address: str, path: str, view: tuple[int, str]
) -> None:
    admin = add_person(site, "admin", f"admin-merge-{view[0]}")
    stays, ends = (add_person(site, "patient", f"twice-{number}-{view[0]}") for number in (1, 2))
    visit = Visit(chromium, address, admin, f"merge-{view[0]}", view)
    visit.open(f"{path}/{stays.account.id}", "person")
    for name, page in (("nobody-of-that-name", "refused"), (ends.account.username, "both")):
        visit.page.locator("#other").fill(name)
        visit.page.locator("#other").press("Enter")
        visit.page.wait_for_load_state()
        visit.look(page)
    visit.page.locator("main form button").click()
    expect(visit.page.locator("main [role=status]")).to_be_visible()
    visit.look("one")
    visit.context.close()
    assert visit.faults == []
