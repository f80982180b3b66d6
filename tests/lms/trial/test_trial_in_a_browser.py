"""A trial in Chromium, from what it is to its last questionnaire, and what staff see of it: axe finds nothing, nothing scrolls sideways."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from app_server import served_at
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import Person, add_person
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from trial_cast import NAME, days_before, enter, hand_in, one_of_each_arm, open_trial

from lms.trial import content_hash, papers, trials
from lms.trial.models import TrialPlace
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VIEWS = [("fr", 360, "light"), ("en", 1280, "dark"), ("fr", 1280, "light"), ("en", 360, "dark")]
WAY = {
    "fr": {"own": "essais", "trial": f"essais/{NAME}", "leave": "quitter", "report": "signaler", "thanks": "merci", "staff": "site/essais"},
    "en": {"own": "trials", "trial": f"trials/{NAME}", "leave": "leave", "report": "report", "thanks": "thanks", "staff": "site/trials"},
}


PICTURES = os.environ.get("TRIAL_PICTURES", "")
"""A folder for pictures of each page, to be looked at."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def address(site: Flask) -> Iterator[str]:
    with served_at(site) as address:
        yield address


def context_of(chromium: Browser, address: str, person: Person, width: int, theme: str) -> BrowserContext:
    context = chromium.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    cookies: list[Any] = [{"name": "theme", "value": theme, "url": address}]
    cookie = person.client.get_cookie("hlm")
    if cookie is not None:
        cookies.append({"name": "hlm", "value": cookie.value, "url": address})
    context.add_cookies(cookies)
    return context


def take_picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def faults(page: Page, axe: Axe) -> Iterator[str]:
    """What axe finds, each with its first place, and sideways scrolling."""
    page.wait_for_load_state("load")
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    for violation in found.response["violations"]:
        yield f"{violation['id']} at {violation['nodes'][0]['target']}: {violation['nodes'][0]['html'][:120]}"
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield "scrolls sideways"


@pytest.fixture(scope="module")
def trial(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
    open_trial(site, tmp_path_factory.mktemp("trial"))


def person_at(site: Flask, name: str, days: int) -> Person:
    """Somebody with a place that she was given so many days ago."""
    person = add_person(site, "patient", name, simulated=True)
    assert (enter(person), hand_in(person, "start")) == (303, 303)
    at = days_before(days)

    def move(work: Session) -> None:
        newest = work.scalar(select(TrialPlace.id).order_by(TrialPlace.id.desc()).limit(1))
        work.execute(update(TrialPlace).where(TrialPlace.id == newest).values(at=at))

    with site.app_context():
        submit(move)
    return person


@pytest.mark.parametrize(("lang", "width", "theme"), VIEWS)
@pytest.mark.usefixtures("trial")
def test_each_page_of_a_trial_is_for_everybody(chromium: Browser, site: Flask, address: str, lang: str, width: int, theme: str) -> None:
    way, mark = WAY[lang], f"{lang}{width}"
    fresh = add_person(site, "patient", f"fresh-{mark}", simulated=True)
    begun = add_person(site, "patient", f"begun-{mark}", simulated=True)
    enter(begun)
    at_end, last = person_at(site, f"end-{mark}", 8), person_at(site, f"last-{mark}", 31)
    out = add_person(site, "patient", f"out-{mark}", simulated=True)
    enter(out, reason="under_18")
    staff = add_person(site, "admin", f"staff-{mark}")
    visits = [
        (fresh, "own", way["own"], 200), (fresh, "information", way["trial"], 200), (out, "not-in", way["trial"], 200),
        (begun, "start", f"{way['trial']}/questions/start", 200), (begun, "closed", {"fr": "jouer", "en": "play"}[lang], 404),
        (at_end, "standing", way["trial"], 200), (at_end, "end", f"{way['trial']}/questions/end", 200), (at_end, "home", "", 200),
        (last, "day-30", f"{way['trial']}/questions/day_30", 200), (at_end, "thanks", f"{way['trial']}/{way['thanks']}/start", 200),
        (at_end, "report", f"{way['trial']}/{way['report']}", 200), (at_end, "leave", f"{way['trial']}/{way['leave']}", 200),
        (staff, "site-trials", way["staff"], 200), (staff, "site-trial", f"{way['staff']}/{NAME}", 200),
    ]  # fmt: skip
    problems, axe = [], Axe()
    for who, name, path, status in visits:
        context = context_of(chromium, address, who, width, theme)
        page = context.new_page()
        answer = page.goto(f"{address}/{lang}/{path}")
        assert answer is not None
        assert answer.status == status, (name, answer.status)
        problems += [f"{name} {lang} {width}: {fault}" for fault in faults(page, axe)]
        take_picture(page, f"trial-{lang}-{width}-{name}")
        if name in ("information", "start", "end", "day-30", "report", "leave"):
            page.locator("main form[method=post] button:not([type=button])").first.click()
            page.wait_for_load_state()
            problems += [f"{name} refused {lang} {width}: {fault}" for fault in faults(page, axe)]
        context.close()
    assert problems == []


@pytest.fixture(scope="module")
def clusters(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A second trial, of twelve places of care."""
    name = "of_places"
    open_trial(site, tmp_path_factory.mktemp("clusters"), name=name, clusters=12)
    return name


@pytest.fixture(scope="module")
def reader_of_paper(site: Flask, trial: None) -> Person:
    """Somebody of the booklet's arm, once its booklet is printed."""
    at, catalogue = site_of(site), site_of(site).newest_content.catalogue
    with site.app_context():
        papers.make(at.settings, trials.find(db.session(), NAME), catalogue, content_hash.current(at, catalogue), "patient-essentials")
    return one_of_each_arm(site)["booklet"]


@pytest.mark.parametrize(("lang", "width", "theme"), VIEWS)
def test_the_list_of_places_of_care_and_the_link_to_the_booklet_are_for_everybody(
    chromium: Browser, site: Flask, address: str, clusters: str, reader_of_paper: Person, lang: str, width: int, theme: str
) -> None:
    trials_way = WAY[lang]["own"]
    fresh = add_person(site, "patient", f"place-{lang}{width}", simulated=True)
    problems, axe = [], Axe()
    for who, name, path in ((fresh, "clusters", f"{trials_way}/{clusters}"), (reader_of_paper, "paper", f"{trials_way}/{NAME}")):
        context = context_of(chromium, address, who, width, theme)
        page = context.new_page()
        page.goto(f"{address}/{lang}/{path}")
        problems += [f"{name} {lang} {width}: {fault}" for fault in faults(page, axe)]
        take_picture(page, f"trial-{lang}-{width}-{name}")
        if name == "clusters":
            assert page.locator("input[name=cluster]").count() == 12
            page.locator("main form[method=post] button:not([type=button])").first.click()
            page.wait_for_load_state()
            problems += [f"{name} refused {lang} {width}: {fault}" for fault in faults(page, axe)]
        else:
            link = page.locator("main a[href$='.pdf']")
            assert link.count() == 1
            answer = context.request.get(f"{address}{link.get_attribute('href')}")
            assert (answer.status, answer.body()[:4]) == (200, b"%PDF")
        context.close()
    assert problems == []


@pytest.mark.usefixtures("trial")
def test_a_closed_trial_shows_its_arms_to_staff(chromium: Browser, site: Flask, address: str) -> None:
    """The last test of this file: nothing is answered after it."""
    person_at(site, "closing", 31)
    with site.app_context():
        submit(lambda work: trials.close(work, NAME, now()).id)
    staff = add_person(site, "admin", "staff-closing")
    context = context_of(chromium, address, staff, 360, "light")
    page = context.new_page()
    page.goto(f"{address}/en/site/trials/{NAME}")
    assert "Game and modules" in page.content()
    assert list(faults(page, Axe())) == []
    take_picture(page, "trial-en-360-closed")
    context.close()
