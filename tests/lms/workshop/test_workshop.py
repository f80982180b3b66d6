"""A workshop: the room decides, everything is in the address, nobody is recorded, and a nurse leaves with a sheet."""

import io
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lms_cast import MakePerson, Person
from pypdf import PdfReader
from sqlalchemy import func, select

from lms.web.database.extensions import db
from lms.weeks.models import Play
from lms.workshop.handout import source_list
from lrs.storage.tables import metadata

ROOMS = {"fr": ("/fr/atelier", "fiche"), "en": ("/en/workshop", "sheet")}


@pytest.fixture
def educator(make_person: MakePerson) -> Person:
    return make_person("educator")


def counts(site: Flask) -> dict[str, int]:
    """Rows of every table of the site, by name."""
    with site.app_context():
        tables = {**db.metadata.tables, **metadata.tables}
        return {name: db.session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}


def letters(page: str) -> list[str]:
    return re.findall(r'name="pick" value="([a-e])"', page)


def walk(client: FlaskClient, at: str, pick: int) -> Iterator[str]:
    """Every page of a workshop, the room always choosing the option of that place."""
    address = at
    for _ in range(120):
        answer = client.get(address)
        if answer.status_code == 303:
            address = answer.headers["Location"]
            continue
        assert answer.status_code == 200, address
        yield answer.text
        options = letters(answer.text)
        if options:
            hidden = dict(re.findall(r'type="hidden" name="(number|choices)" value="([^"]*)"', answer.text))
            query = "&".join(f"{name}={value}" for name, value in {**hidden, "pick": options[min(pick, len(options) - 1)]}.items())
            address = f"{at}?{query}"
        elif "answer chosen" in answer.text and 'class="actions"><a class="button" href="' in answer.text and ".pdf" not in answer.text:
            address = re.findall(r'class="actions"><a class="button" href="([^"]+)"', answer.text)[0].replace("&amp;", "&")
        else:
            return
    raise AssertionError("the workshop does not end")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(("campaign", "week"), [("azur", 2), ("ambre", 0), ("caregiver", 1), ("tutorial", 1)])
def test_a_room_goes_from_the_first_situation_to_the_sheet_and_nothing_is_kept(
    site: Flask, educator: Person, lang: str, campaign: str, week: int
) -> None:
    before = counts(site)
    at = f"{ROOMS[lang][0]}/{campaign}/{week}"
    pages = list(walk(educator.client, at, week % 3))
    asked, told = sum(bool(letters(page)) for page in pages), sum("answer chosen" in page for page in pages)
    assert asked == told >= 1
    assert ".pdf?choices=" in pages[-1]
    assert counts(site) == before
    assert db_plays(site) == 0


def db_plays(site: Flask) -> int:
    with site.app_context():
        return db.session.scalar(select(func.count()).select_from(Play)) or 0


def test_every_story_and_week_has_something_to_decide(educator: Person) -> None:
    page = educator.client.get("/fr/atelier").text
    ways = set(re.findall(r'href="(/fr/atelier/[a-z]+/\d)"', page))
    assert len(ways) >= 28
    assert all(letters(educator.client.get(way).text) for way in ways)


def test_the_sheet_says_what_was_decided_why_and_with_which_sources(educator: Person) -> None:
    page = educator.client.get("/fr/atelier/azur/2/fiche?choices=ab-c").text
    assert page.count("Pourquoi c’est important") == 3
    assert page.count("À demander à la salle") == 3
    assert page.count("Sources") >= 3
    assert "À emporter à la maison" in page
    assert "{" not in re.sub(r"<[^>]*>", "", page[page.index("<main") : page.index("</main>")])


def test_sources_are_one_sentence_with_one_mark_at_its_end() -> None:
    assert source_list(["Trust, What is it?", "Centre, Fièvre"], "fr") == "Trust, What is it?\u00a0; Centre, Fièvre."
    assert source_list(["Trust, What is it?"], "en") == "Trust, What is it?"


def test_the_sheet_bears_its_day_as_the_site_writes_days(educator: Person) -> None:
    assert re.search(r"· (\d|1er|\d\d)\u00a0\w+\u00a0\d{4}<", educator.get("/en/workshop/azur/2/sheet?choices=a").text)


@pytest.mark.parametrize(("at", "language"), [("/fr/atelier/corail/0/fiche.pdf", "fr"), ("/en/workshop/nacre/2/sheet.pdf", "en")])
def test_the_sheet_is_a_tagged_pdf_in_its_language(educator: Person, at: str, language: str) -> None:
    answer = educator.client.get(f"{at}?choices=abc")
    assert answer.mimetype == "application/pdf"
    pdf_reader = PdfReader(io.BytesIO(answer.data))
    root = pdf_reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith(language)
    width, height = float(pdf_reader.pages[0].mediabox.width), float(pdf_reader.pages[0].mediabox.height)
    assert (round(width), round(height)) == (595, 842)


def test_the_room_can_go_back_change_and_pass(educator: Person) -> None:
    client, at = educator.client, "/fr/atelier/azur/1"
    response = client.get(f"{at}?number=2&choices=a&pick=b")
    assert response.headers["Location"].endswith("number=2&choices=ab")
    assert "answer chosen" in client.get(response.headers["Location"]).text
    passed = client.get(f"{at}?number=1&choices=ab&pick=-")
    assert passed.headers["Location"].endswith("number=2&choices=-b")
    assert letters(client.get(f"{at}?number=1&choices=-b").text)


@pytest.mark.parametrize(
    "at",
    ["azur/9", "nowhere/1", "azur/1?choices=zz", "azur/1?number=x", "azur/1?number=1&pick=q", f"azur/1?choices={'a' * 99}"],
)
def test_an_address_that_is_not_ours_is_not_found(educator: Person, at: str) -> None:
    assert educator.client.get(f"/fr/atelier/{at}").status_code == 404


def test_the_link_needs_no_account_and_one_press_is_the_vote(guest: FlaskClient) -> None:
    assert guest.get("/fr/atelier").status_code == 200
    page = guest.get("/fr/atelier/azur/1").text
    assert '<input type="radio"' not in page
    assert "<header" not in page
    assert "<footer" not in page
    assert 'href="/fr/vrai-probleme"' in page
    assert "textes non valid" in page, "a wall says that it shows drafts too"
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    answer = guest.get("/fr/atelier/azur/1", query_string={**hidden, "pick": letters(page)[0]})
    assert "answer chosen" in guest.get(answer.headers["Location"]).text
