"""At 400 % on a screen of 1280 x 1024, which is 320 x 256 pixels of CSS: nothing scrolls sideways, is cut or is lost (WCAG 1.4.10)."""

from typing import Any

import pytest
from conftest_browser import Served
from every_page import opened, visits
from playwright.sync_api import Browser, Page
from test_pages_are_accessible import play

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LARGE: dict[str, Any] = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
USUAL = {"width": 1280, "height": 1024}
TWO_WAYS = """() => {
  const said = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) said.push(`the page scrolls sideways by ${root.scrollWidth - root.clientWidth} px`)
  for (const one of document.querySelectorAll('body *')) {
    if (!one.checkVisibility() || one.closest('svg, .hide, textarea, pre')) continue
    if (one.matches('.scroll[tabindex]') && one.querySelector('table')) continue // a table of figures may scroll in its own place
    const style = getComputedStyle(one), over = one.scrollWidth - one.clientWidth
    const words = one.textContent.trim().slice(0, 40), name = `${one.tagName.toLowerCase()}.${one.className}`
    if (over > 1 && ['auto', 'scroll'].includes(style.overflowX)) said.push(`${name} scrolls sideways: ${words}`)
    const isCut = over > 1 && ['hidden', 'clip'].includes(style.overflowX) && one.clientWidth > 1
    if (isCut && words) said.push(`${name} is cut: ${words}`)
    const box = one.getBoundingClientRect()
    const isStuck = ['fixed', 'sticky'].includes(style.position)
    if (isStuck && box.height > innerHeight * 0.4) said.push(`${name} covers ${Math.round(box.height)} px`)
  }
  return said
}"""
WORDS = """() => {
  for (const fold of document.querySelectorAll('details')) fold.open = true
  for (const way of document.querySelectorAll('.crumbs')) way.remove() // on a phone it is one step back, on purpose
  for (const table of document.querySelectorAll('table')) { // a column in which nothing stands, or buttons that say what they do
    const rows = [...table.tBodies].flatMap((body) => [...body.rows])
    for (const head of [...(table.tHead?.rows[0]?.cells ?? [])]) {
      const cells = rows.map((row) => row.cells[head.cellIndex]).filter((cell) => cell?.textContent.trim())
      if (cells.every((cell) => cell.matches('.acts'))) head.textContent = ''
    }
  }
  const labels = [...document.querySelectorAll('main [data-l]')].map((one) => one.dataset.l).join(' ')
  return [...new Set(`${document.querySelector('main').innerText} ${labels}`.toLowerCase().match(/[\\p{L}\\d]{2,}/gu) ?? [])]
}"""
WAYS = """() => {
  for (const fold of document.querySelectorAll('details')) fold.open = true
  return [...new Set([...document.querySelectorAll('a[href]')].filter((one) => one.checkVisibility()).map((one) => one.pathname))]
}"""


def losses(page: Page) -> list[str]:
    """Words and links that are there at 100 % and are not at 400 %, with every fold open."""
    words, ways = set(page.evaluate(WORDS)), set(page.evaluate(WAYS))
    page.set_viewport_size(USUAL)  # type: ignore[arg-type]
    lost = [f"words are lost: {sorted(set(page.evaluate(WORDS)) - words)}"] if set(page.evaluate(WORDS)) - words else []
    lost += [f"links are lost: {sorted(set(page.evaluate(WAYS)) - ways)}"] if set(page.evaluate(WAYS)) - ways else []
    page.set_viewport_size(LARGE["viewport"])
    return lost


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_scrolls_in_two_directions_and_nothing_is_lost(chromium: Browser, served: Served, lang: str) -> None:
    weeks = (play(served.learner, is_finished=False), play(served.learner, is_finished=True))
    found = []
    for path, page, _status in opened(chromium, served, visits(served, lang, weeks), **LARGE):
        found += [f"{path}: {fault}" for fault in (*page.evaluate(TWO_WAYS), *losses(page))]
    assert found == []


def test_it_sees_a_cut_a_wide_and_a_lost_part(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, bypass_csp=True, **LARGE)  # for the styles below
    page = context.new_page()
    page.goto("/fr/fievre")
    assert page.evaluate(TWO_WAYS) + losses(page) == []
    cut = '<p id="cut" style="white-space: nowrap; overflow: hidden; width: 3em">Un mot après un autre</p>'
    wide = '<p style="width: 900px">Large</p>'
    page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)", cut + wide)
    said = " ".join(page.evaluate(TWO_WAYS))
    assert "is cut: Un mot" in said
    assert "the page scrolls sideways" in said
    page.add_style_tag(content="@media (max-width: 400px) { main li { display: none } }")
    assert "words are lost" in " ".join(losses(page))
    context.close()
