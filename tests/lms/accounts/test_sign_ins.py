"""Somebody sees each browser in which she is signed in, ends one or all others, and nobody else's; staff are signed out sooner."""

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from lms_cast import PASSPHRASE, MakePerson, Person
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.accounts.sign_ins import browser_sign_ins, device_names, sign_in_guard
from lms.accounts.sign_ins.device_names import DeviceName
from lms.accounts.sign_ins.sign_in_models import SignIn
from lms.audit.models import AuditLine
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.errors import StoreBusy

MOZILLA, WEBKIT = "Mozilla/5.0", "AppleWebKit/537.36 (KHTML, like Gecko)"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = f"{MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) {WEBKIT} Version/17.5 Mobile/15E148 Safari/604.1"
LIST, LIST_EN = "/fr/compte/connexions", "/en/account/sign-ins"
END = re.compile(r'action="(/fr/compte/connexions/[0-9a-f-]{36}/finir)"')


def entered(site: Flask, name: str, header: str) -> Person:
    """A browser in which somebody signs in by the form."""
    person = Person(site, None)
    person.name = name
    data = {"csrf_token": person.token(), "name": name, "passphrase": PASSPHRASE}
    assert person.client.post("/fr/connexion", data=data, headers={"User-Agent": header}).status_code == 303
    return person


def new_name(make_person: MakePerson, role: str) -> str:
    """The sign-in name of somebody who is signed in nowhere."""
    person = make_person(role)
    person.post("/fr/deconnexion")
    assert person.name is not None
    return person.name


def is_in(person: Person) -> bool:
    return person.get("/fr/compte").status_code == 200


def actions(site: Flask) -> list[str]:
    with site.app_context():
        return list(db.session.scalars(select(AuditLine.action).order_by(AuditLine.number)))


@pytest.fixture
def nadia(make_person: MakePerson, site: Flask) -> tuple[Person, Person]:
    """Nadia at her computer and at her telephone."""
    name = new_name(make_person, "patient")
    return entered(site, name, FIREFOX), entered(site, name, IPHONE)


def test_each_browser_is_listed_in_plain_words_in_both_languages(nadia: tuple[Person, Person]) -> None:
    computer, _ = nadia
    french, english = computer.get(LIST).text, computer.get(LIST_EN).text
    for words in ("Firefox sur Windows", "Safari sur iPhone", "le navigateur que vous utilisez"):
        assert words in french
    for words in ("Firefox on Windows", "Safari on iPhone", "the browser you are using"):
        assert words in english
    assert "128.0" not in french
    assert computer.get(LIST).headers["Cache-Control"] == "no-store"


def test_one_is_ended_and_the_other_goes_on(nadia: tuple[Person, Person], site: Flask) -> None:
    computer, telephone = nadia
    (address,) = END.findall(computer.get(LIST).text)
    assert computer.post(address).status_code == 303
    assert not is_in(telephone)
    assert is_in(computer)
    assert "Safari" not in computer.get(LIST).text
    assert computer.post(address).status_code == 404
    assert actions(site)[-1] == "sign_in_ended"


def test_all_others_are_ended_at_once(nadia: tuple[Person, Person], site: Flask) -> None:
    computer, telephone = nadia
    tablet = entered(site, computer.name or "", "unheard of")
    assert telephone.get(LIST).text.count("Un navigateur que nous ne connaissons pas") > 0
    assert telephone.post(f"{LIST}/autres").status_code == 303
    assert (is_in(computer), is_in(tablet), is_in(telephone)) == (False, False, True)
    assert actions(site)[-1] == "other_sign_ins_ended"


def test_nobody_ends_a_sign_in_of_somebody_else(nadia: tuple[Person, Person], make_person: MakePerson) -> None:
    computer, telephone = nadia
    (address,) = END.findall(computer.get(LIST).text)
    stranger = make_person("patient")
    assert stranger.post(address).status_code == 404
    assert stranger.post(f"{LIST}/autres").status_code == 303
    assert is_in(telephone)
    assert "Firefox sur Windows" not in stranger.get(LIST).text


def test_a_new_passphrase_ends_the_other_browsers(nadia: tuple[Person, Person]) -> None:
    computer, telephone = nadia
    assert computer.post("/fr/compte/phrase", old=PASSPHRASE, new="encore quatre mots longs").status_code == 303
    assert (is_in(computer), is_in(telephone)) == (True, False)
    assert len(END.findall(computer.get(LIST).text)) == 0


def test_a_cookie_without_a_row_of_its_own_lets_nobody_in(make_person: MakePerson, site: Flask) -> None:
    """The account's mark alone, as cookies of earlier versions held it, is not enough."""
    nadia = make_person("patient")
    for key in (None, "", "another key"):
        with nadia.client.session_transaction() as session:
            session.pop(sign_in_guard.KEY, None)
            if key is not None:
                session[sign_in_guard.KEY] = key
        assert not is_in(nadia)
        nadia.enter()
    with site.app_context():
        mark = db.session.scalars(select(Account.fs_uniquifier).where(Account.username == nadia.name)).one()
    paul = make_person("patient")
    with paul.client.session_transaction() as session:
        session["_user_id"] = mark  # her mark with his row
    assert not is_in(paul)


def later(monkeypatch: pytest.MonkeyPatch, ahead: timedelta) -> None:
    monkeypatch.setattr(sign_in_guard, "now", lambda: now() + ahead)


@pytest.mark.parametrize(
    ("role", "hours", "stays"),
    [("educator", 1.9, True), ("admin", 2.1, False), ("patient", 11, True), ("patient", 12.1, False), ("pharmacist", 3, True)],
)
def test_an_idle_session_of_staff_ends_after_two_hours(
    make_person: MakePerson, site: Flask, monkeypatch: pytest.MonkeyPatch, role: str, hours: float, stays: bool
) -> None:
    person = entered(site, new_name(make_person, role), FIREFOX)
    later(monkeypatch, timedelta(hours=hours))
    assert is_in(person) is stays


def test_a_session_of_staff_ends_after_eight_hours_however_busy_it_is(
    make_person: MakePerson, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = entered(site, new_name(make_person, "educator"), FIREFOX)
    for hours in (1, 2, 3, 4, 5, 6, 7, 7.9):
        later(monkeypatch, timedelta(hours=hours))
        assert is_in(person), hours
    later(monkeypatch, timedelta(hours=8.1))
    assert not is_in(person)


def seen_at(person: Person) -> datetime:
    account_id = person.account.id
    with person.site.app_context():
        return db.session.scalars(select(SignIn.seen_at).where(SignIn.account_id == account_id)).one()


def test_it_is_marked_as_seen_every_five_minutes_and_a_page_is_shown_when_that_fails(
    make_person: MakePerson, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person("patient")
    first = seen_at(person)
    later(monkeypatch, timedelta(minutes=4))
    assert is_in(person)
    assert seen_at(person) == first
    later(monkeypatch, timedelta(minutes=6))
    with monkeypatch.context() as busy:

        def fail(*_: object) -> None:
            raise StoreBusy

        busy.setattr(sign_in_guard, "submit", fail)
        assert is_in(person)
        assert seen_at(person) == first
    assert is_in(person)
    assert seen_at(person) - first >= timedelta(minutes=5)


def test_twenty_are_kept_and_what_is_over_goes(make_person: MakePerson, site: Flask) -> None:
    account_id, at = make_person("patient").account.id, now()

    def begin(work: Session, moment: datetime) -> None:
        device = DeviceName("", "")
        browser_sign_ins.begin(work, account_id, browser_sign_ins.new_key(), device, moment, moment + timedelta(hours=1))

    with site.app_context():
        for number in range(25):
            submit(partial(begin, moment=at + timedelta(minutes=number)))
        mine = select(SignIn).where(SignIn.account_id == account_id)
        assert len(db.session.scalars(mine).all()) == browser_sign_ins.MOST
        submit(partial(begin, moment=at + timedelta(days=40)))
        assert len(db.session.scalars(mine).all()) == 1


@pytest.mark.parametrize(("header", "name"), [
    (FIREFOX, ("firefox", "windows")),
    (IPHONE, ("safari", "iphone")),
    (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0 Safari/537.36 Edg/126.0", ("edge", "windows")),
    (f"{MOZILLA} (Linux; Android 14; SM-A546B) {WEBKIT} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36", ("samsung", "android")),
    (f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/126.0 Safari/537.36", ("chrome", "chromebook")),
    (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/17.5 Safari/605.1.15", ("safari", "mac")),
    ("curl/8", ("", "")),
    ("", ("", "")),
])  # fmt: skip
def test_a_browser_is_known_by_what_it_calls_itself(header: str, name: tuple[str, str]) -> None:
    assert device_names.read(header) == name


def test_staff_read_after_how_many_hours_they_are_signed_out(make_person: MakePerson) -> None:
    nurse = make_person("educator")
    assert "8 hours after signing in, and after 2 hours" in nurse.get(LIST_EN).text
