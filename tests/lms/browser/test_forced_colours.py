"""Where the device forces its colours, focus, buttons, choices, icons, gauges, progress and charts of every page stay visible."""

import pytest
from conftest_browser import Served
from every_page import opened, visits
from playwright.sync_api import Browser, Page
from test_pages_are_accessible import play

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FAINT = """() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number)
  const linear = (part) => part / 255 <= .04045 ? part / 255 / 12.92 : ((part / 255 + .055) / 1.055) ** 2.4
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b)
  const contrast = (one, other) => {
    const [a, b] = [light(numbers(one)), light(numbers(other))].sort((x, y) => y - x)
    return (a + .05) / (b + .05)
  }
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const [r, g, b, alpha = 1] = numbers(getComputedStyle(at).backgroundColor)
      if (alpha > 0) return `rgb(${r}, ${g}, ${b})`
    }
    return 'rgb(255, 255, 255)'
  }
  const faint = []
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility() && !one.closest('.hide'))
  const tell = (what, one) => faint.push(`${what}: ${one.outerHTML.slice(0, 90)}`)
  for (const fold of document.querySelectorAll('details')) fold.open = true
  const fields = 'input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea'
  for (const one of seen(`.button, .choice span, .card, .sos, .phone, ${fields}`)) {
    const style = getComputedStyle(one)
    if (parseFloat(style.borderTopWidth) < 1 || contrast(style.borderTopColor, ground(one.parentElement)) < 3) tell('no edge', one)
  }
  for (const one of seen('svg.icon path')) {
    if (contrast(getComputedStyle(one).stroke, ground(one.closest('svg').parentElement)) < 3) tell('icon', one.parentElement.parentElement)
  }
  for (const one of seen('.dots i, .steps li')) {
    const isOn = one.matches('.on, .here, .done'), style = getComputedStyle(one)
    if (contrast(style.borderTopColor, ground(one.parentElement)) < 3) tell('no edge', one)
    if (isOn && contrast(style.backgroundColor, ground(one.parentElement)) < 3) tell('not filled', one)
  }
  for (const one of seen('.chart .bar, .chart text')) {
    if (contrast(getComputedStyle(one).fill, ground(one.closest('svg').parentElement)) < 3) tell('chart', one)
  }
  for (const one of seen('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    one.focus({ focusVisible: true, preventScroll: true })
    if (document.activeElement !== one) continue
    const shown = [one, one.nextElementSibling].filter(Boolean).map((part) => getComputedStyle(part))
    const rings = shown.filter((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
    if (!rings.some((style) => contrast(style.outlineColor, ground(one.parentElement)) >= 3)) tell('no focus', one)
  }
  return [...new Set(faint)]
}"""


def forced(page: Page, theme: str) -> list[str]:
    """What is too faint to see in this theme of the site."""
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
    return [f"{theme}: {one}" for one in page.evaluate(FAINT)]


@pytest.mark.parametrize(("lang", "scheme"), [("fr", "dark"), ("en", "light")])
def test_everything_keeps_its_edges(chromium: Browser, served: Served, lang: str, scheme: str) -> None:
    """scheme: the device's colours, light or dark ground. Each page in the theme that fits them and in the one that does not."""
    weeks = (play(served.learner, is_finished=False), play(served.learner, is_finished=True))
    found = []
    look = {"viewport": {"width": 360, "height": 740}, "forced_colors": "active", "color_scheme": scheme}
    for path, page, _status in opened(chromium, served, visits(served, lang, weeks), **look):
        found += [f"{path} {fault}" for theme in ("light", "dark") for fault in forced(page, theme)]
    assert found == []


def test_it_sees_a_button_without_edge_and_an_icon_of_the_ground(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, forced_colors="active", color_scheme="dark", bypass_csp=True)
    page = context.new_page()
    page.goto("/fr/fievre")
    assert forced(page, "light") == []
    page.add_style_tag(content=".phone { border: 0 } .phone .icon { color: #111 !important } :focus-visible { outline: 0 !important }")
    said = " ".join(forced(page, "light"))
    assert "no edge" in said
    assert "icon" in said
    assert "no focus" in said
    context.close()
