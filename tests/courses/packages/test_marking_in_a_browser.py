"""marking.js of a package and courses.items.marking give every response the same verdict, over all practice items."""

from pathlib import Path
from random import Random

import pytest
from content_day import NOON_OF_CONTENT
from playwright.sync_api import Browser

from courses.errors import ResponseUnfit
from courses.items import marking
from courses.packages import item_form
from courses.packages.page import STATIC, practice_items
from courses.serving import catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CONTENT_FOLDER = Path(__file__).resolve().parents[3] / "content"
NUMBERS = [
    "38",
    "38,5",
    "38.50",
    " 38,5\u00a0°C",
    "60 %",
    "-1",
    "+2",
    "1e3",
    "",
    "abc",
    ".5",
    "5.",
    "1,2,3",
    "--4",
    "0x10",
    "9" * 31,
    "∞",
    "NaN",
]
RESPONSES_PER_ITEM = 25


def verdict(item, response):
    """As player.js says it; None for a response that is not whole."""
    try:
        mark = marking.mark(item, response)
    except ResponseUnfit:
        return None
    if mark.is_unsafe:
        return "unsafe"
    return "right" if mark.is_right else "possible" if mark.is_possible else "other"


def responses(item, chance):
    keys = [option.key for option in item.options]
    if item.kind == "single":
        return [*keys, ""]
    if item.kind == "number":
        return [
            *NUMBERS,
            f"{item.answer:g}",
            f"{item.answer + item.tolerance:g}".replace(".", ","),
            f"{item.answer - item.tolerance - 0.01:g}",
        ]
    if item.kind == "multi":
        return [[], *([key for key in keys if chance.random() < 0.5] for _ in range(RESPONSES_PER_ITEM))]
    if item.kind == "order":
        return [keys, keys[:-1], *(chance.sample(keys, len(keys)) for _ in range(RESPONSES_PER_ITEM))]
    if item.kind == "match":
        return [{key: key for key in keys}, *({key: chance.choice(keys) for key in keys} for _ in range(RESPONSES_PER_ITEM))]
    return [
        {gap.key: gap.choices[0] for gap in item.gaps},
        *({gap.key: chance.choice(gap.choices) for gap in item.gaps} for _ in range(RESPONSES_PER_ITEM)),
    ]


def test_the_script_marks_as_the_site_does(chromium: Browser):
    content = catalogue.load(CONTENT_FOLDER, now=NOON_OF_CONTENT)
    chance = Random(20261129)
    items = [item for course in content.courses.values() for key in course.modules for item in practice_items(content.module(key, "fr"))]
    cases = [(item, response) for item in items for response in responses(item, chance)]
    assert {item.kind for item in items} >= {"single", "multi", "number", "order", "match"}
    page = chromium.new_context().new_page()
    page.add_script_tag(path=str(STATIC / "marking.js"))
    verdicts = page.evaluate(
        "(cases) => cases.map(([item, response]) => window.Marking.mark(item, response)?.verdict ?? null)",
        [[item_form.marks(item), response] for item, response in cases],
    )
    differences = [
        (item.key, response, verdict(item, response), ours)
        for (item, response), ours in zip(cases, verdicts, strict=True)
        if verdict(item, response) != ours
    ]
    assert len(cases) > 1500
    assert differences == []
