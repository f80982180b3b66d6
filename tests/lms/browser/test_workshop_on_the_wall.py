"""On the wall every situation fits the screen of a projector, in both languages, before the vote and after each vote."""

import pytest
from conftest_browser import Served
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
SCREENS = ((1920, 1080), (1280, 720))
ROOMS = {"fr": "/fr/atelier", "en": "/en/workshop"}
OVER = "() => [document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"


@pytest.mark.slow
@pytest.mark.parametrize("size", [pytest.param(SCREENS[0], marks=pytest.mark.slow), SCREENS[1]], ids=["1080", "720"])
@pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize(("campaign", "week"), [("azur", 2), pytest.param("caregiver", 1, marks=pytest.mark.slow)])
def test_nothing_has_to_be_scrolled(chromium: Browser, served: Served, size: tuple[int, int], lang: str, campaign: str, week: int) -> None:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, java_script_enabled=True)
    page = context.new_page()
    too_long = []
    at = f"{served.address}{ROOMS[lang]}/{campaign}/{week}"
    page.goto(at)
    for number in range(1, 7):
        page.goto(f"{at}?number={number}&choices={'-' * (number - 1)}")
        letters = page.locator("button.vote").evaluate_all("(all) => all.map((one) => one.value)")
        if not letters:
            break
        for letter in ("", *letters):
            if letter:
                page.goto(f"{at}?number={number}&choices={'-' * (number - 1)}&pick={letter}")
            over = page.evaluate(OVER)
            if max(over) > 0:
                too_long.append((number, letter, over))
    assert too_long == []
    context.close()


@pytest.mark.slow
def test_a_press_on_a_letter_is_the_vote(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}/fr/atelier/azur/2")
    page.locator("button.vote").nth(1).click()
    assert "Ce que la salle a choisi" in page.locator(".answer.chosen .mark").inner_text()
    context.close()
