"""Pairing: a code opens once, for ten minutes; wrong codes wait, right ones are free; the key it gives writes for its learner alone."""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from lms_site import close, make_site
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import guess_rules, pairing
from lms.accounts.guess_rules import PAIRING_BY_ADDRESS, Rule
from lms.accounts.models import Device, PairingCode
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from xapi.actor import account
from xapi.builders import activity, statement

CODE = re.compile(r'<p class="code">([0-9A-Z]{4} [0-9A-Z]{4})</p>')
VERSION = {"X-Experience-API-Version": "2.0.0"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Flask]:
    """A site of its own for each test: tries are counted by address."""
    app = make_site(tmp_path)
    yield app
    close(app)


@pytest.fixture
def nadia(make_person: MakePerson) -> Person:
    return make_person("patient", "nadia")


def shown(person: Person) -> str:
    found = CODE.search(person.post("/fr/compte/appareils/code").text)
    assert found
    return found[1]


def pair(site: Flask, code: Any, device: Any = "PC") -> Any:
    return site.test_client().post("/api/pair", json={"code": code, "device": device})


def send(site: Flask, access_key: str, who: Any) -> int:
    said = statement(id=uuid4(), actor=who, verb="initialized", object=activity("https://x.example/a"), timestamp="2026-11-23T10:00:00Z")
    basic = {"Authorization": "Basic " + b64encode(access_key.encode()).decode()}
    return site.test_client().post("/xapi/statements", json=[said], headers=VERSION | basic).status_code


def test_a_code_becomes_a_key_that_writes_for_its_learner_alone(site: Flask, nadia: Person) -> None:
    document = pair(site, shown(nadia)).json
    assert document["actor"]["account"]["name"] == str(nadia.pseudonym)
    assert document["role"] == "patient"
    assert send(site, document["access_key"], document["actor"]) == 200
    assert send(site, document["access_key"], account("https://hors-les-murs.example/", uuid4())) == 403


def test_a_code_opens_once(site: Flask, nadia: Person) -> None:
    code = shown(nadia)
    assert pair(site, code.lower().replace(" ", "-")).status_code == 200
    assert pair(site, code).status_code == 403


def test_a_code_ends_after_ten_minutes(site: Flask, nadia: Person) -> None:
    code = shown(nadia)
    with site.app_context(), Session(db.engine) as work, work.begin():
        row = work.scalars(select(PairingCode).where(PairingCode.used_at.is_(None))).one()
        row.expires_at -= timedelta(minutes=10, seconds=1)
    assert pair(site, code).status_code == 403


def test_a_new_code_ends_the_one_before(site: Flask, nadia: Person) -> None:
    first, second = shown(nadia), shown(nadia)
    assert pair(site, first).status_code == 403
    assert pair(site, second).status_code == 200


def test_thirty_phones_pair_in_a_row_behind_one_address(site: Flask, nadia: Person) -> None:
    assert [pair(site, shown(nadia)).status_code for _ in range(30)] == [200] * 30


def test_a_few_wrong_codes_do_not_keep_a_right_one_out(site: Flask, nadia: Person) -> None:
    assert [pair(site, "0000 0000").status_code for _ in range(PAIRING_BY_ADDRESS.free)] == [403] * PAIRING_BY_ADDRESS.free
    assert pair(site, shown(nadia)).status_code == 200


def test_many_wrong_codes_wait_and_are_told_how_long(site: Flask, nadia: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    monkeypatch.setattr("lms.accounts.throttle.now", lambda: at)
    answers = [pair(site, "0000 0000") for _ in range(PAIRING_BY_ADDRESS.free + 2)]
    assert [answer.status_code for answer in answers] == [403] * (PAIRING_BY_ADDRESS.free + 1) + [429]
    assert answers[-1].headers["Retry-After"] == "1"
    assert set(answers[-1].json["error"]) == {"status", "title", "what_to_do"}
    elsewhere = site.test_client().post("/api/pair", json={"code": shown(nadia)}, environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    assert elsewhere.status_code == 200


def test_wrong_codes_are_counted_over_all_addresses(site: Flask, nadia: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    monkeypatch.setattr("lms.accounts.throttle.now", lambda: at)
    monkeypatch.setattr(guess_rules, "PAIRING_OVERALL", Rule(free=5, longest_s=2, leak_s=1))

    def guess(number: int) -> int:
        sender = {"REMOTE_ADDR": f"192.0.2.{number}"}
        return site.test_client().post("/api/pair", json={"code": "0000 0000"}, environ_overrides=sender).status_code

    assert [guess(number) for number in range(7)] == [403] * 6 + [429]
    at += timedelta(seconds=2)
    assert pair(site, shown(nadia)).status_code == 200


def test_the_code_is_kept_hashed(site: Flask, nadia: Person) -> None:
    code = shown(nadia)
    with site.app_context():
        rows = db.session.scalars(select(PairingCode.hash)).all()
    assert rows == [pairing.hashed(code)]
    assert code.replace(" ", "").encode() not in (site_of(site).settings.data / "horslesmurs.sqlite").read_bytes()


@pytest.mark.sampled(5)
@pytest.mark.parametrize("sent", [None, [], {"code": 5}, {"code": "AAAA"}, {"code": "x" * 9000, "device": {}}])
def test_a_malformed_request_is_refused_with_one_shape(site: Flask, sent: Any) -> None:
    answer = site.test_client().post("/api/pair", json=sent)
    assert answer.status_code in (400, 403)
    assert set(answer.json["error"]) == {"status", "title", "what_to_do"}


def test_a_device_that_was_parted_can_write_no_more(site: Flask, nadia: Person, make_person: MakePerson) -> None:
    document = pair(site, shown(nadia)).json
    with site.app_context():
        device = db.session.scalars(select(Device)).one()
        uuid, key = device.uuid, device.access_key
    other = make_person("patient", "paul")
    assert other.post(f"/fr/compte/appareils/{uuid}").status_code == 404
    assert nadia.post(f"/fr/compte/appareils/{uuid}").status_code == 303
    assert send(site, document["access_key"], document["actor"]) == 401
    assert key in document["access_key"]
