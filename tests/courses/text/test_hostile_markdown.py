"""Nothing an author types runs: with the sanitiser alone, and with the page's CSP alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from courses.exchange import taking
from courses.exchange.gift import gift_reader
from courses.items import item_text, syntax
from courses.text import safe_html

CSP = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][\w-]*)([^>]*)>")
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
POKE = """() => document.querySelectorAll('*').forEach(one => {
    for (const kind of ['click', 'mouseover', 'pointerenter', 'focus', 'toggle', 'error'])
        one.dispatchEvent(new Event(kind, {bubbles: false, cancelable: true}));
})"""
HOSTILE = Path(__file__).parents[1] / "hostile.txt"
FORBIDDEN = ("javascript:", "vbscript:", "data:", "blob:", "file:")


def payloads() -> list[str]:
    """Every way we know of carrying a script, one a line, escaped as Python does; each sets window.ran when it runs."""
    return [line.encode("ascii").decode("unicode_escape") for line in HOSTILE.read_text("ascii").splitlines()]


def resolve(address: str) -> str:
    return "/" + address.partition(":")[2]


def rendered() -> list[str]:
    return [safe_html.render(payload, {}, "fr", resolve=resolve) for payload in payloads()]


def test_there_are_three_hundred_payloads():
    assert len(payloads()) >= 300


def test_only_the_tags_and_attributes_we_name_are_left():
    for payload, shown in zip(payloads(), rendered(), strict=True):
        for name, rest in TAG.findall(shown):
            assert name.lower() in safe_html.TAGS | {"sup"}, (payload, shown)
            for attribute, value in ATTRIBUTE.findall(rest):
                assert attribute.lower() in {"href", "src", "alt", "title", "rel", "start", "class"}, (payload, shown)
                assert not value.strip("\"' ").lower().startswith(FORBIDDEN), (payload, shown)


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


def ran(page: Page, bodies: list[str], csp: str = "") -> list[int]:
    """The places of the bodies that ran something, each on a page of its own, everything on it clicked and pointed at."""
    headers = {"content-type": "text/html; charset=utf-8"} | ({"content-security-policy": csp} if csp else {})
    shown = {"document": ""}

    def answer(route: Route) -> None:
        is_page = route.request.url.startswith("http://content.test/page")
        route.fulfill(body=shown["document"] if is_page else "", headers=headers if is_page else {"content-type": "text/plain"})

    page.route("**/*", answer)
    found = []
    for place, body in enumerate(bodies):
        shown["document"] = f"<!doctype html><meta charset=utf-8><title>x</title><body>{body}</body>"
        page.goto(f"http://content.test/page{place}", wait_until="load")
        page.evaluate(POKE)
        if page.evaluate("() => window.ran === 1"):
            found.append(place)
    page.unroute("**/*")
    return found


@pytest.mark.browser
def test_nothing_runs_with_the_sanitiser_alone(page):
    shown = rendered()
    joined = ["\n".join(shown[start : start + 20]) for start in range(0, len(shown), 20)]
    assert ran(page, joined) == []


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_runs_with_the_csp_alone(page):
    assert ran(page, payloads(), CSP) == []


@pytest.mark.browser
def test_the_payloads_do_run_where_nothing_holds_them(page):
    """Else the two tests above would prove nothing."""
    live = ("<script>", "<svg onload", "<img src=x onerror", "<details open ontoggle")
    samples = [payload for payload in payloads() if payload.startswith(live)]
    assert len(ran(page, samples)) >= 3


def test_a_foreign_gift_file_brings_neither_a_script_nor_an_item_of_its_own():
    said = [" ".join(payload.split()) for payload in payloads()] + ["x\\n## evil Evil {single}\\n- [x] y", "x\\n@ nobody", "# final"]
    escaped = ["".join(f"\\{sign}" if sign in "~=#{}:" else sign for sign in one) for one in said]
    text = "\n\n".join(f"::t{n}:: {one} {{={one}#{one} ~z{one}#{one}}}" for n, one in enumerate(escaped))
    rows = taking.rows(gift_reader.read(text, "fr"), taking.Place("fever", "fr"))
    found = [row.item for row in rows if row.item is not None]
    assert len(rows) == len(said)
    assert len(found) >= 150, "what has no words left without its tags is refused"
    again = syntax.parse("x", "fr", "fever", item_text.write(found))
    assert len(again.items) == len(found)
    assert {item.form for item in again.items} == {"practice"}
    for item in again.items:
        for words in (item.question, *(option.text for option in item.options), *(option.feedback for option in item.options)):
            for name, rest in TAG.findall(safe_html.render_inline(words, "fr")):
                assert name.lower() in safe_html.TAGS | {"sup"}, words
                assert not any(attribute.lower().startswith("on") for attribute, _ in ATTRIBUTE.findall(rest)), words
