"""Whoever has an account that others opened is asked for her agreement first; help, leaving and erasing stay open meanwhile."""

import pytest
from flask import Flask
from lms_cast import PASSPHRASE, Person, add_person

from lms.accounts.models import ROLES
from lms.learning.models import Progress
from lms.web.database.extensions import db

HELP = ("/fr/vrai-probleme", "/fr/fievre", "/fr/quand-j-appelle", "/fr/vos-donnees", "/fr/compte/effacer", "/fr/aide")


def asked(person: Person, path: str) -> bool:
    answer = person.get(path)
    return answer.status_code == 303 and "/accord" in answer.headers["Location"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_asked_once_at_the_first_sign_in(site: Flask, role: str) -> None:
    add_person(site, role, f"monique-{role}", has_consented=False)
    person = Person(site, None)
    assert person.post("/fr/connexion", name=f"monique-{role}", passphrase=PASSPHRASE).status_code == 303
    for path in ("/fr/", "/fr/cours", "/fr/avancee", "/fr/jouer", "/fr/compte"):
        assert asked(person, path), path
    assert person.post("/fr/accord").status_code == 422
    assert asked(person, "/fr/")
    assert person.post("/fr/accord", consent="yes", next="/fr/cours").headers["Location"] == "/fr/cours"
    assert not asked(person, "/fr/cours")
    again = Person(site, None)
    again.post("/fr/connexion", name=f"monique-{role}", passphrase=PASSPHRASE)
    assert not asked(again, "/fr/")


def test_nothing_she_sends_before_is_done(site: Flask) -> None:
    person = add_person(site, "patient", "monique2", has_consented=False)
    answer = person.post("/fr/cours/patient-essentials/fever/commencer")
    assert (answer.status_code, "/fr/accord" in answer.headers["Location"]) == (303, True)
    with site.app_context():
        assert db.session.query(Progress).count() == 0


def test_real_help_her_data_and_the_way_out_stay_open(site: Flask) -> None:
    person = add_person(site, "patient", "monique3", has_consented=False)
    for path in HELP:
        assert not asked(person, path), path
    assert person.post("/fr/compte/effacer", passphrase=PASSPHRASE).status_code == 303
    other = add_person(site, "patient", "paule3", has_consented=False)
    assert other.post("/fr/deconnexion").headers["Location"] == "/fr/"
    assert not asked(other, "/fr/")


def test_guests_and_those_who_agreed_are_asked_nothing(site: Flask, guest: Person) -> None:
    assert guest.get("/fr/cours").status_code == 200
    person = add_person(site, "patient", "nadia4")
    assert person.get("/fr/cours").status_code == 200
    assert person.get("/fr/accord").headers["Location"] == "/fr/"


def test_an_address_elsewhere_is_not_followed(site: Flask) -> None:
    person = add_person(site, "patient", "monique5", has_consented=False)
    assert person.post("/fr/accord", consent="yes", next="https://example.org/").headers["Location"] == "/fr/"
