"""Two people who save one page at once, in Chromium: the second reads what the first saved, keeps what she typed, and may save again.

axe finds nothing on the page that tells her, Tab reaches every control of it, and it begins with what happened.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lms_cast import Person, add_person
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
from test_pages_are_accessible import faults
from test_pilot_in_a_browser import serve
from test_tab_through_pages import tab_faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("HORSLESMURS_TEST_SHOTS", "")
SUBMIT = "(one) => one.form.requestSubmit(one.form.querySelector('button[value=save]') ?? undefined)"
TO_THE_TOP = "() => { const top = document.createElement('a'); top.href = '#'; document.body.prepend(top); top.focus(); top.remove() }"
"""The page begins with the focus on what happened; Tab is pressed from its very beginning."""
PATIENCE = 240_000
"""Milliseconds: a row of the triage register is checked against every text before it is kept."""
Change = Callable[[str, str], str]
NAMES = {("fr", 360): ("Zoé", "Léo"), ("fr", 1280): ("Ali", "Eva"), ("en", 360): ("Noé", "Lou"), ("en", 1280): ("Max", "Ida")}
"""What the first and the second person of each view type: other words each time, for the site goes on from view to view."""


def at_its_end(value: str, name: str) -> str:
    return f"{value} {name}".strip()


def in_place_of_it(_value: str, name: str) -> str:
    return f"le gâteau de {name}"


def as_a_number(value: str, name: str) -> str:
    return str(int(value) + (1 if name in {first for first, _ in NAMES.values()} else 2))


def in_its_heading(value: str, name: str) -> str:
    return value.replace("\n## ", f"\n## {name} ", 1)


def as_a_remark(value: str, name: str) -> str:
    return f"{value.rstrip()}\n# {name}\n"


@dataclass(frozen=True)
class Form:
    """One form of the editor: its address in each language, the box that both people change, and how."""

    fr: str
    en: str
    box: str
    change: Change = at_its_end
    is_clinical: bool = False


FORMS = (
    Form("texte/fr/caregivers/carer-role.md", "text/fr/caregivers/carer-role.md", "text", in_its_heading),
    Form("fiche/fr/patient-essentials/fever.md", "form/fr/patient-essentials/fever.md", "title"),
    Form("fiche/fr/situations/hair.md", "form/fr/situations/hair.md", "scene_hint"),
    Form(
        "question/fr/gps/gp-urgent-signs.items.md?item=back-at-night",
        "question/fr/gps/gp-urgent-signs.items.md?item=back-at-night",
        "explanation",
    ),
    Form("registres/objectives/fiche?key=K05", "registers/objectives/entry?key=K05", "fr"),
    Form("parcours/gps/gp-urgent-signs", "course/gps/gp-urgent-signs", "minutes", as_a_number),
    Form("reglage-parcours/gps", "course-settings/gps", "percent", as_a_number),
    Form("mots-du-jeu/wishes", "game-words/wishes", "line-0-fr", in_place_of_it),
    Form("cartes/fiche?key=small-walk", "cards/one?key=small-walk", "text_fr"),
    Form("commun/_structure/glossary.yml", "shared/_structure/glossary.yml", "text", as_a_remark),
    Form("tri/ligne?key=shivers", "triage/row?key=shivers", "note", is_clinical=True),
)


@dataclass(frozen=True)
class Office:
    address: str
    educator: Person
    clinician: Person


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    for app, address in serve({"DATA": str(tmp_path_factory.mktemp("office"))}):
        yield Office(address, add_person(app, "educator", "claire"), add_person(app, "clinician", "anne"))


def window_of(chromium: Browser, office: Office, person: Person, width: int, lang: str) -> BrowserContext:
    """A window of her own: nothing typed in it is kept for another one."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, base_url=office.address, color_scheme="dark" if lang == "en" else "light"
    )
    context.add_cookies([{"name": "hlm", "value": person.client.get_cookie("hlm").value, "url": office.address}])
    return context


def opened(window: BrowserContext, address: str) -> Page:
    page = window.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: dialog.accept())
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    return page


def box_of(page: Page, form: Form) -> Locator:
    return page.locator(f'main [name="{form.box}"]')


def saved(page: Page, form: Form, words: str) -> int:
    """Type the words, save; gives the status of the answer, or of the page it leads to."""
    box = box_of(page, form)
    box.evaluate("(one) => { for (let up = one.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true }")
    box.fill(words)
    with page.expect_navigation() as moved:
        box.evaluate(SUBMIT)
    return moved.value.status


def of_second(chromium: Browser, office: Office, form: Form, lang: str, width: int) -> list[str]:
    """What is wrong with the page of the one who came second."""
    address = f"/{lang}/{'rediger' if lang == 'fr' else 'writing'}/{form.fr if lang == 'fr' else form.en}"
    person = office.clinician if form.is_clinical else office.educator
    windows = [window_of(chromium, office, person, width, lang) for _ in range(2)]
    first, second = (opened(window, address) for window in windows)
    value = box_of(first, form).input_value()
    theirs, mine = (form.change(value, name) for name in NAMES[lang, width])
    assert saved(first, form, theirs) == 200, address
    assert saved(second, form, mine) == 409, address
    told = second.locator("main [role=alert]").first
    expect(told).to_be_visible()
    expect(told).to_be_focused()
    expect(box_of(second, form)).to_have_value(mine)
    name = f"{lang}-{width}-{form.en.replace('/', '_').replace('?', '_')}"
    if SHOTS:
        second.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    found = [*faults(second, Axe())]
    second.evaluate(TO_THE_TOP)
    found += tab_faults(second)
    assert saved(second, form, mine) == 200, f"{address}: read, and saved again"
    for window in windows:
        window.close()
    print(form.en, lang, width, found)
    return [f"{address} {width}: {fault}" for fault in found]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_second_reads_what_the_first_saved_and_keeps_her_words(chromium: Browser, office: Office, lang: str, width: int) -> None:
    found = [fault for form in FORMS for fault in of_second(chromium, office, form, lang, width)]
    assert found == []
