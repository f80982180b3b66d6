"""The frame of every page: the same navigation at the same place, where one is, and no way lost without JavaScript."""

import re

import pytest
from flask import Flask
from lms_cast import FEVER, Person
from test_routes_and_roles import routes

ENTRIES = {
    "fr": ["/fr/", "/fr/cours", "/fr/jouer", "/fr/avancee", "/fr/chercher", "/fr/aide"],
    "en": ["/en/", "/en/courses", "/en/play", "/en/progress", "/en/search", "/en/help"],
}
SLIM = ("home.fever", "weeks.show", "workshop.", "offline.module")
"""Pages whose whole height is needed: their navigation stands at the foot, or, on the wall, nowhere."""


def navigation(page: str) -> str:
    found = re.search(r'<nav class="nav".*?</nav>', page, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_open_to_all_has_the_same_navigation(site: Flask, guest: Person, language: str) -> None:
    seen = 0
    for endpoint, method, path in routes(site):
        if method != "GET" or not path.startswith(f"/{language}/") or endpoint.startswith(SLIM):
            continue
        answer = guest.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        seen += 1
        links = re.findall(r'href="([^"]+)"', navigation(answer.text))
        assert links[: len(ENTRIES[language])] == ENTRIES[language], path
        assert all(
            f'href="{entry}"' in answer.text.split('<details class="more">')[1] for entry in (ENTRIES[language][0], ENTRIES[language][5])
        )
    assert seen > 20


def test_it_says_where_one_is(guest: Person) -> None:
    for path, entry, kind in (
        ("/fr/", "/fr/", "page"),
        ("/fr/cours", "/fr/cours", "page"),
        (FEVER, "/fr/cours", "true"),
        (f"{FEVER}/1", "/fr/cours", "true"),
        ("/fr/avancee", "/fr/avancee", "page"),
        ("/fr/aide", "/fr/aide", "page"),
        ("/fr/chercher", "/fr/chercher", "page"),
        ("/fr/sources", "", ""),
    ):
        marked = re.findall(r'<li[^>]*><a href="([^"]+)" aria-current="(\w+)"', navigation(guest.get(path).text).split("<details")[0])
        assert marked == ([(entry, kind)] if entry else []), path


@pytest.mark.parametrize("path", ["/fr/fievre", "/en/fever"])
def test_a_page_that_needs_its_whole_height_has_the_way_round_at_its_foot(guest: Person, path: str) -> None:
    page = guest.get(path).text
    assert not navigation(page)
    foot = page.split('<nav class="foot-nav"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', foot)[:6] == ENTRIES[path[1:3]]


def test_the_help_page_leads_to_the_numbers_first_and_takes_no_message(guest: Person) -> None:
    main = guest.get("/fr/aide").text.split("<main", 1)[1].split("</main>")[0]
    links = re.findall(r'href="([^"]+)"', main)
    assert links[0] == "/fr/vrai-probleme"
    assert "<form" not in main
