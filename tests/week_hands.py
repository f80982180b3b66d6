"""One week of the game in the pages, by keyboard alone: which form a page shows, and sending it."""

from collections.abc import Iterator

from hands import Hands
from playwright.sync_api import Page


def kind_of(page: Page) -> str:
    for kind, selector in (
        ("debrief", "[data-screen=debrief]"), ("choose", "input[name=person]"),
        ("words", "input[name=words]"), ("outcome", "button[value=hang_up]"),
        ("report", "input[name^=symptom]"), ("situation", "input[name=option]"),
    ):  # fmt: skip
        if page.locator(selector).count():
            return kind
    return "day"


def turn(hands: Hands, kind: str, calls: list[str]) -> None:
    """One form sent: decide, call once in each week, answer what is asked, write the report, go on."""
    page = hands.page
    if kind == "choose":
        hands.choose("person", "on_call")
        hands.press("button[value=call]")
    elif kind == "words":
        hands.choose("words")
        hands.press("button[value=say]")
    elif kind == "outcome":
        hands.press("button[value=hang_up]")
    elif kind == "situation":
        hands.choose("option")
        hands.press("button[value=decide]")
    elif kind == "report":
        hands.choose(page.locator("input[name^=symptom]").first.get_attribute("name") or "", "2")
        hands.press("button[value=report]")
    elif not calls and page.locator("button.call").count():
        calls.append("called")
        hands.press("button.call")
    elif page.locator('a[href*="write=report"]').count():
        hands.press('a[href*="write=report"]')
    else:
        hands.press(".bar-call [value=next]")


def read_back(hands: Hands) -> Iterator[int]:
    """Every page of a look back, from the one that is open, by the button that leads on; its question is answered."""
    page, last = hands.page, hands.page.url.split("/")[3:6]
    onward = f'.bar-call a.onward[href*="{"/".join(last)}/"]'
    for number in range(12):
        yield number
        if page.locator("input[name=answer]").count():
            hands.choose("answer")
            hands.press("button[value=answer]")
        elif page.locator(onward).count():
            hands.press(onward)
        else:
            return
    raise AssertionError(f"the look back does not end: {page.url}")
