"""Guards that stand before and behind every page, each at its edges: where one is sent, who is signed in, what is refused, what is said."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from lms_cast import Person

from lms.asgi.environ import REFUSAL
from lms.settings import Settings
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.guards import request_ids
from lms.web.guards.body_refusal import largest_body
from lms.web.guards.hosts import is_trusted
from lms.web.guards.request_ids import RequestIds
from lms.web.guards.security import local
from lms.web.routing.forms import Form, Refusal


@pytest.mark.parametrize(
    "path",
    ["/fr/", "/en/", "/fr/compte", "/en/account/devices", "/fr/cours/a/b?x=../..", "/fr/a#//b", "/fr/...", "/fr/a?b=//c", "/fr/a?b#c"],
)
def test_a_page_of_this_site_is_gone_to(path: str) -> None:
    assert local(path, "/fr/home") == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "/", "/fr", "/de/x", "fr/x", "//evil.example/fr/", "https://evil.example/fr/", "/fr//x", "/fr//evil.example", "/en/x//y",
        "/fr/../x", "/fr/./x", "/fr/%2e%2e/x", "/fr/%2E/x", "/fr/x/..", "/fr/x/.%2e", "/fr/\\x", "/fr/x y", "/fr/x\ty", "/fr/x\ny",
        "/fr/x\x7f", "/fr/x\x1f", "/fr/../x?y", "/fr//x#y",
    ],
)  # fmt: skip
def test_anything_else_is_not(path: str | None) -> None:
    assert local(path, "/fr/home") == "/fr/home"


def test_a_session_alone_signs_in(site: Flask, learner: Person, guest: Person) -> None:
    """The token that Flask-Security makes of an account opens nothing here, in a header or in a body."""
    with site.app_context():
        token = db.session.merge(learner.account).get_auth_token()
    assert learner.get("/fr/compte").status_code == 200
    answer = guest.get("/fr/compte", headers={"Authentication-Token": token}, json={"auth_token": token})
    assert answer.status_code == 302
    assert guest.get(f"/fr/compte?auth_token={token}").status_code == 302


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back_or_refused(guest: Person, learner: Person) -> None:
    answer = guest.get("/fr/compte?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/connexion?next=/fr/compte?x%3D1")
    assert guest.get("/fr/compte").headers["Location"] == "/fr/connexion?next=/fr/compte"
    assert guest.post("/fr/compte/effacer").status_code == 403
    assert learner.get("/fr/cohortes").status_code == 403
    assert learner.post("/fr/cohortes", name="x").status_code == 403


def test_a_device_pairs_from_any_origin_and_a_form_from_its_own_alone(site: Flask, guest: Person) -> None:
    foreign = {"Origin": "https://evil.example"}
    assert site.test_client().post("/api/pair", json={"code": "x"}, headers=foreign).status_code == 403
    data = {"csrf_token": guest.token(), "name": "x", "passphrase": "y"}
    assert guest.client.post("/fr/connexion", data=data, headers=foreign).status_code == 400
    assert guest.client.post("/fr/connexion", data=data).status_code == 422


@pytest.mark.parametrize(("path", "status"), [("/fr/?a%00=b", 400), ("/fr/?a=b%00", 400), ("/fr/?text=b%00", 200), ("/fr/?text%00=b", 400)])
def test_a_nul_sign_is_refused_in_names_and_values_but_in_the_editors_text(guest: Person, path: str, status: int) -> None:
    assert guest.get(path).status_code == status


def test_a_nul_sign_in_an_address_is_no_page(guest: Person) -> None:
    assert guest.get("/fr/a%00b").status_code == 404


def test_pages_say_to_caches_what_a_visitor_may_keep(guest: Person, learner: Person) -> None:
    assert guest.get("/fr/").headers["Cache-Control"] == "private, no-cache"
    signed_in = learner.get("/fr/")
    assert signed_in.headers["Cache-Control"] == "no-store"
    assert {"Cookie", "Accept-Language"} <= set(", ".join(signed_in.headers.getlist("Vary")).split(", "))
    assert signed_in.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("status", [413, 408, 503])
def test_a_body_that_did_not_come_is_answered_on_every_page(site: Flask, status: int) -> None:
    answer = site.test_client().post("/fr/connexion", environ_overrides={REFUSAL: status})
    assert answer.status_code == status


def test_the_store_and_the_pages_take_bodies_of_their_own_size(site: Flask) -> None:
    store, pages = site_of(site).store.limits.body, site.config["MAX_CONTENT_LENGTH"]
    assert store != pages
    for path, most in (("/xapi", store), ("/xapi/statements", store), ("/xapis", pages), ("/fr/xapi", pages), ("/", pages)):
        assert largest_body(site, path) == most


def test_a_form_gives_the_refusal_of_a_field_and_none_for_the_others() -> None:
    form = Form({"name": "  a  ", "long": "x" * 3000})
    assert form.is_good
    form.refuse("name", "Title", "Words")
    form.refuse("other", "Title 2", "Words 2")
    assert not form.is_good
    assert form.refusal("name") == Refusal("name", "Title", "Words")
    assert form.refusal("other") == Refusal("other", "Title 2", "Words 2")
    assert form.refusal("third") is None
    assert (form.raw("name"), form.text("name"), form.text("none"), len(form.raw("long"))) == ("  a  ", "a", "", 2000)


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("site.example", True), ("SITE.example.", True), ("site.example:8000", True), ("a.clinic.example", True), ("clinic.example", False),
        ("site.example:80:80", False), ("site.example:x", False), ("evil.example", False), ("", False), ("a b", False),
    ],
)  # fmt: skip
def test_a_name_is_ours_whole_or_under_a_name_with_a_dot(host: str, is_ours: bool) -> None:
    assert is_trusted(host, frozenset({"site.example", ".clinic.example"})) is is_ours


def answered(site: Flask, app: Any, caplog: pytest.LogCaptureFixture, **environ: str) -> dict[str, Any]:
    """The line of the access log that one request to this application gives."""
    settings: Settings = replace(site_of(site).settings, log_access=True)
    with caplog.at_level(logging.INFO):
        list(RequestIds(app, settings)({"REQUEST_METHOD": "GET", **environ}, lambda status, headers, *error: None))
    line = next(record for record in caplog.records if record.getMessage() == "answered")
    fields: dict[str, Any] = line.fields  # type: ignore[attr-defined]
    return fields


def test_the_access_log_says_the_whole_status(site: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("204 No Content", [])
        return []

    line = answered(site, app, caplog)
    assert line["status"] == 204
    assert line["endpoint"] == "none"
    assert 0 <= line["seconds"] < 600


def test_an_answer_that_begins_later_has_the_status_nought_in_the_access_log(site: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        yield b"x"

    line = answered(site, app, caplog, SCRIPT_NAME="/xapi")
    assert line["status"] == 0
    assert line["endpoint"] == "store"


def test_each_new_id_is_its_own_and_fits_where_ids_are_taken() -> None:
    ids = {request_ids.new() for _ in range(20)}
    assert len(ids) == 20
    assert all(request_ids.VALID.fullmatch(id) for id in ids)
