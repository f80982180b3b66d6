"""Reading aloud: the words of a page without the numbers of its sources, which would be heard as figures beside temperatures."""

import re

import pytest
from conftest_browser import Served
from playwright.sync_api import Browser

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
