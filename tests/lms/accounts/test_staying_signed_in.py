"""Thirty days on one's own device, twelve hours elsewhere: off by default, ended on the server, revoked by signing out."""

import time
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from lms_cast import PASSPHRASE, MakePerson, Person

from lms.web.guards import sessions

DAY_S = 24 * 3600


class Clock:
    """Moves the time of signatures and of what is checked against it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = 0.0
        real = time.time
        monkeypatch.setattr(sessions.time, "time", lambda: real() + self.ahead)
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: int(real() + self.ahead))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def entered(site: Flask, name: str, **more: str) -> Person:
    person = Person(site, None)
    answer = person.post("/fr/connexion", name=name, passphrase=PASSPHRASE, **more)
    assert answer.status_code == 303
    return person


def is_in(person: Person) -> bool:
    return person.get("/fr/compte").status_code == 200


def test_by_default_the_browser_forgets_and_the_server_after_twelve_hours(site: Flask, make_person: MakePerson, clock: Clock) -> None:
    make_person("patient", "nadia2")
    person = Person(site, None)
    answer = person.post("/fr/connexion", name="nadia2", passphrase=PASSPHRASE)
    (value,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("hlm=")]
    assert "Expires" not in value
    assert "Max-Age" not in value
    clock.ahead = 11 * 3600
    assert is_in(person)
    clock.ahead = 25 * 3600
    assert not is_in(person)


def test_on_her_own_device_thirty_days_and_not_one_more_however_often_it_is_used(
    site: Flask, make_person: MakePerson, clock: Clock
) -> None:
    make_person("patient", "nadia3")
    person = Person(site, None)
    answer = person.post("/fr/connexion", name="nadia3", passphrase=PASSPHRASE, stay="yes")
    (value,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("hlm=")]
    expires = parsedate_to_datetime(value.partition("Expires=")[2].partition(";")[0]).timestamp()
    assert abs(expires - time.time() - 30 * DAY_S) < 120
    assert "HttpOnly" in value
    assert "SameSite=Lax" in value
    for day in (1, 10, 20, 29):
        clock.ahead = day * DAY_S
        assert is_in(person), day
    clock.ahead = 30 * DAY_S + 60
    assert not is_in(person)


def test_a_copied_cookie_ends_too(site: Flask, make_person: MakePerson, clock: Clock) -> None:
    make_person("patient", "nadia4")
    person = entered(site, "nadia4", stay="yes")
    cookie = person.client.get_cookie("hlm")
    assert cookie is not None
    thief = Person(site, None)
    clock.ahead = 31 * DAY_S
    thief.client.set_cookie("hlm", cookie.value)
    assert not is_in(thief)


def test_signing_out_ends_it_there_and_not_on_another_device(site: Flask, make_person: MakePerson) -> None:
    make_person("patient", "nadia5")
    telephone, computer = entered(site, "nadia5", stay="yes"), entered(site, "nadia5")
    assert computer.post("/fr/deconnexion").status_code == 303
    assert not is_in(computer)
    assert is_in(telephone)


@pytest.mark.parametrize("role", ["educator", "clinician", "training_manager", "data_protection_officer", "admin"])
def test_staff_never_stay(site: Flask, make_person: MakePerson, clock: Clock, role: str) -> None:
    make_person(role, role)
    person = entered(site, role, stay="yes")
    clock.ahead = 25 * 3600
    assert not is_in(person)


def test_a_cookie_that_is_not_ours_is_nobodys(site: Flask) -> None:
    for value in ("", "x", "e30.x.y", "." * 50):
        person = Person(site, None)
        person.client.set_cookie("hlm", value)
        assert not is_in(person)
        assert person.get("/fr/").status_code == 200
