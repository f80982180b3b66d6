"""In real Chromium, by keyboard alone, at 360 px: an English author writes a module on a new topic first, and a French one finishes it.

The author has read the help page in English and nothing else. axe looks at each page on the way.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import english_topic as topic
import pytest
from app_server import served_at
from flask import Flask
from keyboard_desk import Desk
from lms_cast import add_person
from playwright.sync_api import Browser

from courses.library import content_folder
from courses.serving import catalogue
from lms.web.current_site import site_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNTIL = (date.today() + timedelta(days=150)).isoformat()
FILES = {lang: f"{lang}/{topic.COURSE}/{topic.KEY}" for lang in ("fr", "en")}


@pytest.fixture(scope="module")
def desks(chromium: Browser, desk_site: Flask) -> Iterator[dict[str, Desk]]:
    with served_at(desk_site) as address:
        views = {"emma": ("en", 360), "fanny": ("fr", 360), "nora": ("en", 360)}
        made = {name: Desk(chromium, address, add_person(desk_site, "educator", name), *view) for name, view in views.items()}
        yield made
        for desk in made.values():
            desk.close()


def saved(desk: Desk) -> None:
    assert desk.page.locator("main [role=alert]").count() == 0, desk.alerts()


def entry(desk: Desk, register: str, fields: dict[str, Any]) -> None:
    desk.open("rediger", "writing")
    desk.follow(f"/registers/{register}")
    desk.follow(f"/{register}/entry")
    desk.fill(fields)
    desk.look(register)
    desk.send()
    assert desk.page.locator(f"#{fields['key']}").count() == 1, desk.alerts()


def begin(desk: Desk) -> None:
    """A course of its own, a page in it with an English title alone, and its line."""
    desk.open("rediger", "writing")
    desk.follow("/writing/new-course")
    desk.fill(topic.COURSE_FORM)
    desk.send("save")
    desk.look("course-begun")
    desk.follow(f"/writing/new?where={topic.COURSE}")
    desk.fill({"title_en": topic.TITLES["en"], "key": topic.KEY})
    desk.look("begin")
    desk.send()
    assert desk.page.url.endswith(f"/writing/form/{FILES['en']}.md"), desk.alerts()
    desk.look("begun")
    desk.open("rediger", "writing")
    desk.follow(f"/course/{topic.COURSE}")
    desk.follow(f"/course/{topic.COURSE}/{topic.KEY}")
    desk.fill({"minutes": "5"})
    desk.untick("objective", "K01")
    desk.pick_more("objective", "walk-daily")
    desk.look("course-line")
    desk.send()
    assert desk.page.url.endswith(f"#{topic.KEY}"), desk.alerts()


def form(desk: Desk) -> None:
    desk.open(f"rediger/fiche/{FILES[desk.lang]}.md", f"writing/form/{FILES[desk.lang]}.md")


def write_text(desk: Desk) -> None:
    lang = desk.lang
    form(desk)
    if lang == "fr":
        assert "A short walk lifts the mood." in desk.page.locator("#other").inner_text(), "the English words stand beside"
    fields = {"title": topic.TITLES[lang], "summary": topic.SUMMARY[lang], "authors": "Emma Hill, Fanny Roy", "body": topic.BODY[lang]}
    desk.fill(fields)
    desk.send("look")
    desk.look("text-look")
    desk.send("save")
    saved(desk)
    desk.look("text")


def write_questions(desk: Desk, *, first: bool) -> None:
    form(desk)
    desk.follow(f"/{FILES[desk.lang]}.items.md")
    desk.look("questions")
    for number, (kind, key, english, french) in enumerate(topic.QUESTIONS):
        words = english if desk.lang == "en" else french
        if first:
            desk.fill({"kind": kind})
            desk.hands.press("main form.find button")
            words = {"key": key, **words, "more_source": "walking-guide", "objective": "walk-daily"}
        else:
            desk.follow(f"like={key}")
            assert english["question"] in desk.page.locator("main details.panel").first.inner_text()
        places = desk.page.evaluate("() => [...document.querySelectorAll('main [name]')].map((one) => one.name)")
        desk.fill(dict(sorted(words.items(), key=lambda row: places.index(row[0]))))
        if number in (0, 3, 6):
            desk.look(f"question-{kind}")
        desk.send("save")
        assert desk.page.url.endswith(f"#{key}"), (key, desk.alerts())
    desk.follow("item=first")
    desk.send("remove")
    desk.look("questions-written")


def write_simple(desk: Desk) -> None:
    form(desk)
    desk.hands.press('main button[name="what"][value="simple"]')
    desk.fill({"title": topic.TITLES[desk.lang], "body": topic.EASY[desk.lang]})
    desk.send("save")
    saved(desk)
    desk.look("simple")


def ask(desk: Desk, file: str) -> None:
    desk.open(f"rediger/texte/{file}", f"writing/text/{file}")
    desk.look("state")
    desk.hands.press('main button[name="to"][value="in_review"]')
    assert desk.page.locator('button[value="in_review"]').count() == 0, desk.page.locator("main").inner_text()[:3000]


def sign(desk: Desk, file: str) -> None:
    desk.open("rediger", "writing")
    desk.open(f"rediger/texte/{file}", f"writing/text/{file}")
    desk.follow(f"/writing/read/{file}")
    desk.look("reading")
    desk.open(f"rediger/texte/{file}", f"writing/text/{file}")
    desk.fill({"by": "Nora Lind, oncology nurse", "expires": UNTIL, "has_read": "yes"})
    desk.hands.press("main form:has(#by) button")
    saved(desk)
    desk.look("signed")


def test_an_english_author_and_a_french_one_write_a_module(desk_site: Flask, desks: dict[str, Desk]) -> None:
    emma, fanny, nora = desks["emma"], desks["fanny"], desks["nora"]
    emma.open("rediger/aide", "writing/help")
    emma.look("help")
    entry(emma, "sources", topic.SOURCE)
    entry(emma, "objectives", topic.OBJECTIVE)
    begin(emma)
    for desk in (emma, fanny):
        write_text(desk)
        write_questions(desk, first=desk is emma)
        write_simple(desk)
    for desk in (emma, fanny):
        ask(desk, f"{FILES[desk.lang]}.md")
    for lang in ("fr", "en"):
        sign(nora, f"{FILES[lang]}.md")
    assert [fault for desk in desks.values() for fault in desk.faults] == []
    own = site_of(desk_site).settings.own_content
    library = content_folder.load(own, today=date.today())
    for lang in ("fr", "en"):
        files = library.of(topic.KEY, lang)
        assert files is not None
        assert files.text is not None
        assert files.items is not None
        assert files.simple is not None
        assert files.text.front.text("state") == "published"
        assert [item.key for item in files.items.items] == [key for _kind, key, _en, _fr in topic.QUESTIONS]
    assert {(topic.KEY, "fr"), (topic.KEY, "en")} <= served(desk_site, 0)
    assert not {(topic.KEY, "fr"), (topic.KEY, "en")} & served(desk_site, 1)


def served(site: Flask, days_after: int) -> set[tuple[str, str]]:
    """What readers of a real site get so many days after the day it is to be looked at again."""
    at = datetime.fromisoformat(f"{UNTIL}T12:00:00+00:00") + timedelta(days=days_after)
    return set(catalogue.load(site_of(site).settings.own_content, now=at, instance="real").modules)


def test_an_english_author_begins_a_situation(desk_site: Flask, desks: dict[str, Desk]) -> None:
    emma, fanny, nora = desks["emma"], desks["fanny"], desks["nora"]
    emma.open("rediger/nouveau", "writing/new")
    emma.fill({"where": "situation", "title_en": topic.SCENE_TITLES["en"], "key": topic.SCENE})
    emma.send()
    assert emma.page.url.endswith(f"/writing/form/en/situations/{topic.SCENE}.md"), emma.alerts()
    emma.fill({"title": topic.SCENE_TITLES["en"], **topic.SCENE_WORDS["en"]})
    emma.look("situation-en")
    emma.send("save")
    saved(emma)
    emma.open("", f"writing/form/fr/situations/{topic.SCENE}.md")
    emma.fill({"first_day": "2", "last_day": "20"})
    emma.tick("slots", "noon")
    emma.fill({"room": "living", "face": "calm"})
    emma.untick("skills", "K01")
    emma.tick("skills", "K08")
    emma.fill({"more_source": "walking-guide", "mark_safe-way": "safe", "mark_other-way": "other", "mark_third-way": "other"})
    emma.fill(topic.SCENE_DOES)
    emma.send("save")
    saved(emma)
    fanny.open(f"rediger/fiche/fr/situations/{topic.SCENE}.md", "")
    fanny.fill({"title": topic.SCENE_TITLES["fr"], **topic.SCENE_WORDS["fr"]})
    fanny.look("situation-fr")
    fanny.send("save")
    saved(fanny)
    ask(fanny, f"fr/situations/{topic.SCENE}.md")
    sign(nora, f"fr/situations/{topic.SCENE}.md")
    assert [fault for desk in desks.values() for fault in desk.faults] == []
    assert "state: published" in (site_of(desk_site).settings.own_content / f"fr/situations/{topic.SCENE}.md").read_text("utf-8")
