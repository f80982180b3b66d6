"""The pages of the game in a browser, in Chromium on a phone's screen: axe finds nothing and nothing runs sideways, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from game.browser.session import Session
from tests.game.browser.test_browser_session import keys

STATIC = Path(__file__).resolve().parents[3] / "lms" / "static"
STYLES = ("tokens.css", "components.css", "play.css", "play-here.css")
STYLE = "".join((STATIC / name).read_text("utf-8") for name in STYLES) + ".bar-call { position: static !important; }"
HEAD = f'<meta name="viewport" content="width=device-width"><title>Game</title><style>{STYLE}</style>'
"""The styles are there from the beginning: added later, colours change over a moment, and axe may look in between."""
FRAME = '<!doctype html><html lang="{lang}"><head>{head}</head><body><main class="page"><div class="game">{html}</div></main></body>'
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}


def faults(page: Page, lang: str, html: str) -> list[str]:
    page.set_content(FRAME.format(lang=lang, head=HEAD, html=html))
    found = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in Axe().run(page, options=OPTIONS).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"runs {wide} pixels sideways"] if wide > 0 else [])]


def pages_of(session: Session) -> list[tuple[str, str]]:
    """Each kind of page that a week and what lies around it can show: its name and its HTML."""
    found: list[tuple[str, str]] = []

    def see(page: dict[str, str]) -> None:
        found.append((page["name"], page["html"]))

    see(session.page())
    for key in ("settings", "link", "help", "notebook"):
        if key in keys(session.page()):
            see(session.press(key))
            session.back()
    session.app.seed = lambda: 7  # with some luck the first morning has a situation, and no card or day is seen before it
    session.press("new")
    session.app.scene.story = ("azur", 2)  # type: ignore[attr-defined]  # the scene of the beginning
    for _ in range(4):
        see(session.page())
        session.press("validate")
    see(session.page())
    see(session.press("validate"))
    see(session.press("begin_day"))
    act = next((key for key in keys(session.page()) if key.startswith("act:")), "")
    see(session.press(act))
    session.press(act)
    see(session.press("call"))
    for wanted in ("person:", "dial", "say:"):
        see(session.press(next(key for key in keys(session.page()) if key.startswith(wanted))))
    session.press("validate")
    see(session.press("hang_up"))
    for _ in range(200):
        page = session.page()
        there = keys(page)
        if page["name"] == "debrief":
            break
        if page["name"] == "situation" and "situation" not in [name for name, _ in found]:
            see(page)
        for part in {
            "card": ["begin_day"],
            "situation": ["choice:", "validate"],
            "call": ["person:", "dial", "say:", "validate", "hang_up"],
        }.get(page["name"], ["next"]):
            key = next((one for one in there if one.startswith(part)), "")
            if key:
                there = keys(session.press(key))
    for _ in range(8):
        see(session.page())
        recall = next((key for key in keys(session.page()) if key.startswith("recall:")), "")
        if recall:
            session.press(recall)
        if "lanes" in keys(session.page()):
            see(session.press("lanes"))
            session.press("close_lanes")
        if session.page()["name"] != "debrief":
            break
        session.press("next")
    return found


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_nothing_on_a_phone(chromium: Browser, make_session: Callable[..., Session], lang: str) -> None:
    seen = pages_of(make_session(lang))
    assert {"title", "settings", "real_problem", "beginning", "card", "day", "call", "situation", "debrief"} <= {name for name, _ in seen}
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    assert {f"{name}: {fault}" for name, html in seen for fault in faults(page, lang, html)} == set()
    page.close()


@pytest.mark.browser
def test_a_group_without_a_name_is_found(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    html = '<h1>t</h1><div class="field"><input data-field="f"></div><p style="width:500px">w</p>'
    assert [one.split(":")[0] for one in faults(page, "fr", html)] == ["label", "runs 156 pixels sideways"]
    page.close()
