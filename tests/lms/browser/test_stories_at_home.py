"""A patient of 68 and her daughter, as the review of 28 November had them walk: what each came for, on a phone and on a desk."""

from io import BytesIO

import pytest
from conftest_browser import Served
from lms_cast import PASSPHRASE, add_person
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from story import View, Walker, every_view

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEPT = """async () => {
  for (const lang of ["fr", "en"]) if (!(await (await caches.open(`safety-${lang}`)).match("/offline-filled"))) return false;
  return true;
}"""


@every_view
def test_a_patient_of_68_has_a_temperature_then_looks_things_up_and_prepares_her_appointment(
    chromium: Browser, served: Served, view: View
) -> None:
    """Monique, Saturday evening, no account: what to do, whom to ring, then diarrhoea, the sheet for the fridge, her questions."""
    with Walker(chromium, served, "monique", view) as she:
        she.opens("/", "/")
        she.presses("De la fièvre ou des frissons", "Fever or shivers")
        she.reads("38,0 °C ou plus", "38.0 °C or more")
        she.can_ring("15", "112")
        assert she.taps == 1, "to what to do in one tap, to ringing in two"
        assert she.page.locator("main .callout.care sup, main .phones sup").count() == 0, "no footnote in an emergency line"

        she.opens("/", "/")
        she.presses("Diarrhée", "Diarrhoea")
        she.reads("J’appelle tout de suite", "I call at once")
        she.reads("Ce que je dis", "What I say")
        she.reads("Formation", "Training material")
        assert len(PdfReader(BytesIO(she.paper())).pages) <= 3

        she.uses("a.brand")
        she.presses("Quand j’appelle", "When I call")
        paper = she.fetches("main a[href*='.pdf']")
        assert len(PdfReader(BytesIO(paper)).pages) == 1, "one page for the fridge"

        she.uses("a.brand")
        she.presses("Préparer ma consultation", "Prepare my appointment")
        asked: list[str] = []
        she.page.on("request", lambda request: asked.append(request.url))
        she.uses("#asks label")
        mine = she.words("Mes mains fourmillent quand je prends une bouteille froide.", "My hands tingle when I take a cold bottle.")
        she.types("#own-1", mine)
        she.page.keyboard.press("Tab")
        printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(she.paper())).pages)
        assert mine.split()[-1] in printed, "her own words are on the paper"
        assert [url for url in asked if "/static/" not in url] == [], "nothing leaves"
        she.page.reload()
        expect(she.page.locator("#own-1")).to_have_value(mine)


@every_view
def test_a_patient_learns_is_told_what_was_unsafe_first_and_finds_her_way_back(chromium: Browser, served: Served, view: View) -> None:
    """Monique the next day, with her account: she goes wrong everywhere, is told so kindly and first, and comes back by the home page."""
    name = f"monique-{view[0]}-{view[1]}"
    add_person(served.site, "patient", name)
    with Walker(chromium, served, "monique-learns", view) as she:
        she.signs_in(name)
        she.presses("Je me soigne à la maison", "Treated at home")
        she.presses("La fièvre", "Fever: what to do first")
        she.uses("main form .button")
        for _ in range(60):
            if she.is_at("/fin", "/end"):
                break
            if she.page.locator("main input[name=choice]").count():
                she.page.locator("main input[name=choice]").last.check(force=True)
            elif she.page.locator("#number").count():
                she.types("#number", "39")
            for number, field in enumerate(she.page.locator("main select").all()):
                field.select_option(index=min(number + 1, field.locator("option").count() - 1))
            she.uses("main form .actions .button, main .actions a.button, main form .button")
        assert she.is_at("/fin", "/end"), she.page.url
        first = she.page.locator("main h1 ~ *").filter(visible=True).first
        assert "good" not in (first.get_attribute("class") or ""), "no green box over unsafe answers"
        expect(she.page.locator("main .actions a.button[href*='again=1']").first).to_be_visible()
        she.uses("a.brand")
        she.reads("Reprendre", "Go on")
        she.presses("Mon parcours", "My learning")
        she.does_not_read("K0", "K0")
        she.reads("La fièvre", "Fever: what to do first")


@every_view
def test_a_patient_signs_in_with_the_card_that_the_ward_printed_and_ends_it_when_it_is_lost(
    chromium: Browser, served: Served, view: View
) -> None:
    name = f"monique-card-{view[0]}-{view[1]}"
    add_person(served.site, "patient", name)
    with Walker(chromium, served, "monique-card", view) as she:
        she.signs_in(name)
        she.opens("/compte", "/account")
        she.presses("Ma carte de connexion", "My sign-in card")
        she.types("#pin", "4831")
        she.types("#passphrase", PASSPHRASE)
        she.presses("Voir ma carte", "Show my card")
        code = she.page.locator(".slip-code").inner_text().replace(" ", "")
        assert code in PdfReader(BytesIO(she.paper())).pages[0].extract_text().replace(" ", "")
    with Walker(chromium, served, "monique-elsewhere", view) as she:
        she.opens(f"/carte#{code}", f"/card#{code}")
        she.types("#pin", "4831")
        she.page.focus("#pin")
        she.enters()
        assert she.page.url.endswith(f"/{she.lang}/")
        she.opens("/compte/carte", "/account/card")
        she.presses("Arrêter cette carte", "End this card")
        she.reads("n’ouvre plus rien", "opens nothing any more")


@every_view
def test_her_daughter_at_night_without_network(chromium: Browser, served: Served, view: View) -> None:
    """Sophie, 3 in the morning, dark screen, in the corridor without a signal: she had opened the page once, on Sunday."""
    with Walker(chromium, served, "sophie", view, color_scheme="dark") as she:
        she.opens("/vrai-probleme", "/real-problem")
        she.presses("numéros", "numbers")
        she.types("#day", "01 98 76 54 32")
        she.types("#night", "01 98 76 54 33")
        she.uses('button[value="keep"]')
        for _ in range(150):
            if she.page.evaluate(KEPT):
                break
            she.page.wait_for_timeout(200)
        assert she.page.evaluate(KEPT)
        she.context.set_offline(True)
        she.taps = 0
        she.page.reload()
        she.presses("De la fièvre", "Fever")
        she.reads("38,0 °C ou plus", "38.0 °C or more")
        she.can_ring("0198765433", "15", "112")
        assert she.taps == 1
        expect(she.page.locator("main a[href='sms:114']").first).to_be_visible()
        she.opens("/quand-j-appelle", "/when-i-call")
        she.reads("15", "15")
        she.faults = [fault for fault in she.faults if "ERR_INTERNET" not in fault]
        she.context.set_offline(False)
        she.opens("/", "/")
        she.presses("J’aide quelqu’un", "Helping someone")
        she.uses("main ol.cards a")
        she.uses("main form .button")
        expect(she.page.locator("article.text h1")).to_be_visible()
