"""What a device sends to be paired, and what its learner reads: odd bodies are refused, and a code is shown in two groups of four."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from lms_cast import MakePerson, Person

from lms.accounts import pairing
from lms.errors import CodeRefused
from lms.web.database.instants import now
from lms.web.database.writing import submit

GROUPS = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}\b")
BODIES = [b"", b"no json", b"[]", b"null", b'"code"', b"{}", b'{"code": 5}', b'{"code": null}', b'{"code": "x", "device": 5}']


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_no_request_for_pairing_is_a_bad_request(site: Flask, body: bytes, kind: str) -> None:
    answer = site.test_client().post("/api/pair", data=body, content_type=kind)
    assert answer.status_code == 400


def test_the_code_is_shown_in_two_groups_of_four_signs_and_pairs_once(site: Flask, learner: Person) -> None:
    shown = GROUPS.search(learner.post("/fr/compte/appareils/code").text)
    assert shown
    sent = {"code": shown[0], "device": "Window at home"}
    response = site.test_client().post("/api/pair", json=sent)
    assert response.status_code == 200
    assert site.test_client().post("/api/pair", json=sent).status_code == 403
    assert "Window at home" in learner.get("/fr/compte/appareils").text


def test_a_device_without_a_name_is_paired_too(site: Flask, learner: Person) -> None:
    shown = GROUPS.search(learner.post("/fr/compte/appareils/code").text)
    assert shown
    assert site.test_client().post("/api/pair", json={"code": shown[0]}).status_code == 200


def test_a_code_is_good_for_ten_minutes(site: Flask, make_person: MakePerson) -> None:
    at = now()
    for late, is_taken in ((pairing.LASTS.total_seconds() - 1, True), (600, False)):
        learner_id = make_person("patient").account.learner.id
        code = pairing.new_code()
        with site.app_context():
            submit(lambda work, id=learner_id, code=code: pairing.offer(work, id, code, at))
            assert is_paired(code, at, late) is is_taken


def is_paired(code: str, at: datetime, late: float) -> bool:
    try:
        submit(lambda work: pairing.pair(work, code, "d", "https://site.example", at + timedelta(seconds=late)).access_key)
    except CodeRefused:
        return False
    return True


def test_a_code_has_eight_signs_that_nobody_takes_for_others() -> None:
    codes = {pairing.new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", code) for code in codes)
    assert pairing.hashed("ABCD EFGH") == pairing.hashed("abcd-efgh")
    assert pairing.hashed("1I0O") == pairing.hashed("ILOO")
