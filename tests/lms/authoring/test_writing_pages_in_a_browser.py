"""Pages of writing that ask for a state of their own: a shipped change that waits, and what a clinician alone opens. axe finds nothing."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import Person, add_person
from playwright.sync_api import Browser, expect
from writers import FEVER, Writer
from writing_pages import CLINICIAN, EDUCATOR

from lms.authoring.shipped import follow
from lms.settings import CONTENT
from lms.web.current_site import site_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
from test_pages_are_accessible import faults
from test_pilot_in_a_browser import serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("HORSLESMURS_TEST_SHOTS", "")
OLD = 'title: "La fièvre : le bon réflexe"'
BLOCK = "{{fever.rule}}"


@dataclass(frozen=True)
class Desk:
    """A served site whose shipped texts changed after it took its own copy."""

    site: Flask
    address: str
    educator: Person
    clinician: Person


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("writing")
    content = shutil.copytree(CONTENT, folder / "content")
    for app, address in serve({"DATA": str(folder / "data"), "CONTENT": str(content)}):
        settings = site_of(app).settings
        claire = Writer(add_person(app, "educator", "claire"))
        assert claire.save(FEVER, claire.text(FEVER).replace(OLD, 'title: "La fièvre, à Lyon"')).status_code == 303
        shipped = (content / FEVER).read_text("utf-8")
        assert OLD in shipped
        assert BLOCK in shipped
        (content / FEVER).write_text(
            shipped.replace(OLD, 'title: "La fièvre : mesurer"').replace(BLOCK, f"{BLOCK} Sans attendre.", 1), "utf-8"
        )
        follow.follow(settings.content, settings.own_content)
        yield Desk(app, address, claire.person, add_person(app, "clinician", "anne"))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chromium: Browser, desk: Desk, lang: str, width: int) -> None:
    found, way = [], "rediger" if lang == "fr" else "writing"
    for person, paths in ((desk.educator, EDUCATOR[lang]), (desk.clinician, CLINICIAN[lang])):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if lang == "en" else "light")
        context.add_cookies([{"name": "hlm", "value": person.client.get_cookie("hlm").value, "url": desk.address}])
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))  # type: ignore[misc]
        for path in paths:
            answer = page.goto(f"{desk.address}/{lang}/{way}/{path}")
            assert answer is not None
            assert answer.status == 200, path
            found += [f"/{lang}/{way}/{path} {width}: {fault}" for fault in faults(page, Axe())]
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{lang}-{width}-{path.replace('/', '_').replace('?', '_')}.png", full_page=True)
        found += [f"console: {words}" for words in said]
        context.close()
    assert found == []


REFUSALS = {
    "title": "form/fr/patient-essentials/fever.md",
    "question": "question/fr/gps/gp-urgent-signs.items.md?kind=single",
    "fr": "registers/objectives/entry?key=K05",
    "minutes": "course/gps/gp-urgent-signs",
    "percent": "course-settings/gps",
    "title_fr": "new",
    "summary_en": "new-course",
    "alt_fr": "pictures",
    "line-0-fr": "game-words/wishes",
}
"""A box that is left empty -> the form that refuses it."""


@pytest.mark.parametrize(("lang", "width"), [("fr", 360), ("en", 1280)])
def test_axe_finds_nothing_on_a_form_that_refuses(chromium: Browser, desk: Desk, lang: str, width: int) -> None:
    found, way = [], "rediger" if lang == "fr" else "writing"
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=desk.address, java_script_enabled=True)
    context.add_cookies([{"name": "hlm", "value": desk.educator.client.get_cookie("hlm").value, "url": desk.address}])
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    for named, english in REFUSALS.items():
        box = f"title_{lang}" if english == "new" else named  # a page begins with a title in its author's language
        path = english if lang == "en" else in_french(english)
        answer = page.goto(f"/{lang}/{way}/{path}")
        assert answer is not None
        assert answer.status == 200, path
        field = page.locator(f'main [name="{box}"]')
        field.fill("")
        with page.expect_navigation() as moved:
            field.evaluate("(one) => one.form.requestSubmit(one.form.querySelector('button[value=save]') ?? undefined)")
        assert moved.value.status == 422, path
        assert page.locator(f"#{box}-error").count() == 1, path
        found += [f"{path} {width}: {fault}" for fault in faults(page, Axe())]
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/refused-{lang}-{width}-{box}.png", full_page=True)
    context.close()
    assert found == []


FRENCH = {
    "new-course": "nouveau-cours",
    "form/": "fiche/",
    "registers/": "registres/",
    "/entry": "/fiche",
    "course-settings/": "reglage-parcours/",
    "course/": "parcours/",
    "new": "nouveau",
    "pictures": "images",
    "game-words/": "mots-du-jeu/",
}


def in_french(path: str) -> str:
    for english, french in FRENCH.items():
        path = path.replace(english, french)
    return path


def test_what_is_wrong_is_told_beside_the_box_while_one_types(chromium: Browser, desk: Desk) -> None:
    context = chromium.new_context(base_url=desk.address)
    context.add_cookies([{"name": "hlm", "value": desk.educator.client.get_cookie("hlm").value, "url": desk.address}])
    page = context.new_page()
    page.goto("/fr/rediger/mots-du-jeu/says")
    box = page.locator("#line-0-fr")
    words = box.input_value()
    box.fill(f"{words} J’ai 38,5 °C.")
    expect(page.locator("#line-0-fr-error")).to_contain_text("température", timeout=60_000)
    expect(box).to_have_attribute("aria-describedby", "line-0-fr-error")
    box.fill(words)
    expect(page.locator("#line-0-fr-error")).to_have_count(0, timeout=60_000)
    context.close()


def test_a_line_is_saved_without_javascript(chromium: Browser, desk: Desk) -> None:
    context = chromium.new_context(base_url=desk.address, java_script_enabled=False)
    context.add_cookies([{"name": "hlm", "value": desk.educator.client.get_cookie("hlm").value, "url": desk.address}])
    page = context.new_page()
    page.goto("/en/writing/game-words/wishes")
    page.locator("#line-0-en").fill("the birthday cake")
    page.locator("#line-0-fr").fill("le gâteau d’anniversaire")
    page.locator("button[value=save]").click()
    expect(page.locator("#line-0-en")).to_have_value("the birthday cake")
    context.close()


def test_words_typed_and_not_saved_are_offered_again_and_two_keys_do_what_buttons_do(chromium: Browser, desk: Desk) -> None:
    context = chromium.new_context(base_url=desk.address)
    context.add_cookies([{"name": "hlm", "value": desk.educator.client.get_cookie("hlm").value, "url": desk.address}])
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())  # leaving with words that are not saved asks first
    page.goto("/en/writing/form/fr/situations/hair.md")
    box = page.locator("#scene_hint")
    before = box.input_value()
    box.fill("{quelqu’un} demande à la maison ?")
    expect(page.locator(".problems a[data-box=scene_hint]")).to_have_count(1, timeout=60_000)
    expect(page.locator("#scene_hint-error")).to_be_visible()
    page.wait_for_function("Object.keys(localStorage).some((name) => name.startsWith('writing:'))")
    page.goto("/en/writing/help")
    page.goto("/en/writing/form/fr/situations/hair.md")
    expect(box).to_have_value(before)
    expect(page.locator("#unsaved")).to_be_visible()
    page.locator("#unsaved [data-take]").click()
    expect(box).to_have_value("{quelqu’un} demande à la maison ?")
    box.fill("Une amie demande à la maison.")
    box.press("Control+Enter")
    expect(page.locator(".preview")).to_contain_text("Une amie demande", timeout=60_000)
    page.locator("#scene_hint").press("Control+s")
    expect(page.locator("#scene_hint")).to_have_value("Une amie demande à la maison.", timeout=60_000)
    page.goto("/en/writing/form/fr/situations/hair.md")
    expect(page.locator("#unsaved")).to_be_hidden()
    expect(page.locator("#scene_hint")).to_have_value("Une amie demande à la maison.")
    context.close()
