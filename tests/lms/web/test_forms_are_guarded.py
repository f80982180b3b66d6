"""Every form that changes something refuses a missing token and a foreign page."""

import logging

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from test_routes_and_roles import Routes, routes, routes_in_one_language

from lms.web.database.extensions import db

MISSING = "The CSRF token is missing."
BY_KEY = {
    "api.ask",
    "devices.pair",
    "xapi.resource",
    "messages.stop_by_link",
    "providers.logout",
    "lti.choice",
    "lti.launch",
    "lti.login",
    "platforms.register",  # the one-time token of its address, in a frame of the platform, which has no cookie of ours
}


def changing(site: Flask) -> list[tuple[str, str]]:
    return [(endpoint, path) for endpoint, method, path in routes(site) if method == "POST" and endpoint not in BY_KEY]


@pytest.fixture
def anybody(make_person: MakePerson) -> Person:
    return make_person("admin")


def test_a_form_without_a_token_changes_nothing(site: Flask, anybody: Person, caplog: pytest.LogCaptureFixture) -> None:
    """It is refused for its token: a form that answers 400 to what it cannot read would look guarded."""
    caplog.set_level(logging.INFO, "flask_wtf.csrf")
    found, passed = changing(site), []
    assert len(found) >= 30
    for _, path in found:
        caplog.clear()
        answer = anybody.client.post(path, data={"name": "x"})
        if answer.status_code != 400 or [line.message for line in caplog.records if line.name == "flask_wtf.csrf"] != [MISSING]:
            passed.append(path)
    assert passed == []


def test_a_form_from_another_site_is_refused_though_it_bears_the_token(site: Flask, anybody: Person) -> None:
    token = anybody.token()
    passed = []
    for _, path in changing(site):
        answer = anybody.client.post(path, data={"csrf_token": token}, headers={"Origin": "https://elsewhere.example"})
        if answer.status_code != 400:
            passed.append(path)
    assert passed == []


COUNTS_A_GUESS = ("credentials.verify_code", "credentials.verify_code_in_any_language")
"""A code of an attestation that nobody has is counted, so that guessing is slowed down; nothing else is written."""


@pytest.mark.parametrize("routes_asked", [routes_in_one_language, pytest.param(routes, marks=pytest.mark.slow)])
def test_nothing_changes_by_following_a_link(routes_asked: Routes, site: Flask, anybody: Person) -> None:
    """A GET writes no row: a robot or a prefetch must not advance a learner."""
    before = rows(site)
    for endpoint, method, path in routes_asked(site):
        if method == "GET" and endpoint not in ("xapi.resource", *COUNTS_A_GUESS):
            anybody.get(path)
    assert rows(site) == before


def rows(site: Flask) -> dict[str, int]:
    """How many rows each table of the database has."""
    # The audit log has a line for each look of staff (docs/audit.md).
    names = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not in ('audit_line', 'audit_end')"
    with site.app_context(), db.engine.connect() as connection:
        found = connection.exec_driver_sql(names).scalars().all()
        return {name: connection.exec_driver_sql(f'select count(*) from "{name}"').scalar_one() for name in found}
