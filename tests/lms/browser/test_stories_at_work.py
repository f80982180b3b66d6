"""A GP, a nurse with a group and an administrator, as the review had them walk. The pharmacist's is a file of its own."""

import re
from io import BytesIO

import pytest
from conftest_browser import Served
from lms_cast import add_person
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from story import View, Walker, every_view

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLIP = ".slip-code"


@every_view
def test_a_gp_looks_something_up_between_two_patients_and_begins_her_course(chromium: Browser, served: Served, view: View) -> None:
    name = f"gp-{view[0]}-{view[1]}"
    add_person(served.site, "gp", name)
    with Walker(chromium, served, "gp", view) as she:
        she.signs_in(name)
        expect(she.page.locator("main a.card").first).to_contain_text(she.words("Au cabinet", "In general practice"))
        she.types("#q", "DPD")
        she.page.focus("#q")
        she.enters()
        she.uses("main :not(nav) > ol a")
        she.reads("DPD", "DPD")
        she.presses("Sources de ce module", "Sources of this module")
        assert she.page.locator("main li").count() > 3
        she.uses("a.brand")
        she.presses("Au cabinet", "In general practice")
        she.reads("Test final", "Final test")
        she.uses("main ol.cards a")
        she.uses("main form .button")
        expect(she.page.locator("article.text h1")).to_be_visible()
        she.uses("main form.actions .button")
        she.uses("a.brand")
        she.reads("Reprendre", "Go on")
        she.presses("Continuer", "Continue")
        she.uses("main form .button")
        expect(she.page.locator("article.text h1")).to_be_visible()
        she.opens("/mes-attestations", "/my-attestations")
        she.reads("Aucune pour l’instant", "None yet")


@every_view
def test_a_nurse_fills_her_group_with_cards_and_holds_a_workshop(chromium: Browser, served: Served, view: View) -> None:
    """Claire opens a cohort, prints nameless cards; a patient joins with one; a press is the room's vote; she prints a sign-in card."""
    lang, width = view
    name, patient = f"claire-{lang}-{width}", f"hirondelle-{lang}-{width}"
    add_person(served.site, "educator", name)
    with Walker(chromium, served, "claire", view) as she:
        she.signs_in(name)
        she.presses("Mes groupes", "My cohorts")
        she.presses("Ouvrir", "Open")
        she.types("#name", f"Mardi {lang} {width}")
        she.uses("main form .actions button.button")
        she.reads("Mardi", "Mardi")
        cohort = she.page.url
        she.presses("Inviter", "Invite")
        she.presses("Faire les cartes", "Make the cards")
        code = she.page.locator(SLIP).first.inner_text()
        sheet = PdfReader(BytesIO(she.paper()))
        assert len(sheet.pages) == 1, "eight cards on one sheet of A4"

        with Walker(chromium, served, "with-a-card", (lang, 360)) as monique:
            monique.opens("/code", "/code")
            monique.types("#code", code.lower())
            monique.uses("main form .button")
            monique.reads("Mardi", "Mardi")
            monique.types("#name", patient)
            monique.types("#passphrase", "quatre mots bien ordinaires")
            monique.uses("label.choice")
            monique.page.locator("input[name=consent]").check(force=True)
            monique.uses("main form .actions .button")
            monique.presses("Ma carte de connexion", "My sign-in card")
            monique.types("#pin", "4831")
            monique.types("#passphrase", "quatre mots bien ordinaires")
            monique.presses("Voir ma carte", "Show my card")

        she.page.goto(cohort)
        she.presses("Personnes", "People")
        she.does_not_read(patient, patient)
        she.uses(f"main table a[href*='/{she.words('personnes', 'people')}/']")
        she.presses("Imprimer une carte", "Print a card")
        expect(she.page.locator(SLIP)).to_have_count(1)
        she.does_not_read(patient, patient)

    with Walker(chromium, served, "the-room", (lang, 1280), viewport={"width": 1280, "height": 720}) as room:
        room.opens("/atelier", "/workshop")
        room.uses("main ul.cards a")
        room.uses("button.vote")
        expect(room.page.locator(".answer.chosen")).to_be_visible()
        assert room.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "it fits the wall"
        room.presses("Arrêter ici", "Stop here")
        assert room.fetches("main .actions a.button").startswith(b"%PDF-")


@every_view
def test_an_administrator_adds_somebody_finds_her_again_and_suspends_her(chromium: Browser, served: Served, view: View) -> None:
    lang, width = view
    admin, person = f"sam-{lang}-{width}", f"nurse-{lang}-{width}"
    add_person(served.site, "admin", admin)
    with Walker(chromium, served, "admin", view) as she:
        she.signs_in(admin)
        expect(she.page.locator("main h2").first).to_contain_text(she.words("Mon travail", "My work"))
        she.presses("Le site", "The site")
        she.types("#name", person)
        she.picks("#role", "educator")
        she.presses("Ajouter, avec", "Add, with")
        she.reads(person, person)
        passphrase = she.page.locator(".code").first.inner_text()
        assert re.search(r"(\w+ ){4}\w+", passphrase), "five words that can be read aloud"
        she.opens("/site/etat", "/site/health")
        she.opens("/site/personnes", "/site/people")
        she.types("#find-name", person)
        she.uses("main #find-name ~ button")
        assert she.page.locator("main tbody tr").count() == 1
        she.uses("main tbody a")
        she.presses("Suspendre", "Suspend")
        she.reads("Ce compte est suspendu", "This account is suspended")
    with Walker(chromium, served, "suspended", view) as somebody:
        somebody.opens("/connexion", "/sign-in")
        somebody.types("#name", person)
        somebody.types("#passphrase", passphrase.partition(": ")[2])
        somebody.uses("main form .actions button.button")
        assert somebody.is_at("/connexion", "/sign-in"), "a suspended account opens nothing"
