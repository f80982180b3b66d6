"""Every campaign from its first morning to its last look back, in the pages: keyboard alone, 360 px, no JavaScript, both languages."""

import os
from pathlib import Path

import pytest
from hands import Hands
from playwright.sync_api import Page
from served import MakePage
from week_hands import kind_of, read_back, turn

pytestmark = pytest.mark.browser

WEEKS = {"tutorial": 1, "azur": 3, "corail": 3, "indigo": 3, "ambre": 4, "jade": 4, "nacre": 4, "caregiver": 2, "after": 2}
START = {"fr": "/fr/jouer/personnage/{}/{}", "en": "/en/play/character/{}/{}"}
MOST_TURNS = 120
SHOTS = os.environ.get("SHOTS", "")
"""A folder to keep a picture of every kind of page in, for whoever wants to look."""
ORDER = """() => {
  const shown = [...document.querySelectorAll('main h1, main h2, main h3')].filter((one) => one.checkVisibility());
  const found = shown.map((one) => +one.tagName[1]);
  const wrong = found.filter((level, at) => at && level > found[at - 1] + 1);
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  return [found.filter((level) => level === 1).length, wrong.length, wide];
}"""


def look(page: Page, kind: str, seen: set[str]) -> None:
    """One h1, no heading level left out, nothing beyond the edge of a small phone, the real-problem link where it always is."""
    assert page.evaluate(ORDER) == [1, 0, False], (kind, page.url)
    assert page.locator("header .sos").is_visible()
    if SHOTS and kind not in seen:
        page.screenshot(path=Path(SHOTS) / f"{page.url.split('/')[3]}-{page.viewport_size['width']}-{kind}.png", full_page=True)  # type: ignore[index]
    seen.add(kind)


def play_week(hands: Hands, seen: set[str]) -> None:
    page, calls = hands.page, list[str]()
    for _ in range(MOST_TURNS):
        kind = kind_of(page)
        look(page, kind, seen)
        if kind == "debrief":
            return
        turn(hands, kind, calls)
    raise AssertionError(f"the week does not end: {page.url}")


def play_campaign(make_page: MakePage, campaign: str, lang: str, length: str, width: int = 360) -> set[str]:
    """All its weeks in one browser, each from the card at the end of the one before. Gives the kinds of pages seen."""
    page = make_page(javascript=False, width=width)
    hands, seen = Hands(page), set[str]()
    page.goto(START[lang].format(campaign, 1))
    for week in range(1, WEEKS[campaign] + 1):
        look(page, "start", seen)
        if page.locator("input[name=length]").count():
            hands.choose("length", length)
        hands.press("main form .actions .button")
        play_week(hands, seen)
        tip = [address for number in read_back(hands) for address in look_back(page, number, seen)]
        following = page.locator(f'main a[href$="/{campaign}/{week + 1}"]')
        assert following.count() == (1 if week < WEEKS[campaign] else 0)
        if week < WEEKS[campaign]:
            hands.press(f'main a[href$="/{campaign}/{week + 1}"]')
    page.goto(tip[0])
    look(page, "tip", seen)
    return seen


def look_back(page: Page, number: int, seen: set[str]) -> list[str]:
    """Look at a page of the look back. Gives the address of the page to print, where it stands there."""
    look(page, f"debrief-{number}", seen)
    return [one.get_attribute("href") or "" for one in page.locator('main a[href$="/conseil"], main a[href$="/tip"]').all()]


@pytest.mark.slow
def test_the_tutorial_is_played_from_start_to_end(make_page: MakePage) -> None:
    assert {"start", "day", "choose", "debrief", "tip"} <= play_campaign(make_page, "tutorial", "fr", "short")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("campaign", sorted(WEEKS))
def test_each_campaign_is_played_from_start_to_end(make_page: MakePage, campaign: str, lang: str) -> None:
    assert {"start", "day", "debrief", "tip"} <= play_campaign(make_page, campaign, lang, "normal")
