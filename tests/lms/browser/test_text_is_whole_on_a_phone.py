"""On a narrow phone every number of a list is inside the page, no word is cut in two, no footnote or sign stands alone on a line.

On paper a symptom's page parts no heading and nothing one says on the phone, and no sheet holds the foot alone.
"""

import io
import re
import unicodedata

import pytest
from conftest_browser import Served
from playwright.sync_api import Browser
from pypdf import PdfReader

pytestmark = pytest.mark.browser
PAGES = {
    "fr": [
        "fievre",
        "vrai-probleme",
        "quand-j-appelle",
        "cours/patient-essentials/fever",
        "cours/patient-essentials/nausea-mouth-appetite/3",
        "cours/pharmacists/at-the-counter",
        "cours/pharmacists/oral-interviews/4",
        "cours/pharmacists/interactions/1",
    ],
    "en": [
        "fever",
        "real-problem",
        "when-i-call",
        "courses/patient-essentials/fever",
        "courses/patient-essentials/nausea-mouth-appetite/3",
        "courses/pharmacists/at-the-counter",
        "courses/pharmacists/oral-interviews/4",
        "courses/pharmacists/interactions/1",
    ],
}
CUT = """() => {
  for (const more of document.querySelectorAll("details")) more.open = true
  const cut = []
  const pen = document.createElement("canvas").getContext("2d")
  for (const list of document.querySelectorAll("main ol")) {
    if (getComputedStyle(list).listStyleType === "none") continue
    pen.font = getComputedStyle(list).font
    const needed = pen.measureText(`${list.children.length}.`).width
    const first = list.children[0].getBoundingClientRect()
    if (first.width && first.left < needed) cut.push(`numbers of a list: ${Math.round(first.left)} px for ${Math.round(needed)}`)
  }
  for (const way of document.querySelectorAll(".crumbs li:nth-last-child(2)")) {
    const below = way.querySelector("a").getBoundingClientRect().top - way.getBoundingClientRect().top
    if (below > 4) cut.push(`the sign of the way back, alone on its line: ${Math.round(below)} px`)
  }
  for (const notes of document.querySelectorAll("main .cite")) {
    const tops = new Set([...notes.querySelectorAll("a")].map(one => Math.round(one.getBoundingClientRect().top)))
    if (tops.size > 1) cut.push(`footnotes parted: ${notes.textContent}`)
    const before = document.createRange()
    before.selectNodeContents(notes.parentElement); before.setEndBefore(notes)
    const word = [...before.getClientRects()].filter(box => box.width).pop()
    if (word && notes.getBoundingClientRect().top > word.bottom - 2) cut.push(`footnotes alone on a line: ${notes.textContent}`)
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  while (walk.nextNode()) {
    const text = walk.currentNode
    for (const word of text.data.matchAll(/[\\p{L}]{4,}/gu)) {
      range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length)
      const tops = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)))
      if (tops.size > 1) cut.push(`word: ${word[0]}`)
    }
  }
  return cut
}"""


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_number_and_no_word_is_cut(chromium: Browser, served: Served, language: str) -> None:
    page = chromium.new_context(viewport={"width": 360, "height": 780}, base_url=served.address).new_page()
    cut = {}
    for path in PAGES[language]:
        assert page.goto(f"/{language}/{path}").ok
        cut[path] = page.evaluate(CUT)
    assert {path: words for path, words in cut.items() if words} == {}


VERBS = """() => {
  for (const more of document.querySelectorAll("details")) more.open = true
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT)
  const range = document.createRange(), parted = []
  let count = 0
  while (walk.nextNode()) {
    const text = walk.currentNode
    const tied = /\\p{L}+(?:-t)?-(?:je|tu|ils?|elles?|on|nous|vous|ce|moi|toi|les?|la|lui|leur|en|y)(?![\\p{L}-])/gu
    for (const verb of text.data.matchAll(tied)) {
      range.setStart(text, verb.index); range.setEnd(text, verb.index + verb[0].length)
      count += 1
      if (new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top))).size > 1) parted.push(verb[0])
    }
  }
  return [count, parted]
}"""
QUESTIONS = {"fever": range(1, 14), "treatment-cycle": range(1, 11), "tablets-at-home": range(1, 11)}


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_french_verb_is_parted_from_its_pronoun(chromium: Browser, served: Served, width: int) -> None:
    page = chromium.new_context(viewport={"width": width, "height": 780}, base_url=served.address).new_page()
    paths = [f"cours/patient-essentials/{key}/question/{number}" for key, numbers in QUESTIONS.items() for number in numbers]
    count, parted, without = 0, [], []
    for path in [*PAGES["fr"], *paths]:
        assert page.goto(f"/fr/{path}").ok
        found, here = page.evaluate(VERBS)
        count, parted = count + found, [*parted, *here]
        page.evaluate("for (const one of document.querySelectorAll('.nb')) one.replaceWith(...one.childNodes); document.body.normalize()")
        without += page.evaluate(VERBS)[1]
    assert count > 30
    assert parted == []
    assert without, "without the spans some verb breaks: the measure can fail"


INDEX = {"fr": "/fr/signes", "en": "/en/symptoms"}
FOOT = {"fr": "Formation;pasunoutil", "en": "Trainingmaterial;nota"}


def squeezed(text: str) -> str:
    """Without spaces, and with the letters of a ligature apart: “ﬁèvre” on paper is “fièvre” on the page."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def faults_of(pages: list[str], headings: list[str], said: list[str], foot: str) -> list[str]:
    """pages, headings, said: without spaces. What is parted over two pages, and a last page that holds the foot alone."""
    faults = [f"parted: {heading}" for heading in headings if not any(heading in page for page in pages)]
    if not any(all(line in page for line in said) for page in pages):
        faults.append("what to say is parted")
    if len(pages) > 1 and pages[-1].startswith(foot):
        faults.append("the foot alone on a page")
    return faults


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_that_belongs_together_is_parted(chromium: Browser, served: Served, language: str) -> None:
    page = chromium.new_context(base_url=served.address).new_page()
    page.goto(INDEX[language])
    links = page.eval_on_selector_all(f"main a[href^='{INDEX[language]}/']", "all => all.map(one => one.getAttribute('href'))")
    faults = {}
    for link in dict.fromkeys(links):
        page.goto(link)
        pages = [squeezed(one.extract_text()) for one in PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages]
        shown = "main h2:visible:not(.screen-only h2)"
        headings = [squeezed(words) for words in page.locator(shown).all_inner_texts()]
        said = [squeezed(words) for words in page.locator(".text:has(> .says) li, .says").all_inner_texts()]
        faults[link] = faults_of(pages, headings, said, FOOT[language])
    assert len(faults) >= 20
    assert {link: found for link, found in faults.items() if found} == {}


def test_a_parted_heading_and_a_lone_foot_are_seen() -> None:
    pages = ["SousimmunothérapieLedisdepuisquand", "pourtoutsigneFormation;pasunoutil", "Formation;pasunoutildetri"]
    found = faults_of(pages, ["Sousimmunothérapiepourtoutsigne"], ["depuisquand", "sang"], FOOT["fr"])
    assert found == ["parted: Sousimmunothérapiepourtoutsigne", "what to say is parted", "the foot alone on a page"]
