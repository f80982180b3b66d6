"""Signing in: what a refusal gives away, how often one may try, when a session ends."""

import math
import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_security.utils import verify_password
from lms_cast import PASSPHRASE, TOKEN, MakePerson, Person
from lms_site import close, make_site
from sqlalchemy import event

from lms.accounts import passphrase_words, passphrases
from lms.web.database.extensions import db

WEAK = [
    *("trustno1trustno1", "nicolas120589"),  # of the lists of common ones
    *("123456789012", "aaaaaaaaaaaa", "passwordpassword", "motdepasse123", "azertyuiop12", "Password2026!", "P@ssw0rd2026"),
    *("abcabcabcabc", "1234abcd5678", "nadia-nadia-nadia", "nadia19761976", "987654321098", "qsdfghjklm12", "jetaimejetaime"),
]


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


def test_a_known_and_an_unknown_name_take_the_same_steps(
    make_person: MakePerson, guest: Person, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same questions to the database and one check of a hash of the same cost: what a name costs is what it tells."""
    make_person("patient", "nadia")
    token, steps = guest.token(), {}

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        # Which columns an UPDATE sets hangs on whether two tries fall into one tick of the clock.
        taken.append(re.sub(r" SET .* WHERE", " WHERE", " ".join(statement.split())))

    def check(passphrase: str, stored: str) -> bool:
        taken.append(stored.rpartition("$")[0].rpartition("$")[0])  # method and cost, without salt
        return verify_password(passphrase, stored)

    monkeypatch.setattr(passphrases, "verify_password", check)
    with site.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    for name in ("warm-up", "nadia", "nobody"):
        taken: list[str] = []
        guest.client.post("/fr/connexion", data={"csrf_token": token, "name": name, "passphrase": "another phrase"})
        steps[name] = taken
    assert steps["nadia"] == steps["nobody"]
    assert len([step for step in steps["nadia"] if step.startswith("$argon2id$")]) == 1


def test_nobody_is_sent_to_another_site(make_person: MakePerson, site: Flask) -> None:
    make_person("patient", "nadia")
    for target in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/fr/\r\nX: 1", "/fr/\\elsewhere"):
        assert sign_in(Person(site, None), "nadia", PASSPHRASE, next=target) == (303, "/fr/")
    assert sign_in(Person(site, None), "nadia", PASSPHRASE, next="/fr/avancee") == (303, "/fr/avancee")


def test_signing_out_ends_this_session_and_every_copy_of_its_cookie(make_person: MakePerson, site: Flask) -> None:
    here = make_person("patient", "nadia")
    there, thief = Person(site, "nadia"), Person(site, None)
    cookie = here.client.get_cookie("hlm")
    assert cookie is not None
    thief.client.set_cookie("hlm", cookie.value)
    assert thief.get("/fr/compte").status_code == 200
    assert here.post("/fr/deconnexion").status_code == 303
    assert here.get("/fr/compte").status_code == 302
    assert thief.get("/fr/compte").status_code == 302
    assert there.get("/fr/compte").status_code == 200


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


@pytest.mark.parametrize(
    "weak",
    WEAK,
)
def test_passphrases_that_are_quickly_guessed_are_refused(weak: str) -> None:
    assert passphrases.problem(weak, "Nadia") is passphrases.PassphraseProblem.GUESSED


@pytest.mark.parametrize(
    "good", [PASSPHRASE, "encore quatre mots longs", "le chat dort au soleil", "my password is a long one", "Tr0ub4dor&3-zeste"]
)
def test_ordinary_words_make_a_passphrase(good: str) -> None:
    assert passphrases.problem(good, "nadia") is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_drawn_passphrase_is_five_words_that_any_keyboard_types(language: str) -> None:
    drawn = [passphrases.generate(language) for _ in range(200)]
    assert {passphrases.problem(one) for one in drawn} == {None}
    assert {len(one.split(" ")) for one in drawn} == {5}
    assert set("".join(drawn)) <= set(string.ascii_lowercase + " ")
    assert len({word for one in drawn for word in one.split(" ")}) > 400, "all of the list is drawn from"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_gives_at_least_46_bits_and_no_word_is_one_letter_from_another(language: str) -> None:
    words = passphrase_words.WORDS[language]
    assert passphrases.DRAWN_WORDS * math.log2(len(words)) >= 46
    assert len(set(words)) == len(words)
    assert all(3 <= len(word) <= 10 for word in words)
    without = [word[:at] + "_" + word[at + 1 :] for word in words for at in range(len(word))]
    assert len(set(without)) == len(without), "one letter changed"
    shorter = {word[:at] + word[at + 1 :] for word in words for at in range(len(word))}
    assert not shorter & set(words), "one letter left out"


def test_capitals_hyphens_and_blanks_of_a_drawn_passphrase_are_forgiven_and_of_no_other() -> None:
    drawn = passphrases.generate()
    for typed in (drawn, drawn.capitalize(), drawn.upper(), drawn.replace(" ", "-"), f"  {drawn.replace(' ', '  ')} "):
        assert passphrases.composed(typed) == drawn
    for own in ("Quatre Mots Bien A Moi", "quatre mots bien ordinaires", drawn + " Abeille", drawn.replace(" ", "_")):
        assert passphrases.composed(own) == own


def test_a_drawn_passphrase_opens_the_account_however_it_is_typed(site: Flask, make_person: MakePerson) -> None:
    drawn = passphrases.generate("en")
    person = make_person("patient", "nadia")
    assert person.post("/fr/compte/phrase", old=PASSPHRASE, new=drawn).status_code == 303
    assert sign_in(Person(site, None), "nadia", drawn.title().replace(" ", "-"))[0] == 303


def test_pages_refuse_a_passphrase_that_is_quickly_guessed(make_person: MakePerson, guest: Person) -> None:
    data = {"name": "nadia", "role": "patient", "passphrase": "passwordpassword", "consent": "yes"}
    assert "facile à deviner" in guest.post("/fr/nouveau-compte", **data).text
    assert "facile à deviner" in make_person("patient", "paul").post("/fr/compte/phrase", old=PASSPHRASE, new="paulpaulpaul12").text


def test_a_passphrase_with_accents_fits_from_every_keyboard(guest: Person, site: Flask) -> None:
    composed = unicodedata.normalize("NFC", "été déjà très près")
    data = {"name": "nadia", "role": "patient", "passphrase": unicodedata.normalize("NFD", composed), "consent": "yes"}
    assert guest.post("/fr/nouveau-compte", **data).status_code == 303
    assert sign_in(Person(site, None), "nadia", composed)[0] == 303
