"""Pages of a pilot and of the first sign-in: axe finds nothing, nothing scrolls sideways, and a red flag is signed without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from app_server import served_at
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import Person, add_person
from lms_site import lay_parsed_content, make_database
from playwright.sync_api import Browser
from test_pages_are_accessible import faults

from lms.app import create_app
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db

pytestmark = pytest.mark.browser
PAGES = {
    "fr": ("/fr/pilote", "/fr/pilote/signe/bruises", "/fr/pilote/signe/fever", "/fr/accord"),
    "en": ("/en/pilot", "/en/pilot/sign/bruises", "/en/pilot/sign/fever", "/en/agreement"),
}


@dataclass(frozen=True)
class PilotSite:
    """A served pilot whose set is chosen. new: a patient whose account others opened."""

    address: str
    anne: Person
    officer: Person
    new: Person


def serve(settings_of: dict[str, str]) -> Iterator[tuple[Flask, str]]:
    settings = read({f"HORSLESMURS_{name}": value for name, value in settings_of.items()})
    make_database(settings)
    lay_parsed_content(settings)
    app = create_app(settings)
    with served_at(app) as address:
        yield app, address
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PilotSite]:
    folder = tmp_path_factory.mktemp("pilot")
    for app, address in serve({"DATA": str(folder), "INSTANCE": "pilot", "SITE_RULE": "38.0"}):
        anne, officer = add_person(app, "clinician", "anne"), add_person(app, "data_protection_officer", "dominique")
        response = add_person(app, "educator", "claire").post("/fr/pilote/ensemble", unit=["carer-role", "interactions"])
        assert response.status_code == 303
        yield PilotSite(address, anne, officer, add_person(app, "patient", "monique", has_consented=False))


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
@pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_them(chromium: Browser, pilot: PilotSite, lang: str, width: int) -> None:
    found = []
    overview, *rows, agreement = PAGES[lang]
    visits = [(None, overview), (pilot.officer, overview), (pilot.new, agreement), *((pilot.anne, path) for path in (overview, *rows))]
    for person, path in visits:
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if lang == "en" else "light")
        if person is not None:
            context.add_cookies([{"name": "hlm", "value": person.client.get_cookie("hlm").value, "url": pilot.address}])
        page = context.new_page()
        answer = page.goto(pilot.address + path)
        assert answer is not None
        assert answer.status == 200, path
        found += [f"{path} {width}: {fault}" for fault in faults(page, Axe())]
        context.close()
    assert found == []


@pytest.mark.slow
def test_a_red_flag_is_signed_by_hand_without_javascript(chromium: Browser, pilot: PilotSite) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    context.add_cookies([{"name": "hlm", "value": pilot.anne.client.get_cookie("hlm").value, "url": pilot.address}])
    page = context.new_page()
    page.goto(f"{pilot.address}/fr/pilote")
    page.locator("#name").fill("Dr Anne Martin")
    page.locator("#profession").select_option("oncologist")
    page.locator("#agree input").check()
    page.get_by_role("button", name="Prendre la responsabilité").click()
    page.locator("table a").first.click()
    for box in page.locator("input[name=opened]").all():
        box.check()
    page.get_by_role("button", name="Signer ce signe d’alerte").click()
    assert "par une personne de votre profession" in page.locator("main").inner_text()
    context.close()
