"""A demo instance shows drafts under a banner on every page; a real one shows no draft at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import FEVER, Person

from lms import database
from lms.app import create_app
from lms.settings import read
from lms.web.extensions import db

PAGES = ("/fr/", "/fr/fievre", "/fr/cours", "/fr/sources", "/fr/avancee", "/en/", "/en/fever")


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Flask]:
    settings = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_INSTANCE": "real", "HORSLESMURS_SITE_RULE": "38.3-held"})
    database.upgrade(settings)
    app = create_app(settings)
    yield app
    app.extensions["writer"].close()
    with app.app_context():
        db.engine.dispose()


def test_a_demo_says_draft_on_every_page(guest: Person) -> None:
    for path in (*PAGES, f"{FEVER}/1", f"{FEVER}/question/1", "/fr/nowhere"):
        page = guest.get(path).text
        assert 'class="banner"' in page
        assert ("non validé par des soignants" if path.startswith("/fr") else "not validated by health professionals") in page


def test_a_real_instance_shows_no_draft_and_still_says_when_to_call(real: Flask) -> None:
    person = Person(real, None)
    for path in PAGES:
        answer = person.get(path)
        assert answer.status_code == 200
        assert 'class="banner"' not in answer.text
    assert person.get(FEVER).status_code == 404
    assert "38,3 °C ou plus une fois, ou 38,0 °C ou plus pendant 1 heure" in person.get("/fr/fievre").text.replace("\u00a0", " ")
