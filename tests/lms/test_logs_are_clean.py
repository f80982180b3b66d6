"""Nothing of a person reaches a log: canaries go through every route and every error."""

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from test_routes_and_roles import Routes, routes, routes_in_one_language

from lms.learning import routes as learning
from lms.logs import JsonLines

CANARIES = {
    "name": "canary-nadia",
    "mail": "canary@example.org",
    "passphrase": "canary passphrase words",
    "old": "canary old words",
    "new": "canary new words",
    "choice": "canary-choice",
    "label": "canary-label",
    "next": "/canary-next",
    "person": "canary-person",
    "activity": "canary-activity",
    "code": "CANARY99",
    "note": "canary-leukaemia",
}


HEADERS = {
    "User-Agent": "canary-agent",
    "Referer": "http://canary-site.example/canary",
    "X-Request-ID": "canary-request",
    "Cookie2": "canary",
}


def words_of(caplog: pytest.LogCaptureFixture) -> str:
    formatter = logging.Formatter("%(message)s")
    return "\n".join(formatter.format(record) + (record.exc_text or "") for record in caplog.records)


@pytest.fixture
def as_lines() -> Iterator[io.StringIO]:
    """What the log would say of every record, were it of the lowest level."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines("web"))
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("routes_asked", [routes_in_one_language, pytest.param(routes, marks=pytest.mark.slow)])
def test_no_canary_reaches_a_log(
    routes_asked: Routes, site: Flask, make_person: MakePerson, guest: Person, caplog: pytest.LogCaptureFixture, as_lines: io.StringIO
) -> None:
    caplog.set_level(logging.DEBUG)
    for person in (guest, make_person("admin")):
        token = person.token()
        for endpoint, method, path in routes_asked(site):
            if endpoint == "accounts.sign_out":
                continue
            form, sent = ({"csrf_token": token, **CANARIES}, CANARIES) if method == "POST" else (None, None)
            person.client.open(path, method=method, data=form, query_string=CANARIES, headers=HEADERS)
            person.client.open(path, method=method, json=sent, headers=HEADERS)
    said = (words_of(caplog) + as_lines.getvalue()).lower()
    assert "sign_in_refused" in said  # events went by
    assert [value for value in (*CANARIES.values(), "canary") if value.lower() in said] == []


def test_a_defect_is_logged_by_its_place_and_not_by_its_words(
    site: Flask, guest: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*args: object) -> None:
        raise RuntimeError("canary-leukaemia")

    monkeypatch.setattr(learning, "standings", break_down)
    answer = guest.get("/fr/cours")
    assert answer.status_code == 500
    assert "Quelque chose n’a pas marché chez nous" in answer.text
    said = words_of(caplog)
    assert "RuntimeError" in said
    assert "canary-leukaemia" not in said + answer.text
