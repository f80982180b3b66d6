"""The store answers /xapi by its own limits and in its own words; the pages keep theirs, and read no body unasked."""

import base64
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, got_request_exception, request_started
from lms_cast import FEVER, Person
from lms_site import close, make_site
from test_routes_and_roles import routes
from werkzeug.test import TestResponse

from lms.app import LARGEST_FORM, STORE_PATH
from lms.web.current_site import site_of
from lrs.keys import access_keys
from lrs.storage.store import Limits
from xapi import actor, builders

DEEP = b"[" * 40_000
VERSION = "X-Experience-API-Version"


class Device:
    """A program with an access key that may do everything."""

    def __init__(self, site: Flask, version: str) -> None:
        self._client = site.test_client()
        store = site_of(site).store
        self.home_page = store.home_page
        key, secret = store.writer.submit(lambda connection: access_keys.create(connection, label="x", scopes=["all"]))
        mark = base64.b64encode(f"{key.id}:{secret}".encode()).decode()
        self.headers = {"Authorization": f"Basic {mark}", VERSION: version, "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: bytes = b"", **params: str) -> TestResponse:
        return self._client.open(f"{STORE_PATH}/{path}", method=method, query_string=params, data=body, headers=self.headers)


@pytest.fixture(params=["1.0.3", "2.0.0"])
def device(site: Flask, request: pytest.FixtureRequest) -> Device:
    return Device(site, request.param)


def statements(device: Device, count: int, size: int = 0) -> bytes:
    who = actor.account(device.home_page, uuid4())
    made = [
        builders.statement(
            id=uuid4(), actor=who, verb="experienced", object={"id": "http://example.com/a"}, timestamp="2026-11-23T19:00:00Z"
        )
        for _ in range(count)
    ]
    return json.dumps([row | {"result": {"response": "x" * size}} for row in made]).encode()


def test_a_batch_of_a_thousand_statements_is_taken(device: Device) -> None:
    body = statements(device, Limits().batch, size=1000)
    assert LARGEST_FORM < 1_000_000 < len(body)
    answer = device.send("POST", "statements", body)
    assert (answer.status_code, len(answer.json)) == (200, Limits().batch)


def test_a_batch_of_sixteen_megabytes_is_taken_and_a_byte_more_is_refused_in_the_stores_own_words(device: Device) -> None:
    body = statements(device, 100, size=100_000)
    whole = body + b" " * (Limits().body - len(body))
    assert device.send("POST", "statements", whole).status_code == 200
    answer = device.send("POST", "statements", whole + b" ")
    assert (answer.status_code, answer.json["error"]) == (413, "limit_passed")
    assert answer.headers[VERSION]
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream"])
def test_a_document_of_four_megabytes_is_taken_whatever_its_type(device: Device, kind: str) -> None:
    device.headers |= {"Content-Type": kind, "If-None-Match": "*"}
    agent = json.dumps(actor.account(device.home_page, uuid4()))
    place = {"activityId": "http://example.com/a", "agent": agent, "stateId": kind}
    body = json.dumps({"text": "x" * (Limits().document - 12)}).encode()
    assert len(body) == Limits().document
    assert device.send("PUT", "activities/state", body, **place).status_code == 204
    assert device.send("GET", "activities/state", **place).data == body
    answer = device.send("PUT", "activities/state", body + b" ", **place | {"stateId": "more"})
    assert (answer.status_code, answer.json["error"]) == (413, "limit_passed")


ODD = [
    ("GET", "/xapi", b""),
    ("GET", "/xapi/", b""),
    ("GET", "/xapi/nothing", b""),
    ("GET", "/xapi/statements%00", b""),
    ("GET", "/xapi/%ff%fe", b""),
    ("PATCH", "/xapi/statements", b"{}"),
    ("FOO", "/xapi/statements", b"{}"),
    ("POST", "/xapi/statements", DEEP),
    ("POST", "/xapi/statements", b"x" * (17 * 1024 * 1024)),
    ("POST", "/xapi/statements?method=PUT", b"content=%41"),
]


@pytest.mark.parametrize(("method", "path", "body"), ODD, ids=[f"{method} {path} {len(body)}" for method, path, body in ODD])
def test_every_refusal_below_the_store_has_its_shape_and_names_the_version(site: Flask, method: str, path: str, body: bytes) -> None:
    answer = site.test_client().open(path, method=method, data=body, headers={"Content-Type": "application/json", "Accept-Language": "fr"})
    assert 400 <= answer.status_code < 500
    assert set(answer.json) >= {"error", "message", "problems"}
    assert answer.headers[VERSION]


def test_a_request_to_the_store_passes_nothing_of_the_pages(site: Flask, device: Device) -> None:
    """No hook of Flask's runs: no session is opened, no form token looked for, no language, no person."""
    begun: list[Any] = []
    with request_started.connected_to(lambda *_, **__: begun.append(1), site):
        for answer in (device.send("GET", "statements"), device.send("POST", "statements", b"{"), device.send("GET", "about")):
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert begun == []


def test_a_page_takes_no_form_larger_than_a_form_is(site: Flask, guest: Person) -> None:
    answer = guest.post(f"{FEVER}/1/lu", text="x" * LARGEST_FORM)
    assert answer.status_code == 413
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow), 7])
def test_no_page_fails_on_json_that_is_nested_too_deep(site: Flask, admin: Person, step: int) -> None:
    """Sent to one address of every page, or of every seventh, by each method it knows and by POST."""
    headers = {"Content-Type": "application/json"}
    failed: list[Any] = []
    faults: list[str] = []
    asked = {(endpoint, sent): path for endpoint, method, path in routes(site) for sent in (method, "POST")}
    with got_request_exception.connected_to(lambda sender, exception, **_: faults.append(repr(exception)), site):
        for (endpoint, method), path in islice(asked.items(), 0, None, step):
            if endpoint not in ("accounts.sign_out", "xapi.resource", "static"):
                answer = admin.client.open(path, method=method, data=DEEP, headers=headers)
                failed += [(method, path, answer.status_code)] if answer.status_code >= 500 else []
    assert (failed, faults) == ([], [])


def test_a_token_in_the_address_opens_no_page(site: Flask, admin: Person, guest: Person) -> None:
    """Flask-Security could sign somebody in by a token of its own; this site gives none out and believes none."""
    with site.test_request_context():
        token = admin.account.get_auth_token()
    for more in ({"query_string": {"auth_token": token}}, {"headers": {"Authentication-Token": token}}):
        assert guest.get("/fr/compte", **more).status_code == 302


@pytest.fixture(scope="module")
def behind_https(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("https"), origin="https://site.example", trusted_proxies="1")
    yield app
    close(app)


def test_behind_a_proxy_the_store_says_like_the_pages_that_only_https_is_spoken(behind_https: Flask) -> None:
    for path in ("/fr/", "/xapi/about"):
        answer = behind_https.test_client().get(path, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"})
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(
    ("refused", "status", "error"), [(408, 408, "body_too_slow"), (413, 413, "limit_passed"), (503, 503, "store_busy")]
)
def test_a_body_that_the_server_in_front_did_not_take_is_said_in_the_stores_words(
    site: Flask, device: Device, refused: int, status: int, error: str
) -> None:
    client, taken = site.test_client(), {"lms.refused_status": refused}
    answer = client.post("/xapi/statements", headers=device.headers, environ_overrides=taken)
    assert (answer.status_code, answer.json["error"]) == (status, error)
    assert answer.headers[VERSION]


def test_a_body_cut_short_is_the_senders_fault(site: Flask, device: Device) -> None:
    answer = site.test_client().post("/xapi/statements", data=b"[]", headers=device.headers, environ_overrides={"CONTENT_LENGTH": "1000"})
    assert (answer.status_code, answer.json["error"]) == (400, "body_cut_short")
