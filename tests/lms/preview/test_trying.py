"""An educator plays one situation alone: the week travels in the form, and neither the store nor any table hears of it."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lms_cast import MakePerson, Person
from sqlalchemy import func, select

from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.weeks.models import Play
from lrs.storage.tables import metadata

KEY = "headache-first"


def counts(site: Flask) -> tuple[int, int]:
    with site.app_context():
        told = db.session.scalar(select(func.count()).select_from(metadata.tables["lrs_statements"])) or 0
        return told, db.session.scalar(select(func.count()).select_from(Play)) or 0


def form(page: str, **more: str) -> dict[str, str]:
    found = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("sealed", "turn", "csrf_token")}
    return {**found, **more}


@pytest.fixture
def educator(make_person: MakePerson) -> Person:
    return make_person("educator")


@pytest.mark.parametrize("at", ["/fr/jouer/situations", "/en/play/situations"])
def test_one_situation_is_played_to_its_end_and_nothing_is_recorded(site: Flask, educator: Person, at: str) -> None:
    before = counts(site)
    page = educator.client.get(f"{at}/{KEY}").text
    assert 'name="option"' in page
    page = educator.client.post(f"{at}/{KEY}", data=form(page, do="decide", option="measure")).text
    assert 'name="option"' not in page
    for _ in range(6):
        if 'name="sealed"' not in page:
            break
        page = educator.client.post(f"{at}/{KEY}", data=form(page, do="next")).text
    assert 'class="callout good"' in page
    assert counts(site) == before


@pytest.mark.parametrize("at", ["/fr/jouer/situations", "/en/play/situations"])
def test_every_title_of_the_list_is_filled_in(educator: Person, at: str) -> None:
    page = educator.get(at).text
    assert re.findall(r"\{\w+\}", page[page.index("<main") : page.index("</main>")]) == []


def test_every_situation_begins_and_shows_all_its_choices(site: Flask, educator: Person) -> None:
    pages = [educator.client.get(f"/fr/jouer/situations?from={first}").text for first in range(0, 150, 50)]
    links = {link for page in pages for link in re.findall(r'href="(/fr/jouer/situations/[^"]+)"', page)}
    assert len(links) == len(site_of(site).newest_content.catalogue.game.situations) >= 48
    for link in links:
        response = educator.client.get(link)
        assert response.status_code == 200
        assert response.text.count('<div class="answer') >= 3


def test_the_list_narrows_to_one_story_and_one_matter(educator: Person) -> None:
    def listed(query: str) -> list[str]:
        return re.findall(r"/fr/jouer/situations/([a-z-]+)\"", educator.client.get(f"/fr/jouer/situations?{query}").text)

    assert set(listed("campaign=caregiver&about=call")) < set(listed("about=call"))
    assert len(listed("about=call")) >= 6
    assert listed("campaign=nowhere") == listed("")


def test_the_same_form_twice_gives_the_same_page(educator: Person) -> None:
    page = educator.client.get(f"/fr/jouer/situations/{KEY}").text
    sent = form(page, do="decide", option="paracetamol")
    once, twice = (educator.client.post(f"/fr/jouer/situations/{KEY}", data=sent).text for _ in range(2))
    assert re.sub(r'name="csrf_token" value="[^"]+"', "", once) == re.sub(r'name="csrf_token" value="[^"]+"', "", twice)


def test_nothing_chosen_is_said_and_nothing_is_lost(educator: Person) -> None:
    page = educator.client.get(f"/fr/jouer/situations/{KEY}").text
    answer = educator.client.post(f"/fr/jouer/situations/{KEY}", data=form(page, do="decide"))
    assert answer.status_code == 422
    assert 'name="option"' in answer.text


def test_a_week_that_was_not_sealed_here_is_refused(educator: Person) -> None:
    page = educator.client.get(f"/fr/jouer/situations/{KEY}").text
    for sealed in ("", "x" * 70_000, form(page)["sealed"][:-3] + "abc"):
        answer = educator.client.post(f"/fr/jouer/situations/{KEY}", data={**form(page, do="next"), "sealed": sealed})
        assert answer.status_code == 409
        assert "recommence" in answer.text
    assert educator.client.get("/fr/jouer/situations/nowhere").status_code == 404


def test_learners_do_not_see_it(make_person: MakePerson, guest: FlaskClient) -> None:
    assert make_person("patient").client.get(f"/fr/jouer/situations/{KEY}").status_code == 403
    assert guest.get(f"/fr/jouer/situations/{KEY}").status_code == 302


def test_the_editor_and_the_list_of_files_lead_to_it(educator: Person) -> None:
    assert f'href="/fr/jouer/situations/{KEY}"' in educator.client.get(f"/fr/rediger/texte/fr/situations/{KEY}.md").text
    pages = [educator.client.get(f"/fr/rediger?kind=situation&from={first}").text for first in range(0, 150, 50)]
    assert f'href="/fr/jouer/situations/{KEY}"' in "".join(pages)


@pytest.mark.parametrize(("at", "raw"), [("/fr/jouer/situations", r"[a-z-]+"), ("/en/play/situations", r"[a-z]+-[a-z-]+")])
def test_what_situations_are_about_is_said_in_words(educator: Person, at: str, raw: str) -> None:
    """A key alone would be shown to readers (breath, weight). Every French one holds an article, a space or an accent."""
    choices = educator.get(at).text.partition('name="about"')[2].partition("</select>")[0]
    words = [unescape(word) for word in re.findall(r"<option[^>]*>([^<]+)<", choices)]
    assert len(words) > 20
    assert [word for word in words if re.fullmatch(raw, word) and word != "tous"] == []
