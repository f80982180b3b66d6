"""Reading aloud: the words of a page without the numbers of its sources, which would be heard as figures beside temperatures."""

import re

import pytest
from conftest_browser import Served
from playwright.sync_api import Browser, Page

VOICE = """
Object.defineProperty(window, "speechSynthesis", {value: {
  speaking: false, getVoices: () => [{localService: true, lang: "LANG"}], addEventListener() {}, cancel() {},
  speak(words) { window.spoken = words.text; },
}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; this.addEventListener = () => {}; };
"""
"""A voice of the device: the machines of tests have none."""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("lang", "path"), [("fr", "/fr/cours/patient-essentials/fever"), ("en", "/en/courses/patient-essentials/fever")])
def test_source_numbers_are_not_spoken(chromium: Browser, served: Served, lang: str, path: str) -> None:
    context = chromium.new_context()
    context.add_init_script(VOICE.replace("LANG", f"{lang}-FR"))
    page = context.new_page()
    heard = 0
    for number in range(1, 5):
        page.goto(f"{served.address}{path}/{number}")
        if not page.locator("main article sup.cite").count():
            continue
        text = page.locator("main article").inner_text()
        page.locator("[data-read-aloud]").click()
        spoken = page.evaluate("window.spoken")
        assert not re.search(r"(?<!\d)[.!?»]\d", spoken), spoken
        assert len(re.findall(r"\d+", spoken)) < len(re.findall(r"\d+", text))
        assert page.locator("main article sup.cite").first.is_visible()
        heard += 1
    context.close()
    assert heard


COURSE = "/fr/cours/patient-essentials/fever"


def answered(page: Page, address: str) -> None:
    page.goto(f"{address}{COURSE}/question/1")
    page.locator("main input[type=radio], main input[type=checkbox]").first.check()
    page.locator(f'main form[action^="{COURSE}/question/1/reponse"] button').first.click()
    page.wait_for_url("**/reponse/*")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_what_patients_meet_is_read_aloud_in_their_language_whole(chromium: Browser, served: Served, width: int) -> None:
    """Text, easy version, question and what is said after it. The browser's own door to voices is the only stand-in."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(VOICE.replace("LANG", "fr-FR"))
    page = context.new_page()
    for path in ("/1", "/simple", "/question/1", ""):
        if path:
            page.goto(f"{served.address}{COURSE}{path}")
        else:
            answered(page, served.address)
        button, text = page.locator("[data-read-aloud]"), page.locator("main article, main [data-read]").first.inner_text()
        button.focus()
        page.keyboard.press("Enter")
        spoken = page.evaluate("window.spoken")
        assert len(spoken) > 40, path
        assert set(re.findall(r"[a-zà-ÿ]{5,}", spoken)) == set(re.findall(r"[a-zà-ÿ]{5,}", text)), path
        assert button.get_attribute("aria-pressed") == "true"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    context.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_without_a_voice_or_without_scripts_no_page_offers_it(chromium: Browser, served: Served, scripts: bool) -> None:
    context = chromium.new_context(java_script_enabled=scripts)
    if scripts:
        context.add_init_script(VOICE.replace("LANG", "de-DE"))
    page = context.new_page()
    for path in ("/1", "/simple", "/question/1"):
        page.goto(f"{served.address}{COURSE}{path}")
        assert page.locator("[data-read-aloud]").count() == 1
        assert not page.locator("[data-read-aloud]").is_visible(), path
    context.close()
