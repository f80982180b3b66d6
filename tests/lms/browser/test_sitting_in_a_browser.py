"""A test really sat in Chromium: phone and desk, French and English, by keyboard, without JavaScript; axe finds nothing on any page."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from app_server import served_at
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import Person, add_person
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sitting_cast import answer_all, finish_modules, hand_in, items, positions, right_fields, sitting, sittings, start
from test_pages_are_accessible import faults

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("SITTING_PICTURES", "")
"""A folder for pictures of each page, to be looked at."""


@pytest.fixture(scope="module")
def address(site: Flask) -> Iterator[str]:
    with served_at(site) as address:
        yield address


def context_of(chromium: Browser, address: str, person: Person | None, width: int, theme: str, *, scripts: bool = True) -> BrowserContext:
    context = chromium.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", java_script_enabled=scripts)
    cookies: list[Any] = [{"name": "theme", "value": theme, "url": address}]
    cookie = person.client.get_cookie("hlm") if person else None
    if cookie is not None:
        cookies.append({"name": "hlm", "value": cookie.value, "url": address})
    context.add_cookies(cookies)
    return context


def take_picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


WORDS = {
    "fr": ("cours", "Commencer le test", "Garder et continuer", "Toutes mes réponses", "Remettre mes", "Voir mon résultat", "Faire relire"),
    "en": ("courses", "Begin the test", "Keep and go on", "All my answers", "Hand in my", "See my result", "Have a person"),
}


VIEWS = [("fr", 360, "light", "pharmacist", "pharmacists"), pytest.param("en", 1280, "dark", "gp", "gps", marks=pytest.mark.slow)]


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "width", "theme", "role", "course"), VIEWS)
def test_a_test_is_sat_and_each_page_is_for_everybody(
    chromium: Browser, site: Flask, address: str, lang: str, width: int, theme: str, role: str, course: str
) -> None:
    """19 of 20, the twentieth unsafe: result, contest, and the reviewer's pages."""
    person, admin = add_person(site, role, f"{role}-{lang}"), add_person(site, "admin", f"admin-{lang}")
    finish_modules(site, person, course)
    courses, begin, keep, all_answers, give, see, contest = WORDS[lang]
    context, axe, found = context_of(chromium, address, person, width, theme), Axe(), []
    page = context.new_page()
    page.on("pageerror", lambda error: found.append(str(error)))

    def look(name: str) -> None:
        found.extend(f"{name} {lang} {width}: {fault}" for fault in faults(page, axe))
        take_picture(page, f"{lang}-{width}-{name}")

    page.goto(f"{address}/{lang}/{courses}/{course}/test")
    look("test")
    page.get_by_role("button", name=begin, exact=False).click()
    at = page.url.removeprefix(address).rpartition("/question")[0]
    unsafe = next(place for place in positions(site, at, safety=True, verdict="unsafe") if place != 3)  # the third is answered last, right
    look("question")
    for row in items(site, at):
        if row.position == 3:
            continue
        page.goto(f"{address}{at}/question/{row.position}")
        fields = right_fields(row)
        if row.position == unsafe:
            verdicts = {option["key"]: option["verdict"] for option in row.frozen["item"]["options"]}
            fields = {"choice": [str(1 + next(n for n, key in enumerate(row.frozen["order"]) if verdicts[key] == "unsafe"))]}
        answer_in(page, row.frozen["item"]["kind"], fields["choice"][0])
        if row.position == 5:
            page.locator("input[name=marked]").check()
        page.get_by_role("button", name=keep, exact=False).click()
    page.goto(f"{address}{at}/question/5")
    look("question-kept")
    page.get_by_role("button", name=all_answers).click()
    look("review")
    page.locator("main details summary").first.click()
    look("review-open")
    page.goto(f"{address}{at}/question/3")
    row = items(site, at)[2]
    answer_in(page, row.frozen["item"]["kind"], right_fields(row)["choice"][0])
    page.get_by_role("button", name=all_answers).click()
    page.get_by_role("button", name=give, exact=False).click()
    look("receipt")
    with page.expect_navigation():
        page.get_by_role("link", name=see, exact=False).click()
    look("result")
    assert (sitting(site, at).right, sitting(site, at).verdict) == (19, "not-yet")
    page.get_by_role("button", name=contest, exact=False).click()
    look("contested")
    page.goto(f"{address}/{lang}/{courses}/{course}")
    look("course")
    context.close()
    context = context_of(chromium, address, admin, width, theme)
    page = context.new_page()
    way = "suivi-des-tests" if lang == "fr" else "tests-follow-up"
    page.goto(f"{address}/{lang}/{way}")
    look("staff")
    page.locator("tbody a").first.click()
    look("staff-contested")
    page.locator("input[name=accept]").first.check()
    page.locator("input[name=note]").fill("Les deux réponses se défendent.")
    page.locator("main form button").last.click()
    expect(page.locator("[role=status]")).to_be_visible()
    look("staff-dry-run")
    context.close()
    assert found == []


def answer_in(page: Page, kind: str, value: str) -> None:
    if kind == "number":
        page.locator("#number").fill(value)
    else:
        page.locator(f"input[name=choice][value='{value}']").check()


@pytest.mark.slow
def test_a_test_is_sat_by_keyboard_without_javascript(chromium: Browser, site: Flask, address: str) -> None:
    """Begin, three answers, back and change, all answers, hand in: tab, arrows, space and enter alone."""
    person = add_person(site, "pharmacist", "clavier")
    finish_modules(site, person)
    context = context_of(chromium, address, person, 360, "light", scripts=False)
    page = context.new_page()
    page.goto(f"{address}/fr/cours/pharmacists/test")
    press_on(page, "Commencer le test")
    at = page.url.removeprefix(address).rpartition("/question")[0]
    for _ in range(2):
        choose_first(page)
        press_on(page, "Garder et continuer")
    choose_first(page)
    press_on(page, "Question précédente")
    page.wait_for_url("**/question/2")
    expect(page.get_by_text("Réponse gardée à")).to_be_visible()
    press_on(page, "Toutes mes réponses")
    expect(page.get_by_text("17 questions sont sans réponse", exact=False)).to_be_visible()
    press_on(page, "Remettre mes 3 réponses")
    expect(page.get_by_role("heading", name="C’est remis")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="C’est remis")).to_be_visible()
    assert [row.total for row in sittings(site, person)] == [20]
    assert sum(row.is_answered for row in items(site, at)) == 3
    context.close()


def choose_first(page: Page) -> None:
    field = page.locator("input[name=choice]").first
    field.focus()
    if field.get_attribute("type") == "radio":
        page.keyboard.press("Space")
    else:
        page.keyboard.type("0,5")


def press_on(page: Page, name: str) -> None:
    """Reach it by the tab key, then press enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(":focus").count() and page.locator(":focus").inner_text().strip().startswith(name):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by the tab key")


@pytest.mark.slow
def test_what_a_passed_result_looks_like(chromium: Browser, site: Flask, address: str) -> None:
    person = add_person(site, "pharmacist", "reussite")
    finish_modules(site, person)
    at = start(person)
    answer_all(site, person, at, dict.fromkeys(positions(site, at, safety=False)[:2], "other"))
    hand_in(person, at)
    axe, found = Axe(), []
    for width, theme in ((360, "contrast"), (1280, "light")):
        context = context_of(chromium, address, person, width, theme)
        page = context.new_page()
        page.goto(f"{address}{at}/resultat")
        found += list(faults(page, axe))
        take_picture(page, f"fr-{width}-passed")
        context.close()
    context = context_of(chromium, address, None, 360, "light")
    page = context.new_page()
    page.goto(f"{address}/fr/cours/pharmacists/test")
    found += list(faults(page, axe))
    take_picture(page, "fr-360-guest")
    context.close()
    assert found == []
