"""Signing in: what a refusal gives away, how often one may try, when a session ends."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import PASSPHRASE, TOKEN, MakePerson, Person
from lms_site import close, make_site

from lms.accounts.throttle import PER_ADDRESS


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Flask]:
    """A site of its own for each test: refusals are counted by address."""
    app = make_site(tmp_path)
    yield app
    close(app)


def sign_in(guest: Person, name: str, passphrase: str, **more: str) -> tuple[int, str]:
    answer = guest.post("/fr/connexion", name=name, passphrase=passphrase, **more)
    return answer.status_code, answer.headers.get("Location", answer.text)


def test_a_name_or_an_address_opens_whatever_its_capitals(make_person: MakePerson, site: Flask) -> None:
    make_person("patient", "Nadia", email="nadia@example.org")
    for name in ("nadia", "NADIA", "Nadia@Example.org"):
        person = Person(site, None)
        assert sign_in(person, name, PASSPHRASE) == (303, "/fr/")
        assert person.get("/fr/compte").status_code == 200


def test_a_known_and_an_unknown_name_get_the_same_answer(make_person: MakePerson, guest: Person) -> None:
    make_person("patient", "nadia")
    known, unknown = sign_in(guest, "nadia", "another phrase"), sign_in(guest, "nobody", "another phrase")
    assert known[0] == unknown[0] == 422
    assert TOKEN.sub("", known[1]).replace("nadia", "") == TOKEN.sub("", unknown[1]).replace("nobody", "")


def test_a_known_and_an_unknown_name_take_the_same_time(make_person: MakePerson, guest: Person, site: Flask) -> None:
    make_person("patient", "nadia")
    times: dict[str, list[float]] = {"nadia": [], "nobody": []}
    token = guest.token()
    for _ in range(8):
        for name, taken in times.items():
            site.extensions["throttle"].storage.reset()
            start = time.process_time()
            guest.client.post("/fr/connexion", data={"csrf_token": token, "name": name, "passphrase": "another phrase"})
            taken.append(time.process_time() - start)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert abs(known - unknown) / known < 0.25


def test_five_refusals_close_a_name_even_to_its_passphrase(make_person: MakePerson, guest: Person) -> None:
    make_person("patient", "nadia")
    assert [sign_in(guest, "nadia", "another phrase")[0] for _ in range(5)] == [422] * 5
    assert sign_in(guest, "Nadia", PASSPHRASE)[0] == 429


def test_twenty_refusals_close_an_address(site: Flask, guest: Person) -> None:
    for _ in range(18):
        site.extensions["throttle"].hit(PER_ADDRESS, "127.0.0.1")
    assert [sign_in(guest, f"name{number}", "another phrase")[0] for number in range(3)] == [422, 422, 429]


def test_nobody_is_sent_to_another_site(make_person: MakePerson, site: Flask) -> None:
    make_person("patient", "nadia")
    for target in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/fr/\r\nX: 1", "/fr/\\elsewhere"):
        assert sign_in(Person(site, None), "nadia", PASSPHRASE, next=target) == (303, "/fr/")
    assert sign_in(Person(site, None), "nadia", PASSPHRASE, next="/fr/avancee") == (303, "/fr/avancee")


def test_signing_out_ends_every_session(make_person: MakePerson, site: Flask) -> None:
    here = make_person("patient", "nadia")
    there = Person(site, "nadia")
    assert here.post("/fr/deconnexion").status_code == 303
    assert there.get("/fr/compte").status_code == 302
    assert here.get("/fr/compte").status_code == 302


def test_a_new_passphrase_ends_the_other_sessions_and_keeps_this_one(make_person: MakePerson, site: Flask) -> None:
    here = make_person("patient", "nadia")
    there = Person(site, "nadia")
    assert here.post("/fr/compte/phrase", old=PASSPHRASE, new="encore quatre mots longs").status_code == 303
    assert there.get("/fr/compte").status_code == 302
    assert here.get("/fr/compte").status_code == 200


def test_the_session_of_a_guest_does_not_survive_signing_in(make_person: MakePerson, guest: Person) -> None:
    make_person("patient", "nadia")
    guest.get("/fr/avancee")
    with guest.client.session_transaction() as session:
        before = dict(session)
    sign_in(guest, "nadia", PASSPHRASE)
    with guest.client.session_transaction() as session:
        assert "guest" not in session
        assert session.get("csrf_token") != before["csrf_token"]


def test_what_a_guest_did_comes_along_into_her_new_account(guest: Person) -> None:
    guest.post("/fr/cours/patient-essentials/fever/commencer")
    data = {"name": "nadia", "role": "patient", "passphrase": PASSPHRASE, "consent": "yes"}
    assert guest.post("/fr/nouveau-compte", **data).status_code == 303
    assert "La fièvre" in guest.get("/fr/avancee").text


def test_an_account_needs_an_agreement_a_path_and_a_long_passphrase(guest: Person) -> None:
    answer = guest.post("/fr/nouveau-compte", name="n a", role="admin", passphrase="short")
    assert answer.status_code == 422
    assert answer.text.count('class="error"') == 4


def test_passphrases_are_kept_by_argon2id(make_person: MakePerson) -> None:
    assert make_person("patient").account.password.startswith("$argon2id$")
