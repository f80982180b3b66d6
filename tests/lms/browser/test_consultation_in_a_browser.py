"""Prepare my appointment in a real browser: nothing leaves, all of it comes back and prints whole, and paper alone is enough."""

import io
import re
import unicodedata
from collections.abc import Iterator

import pytest
from conftest_browser import Served
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
PATHS = {"fr": "/fr/preparer-ma-consultation", "en": "/en/prepare-my-appointment"}
LONG = (
    "Ma fille garde son bébé chez moi le mercredi. Est-ce que je peux continuer, même les jours où mes défenses sont basses ? "
    "Et s’il a un rhume, faut-il annuler, ou suffit-il de porter un masque ? Et pour le vaccin ? Dernier mot : zibeline."
)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    yield context
    context.close()


def printed(page: Page) -> tuple[str, int]:
    """The letters of the A4 paper without blanks, since a line may end anywhere, and how many sheets it takes."""
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = unicodedata.normalize("NFKC", " ".join(sheet.extract_text() for sheet in paper.pages))
    return "".join(text.split()), len(paper.pages)


@pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=pytest.mark.slow)])
def test_what_is_ticked_and_typed_leaves_by_no_request(phone: BrowserContext, served: Served, lang: str) -> None:
    page = phone.new_page()
    page.goto(served.address + PATHS[lang], wait_until="networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data or ''}"))
    page.on("websocket", lambda socket: sent.append(socket.url))
    for place in (0, 1):
        page.locator("[data-ask]").nth(place).check()
    for name in ("own-1", "own-2", "answers"):
        page.locator(f"#{name}").fill(f"{LONG} {name}")
    page.locator("#own-2").press("Enter")
    page.wait_for_timeout(500)
    assert sent == []
    page.reload(wait_until="networkidle")
    assert sent, "the page itself is asked for again"
    assert all(one.startswith(f"GET {served.address}/") and "zibeline" not in one and "consultation=" not in one for one in sent)
    assert page.locator("#own-1").input_value() == f"{LONG} own-1"
    assert page.locator("[data-ask]").nth(1).is_checked()
    assert "zibeline" not in str(phone.cookies())
    page.locator("#wipe").click()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    assert page.locator("#own-1").input_value() == ""


def test_three_questions_are_enough(phone: BrowserContext, served: Served) -> None:
    page = phone.new_page()
    page.goto(served.address + PATHS["fr"])
    boxes = page.locator("[data-ask]")
    for place in range(3):
        boxes.nth(place).check()
    expect(page.locator("#enough")).to_contain_text("Trois questions suffisent")
    expect(boxes.nth(3)).to_be_disabled()
    boxes.nth(0).uncheck()
    expect(boxes.nth(3)).to_be_enabled()


@pytest.mark.parametrize("size", ["", "?print=large"], ids=["usual", "large"])
def test_it_prints_whole_and_nothing_that_was_not_chosen(phone: BrowserContext, served: Served, size: str) -> None:
    page = phone.new_page()
    page.goto(served.address + PATHS["fr"] + size)
    text, left = page.locator("[data-ask] + span").nth(0).inner_text(), page.locator("[data-ask] + span").nth(1).inner_text()
    page.locator("[data-ask]").nth(0).check()
    page.locator("#own-1").fill(LONG)
    words, sheets = printed(page)
    assert "".join(text.split()) in words
    assert "".join(left.split()) not in words
    assert "".join(LONG.split()) in words
    assert "n’attendpaslaconsultation" in words
    assert sheets == (1 if not size else sheets) <= 3


def test_without_javascript_it_prints_with_lines_for_a_pen(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + PATHS["fr"])
    assert "Sans JavaScript" in page.locator("main").inner_text()
    assert not page.locator("#print").is_visible()
    page.locator("[data-ask]").nth(2).check()
    words, sheets = printed(page)
    assert "".join(page.locator("[data-ask] + span").nth(2).inner_text().split()) in words
    assert sheets == 1
    page.emulate_media(media="print")
    lines = page.locator(".pen").evaluate_all("(all) => all.filter((one) => getComputedStyle(one).display === 'block').length")
    assert lines >= 4
    context.close()


def test_what_was_missed_comes_first_then_what_was_read(served: Served) -> None:
    page = served.learner.get(PATHS["fr"]).text
    keys = re.findall(r'data-ask="([^"]+)"', page)
    assert keys[0] == "fever-1", "she answered two questions of this module, one of them not right"
    assert "à relire" in page
    assert len(keys) == len(set(keys)) <= 8
    from_a_week = re.findall(r'data-ask="([^"]+)"', served.learner.get(f"{PATHS['fr']}?module=tablets-at-home").text)
    assert from_a_week[:2] == ["tablets-at-home-1", "tablets-at-home-2"]
    assert served.learner.get(f"{PATHS['fr']}?module=../x").status_code == 200


@pytest.mark.parametrize("path", ["/fr/", "/fr/avancee", "/en/", "/en/progress"])
def test_home_and_my_learning_lead_there(served: Served, path: str) -> None:
    assert PATHS[path[1:3]] in served.learner.get(path).text
