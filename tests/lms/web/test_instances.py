"""A demo instance shows drafts under a banner on every page; a real one shows no draft at all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import FEVER, Person, add_person
from lms_site import lay_parsed_content, make_database

from lms.app import create_app
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db

PAGES = ("/fr/", "/fr/fievre", "/fr/cours", "/fr/sources", "/fr/avancee", "/en/", "/en/fever")


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Flask]:
    settings = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_INSTANCE": "real", "HORSLESMURS_SITE_RULE": "38.3-held"})
    make_database(settings)
    lay_parsed_content(settings)
    app = create_app(settings)
    yield app
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


def test_a_demo_says_draft_on_every_page(guest: Person) -> None:
    for path in (*PAGES, f"{FEVER}/1", f"{FEVER}/question/1", "/fr/nowhere"):
        page = guest.get(path).text
        assert 'class="banner"' in page
        assert ("textes non validés" if path.startswith("/fr") else "texts not validated") in page


def test_a_real_instance_shows_no_draft_and_still_says_when_to_call(real: Flask) -> None:
    person = Person(real, None)
    for path in PAGES:
        answer = person.get(path)
        assert answer.status_code == 200
        assert 'class="banner"' not in answer.text
    assert person.get(FEVER).status_code == 404
    assert "38,3 °C ou plus une fois, ou 38,0 °C ou plus pendant 1 heure" in person.get("/fr/fievre").text.replace("\u00a0", " ")


@pytest.fixture
def unchosen(tmp_path: Path) -> Iterator[Flask]:
    """A real site whose clinicians have chosen no fever rule and published nothing."""
    settings = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_INSTANCE": "real"})
    make_database(settings)
    lay_parsed_content(settings)
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    yield app
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


def test_a_real_instance_opens_neither_the_game_nor_the_signs_before_they_are_published(unchosen: Flask) -> None:
    person = Person(unchosen, None)
    assert "Pas encore ouvert" in person.get("/fr/jouer").text
    assert person.get("/fr/jouer/personnage/azur/2").status_code == 404
    started = {"campaign": "azur", "week": "2", "look": "nadia", "length": "normal", "difficulty": "1"}
    assert person.post("/fr/jouer/commencer", token="7a9e7e4a-d069-453f-9b9d-a2dd6036394e", **started).status_code == 404
    assert "Pas encore ouvert" in person.get("/fr/quand-j-appelle").text
    assert person.get("/fr/quand-j-appelle.pdf").status_code == 404
    numbers = person.get("/fr/vrai-probleme").text
    assert "tel:15" in numbers
    assert "convulsions" not in numbers


def test_a_real_instance_without_a_chosen_rule_shows_no_temperature(unchosen: Flask) -> None:
    page = Person(unchosen, None).get("/fr/fievre").text
    assert "°C" not in page
    assert "sur ma carte d’alerte" in page


@pytest.mark.parametrize("path", ["/fr/", "/fr/cours", "/fr/fievre", "/fr/sources"])
def test_a_real_instance_that_published_nothing_has_no_empty_part_and_no_temperature(unchosen: Flask, path: str) -> None:
    page = Person(unchosen, None).get(path).text
    assert not re.search(r"<ul(?![^>]* hidden)[^>]*>\s*</ul>", page)
    assert "°C" not in page
    assert ("Aucun cours n’est encore ouvert" in page) == (path in ("/fr/", "/fr/cours"))


def test_writers_of_a_real_instance_read_the_names_of_courses_that_are_not_open(unchosen: Flask) -> None:
    page = add_person(unchosen, "educator", "claire").get("/fr/rediger").text
    assert "L’essentiel à la maison" in page
    assert ">patient-essentials<" not in page
