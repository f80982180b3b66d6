"""A patient answers, reviews, pauses, dates and ticks in Chromium: by keyboard, at 360 px, in both languages, without JavaScript too.

No request carries a date or a tick; no page shows a mark; axe finds nothing.
"""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from app_server import served_at
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import FEVER, Person, add_person
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from sqlalchemy import update
from test_pages_are_accessible import faults

from lms.preparing.interview_codes import write
from lms.spaced_review.models import ReviewCard
from lms.web.current_site import site_of
from lms.web.database.writing import submit

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("REVIEW_PICTURES", "")
"""A folder for pictures of each page, to be looked at."""
MARKS = re.compile(r"\d\s*%|\bnote\b|\bscore\b|réussi|échou|\bfailed\b|\bpassed\b|\bfaux\b|\bwrong\b|en retard|overdue", re.I)
PAGES = {
    "fr": {
        "reviews": "/fr/a-revoir",
        "dates": "/fr/selon-mes-dates",
        "topics": "/fr/preparer-mes-entretiens",
        "guide": "/fr/guide-entretien",
    },
    "en": {"reviews": "/en/look-again", "dates": "/en/by-my-dates", "topics": "/en/prepare-my-interviews", "guide": "/en/interview-guide"},
}
WORDS = {
    "fr": {
        "see": "Voir la réponse",
        "yes": "Oui",
        "pause": "Faire une pause",
        "weeks": "Deux semaines",
        "paused": "en pause",
        "back": "Reprendre",
    },
    "en": {
        "see": "See the answer",
        "yes": "Yes",
        "pause": "Make a pause",
        "weeks": "Two weeks",
        "paused": "on a pause",
        "back": "Come back",
    },
}
MAKE_CODE = """(chosen) => {
  for (const one of document.querySelectorAll("[data-topic]")) one.checked = chosen.includes(Number(one.dataset.topic));
  show();
  return document.querySelector("#code .code").textContent;
}"""
both_languages = pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=pytest.mark.slow)])


@pytest.fixture(scope="module")
def address(site: Flask) -> Iterator[str]:
    with served_at(site) as address:
        yield address


def context_of(chromium: Browser, address: str, person: Person | None, *, scripts: bool = True) -> BrowserContext:
    context = chromium.new_context(viewport={"width": 360, "height": 760}, reduced_motion="reduce", java_script_enabled=scripts)
    cookie = person.client.get_cookie("hlm") if person else None
    cookies: list[Any] = [{"name": "hlm", "value": cookie.value, "url": address}] if cookie is not None else []
    context.add_cookies(cookies)
    return context


def patient_with_cards(site: Flask, name: str) -> Person:
    """A patient who missed two safety questions, some days ago: her cards are due."""
    person = add_person(site, "patient", name)
    module = site_of(site).newest_content.catalogue.module("fever", "fr")
    risky = [item for item in module.items if item.kind == "single" and item.unsafe_keys][:2]
    for item in risky:
        number = module.items.index(item) + 1
        person.post(
            f"{FEVER}/question/{number}/reponse", attempt="1", shown_at="1790000000", choice=min(item.unsafe_keys), confidence="sure"
        )
    learner_id, yesterday = person.account.learner.id, date.today() - timedelta(days=1)
    with site.app_context():
        due = update(ReviewCard).where(ReviewCard.learner_id == learner_id).values(due_on=yesterday)
        submit(lambda work: work.execute(due).rowcount)
    return person


def take_picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def press(page: Page, words: str) -> None:
    """Go to a control by Tab alone, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in (page.evaluate("document.activeElement.innerText || ''") or ""):
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"{words!r} was not reached by keyboard")


@both_languages
@pytest.mark.slow
def test_cards_are_turned_rated_and_paused_by_keyboard_and_show_no_mark(chromium: Browser, site: Flask, address: str, lang: str) -> None:
    person, words, paths = patient_with_cards(site, f"cards-{lang}"), WORDS[lang], PAGES[lang]
    page = context_of(chromium, address, person).new_page()
    axe, found = Axe(), []
    page.on("pageerror", lambda error: found.append(str(error)))

    def look(name: str) -> None:
        text = page.locator("main").inner_text()
        found.extend(f"{name}: {one}" for one in faults(page, axe))
        found.extend(f"{name}: a mark: {one[0]}" for one in MARKS.finditer(text))
        take_picture(page, f"{lang}-{name}")

    page.goto(address + ("/fr/avancee" if lang == "fr" else "/en/progress"))
    look("my-learning")
    page.goto(address + paths["reviews"])
    expect(page.locator(".progress")).to_contain_text(re.compile(r"1 (sur|of) [2-4]"))
    look("card")
    press(page, words["see"])
    expect(page.locator("button[name=rating]").first).to_be_visible()
    look("card-turned")
    press(page, words["yes"])
    expect(page.locator(".progress")).to_contain_text(re.compile(r"2 (sur|of) [2-4]"))
    press(page, words["pause"])
    press(page, words["weeks"])
    expect(page.locator("main")).to_contain_text(words["paused"])
    look("pause")
    press(page, words["back"])
    expect(page.locator(".progress")).to_contain_text(re.compile(r"2 (sur|of) [2-4]"))
    page.context.close()
    assert found == []


def test_without_javascript_cards_lists_and_ticks_work(chromium: Browser, site: Flask, address: str) -> None:
    person = patient_with_cards(site, "cards-plain")
    context = context_of(chromium, address, person, scripts=False)
    page = context.new_page()
    page.goto(address + PAGES["fr"]["reviews"])
    page.get_by_text(WORDS["fr"]["see"]).click()
    page.get_by_role("button", name=WORDS["fr"]["yes"], exact=True).click()
    expect(page.locator(".progress")).to_contain_text(re.compile(r"2 sur [2-4]"))
    page.goto(address + PAGES["fr"]["dates"])
    expect(page.locator("#own-dates")).to_be_hidden()
    assert page.locator("#own-list a").count() >= 4
    page.goto(address + PAGES["fr"]["topics"])
    expect(page.locator("#code-part")).to_be_hidden()
    expect(page.get_by_text("cochez au stylo")).to_be_visible()
    assert page.locator("[data-topic]").count() >= 4
    context.close()


def sent(request: Request) -> str:
    """Everything a request bears."""
    return f"{request.url} {request.post_data or ''} {request.all_headers()}"


def asked(requests: list[Request]) -> list[str]:
    """The addresses a page asked for, but the icon, which a busy browser fetches whenever it likes."""
    return [request.url for request in requests if "/static/icon.svg?v=" not in request.url]


def spellings(day: date) -> set[str]:
    """How a date could travel: ISO, with other signs, without, as days or milliseconds."""
    milliseconds = str((day - date(1970, 1, 1)).days * 86_400_000)
    return {
        day.isoformat(),
        day.strftime("%Y%m%d"),
        day.strftime("%d/%m/%Y"),
        day.strftime("%d-%m-%Y"),
        day.strftime("%Y%%2F%m"),
        milliseconds,
    }


@both_languages
def test_dates_order_the_list_stay_on_the_device_and_no_request_carries_one(
    chromium: Browser, site: Flask, address: str, lang: str
) -> None:
    person = add_person(site, "patient", f"dates-{lang}")
    context = context_of(chromium, address, person)
    page, axe, requests = context.new_page(), Axe(), []
    context.on("request", lambda request: requests.append(request))
    page.goto(address + PAGES[lang]["dates"])
    usual = page.locator("#own-list strong").all_inner_texts()
    soon = date.fromisoformat(page.evaluate("new Date().toISOString().slice(0, 10)")) + timedelta(days=5)  # by the browser's own clock
    n_before = len(asked(requests))
    page.locator("#date-tablets").fill(soon.isoformat())  # five days: fever comes first from three days before
    page.locator("#date-tablets").blur()
    ordered = page.locator("#own-list strong").all_inner_texts()
    assert ordered != usual
    assert sorted(ordered) == sorted(usual), "every module stays"
    catalogue = site_of(site).newest_content.catalogue
    title = catalogue.module("tablets-at-home", lang).title
    assert ordered[0] == title
    said = [text for text in page.locator(".own-tag").all_inner_texts() if text]
    assert len(said) == 1, "the words stand beside what comes first alone"
    assert len(asked(requests)) == n_before, "ordering asks nobody"
    assert list(faults(page, axe)) == []
    take_picture(page, f"{lang}-dates")
    page.reload()
    assert page.locator("#own-list strong").all_inner_texts() == ordered, "kept on the device"
    for path in ("/fr/avancee", FEVER, "/fr/", PAGES[lang]["reviews"]):
        page.goto(address + path)
    page.goto(address + PAGES[lang]["dates"])
    page.locator("#forget-dates").click()
    assert page.locator("#own-list strong").all_inner_texts() == usual
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('own_dates')).length") == 0
    assert len(requests) > 10
    urls = [request.url for request in requests for words in spellings(soon) if words in sent(request)]
    assert urls == []
    context.close()


def test_the_watch_would_see_a_date_that_is_sent(chromium: Browser, address: str) -> None:
    """The check above, against a request that does carry one."""
    context = context_of(chromium, address, None)
    page, requests, soon = context.new_page(), [], date.today() + timedelta(days=5)
    context.on("request", lambda request: requests.append(request))
    page.goto(f"{address}/fr/aide?when={soon.isoformat()}")
    assert any(words in sent(request) for request in requests for words in spellings(soon))
    context.close()


def test_the_device_makes_the_same_code_as_the_server_reads_without_any_request(chromium: Browser, site: Flask, address: str) -> None:
    context = context_of(chromium, address, None)
    page, axe, requests = context.new_page(), Axe(), []
    page.goto(address + PAGES["fr"]["topics"])
    context.on("request", lambda request: requests.append(request))
    topics = [int(text or 0) for text in page.locator("[data-topic]").evaluate_all("all => all.map((one) => one.dataset.topic)")]
    assert len(topics) >= 4
    for number in range(1, 2 ** len(topics)):
        chosen = {topic for place, topic in enumerate(topics) if number >> place & 1}
        assert page.evaluate(MAKE_CODE, sorted(chosen)).replace("-", "") == write(chosen)
    assert asked(requests) == []
    assert list(faults(page, axe)) == []
    take_picture(page, "fr-topics")
    code = page.locator("#code .code").inner_text()
    page.goto(address + PAGES["fr"]["guide"])
    assert list(faults(page, axe)) == []
    take_picture(page, "fr-guide-form")
    page.locator("#code").fill(code)
    page.get_by_role("button", name="Ouvrir le guide").click()
    expect(page.locator("h1")).to_have_text("L’entretien initial")
    assert list(faults(page, axe)) == []
    take_picture(page, "fr-guide")
    assert code.replace("-", "") not in page.url
    page.goto(address + PAGES["en"]["guide"])
    page.locator("#code").fill(code[:-1])
    page.get_by_role("button", name="Open the guide").click()
    expect(page.locator("main")).to_contain_text("This code cannot be read")
    assert list(faults(page, axe)) == []
    context.close()
