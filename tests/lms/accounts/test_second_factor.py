"""A second step at sign-in: a code of an app, once; codes on paper, once each; required of staff on a real instance."""

import base64
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import PASSPHRASE, Person, add_person
from lms_site import close, make_site
from sqlalchemy import text
from test_commands import command

from lms.accounts import factor_routes, routes
from lms.accounts.second_factor import app_codes
from lms.web.database import instants
from lms.web.database.extensions import db

KEY = re.compile(r'<span class="code">([A-Z2-7 ]+)</span>')
PAPER = re.compile(r'<li class="code">([0-9A-Z ]+)</li>')
RFC_SECRET = b"12345678901234567890"
# RFC 6238, appendix B, SHA-1: the last six of its eight digits.
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")]


class Clock:
    def __init__(self) -> None:
        self.now = instants.now()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"))
    yield app
    close(app)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(factor_routes, "now", made)
    monkeypatch.setattr(routes, "now", made)
    return made


class App:
    """The app on somebody's telephone: it knows the key that the page showed."""

    def __init__(self, page: str, clock: Clock) -> None:
        key = KEY.search(page)
        assert key
        self.secret, self.clock = base64.b32decode(key[1].replace(" ", "")), clock

    def code(self) -> str:
        return app_codes.code_at(self.secret, self.clock.now.timestamp())


def set_up(person: Person, clock: Clock) -> tuple[App, list[str]]:
    """Turn the second step on by the pages; gives the app and the codes on paper."""
    begun = person.post("/fr/compte/second-facteur/commencer", passphrase=PASSPHRASE)
    assert begun.status_code == 200
    app = App(begun.text, clock)
    done = person.post("/fr/compte/second-facteur/confirmer", code=app.code())
    assert done.status_code == 200
    papers = PAPER.findall(done.text)
    assert len(papers) == 8
    clock.now += timedelta(seconds=60)
    return app, papers


def signing_in(site: Flask, name: str) -> Person:
    """Somebody who has typed name and passphrase."""
    browser = Person(site, None)
    answer = browser.post("/fr/connexion", name=name, passphrase=PASSPHRASE)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/fr/connexion/code")
    assert browser.get("/fr/compte").status_code == 302, "the passphrase alone opens nothing"
    return browser


def give(browser: Person, code: str) -> int:
    return browser.post("/fr/connexion/code", code=code).status_code


@pytest.mark.parametrize(("at_s", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(at_s: int, code: str) -> None:
    assert app_codes.code_at(RFC_SECRET, at_s) == code
    assert app_codes.step_of(RFC_SECRET, f"{code[:3]} {code[3:]}", at_s, 0) == at_s // 30
    assert app_codes.step_of(RFC_SECRET, code, at_s + 30, 0) == at_s // 30
    assert app_codes.step_of(RFC_SECRET, code, at_s + 61, 0) is None
    assert app_codes.step_of(RFC_SECRET, code, at_s, at_s // 30) is None, "a code is taken once"


def test_after_the_passphrase_the_code_is_asked_and_taken_once(site: Flask, clock: Clock) -> None:
    nadia = add_person(site, "educator", "nadia")
    app, _papers = set_up(nadia, clock)
    browser, code = signing_in(site, "nadia"), app.code()
    assert give(browser, "000000" if code != "000000" else "000001") == 422
    assert give(browser, code) == 303
    assert browser.get("/fr/compte").status_code == 200
    assert give(signing_in(site, "nadia"), code) == 422


def test_a_code_on_paper_opens_once(site: Flask, clock: Clock) -> None:
    nadia = add_person(site, "educator", "nadia")
    _app, papers = set_up(nadia, clock)
    assert give(signing_in(site, "nadia"), papers[0].lower()) == 303
    assert give(signing_in(site, "nadia"), papers[0]) == 422
    assert give(signing_in(site, "nadia"), papers[1]) == 303
    fresh = nadia.post("/fr/compte/second-facteur/papier", passphrase=PASSPHRASE)
    assert len(PAPER.findall(fresh.text)) == 8
    assert give(signing_in(site, "nadia"), papers[2]) == 422


def test_the_step_ends_after_ten_minutes_and_with_a_new_passphrase(site: Flask, clock: Clock) -> None:
    nadia = add_person(site, "educator", "nadia")
    app, papers = set_up(nadia, clock)
    late, other = signing_in(site, "nadia"), signing_in(site, "nadia")
    clock.now += timedelta(minutes=10, seconds=1)
    assert late.get("/fr/connexion/code").headers["Location"].endswith("/fr/connexion")
    answer = late.post("/fr/connexion/code", code=app.code())
    assert answer.headers["Location"].endswith("/fr/connexion")
    clock.now -= timedelta(minutes=10)
    assert nadia.post("/fr/compte/phrase", old=PASSPHRASE, new="cinq autres mots bien choisis").status_code == 303
    assert other.post("/fr/connexion/code", code=papers[0]).headers["Location"].endswith("/fr/connexion")
    assert other.get("/fr/compte").status_code == 302


def test_guesses_of_codes_are_slowed_down(site: Flask, clock: Clock) -> None:
    nadia = add_person(site, "educator", "nadia")
    app, _papers = set_up(nadia, clock)
    browser = signing_in(site, "nadia")
    wrong = [f"{number:06d}" for number in range(20) if f"{number:06d}" != app.code()][:12]
    assert 429 in [give(browser, code) for code in wrong]


def test_a_copy_of_the_database_alone_makes_no_codes(site: Flask, clock: Clock) -> None:
    nadia = add_person(site, "educator", "nadia")
    app, _papers = set_up(nadia, clock)
    with site.app_context():
        box = db.session.execute(text("SELECT secret_box FROM second_factor")).scalar_one()
        assert app_codes.opened(box, "another key") is None
    assert app.secret not in box.encode()


def test_an_admin_removes_it_for_somebody_but_not_for_herself(site: Flask, clock: Clock) -> None:
    admin, nadia = add_person(site, "admin", "chef"), add_person(site, "educator", "nadia")
    set_up(nadia, clock)
    set_up(admin, clock)
    own, hers = admin.account.id, nadia.account.id
    assert admin.post(f"/fr/site/personnes/{own}/second-facteur").status_code == 404
    assert admin.post(f"/fr/site/personnes/{hers}/second-facteur").status_code == 303
    assert nadia.get("/fr/compte").status_code == 302, "her sessions end"
    answer = Person(site, None).post("/fr/connexion", name="nadia", passphrase=PASSPHRASE)
    assert not answer.headers["Location"].endswith("/code")


def test_staff_of_a_real_site_open_nothing_before_they_set_it_up(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> None:
    app = make_site(tmp_path_factory.mktemp("real"), instance="real", site_rule="38.0")
    try:
        nadia, aubert = add_person(app, "educator", "nadia"), add_person(app, "pharmacist", "aubert")
        for person in (nadia, aubert):
            with person.client.session_transaction() as session:
                session.pop("second_factor", None)
        for path in ("/fr/rediger", "/fr/cohortes", "/fr/compte/phrase", "/fr/"):
            assert nadia.get(path).headers["Location"].endswith("/fr/compte/second-facteur")
        for path in ("/fr/vrai-probleme", "/fr/compte/second-facteur"):
            assert nadia.get(path).status_code == 200
        assert aubert.get("/fr/compte").status_code == 200
        set_up(nadia, clock)
        assert nadia.get("/fr/rediger").status_code == 200
        assert nadia.post("/fr/compte/second-facteur/retirer", passphrase=PASSPHRASE).status_code == 403
    finally:
        close(app)


def test_who_need_not_have_it_may_remove_it_with_the_passphrase(site: Flask, clock: Clock) -> None:
    nadia = add_person(site, "educator", "nadia")
    set_up(nadia, clock)
    assert nadia.post("/fr/compte/second-facteur/retirer", passphrase="not the right one").status_code == 422
    assert nadia.post("/fr/compte/second-facteur/retirer", passphrase=PASSPHRASE).status_code == 303
    answer = Person(site, None).post("/fr/connexion", name="nadia", passphrase=PASSPHRASE)
    assert not answer.headers["Location"].endswith("/code")


def test_the_last_admin_is_helped_by_a_command(tmp_path: Path) -> None:
    app = make_site(tmp_path)
    try:
        admin = add_person(app, "admin", "chef")
        clock = Clock()
        response = admin.post("/fr/compte/second-facteur/commencer", passphrase=PASSPHRASE)
        assert admin.post("/fr/compte/second-facteur/confirmer", code=App(response.text, clock).code()).status_code == 200
    finally:
        close(app)
    answer = command(tmp_path, "user", "second-factor", "chef", "--remove")
    assert (answer.exit_code, answer.stdout) == (0, "chef: removed.\n")
    again = make_site(tmp_path)
    try:
        entered = Person(again, None).post("/fr/connexion", name="chef", passphrase=PASSPHRASE)
        assert not entered.headers["Location"].endswith("/code")
        with again.app_context():
            assert "second_factor_removed" in db.session.scalars(text("SELECT action FROM audit_line")).all()
    finally:
        close(again)
