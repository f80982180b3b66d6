"""What the two scripts of a form guard, each looked at in Chromium; then each guard broken on its way to the browser, and seen red.

unsaved-text.js keeps what is typed and not saved; live-form.js tells what is wrong beside its box while one types.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_server import served_at
from flask import Flask
from lms_cast import Person, add_person
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

STATIC = Path(__file__).parents[4] / "lms" / "static"
FORM = "/en/writing/new-course"
STORED = "Object.keys(localStorage).filter((name) => name.startsWith('writing:')).length"
MARK = "document.querySelector('form[data-unsaved]').dataset.unsaved"
PATIENCE = 60_000
SHORT = 4_000
"""For what a broken guard never does; an answer of the form takes a second or two."""
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(desk_site: Flask) -> Iterator[str]:
    with served_at(desk_site) as address:
        yield address


@pytest.fixture(scope="module")
def writer(desk_site: Flask) -> Person:
    return add_person(desk_site, "educator", "guarded")


class Window:
    """A window with nothing stored, before a form. fault: a file of scripts, what stands in it, and what stands there instead."""

    def __init__(self, chromium: Browser, address: str, person: Person, fault: tuple[str, str, str] | None, patience: int) -> None:
        self.context = chromium.new_context(base_url=address)
        cookie = person.client.get_cookie("hlm")
        assert cookie is not None
        self.context.add_cookies([{"name": "hlm", "value": cookie.value, "url": address}])
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.patience = patience
        self.page.on("dialog", lambda dialog: (self.asked.append(dialog.type), dialog.accept()))
        if fault is not None:
            name, old, new = fault
            text = (STATIC / name).read_text("utf-8")
            assert old in text, f"{name} has no {old!r} any more"
            broken = text.replace(old, new, 1)
            self.page.route(re.compile(rf"/{name.removesuffix('.js')}[^/]*\.js"), lambda route: fulfil(route, broken))
        self.page.goto(FORM)

    def stored(self, count: int) -> None:
        """Wait for so many forms to be stored; asked again and again, since the policy of the pages lets no page wait for a sentence."""
        for _ in range(self.patience // 200):
            if self.page.evaluate(STORED) == count:
                return
            self.page.wait_for_timeout(200)
        assert self.page.evaluate(STORED) == count

    def again(self) -> None:
        self.page.goto("/en/writing/help")
        self.page.goto(FORM)

    def is_offered(self) -> bool:
        self.page.wait_for_timeout(400)
        return self.page.locator("#unsaved").is_visible()


def fulfil(route: Route, text: str) -> None:
    route.fulfill(body=text, content_type="text/javascript")


def typed_words_come_back(window: Window) -> None:
    page = window.page
    page.fill("#title_fr", "Bien manger")
    page.select_option("#audience", "gp")
    page.click("main summary")
    page.check("#has_test")
    window.stored(1)
    window.again()
    expect(page.locator("#title_fr")).to_have_value("")
    assert window.is_offered()
    assert page.locator("#unsaved [data-when]").inner_text() != "–", "it says since when"
    page.click("#unsaved [data-take]")
    expect(page.locator("#title_fr")).to_have_value("Bien manger", timeout=window.patience)
    expect(page.locator("#audience")).to_have_value("gp", timeout=window.patience)
    expect(page.locator("#has_test")).to_be_checked(timeout=window.patience)
    expect(page.locator("#unsaved")).to_be_hidden(timeout=window.patience)
    expect(page.locator("#audience")).to_be_focused(timeout=window.patience)


def words_thrown_away_are_gone(window: Window) -> None:
    window.page.fill("#title_fr", "Bien manger")
    window.stored(1)
    window.again()
    assert window.is_offered()
    window.page.click("#unsaved [data-drop]")
    expect(window.page.locator("#unsaved")).to_be_hidden(timeout=window.patience)
    window.stored(0)
    window.again()
    assert not window.is_offered()


def words_taken_out_again_are_not_stored(window: Window) -> None:
    window.page.fill("#title_fr", "Bien manger")
    window.stored(1)
    window.page.fill("#title_fr", "")
    window.stored(0)


def what_is_refused_stays_and_what_is_saved_goes(window: Window) -> None:
    page = window.page
    page.goto(f"{FORM}?like=gps")
    page.fill("#title_fr", "Bien manger")
    page.click("button[value=save]")
    expect(page.locator("main [role=alert]")).to_be_visible()
    window.stored(1)
    page.goto("/en/writing/help")
    page.goto("/en/writing/registers/objectives/entry?key=K05")
    before = page.locator("#en").input_value()
    page.fill("#en", before + " Now.")
    window.stored(2)
    page.press("#en", "Control+s")
    page.wait_for_url("**/registers/objectives#K05", timeout=window.patience * 3)
    page.goto("/en/writing/registers/objectives/entry?key=K05")
    assert not window.is_offered(), "it was saved"
    window.stored(1)
    page.fill("#en", before)
    page.press("#en", "Control+s")
    page.wait_for_url("**/registers/objectives#K05", timeout=window.patience * 3)


def a_new_entry_that_was_saved_is_not_offered_again(window: Window) -> None:
    """The form of the next one is empty, and its address the same: what was sent is told from what was not."""
    page, key = window.page, f"guard-{secrets.token_hex(4)}"
    page.goto("/en/writing/registers/objectives/entry")
    for name, words in (("key", key), ("fr", f"Un objectif {key}."), ("en", f"An objective {key}.")):
        page.fill(f"#{name}", words)
    window.stored(1)
    page.click("button[value=save]")
    page.wait_for_url(f"**#{key}")
    page.goto("/en/writing/registers/objectives/entry")
    assert not window.is_offered()


def old_words_are_forgotten(window: Window) -> None:
    old = json.dumps({"at": 1, "base": "", "values": {}, "isSent": False})
    window.page.evaluate(f"localStorage.setItem('writing:x:/en/y', {json.dumps(old)}); localStorage.setItem('other', 'stays')")
    window.again()
    window.stored(0)
    assert window.page.evaluate("localStorage.getItem('other')") == "stays"


def words_of_another_person_are_not_offered(window: Window) -> None:
    window.page.fill("#title_fr", "Bien manger")
    window.stored(1)
    name = window.page.evaluate("Object.keys(localStorage).find((name) => name.startsWith('writing:'))")
    mark = window.page.evaluate(MARK)
    assert mark
    assert mark in name
    move = "([name, other]) => { localStorage.setItem(other, localStorage.getItem(name)); localStorage.removeItem(name) }"
    window.page.evaluate(move, [name, name.replace(mark, "somebody")])
    window.page.evaluate("document.querySelector('form[data-unsaved]').reset()")
    window.again()
    assert not window.is_offered()


def leaving_asks_only_for_words_that_are_not_saved(window: Window) -> None:
    window.page.click("#title_fr")  # a browser asks only who did something on the page
    window.page.goto("/en/writing/help")
    assert window.asked == []
    window.page.goto(FORM)
    window.page.click("#title_fr")
    window.page.keyboard.type("Bien")
    window.page.goto("/en/writing/help")
    assert window.asked == ["beforeunload"]
    window.page.goto(FORM)
    window.page.click("#title_fr")
    window.page.keyboard.type("Bien")
    window.page.click("button[value=look]")
    expect(window.page.locator("main [role=alert]")).to_be_visible()
    assert window.asked == ["beforeunload"], "a button of the form asks nothing"


def two_keys_do_what_two_buttons_do(window: Window) -> None:
    page, sent = window.page, list[str]()
    page.on("request", lambda request: sent.append(request.post_data or "") if request.is_navigation_request() else None)
    for keys, value in (("Control+Enter", "look"), ("Control+s", "save")):
        page.fill("#title_fr", "Bien manger")
        sent.clear()
        page.press("#title_fr", keys)
        expect(page.locator("main [role=alert]")).to_be_visible(timeout=window.patience)
        assert any(f"do={value}" in one or f'name="do"\r\n\r\n{value}' in one for one in sent), (keys, sent)
        page.goto(FORM)
    sent.clear()
    page.press("#title_fr", "Control+Shift+s")
    page.wait_for_timeout(1500)
    assert not [one for one in sent if one], "another key of the browser is left alone"


def what_is_wrong_is_told_beside_its_box(window: Window) -> None:
    page = window.page
    page.fill("#key", "Not A Key")
    error = page.locator("#key-error")
    expect(error).to_be_visible(timeout=window.patience * 2)
    expect(page.locator("#key")).to_have_attribute("aria-invalid", "true", timeout=window.patience)
    expect(page.locator("#key")).to_have_attribute("aria-describedby", "key-error key-help", timeout=window.patience)
    expect(page.locator("#title_fr-error")).to_have_count(0, timeout=window.patience)
    page.fill("#key", "a-good-key")
    expect(error).to_have_count(0, timeout=window.patience * 2)
    expect(page.locator("#key")).not_to_have_attribute("aria-invalid", "true", timeout=window.patience)
    expect(page.locator("#key")).to_have_attribute("aria-describedby", "key-help", timeout=window.patience)


def a_late_answer_never_stands_over_a_newer_one(window: Window) -> None:
    page, held = window.page, list[Route]()

    def hold(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(r"/new-course$"), hold)
    page.fill("#key", "Not A Key")
    for _ in range(60):
        page.wait_for_timeout(100)
        if held:
            break
    assert held
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.fill("#key", "a-good-key")
    page.wait_for_timeout(500)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        held[0].continue_()
    page.wait_for_timeout(1500)
    expect(page.locator("#key-error")).to_have_count(0, timeout=window.patience)


def the_preview_follows_what_is_typed(window: Window) -> None:
    page = window.page
    page.select_option("#audience", "patient")
    for name in ("title_fr", "title_en", "summary_fr", "summary_en"):
        page.fill(f"#{name}", f"Words of {name}")
    page.fill("#key", "a-good-key")
    expect(page.locator("[data-live-part] h3").first).to_have_text("Words of title_fr", timeout=window.patience * 2)


def a_problem_leads_to_its_box_and_line(window: Window) -> None:
    page = window.page
    page.goto("/en/writing/form/fr/caregivers/carer-role.md")
    box = page.locator("#body")
    words = box.input_value()
    box.fill(f"{words}\nUne phrase. [@no-such-source]\n")
    link = page.locator(".problems a[data-box=body]", has_text="310").first
    expect(link).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#body-error")).to_be_visible(timeout=window.patience)
    link.click()
    expect(box).to_be_focused(timeout=window.patience)
    chosen = page.evaluate(
        "(() => { const one = document.activeElement; return one.value?.slice(one.selectionStart, one.selectionEnd) })()"
    )
    assert chosen == "Une phrase. [@no-such-source]"


Check = Callable[[Window], None]
CHECKS: tuple[Check, ...] = (
    typed_words_come_back, words_thrown_away_are_gone, words_taken_out_again_are_not_stored,
    what_is_refused_stays_and_what_is_saved_goes, a_new_entry_that_was_saved_is_not_offered_again, old_words_are_forgotten,
    words_of_another_person_are_not_offered,
    leaving_asks_only_for_words_that_are_not_saved, two_keys_do_what_two_buttons_do, what_is_wrong_is_told_beside_its_box,
    a_late_answer_never_stands_over_a_newer_one, the_preview_follows_what_is_typed, a_problem_leads_to_its_box_and_line,
)  # fmt: skip
U, L = "unsaved-text.js", "live-form.js"
FAULTS: tuple[tuple[Check, str, str, str], ...] = (
    (typed_words_come_back, U, "put(stored.values);", ""),
    (typed_words_come_back, U, "one.checked = values[`${one.name}=${one.value}`] ?? one.checked", "one.checked = one.checked"),
    (typed_words_come_back, U, 'box.querySelector("[data-when]").textContent =', "void"),
    (typed_words_come_back, U, "box.hidden = true;\n    controls()[0]?.focus();", "box.hidden = true;"),
    (words_thrown_away_are_gone, U, "localStorage.removeItem(key);\n    box.hidden = true;", "box.hidden = true;"),
    (words_taken_out_again_are_not_stored, U, "=== opened && !isSent && !isRefused", "=== null"),
    (a_new_entry_that_was_saved_is_not_offered_again, U, "stored.base !== base || !isRefused", "false"),
    (what_is_refused_stays_and_what_is_saved_goes, U, 'keep(event.submitter?.value !== "look");', "localStorage.removeItem(key);"),
    (old_words_are_forgotten, U, "localStorage.removeItem(name);\n  }\n}", "}\n}"),
    (old_words_are_forgotten, U, "name.startsWith(PREFIX) && ", ""),
    (words_of_another_person_are_not_offered, U, "${PREFIX}${form.dataset.unsaved}:${location", "${PREFIX}${location"),
    (leaving_asks_only_for_words_that_are_not_saved, U, "!isLeaving && JSON.stringify(typed()) !== opened", "false"),
    (leaving_asks_only_for_words_that_are_not_saved, U, "JSON.stringify(typed()) !== opened) event", "true) event"),
    (leaving_asks_only_for_words_that_are_not_saved, U, "isLeaving = true;", ""),
    (two_keys_do_what_two_buttons_do, U, 's: "save", Enter: "look"', 's: "look", Enter: "look"'),
    (two_keys_do_what_two_buttons_do, U, " || event.shiftKey", ""),
    (what_is_wrong_is_told_beside_its_box, L, "touched.add(event.target.id);", ""),
    (what_is_wrong_is_told_beside_its_box, L, "error && (touched.has(control.id) ||", "error && (true ||"),
    (what_is_wrong_is_told_beside_its_box, L, "[error?.id, help?.id]", "[error?.id]"),
    (what_is_wrong_is_told_beside_its_box, L, 'if (error) control.setAttribute("aria-invalid", "true");\n  else', "if (!error)"),
    (what_is_wrong_is_told_beside_its_box, L, "document.getElementById(`${control.id}-error`)?.remove();", ""),
    (a_late_answer_never_stands_over_a_newer_one, L, "const mine = ++asked;", "const mine = asked;"),
    (the_preview_follows_what_is_typed, L, "if (other) part.replaceChildren(", "if (!other) part.replaceChildren("),
    (a_problem_leads_to_its_box_and_line, L, "place.setSelectionRange(start,", "place.setSelectionRange(0,"),
    (a_problem_leads_to_its_box_and_line, L, ": toldBeside(control)", ": null"),
    (a_problem_leads_to_its_box_and_line, L, "place.focus();", ""),
)
"""A check, and a guard taken out of a script that it must miss."""


@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.__name__)
def test_a_guard_of_a_form_holds(chromium: Browser, address: str, writer: Person, check: Check) -> None:
    window = Window(chromium, address, writer, None, PATIENCE)
    try:
        check(window)
    finally:
        window.context.close()


@pytest.mark.parametrize(
    ("check", "file", "old", "new"), FAULTS, ids=[f"{number}-{fault[0].__name__}" for number, fault in enumerate(FAULTS)]
)
def test_a_form_without_the_guard_is_seen(
    chromium: Browser, address: str, writer: Person, check: Check, file: str, old: str, new: str
) -> None:
    window = Window(chromium, address, writer, (file, old, new), SHORT)
    with pytest.raises((AssertionError, PlaywrightError)) as seen:
        check(window)
    print(str(seen.value).split("\n")[0][:200])
    window.context.close()
