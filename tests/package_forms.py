"""How a test answers a practice question of a package (courses.packages)."""

from typing import Any

from playwright.sync_api import Locator


def fill(form: Locator, item: dict[str, Any], *, safely: bool) -> None:
    """Choose the answer to remember, or an unsafe one where there is one and else another. item: as the page's facts describe it."""
    if item["kind"] in ("single", "multi"):
        others = item["unsafe"] or [form.locator("input").first.get_attribute("value")]
        if item["kind"] == "multi":
            for box in form.locator("input:checked").all():
                box.uncheck()
        for key in item["right"] if safely else others[:1]:
            form.locator(f'input[value="{key}"]').check()
    elif item["kind"] == "number":
        form.locator("input").fill(f"{item['answer']:g}".replace(".", ",") if safely else "999")
    elif item["kind"] == "order":
        for place, key in enumerate(item["rows"] if safely else item["rows"][::-1], 1):
            form.locator(f'[name="order-{key}"]').select_option(str(place))
    elif item["kind"] == "match":
        for key in item["rows"]:
            form.locator(f'[name="match-{key}"]').select_option(key if safely else item["rows"][0])
    else:
        for key, words in item["gaps"].items():
            choice = form.locator(f'[name="gap-{key}"]')
            choice.select_option(words) if safely else choice.select_option(index=1)
