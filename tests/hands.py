"""Hands that only have a keyboard: Tab, arrows, Space and Enter in a real browser. No pointer, no script of the page is needed."""

from playwright.sync_api import Locator, Page

MOST_TABS = 120

# How many times Tab must be pressed to reach the wanted element: what can be focused, in order, one stop for each group of radios.
STOPS = """(wanted) => {
  const seen = new Set();
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const stops = [...document.querySelectorAll(all)].filter((one) => {
    if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== 'radio') return true;
    const group = `${one.name}`;
    const checked = one.form && [...one.form.elements].find((other) => other.type === 'radio' && other.name === one.name && other.checked);
    if (checked) return checked === one;
    if (seen.has(group)) return false;
    seen.add(group);
    return true;
  });
  const at = stops.indexOf(wanted);
  if (at < 0) return -1;
  const here = stops.indexOf(document.activeElement);
  if (here >= 0) return at - here;
  const after = stops.findIndex((one) => document.activeElement.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  return document.activeElement === document.body ? at + 1 : at - after + 1;
}"""


class Hands:
    """One person at one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, wanted: Locator) -> None:
        """Bring the focus there with Tab alone; fails when Tab does not lead there."""
        stops = wanted.evaluate(STOPS)
        for _ in range(abs(stops) if stops else 0):
            self.page.keyboard.press("Tab" if stops > 0 else "Shift+Tab")
        for _ in range(MOST_TABS):
            if wanted.evaluate("(one) => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {wanted}")

    def press(self, selector: str) -> None:
        """Reach a link or a button, and press Enter."""
        wanted = self.page.locator(selector).first
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def open(self, selector: str) -> None:
        """Reach a folded part and unfold it."""
        self.reach(self.page.locator(selector).first)
        self.page.keyboard.press("Enter")

    def choose(self, name: str, value: str = "") -> None:
        """Pick a radio button of a group with Space and the arrows; without a value, the first of the group."""
        group = self.page.locator(f'input[type=radio][name="{name}"]')
        checked = self.page.locator(f'input[type=radio][name="{name}"]:checked')
        start = checked.first if checked.count() else group.first
        self.reach(start)
        self.page.keyboard.press("Space")
        wanted = group.first if not value else self.page.locator(f'input[type=radio][name="{name}"][value="{value}"]')
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {name}={value}")

    def tick(self, name: str, value: str) -> None:
        box = self.page.locator(f'input[type=checkbox][name="{name}"][value="{value}"]')
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def write(self, selector: str, words: str) -> None:
        self.reach(self.page.locator(selector))
        self.page.keyboard.type(words)
