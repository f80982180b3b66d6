"""In real Chromium, by keyboard alone: a module on a new topic from its source to its readers, written as the help inside the editor says.

One educator writes in French, another in English; a third reads and signs. axe looks at each page on the way. No file, no terminal.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import new_topic as topic
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


@pytest.fixture(scope="module")
def address(desk_site: Flask) -> Iterator[str]:
    with served_at(desk_site) as address:
        yield address


@pytest.fixture(scope="module")
def desks(chromium: Browser, desk_site: Flask, address: str) -> Iterator[dict[str, Desk]]:
    views = {"fanny": ("fr", 360), "emma": ("en", 1280), "nora": ("en", 1280)}
    made = {name: Desk(chromium, address, add_person(desk_site, "educator", name), *view) for name, view in views.items()}
    yield made
    for desk in made.values():
        desk.close()


def register(desk: Desk, name: str, fields: dict[str, Any], look: str) -> None:
    desk.open("rediger", "writing")
    desk.follow(f"/{'registres' if desk.lang == 'fr' else 'registers'}/{name}")
    desk.follow(f"/{name}/{'fiche' if desk.lang == 'fr' else 'entry'}")
    desk.fill(fields)
    desk.look(look)
    desk.send()
    assert desk.page.locator(f"#{fields['key']}").count() == 1, desk.alerts()


def begin_course(desk: Desk) -> None:
    desk.open("rediger", "writing")
    desk.look("writing")
    desk.follow("/rediger/nouveau-cours")
    desk.fill(topic.COURSE_FORM)
    desk.send("look")
    desk.look("begin-course")
    desk.send("save")
    assert desk.page.url.endswith(f"/parcours/{topic.COURSE}"), desk.alerts()
    desk.look("course-without-modules")


def begin_module(desk: Desk) -> None:
    desk.follow(f"/rediger/nouveau?where={topic.COURSE}")
    desk.fill({"title_fr": topic.TITLES["fr"], "title_en": topic.TITLES["en"], "key": topic.KEY})
    desk.look("begin")
    desk.send()
    assert f"{topic.KEY}.md" in desk.page.url, desk.alerts()


def course_line(desk: Desk) -> None:
    desk.open("rediger", "writing")
    desk.follow(f"/parcours/{topic.COURSE}")
    desk.look("course")
    desk.follow(f"/parcours/{topic.COURSE}/{topic.KEY}")
    desk.fill({"minutes": "6"})
    desk.untick("objective", "K01")
    desk.pick_more("objective", "sleep-well")
    desk.look("course-line")
    desk.send()
    assert desk.page.url.endswith(f"#{topic.KEY}"), desk.alerts()


def open_form(desk: Desk, file: str) -> None:
    desk.open(f"rediger/fiche/{file}", f"writing/form/{file}")


def write_text(desk: Desk) -> None:
    lang = desk.lang
    open_form(desk, f"{lang}/{topic.COURSE}/{topic.KEY}.md")
    desk.fill({"title": topic.TITLES[lang], "summary": topic.SUMMARY[lang], "authors": "Claire, Jean", "body": topic.BODY[lang]})
    desk.send("look")
    desk.look("text-look")
    desk.send("save")
    assert desk.page.locator("main [role=alert]").count() == 0, desk.alerts()
    desk.look("text")


def write_questions(desk: Desk) -> None:
    lang = desk.lang
    file = f"{lang}/{topic.COURSE}/{topic.KEY}.items.md"
    open_form(desk, f"{lang}/{topic.COURSE}/{topic.KEY}.md")
    desk.follow(f"/{file}")
    desk.look("questions")
    for number, (kind, key, french, english) in enumerate(topic.QUESTIONS):
        if lang == "fr":
            desk.fill({"kind": kind})
            desk.hands.press("main form.find button")
            fields = {"key": key, **french, "more_source": "sleep-guide", "objective": "sleep-well"}
        else:
            desk.follow(f"like={key}")
            fields = {**english}
        in_order = sorted(fields.items(), key=lambda row: place_of(desk, row[0]))
        desk.fill(dict(in_order))
        if number in (1, 4, 6):
            desk.look(f"question-{kind}")
        desk.send("save")
        assert desk.page.url.endswith(f"#{key}"), (key, desk.alerts())
    desk.follow("item=first")
    desk.send("remove")
    assert desk.page.locator("#first").count() == 0
    desk.look("questions-written")


def place_of(desk: Desk, name: str) -> int:
    """Where a field stands on the page: she fills them in from the top."""
    words = "(name) => [...document.querySelectorAll('main [name]')].findIndex((one) => one.name === name)"
    return int(desk.page.evaluate(words, name))


def write_simple(desk: Desk) -> None:
    lang = desk.lang
    open_form(desk, f"{lang}/{topic.COURSE}/{topic.KEY}.md")
    desk.hands.press('main button[name="what"][value="simple"]')
    desk.fill({"title": topic.TITLES[lang], "body": topic.EASY[lang]})
    desk.send("save")
    assert desk.page.locator("main [role=alert]").count() == 0, desk.alerts()
    desk.look("simple")


def ask_for_a_reader(desk: Desk, file: str) -> None:
    desk.open(f"rediger/texte/{file}", f"writing/text/{file}")
    desk.look("state")
    desk.hands.press('main button[name="to"][value="in_review"]')
    assert desk.page.locator('button[value="in_review"]').count() == 0, desk.page.locator("main").inner_text()[:3000]


def sign(desk: Desk, file: str) -> None:
    desk.open(f"rediger/texte/{file}", f"writing/text/{file}")
    desk.fill({"by": "Nora Lind, oncology nurse", "expires": UNTIL, "has_read": "yes"})
    desk.look("signing")
    desk.hands.press("main form:has(#by) button")
    assert desk.page.locator("main [role=alert]").count() == 0, desk.alerts()


def write_situation(fanny: Desk, emma: Desk) -> None:
    fanny.open("rediger/nouveau", "writing/new")
    titles = topic.SCENE_TITLES
    fanny.fill({"where": "situation", "title_fr": titles["fr"], "title_en": titles["en"], "key": topic.SCENE})
    fanny.send()
    assert f"{topic.SCENE}.md" in fanny.page.url, fanny.alerts()
    fanny.fill({"title": titles["fr"], "first_day": "2", "last_day": "20"})
    for slot in ("morning", "noon", "evening"):
        fanny.untick("slots", slot)
    fanny.tick("slots", "night")
    fanny.fill({"room": "bedroom", "face": "tired"})
    fanny.untick("skills", "K01")
    fanny.tick("skills", "K08")
    fanny.fill({"more_source": "sleep-guide", "mark_safe-way": "safe", "mark_other-way": "other", "mark_third-way": "other"})
    fanny.fill({**topic.SCENE_WORDS["fr"], **topic.SCENE_DOES})
    fanny.look("situation")
    fanny.send("save")
    assert fanny.page.locator("main [role=alert]").count() == 0, fanny.alerts()
    open_form(emma, f"en/situations/{topic.SCENE}.md")
    emma.fill({"title": titles["en"], **topic.SCENE_WORDS["en"]})
    emma.look("situation")
    emma.send("save")
    assert emma.page.locator("main [role=alert]").count() == 0, emma.alerts()


def test_a_module_on_a_new_topic_is_written_by_keyboard(desk_site: Flask, desks: dict[str, Desk]) -> None:
    fanny, emma, nora = desks["fanny"], desks["emma"], desks["nora"]
    for desk in (fanny, emma):
        desk.open("rediger/aide", "writing/help")
        desk.look("help")
    dates_as_offered = {name: words for name, words in topic.SOURCE.items() if name not in ("checked_on", "valid_until")}
    register(fanny, "sources", dates_as_offered, "source")
    register(fanny, "objectives", topic.OBJECTIVE, "objective")
    begin_course(fanny)
    begin_module(fanny)
    course_line(fanny)
    for desk in (fanny, emma):
        write_text(desk)
        write_questions(desk)
        write_simple(desk)
        ask_for_a_reader(desk, f"{desk.lang}/{topic.COURSE}/{topic.KEY}.md")
    for lang in ("fr", "en"):
        sign(nora, f"{lang}/{topic.COURSE}/{topic.KEY}.md")
    assert [fault for desk in desks.values() for fault in desk.faults] == []
    library = content_folder.load(site_of(desk_site).settings.own_content, today=date.today())
    for lang in ("fr", "en"):
        files = library.of(topic.KEY, lang)
        assert files
        assert files.text
        assert files.items
        assert files.simple
        assert files.text.front.text("state") == "published"
        assert str(files.text.front.values["expires"]) == UNTIL
        assert [item.key for item in files.items.items] == [key for _kind, key, _fr, _en in topic.QUESTIONS]
    assert library.structure.modules[topic.KEY].minutes == 6
    own = site_of(desk_site).settings.own_content
    assert {(topic.KEY, "fr"), (topic.KEY, "en")} <= served_on(own, UNTIL), "to its last day readers of a real site get it"
    assert not {(topic.KEY, "fr"), (topic.KEY, "en")} & served_on(own, UNTIL, days_later=1), "past that day they do not"


def served_on(own: Path, day: str, days_later: int = 0) -> set[tuple[str, str]]:
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00") + timedelta(days=days_later)
    return set(catalogue.load(own, now=at, instance="real").modules)


def test_a_situation_is_written_by_keyboard(desk_site: Flask, desks: dict[str, Desk]) -> None:
    fanny, emma, nora = desks["fanny"], desks["emma"], desks["nora"]
    seen = [len(desk.faults) for desk in desks.values()]
    own = site_of(desk_site).settings.own_content
    if not own.is_dir() or topic.SOURCE["key"] not in (own / "_structure/references.yml").read_text("utf-8"):
        dates_as_offered = {name: words for name, words in topic.SOURCE.items() if name not in ("checked_on", "valid_until")}
        register(fanny, "sources", dates_as_offered, "source")
    write_situation(fanny, emma)
    ask_for_a_reader(fanny, f"fr/situations/{topic.SCENE}.md")
    sign(nora, f"fr/situations/{topic.SCENE}.md")
    assert [fault for n, desk in zip(seen, desks.values(), strict=True) for fault in desk.faults[n:]] == []
    text = (own / f"fr/situations/{topic.SCENE}.md").read_text("utf-8")
    assert "state: published" in text
    assert UNTIL in text
