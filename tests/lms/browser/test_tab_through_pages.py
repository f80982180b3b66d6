"""A reader with a keyboard alone reaches each link, button and field of every page with Tab, in order, sees where she is, and gets out.

Real key presses in Chromium, both languages, a phone's width and a desk's. WCAG 2.2: 2.1.1 keyboard, 2.1.2 no trap, 2.4.3 order,
2.4.7 and 2.4.11 focus visible and not covered.
"""

import pytest
from conftest_browser import Served
from every_page import opened, visits
from playwright.sync_api import Browser, Page
from test_pages_are_accessible import play

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_STOPS = 400
PREPARE = """() => {
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
  const isStop = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0
  const groups = new Set()
  let count = 0
  for (const one of stops) {
    if (!isStop(one)) continue
    if (one.type === 'radio') {  // one stop a group: arrows go on inside it
      const group = (one.form?.action ?? '') + one.name
      if (groups.has(group)) continue
      groups.add(group)
      one.dataset.group = group
    }
    one.dataset.stop = ++count
  }
  return count
}"""
STOP = """() => {
  const one = document.activeElement
  if (!one || one === document.body || one === document.documentElement) return null
  const radios = one.type === 'radio' ? [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)] : [one]
  const marked = radios.find((radio) => radio.dataset.stop && radio.form === one.form)
  const parts = [one, one.nextElementSibling, one.closest('label')].filter(Boolean)
  const has_ring = parts.some((part) => {
    const style = getComputedStyle(part)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  })
  const label = one.labels?.[0]
  const within = ({ left, top, right, bottom }) => {  // a table may be taller than the window
    const [x, y, end, foot] = [Math.max(left, 0), Math.max(top, 0), Math.min(right, innerWidth), Math.min(bottom, innerHeight)]
    return { left: x, top: y, width: end - x, height: foot - y }
  }
  const boxes = [...one.getClientRects(), ...(label ? label.getClientRects() : [])]
  const places = boxes.map(within).filter(({ width, height }) => width > 0 && height > 0)
  const isOn = (box) => [[.5, .5], [.1, .5], [.9, .5], [.5, .15], [.5, .85]].some(([x, y]) => {
    const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)
    return hit && (one.contains(hit) || hit.contains(one) && !hit.matches('body, html, main, form, .sticky') || label?.contains(hit))
  })
  return {
    stop: marked ? Number(marked.dataset.stop) : 0,
    has_ring,
    is_in_sight: places.some(isOn),
    html: one.outerHTML.slice(0, 100),
    cover: places.length ? document.elementFromPoint(places[0].left + places[0].width / 2, places[0].top + places[0].height / 2)
      ?.outerHTML.slice(0, 60) : 'outside the window',
  }
}"""


def tab_faults(page: Page) -> list[str]:
    """What the Tab key does not reach on this page, or reaches out of order, unseen or covered."""
    count = page.evaluate(PREPARE)
    faults: list[str] = []
    reached: list[int] = []
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        if reached and stop["stop"] == reached[-1]:
            continue  # a date has several fields inside
        if stop["stop"] in reached:
            break
        if not stop["has_ring"]:
            faults.append(f"no ring: {stop['html']}")
        if not stop["is_in_sight"]:
            page.wait_for_timeout(300)  # the browser scrolls to the focus on its next frame
            stop = page.evaluate(STOP)
        if not stop["is_in_sight"]:
            faults.append(f"covered by {stop['cover']}: {stop['html']}")
        if stop["stop"]:
            reached.append(stop["stop"])
    else:
        faults.append(f"no way out after {MOST_STOPS} presses")
    missing = sorted(set(range(1, count + 1)) - set(reached))
    words = "(numbers) => numbers.map((n) => document.querySelector(`[data-stop='${n}']`).outerHTML.slice(0, 100))"
    faults += [f"not reached: {html}" for html in page.evaluate(words, missing)]
    if reached != sorted(reached):
        faults.append(f"another order than the page's: {reached}")
    return faults


@pytest.mark.parametrize(("lang", "width", "height"), [("fr", 360, 640), ("en", 1280, 800)])
def test_the_tab_key_goes_through_every_page(chromium: Browser, served: Served, lang: str, width: int, height: int) -> None:
    weeks = (play(served.learner, is_finished=False), play(served.learner, is_finished=True))
    faults = []
    for path, page, _status in opened(chromium, served, visits(served, lang, weeks), viewport={"width": width, "height": height}):
        faults += [f"{path} {fault}" for fault in tab_faults(page)]
    assert faults == []


def test_it_sees_a_link_out_of_reach_and_one_under_a_bar(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, viewport={"width": 360, "height": 640}, bypass_csp=True)
    page = context.new_page()
    page.goto("/fr/fievre")
    assert tab_faults(page) == []
    page.goto("/fr/fievre")
    page.evaluate("""() => {
      const links = document.querySelectorAll('main a[href]')
      links[0].addEventListener('focus', () => links[0].blur())
      const bar = Object.assign(document.createElement('div'), { style: 'position: fixed; inset: 0; background: white' })
      document.body.append(bar)
    }""")
    said = " ".join(tab_faults(page))
    assert "covered" in said
    context.close()
