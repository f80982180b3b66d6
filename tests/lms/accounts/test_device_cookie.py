"""The cookie of a device that has signed in: how long it lasts, what it holds, and which accounts go first."""

import re

import pytest
from flask import Flask, Response
from lms_cast import MakePerson, Person
from werkzeug.http import parse_cookie

from lms.accounts import known_devices
from lms.accounts.known_devices import COOKIE, KnownDevice

HEX_16, HEX_24 = re.compile("[0-9a-f]{16}"), re.compile("[0-9a-f]{24}")


def cookie_after(site: Flask, device: KnownDevice, person: Person) -> str:
    """The Set-Cookie line of an answer that remembers the person."""
    with site.test_request_context("/fr/"):
        response = Response()
        known_devices.remember(response, device, person.account)
        return str(response.headers["Set-Cookie"])


def read_back(site: Flask, line: str) -> KnownDevice:
    value = parse_cookie(line.split(";")[0])[COOKIE]
    with site.test_request_context("/fr/", headers={"Cookie": f"{COOKIE}={value}"}):
        return known_devices.read()


def test_it_lasts_a_year_and_no_script_reads_it(site: Flask, learner: Person) -> None:
    line = cookie_after(site, KnownDevice("a" * 16, ()), learner)
    assert f"Max-Age={365 * 24 * 3600};" in line
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line


def test_a_device_without_a_cookie_gets_an_id_of_64_bits_and_no_marks(site: Flask) -> None:
    with site.test_request_context("/fr/"):
        one, other = known_devices.read(), known_devices.read()
    assert HEX_16.fullmatch(one.id)
    assert one.id != other.id
    assert one.marks == ()


@pytest.mark.parametrize("value", ["x", '{"id": "a"}', ""])
def test_a_cookie_that_is_not_ours_is_as_none(site: Flask, value: str) -> None:
    with site.test_request_context("/fr/", headers={"Cookie": f"{COOKIE}={value}"}):
        assert known_devices.read().marks == ()


def test_a_signed_in_account_is_known_by_a_mark_of_96_bits(site: Flask, learner: Person, stranger: Person) -> None:
    device = read_back(site, cookie_after(site, KnownDevice("a" * 16, ()), learner))
    assert device.id == "a" * 16
    (mark,) = device.marks
    assert HEX_24.fullmatch(mark)
    with site.test_request_context("/fr/"):
        assert known_devices.knows(device, learner.account)
        assert not known_devices.knows(device, stranger.account)


def test_twelve_accounts_are_remembered_and_the_oldest_goes_first(site: Flask, make_person: MakePerson) -> None:
    people = [make_person("patient") for _ in range(13)]
    device = KnownDevice("a" * 16, ())
    for person in people:
        device = read_back(site, cookie_after(site, device, person))
    with site.test_request_context("/fr/"):
        assert [known_devices.knows(device, person.account) for person in people] == [False] + [True] * 12
