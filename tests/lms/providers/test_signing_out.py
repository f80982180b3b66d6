"""Signing out at the provider ends the sign-ins that began there, and no other; signing out here leads on to the provider."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from provider_walk import Visitor
from small_provider import LOGOUT, SmallProvider
from werkzeug.test import TestResponse


def told(site: Flask, token: str, key: str = "chu") -> TestResponse:
    """The provider's own request: no cookie, no token of a form."""
    return site.test_client().post(f"/identity/{key}/logout", data={"logout_token": token})


@pytest.fixture
def subject(site: Flask, visitor: Visitor) -> str:
    name = f"out-{time.time_ns()}"
    visitor.open_account(name)
    return name


def entered(site: Flask, hospital: SmallProvider, subject: str, sid: str | None) -> Visitor:
    browser = Visitor(Person(site, None), hospital, "chu")
    hospital.claims = {"sid": sid}
    assert browser.sign_in(subject).headers["Location"] == "/fr/"
    hospital.claims = {}
    return browser


def test_sid_ends_that_session_sub_ends_all_of_the_person(site: Flask, hospital: SmallProvider, subject: str) -> None:
    first, second = (entered(site, hospital, subject, sid) for sid in ("sid-a", "sid-b"))
    assert told(site, hospital.logout_token(sid="sid-a")).status_code == 200
    assert (first.name() == "", second.name() != "") == (True, True)
    assert told(site, hospital.logout_token(sub=subject)).status_code == 200
    assert second.name() == ""


def test_sub_and_sid_together_end_that_session_alone(site: Flask, hospital: SmallProvider, subject: str) -> None:
    first, second = (entered(site, hospital, subject, sid) for sid in ("sid-c", "sid-d"))
    assert told(site, hospital.logout_token(sid="sid-c", sub="somebody else")).status_code == 200
    assert first.name() != ""
    assert told(site, hospital.logout_token(sid="sid-c", sub=subject)).status_code == 200
    assert (first.name() == "", second.name() != "") == (True, True)


def test_a_provider_without_sid_ends_by_sub(site: Flask, hospital: SmallProvider, subject: str) -> None:
    browser = entered(site, hospital, subject, None)
    assert told(site, hospital.logout_token(sid="sid-x")).status_code == 200
    assert browser.name() != ""
    assert told(site, hospital.logout_token(sub=subject)).status_code == 200
    assert browser.name() == ""


def test_a_sign_in_by_passphrase_stays(site: Flask, hospital: SmallProvider, make_person: MakePerson) -> None:
    visitor = Visitor(make_person("pharmacist"), hospital, "chu")
    visitor.link("stays-1")
    elsewhere = entered(site, hospital, "stays-1", "sid-e")
    assert told(site, hospital.logout_token(sub="stays-1")).status_code == 200
    assert elsewhere.name() == ""
    assert visitor.person.get("/fr/compte").status_code == 200


def test_a_token_counts_once(site: Flask, hospital: SmallProvider, subject: str) -> None:
    token = hospital.logout_token(sub=subject)
    assert told(site, token).status_code == 200
    browser = entered(site, hospital, subject, "sid-f")
    assert told(site, token).status_code == 400
    assert browser.name() != ""


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"iat": 1_700_000_000, "exp": None},
        {"iat": None},
        {"jti": None},
        {"events": None},
        {"events": {LOGOUT: "yes"}},
        {"events": {"http://schemas.openid.net/event/other": {}}},
        {"nonce": "n"},
        {"sub": None, "sid": None},
        {"sub": 7},
        {"exp": 1_700_000_000},
    ],
    ids=str,
)
def test_a_wrong_token_ends_nothing(site: Flask, hospital: SmallProvider, subject: str, claims: dict[str, Any]) -> None:
    browser = entered(site, hospital, subject, "sid-g")
    answer = told(site, hospital.logout_token(**{"sub": subject, "sid": "sid-g", **claims}))
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["error"] == "invalid_request"
    assert browser.name() != ""


@pytest.mark.parametrize("token", ["", "a.b.c", "x" * 30_000])
def test_what_is_no_token_is_refused(site: Flask, token: str) -> None:
    assert told(site, token).status_code == 400


def test_an_id_token_is_no_logout_token(site: Flask, hospital: SmallProvider, subject: str) -> None:
    browser = entered(site, hospital, subject, "sid-h")
    assert told(site, hospital.id_token({"subject": subject, "nonce": "n"})).status_code == 400
    assert browser.name() != ""


def test_signing_out_here_leads_on_to_the_provider_with_its_own_token(site: Flask, hospital: SmallProvider, subject: str) -> None:
    browser = entered(site, hospital, subject, "sid-i")
    page = browser.person.post("/fr/deconnexion")
    assert page.status_code == 200
    start = page.text.index(f'href="{hospital.issuer}/end') + 6
    address = page.text[start : page.text.index('"', start)].replace("&amp;", "&")
    fields = parse_qs(urlsplit(address).query)
    assert fields["client_id"] == ["hors-les-murs"]
    assert fields["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/"]
    assert fields["id_token_hint"][0].count(".") == 2
    assert browser.name() == ""


def test_signing_out_of_a_sign_in_by_passphrase_leads_home(make_person: MakePerson) -> None:
    assert make_person("pharmacist").post("/fr/deconnexion").headers["Location"] == "/fr/"
