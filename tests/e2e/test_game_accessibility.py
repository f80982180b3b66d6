"""axe finds nothing on any page of the game or of safety, in both languages, light and dark, at a phone's and a desk's size."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from served import MakePage

pytestmark = pytest.mark.browser

OPTIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SAFETY = {"fr": ("/fr/vrai-probleme", "/fr/quand-j-appelle"), "en": ("/en/real-problem", "/en/when-i-call")}
START = {"fr": ("/fr/jouer", "/fr/jouer/personnage/azur/2"), "en": ("/en/play", "/en/play/character/azur/2")}
LOOK_BACK = {
    "fr": ("jours", "et-si", "deux-semaines", "sources", "reperes", "demain", "question", "suite"),
    "en": ("days", "what-if", "two-weeks", "sources", "compasses", "tomorrow", "question", "next"),
}
MOST_TURNS = 120
PLACE_BAR = "where => document.querySelectorAll('.bar-call').forEach((bar) => { bar.style.position = where; })"


def findings(page: Page) -> list[str]:
    """What axe says of the page, and whether it scrolls sideways.

    axe measures what it can see at this place of the page, so the bar at the foot is laid at the end meanwhile: a choice that lies
    half under it is whole once scrolled. `scroll-padding` keeps what has the focus clear of the bar.
    """
    page.evaluate(PLACE_BAR, "static")
    answer = Axe().run(page, options=OPTIONS)
    page.evaluate(PLACE_BAR, "")
    found = [f"{page.url}: {one['id']}: {node['html'][:120]}" for one in answer.response["violations"] for node in one["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{page.url}: it scrolls sideways")
    return found


def small_targets(page: Page) -> list[str]:
    """What can be pressed in the page's own part and is under 44 px one way; links in a sentence are spared."""
    return page.evaluate(
        """() => [...document.querySelectorAll('main button, main .button, main .choice span, main .card, main summary, main .phone')]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.getBoundingClientRect(), one.textContent.trim().slice(0, 40)])
        .filter(([box]) => box.height && (box.height < 44 || box.width < 44))
        .map(([box, words]) => `${words} ${box.width}x${box.height}`)"""
    )


def moments(page: Page, lang: str) -> Iterator[str]:
    """Play a week, giving each kind of page once: the day, a situation, each step of a call, an omission, the pause, the look back."""
    page.goto(START[lang][1])
    page.locator("main form .actions button").click()
    seen: set[str] = set()
    for _ in range(MOST_TURNS):
        kind = kind_of(page)
        if kind not in seen:
            seen.add(kind)
            yield kind
        if kind == "debrief":
            yield from look_back(page)
            return
        if kind == "day" and "missing" not in seen:
            seen.add("missing")
            with page.expect_navigation():  # the button is away until something is chosen; without :has it is there
                page.locator(".bar-call [value=act]").dispatch_event("click")
            yield "missing"
        go_on(page, kind, seen)
    raise AssertionError("the week does not end")


def look_back(page: Page) -> Iterator[str]:
    """Its other pages, and both weeks side by side; the last one stays open."""
    lang = "fr" if "/fr/" in page.url else "en"
    for word in LOOK_BACK[lang]:
        page.goto(f"{page.url.partition('/bilan')[0].partition('/debrief')[0]}/{'bilan' if lang == 'fr' else 'debrief'}/{word}")
        yield word


def kind_of(page: Page) -> str:
    for kind, selector in (
        ("debrief", "[data-screen=debrief]"), ("choose", "input[name=person]"),
        ("words", "input[name=words]"), ("outcome", "button[value=hang_up]"),
        ("situation", "input[name=option]"),
    ):  # fmt: skip
        if page.locator(selector).count():
            return kind
    return "day"


def go_on(page: Page, kind: str, seen: set[str]) -> None:
    if kind == "choose":
        page.locator("input[name=person]").nth(1).press("Space")
        page.locator("button[value=call]").click()
    elif kind == "words":
        page.locator("input[name=words]").first.press("Space")
        page.locator("button[value=say]").click()
    elif kind == "outcome":
        page.locator("button[value=hang_up]").click()
    elif kind == "situation":
        page.locator("input[name=option]").last.press("Space")
        page.locator("button[value=decide]").click()
    elif "choose" not in seen and page.locator("button.call").count():
        page.locator("button.call").click()
    else:
        page.locator(".bar-call [value=next]").click()


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("fr", "light", 360), ("en", "dark", 1280)],
    ids=["fr-phone-light", "en-desk-dark"],
)
@pytest.mark.slow
def test_axe_finds_nothing_while_a_week_is_played(make_page: MakePage, lang: str, scheme: str, width: int) -> None:
    page = make_page(width=width, scheme=scheme)
    found: list[str] = []
    for address in (*SAFETY[lang], START[lang][0], START[lang][1]):
        page.goto(address)
        found += findings(page) + small_targets(page)
    for _ in moments(page, lang):
        found += findings(page) + small_targets(page)
    for name in ("replay" if lang == "en" else "rejouer", "pause"):
        page.goto(page.url.partition("/bilan")[0].partition("/debrief")[0].partition("/re")[0] + f"/{name}")
        found += findings(page) + small_targets(page)
    assert not found


@pytest.mark.parametrize(("lang", "scheme", "width"), [("fr", "dark", 320), ("en", "light", 360)], ids=["fr-narrow-dark", "en-phone-light"])
@pytest.mark.slow
def test_axe_finds_nothing_on_the_way_in(make_page: MakePage, lang: str, scheme: str, width: int) -> None:
    page = make_page(width=width, scheme=scheme)
    found: list[str] = []
    for address in (*SAFETY[lang], *START[lang]):
        page.goto(address)
        for fold in page.locator("main summary").all():
            fold.click()
        found += findings(page) + small_targets(page)
    page.goto(SAFETY[lang][0])
    page.locator("main summary").first.click()
    page.locator("#day").fill("1")
    page.locator('button[value="keep"]').click()
    found += findings(page)
    assert not found
