"""On a narrow phone every number of a list is inside the page, no word is cut in two, and no footnote or sign stands alone on a line."""

import pytest
from conftest_browser import Served
from playwright.sync_api import Browser

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
