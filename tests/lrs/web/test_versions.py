"""Two versions from one server: the header, alternate syntax, About, CORS, errors of one shape."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from lrs_cast import Caller, make_caller, make_statement
from real_site import site_with

from lrs.storage.store import Store


@pytest.mark.parametrize(("said", "answered"), [("1.0", "1.0.3"), ("1.0.9", "1.0.3"), ("2.0", "2.0.0"), ("2.0.0", "2.0.0")])
def test_xapi_00333_the_answer_says_the_latest_patch_of_the_version_asked(sqlite_store: Store, said: str, answered: str) -> None:
    caller = make_caller(sqlite_store, version=said)
    answer = caller.get("statements")
    assert answer.status_code == 200
    assert answer.headers["X-Experience-API-Version"] == answered


@pytest.mark.parametrize("said", ["", "0.9", "1.1.0", "2.1.0", "3", "x"])
def test_xapi_00331_another_version_or_none_is_refused(sqlite_store: Store, said: str) -> None:
    assert make_caller(sqlite_store, version=said).get("statements").status_code == 400


def test_about_needs_neither_key_nor_version_and_lists_both(sqlite_store: Store) -> None:
    answer = make_caller(sqlite_store).client.get("/xapi/about")
    assert {"1.0.3", "2.0.0"} <= set(answer.json["version"])


FORM = "application/x-www-form-urlencoded"


def alternate(caller: Caller, method: str, kind: str = FORM, **fields: str) -> Any:
    form = {"Authorization": caller.headers()["Authorization"], "X-Experience-API-Version": caller.version} | fields
    return caller.client.post(f"/xapi/statements?method={method}", data=urlencode(form), headers={"Content-Type": kind})


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=UTF-8", "text/plain;charset=UTF-8"])
def test_xapi_00336_1_0_3_takes_a_put_folded_into_a_post(sqlite_store: Store, kind: str) -> None:
    """Articulate Storyline sends the form as text/plain."""
    caller = make_caller(sqlite_store, version="1.0.3")
    statement = make_statement(id=uuid4())
    fields = {"statementId": statement["id"], "content": json.dumps(statement)}
    assert alternate(caller, "PUT", kind, **fields).status_code == 204
    answer = alternate(caller, "GET", kind, statementId=statement["id"])
    assert answer.json["id"] == statement["id"]


def test_2_0_refuses_a_folded_request(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store, version="2.0.0")
    answer = caller.client.post("/xapi/statements?method=GET", headers=caller.headers())
    assert answer.status_code == 400
    assert alternate(caller, "GET").status_code == 400


def test_a_folded_request_must_be_a_form_alone_in_its_address(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store, version="1.0.3")
    assert caller.post("statements", {}, method="PUT").status_code == 400
    assert alternate(caller, "PUT", statementId=str(uuid4())).status_code == 400
    for kind in ("application/json", "text/html", "text/plainer", ""):
        assert alternate(caller, "GET", kind).status_code == 400
    assert caller.client.post("/xapi/statements?method=GET&limit=1", headers=caller.headers()).status_code == 400


def test_every_error_has_one_shape(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store)
    nobody = Caller(caller.client, "x", "y")
    answers = [
        caller.get("nothing"),
        caller.get("statements", limit="x"),
        caller.post("statements", {"actor": 1}),
        caller.delete("statements"),
        caller.post("statements", b"x" * (17 * 1024 * 1024)),
        nobody.get("statements"),
    ]
    assert [answer.status_code for answer in answers] == [404, 400, 400, 405, 413, 401]
    for answer in answers:
        assert set(answer.json) >= {"error", "message", "problems"}
        assert answer.headers["Content-Type"] == "application/json"


def test_only_a_listed_origin_may_call_from_a_page(sqlite_store: Store) -> None:
    client = site_with(sqlite_store, cors_origins="https://pages.example").test_client()
    for origin, allowed in (("https://pages.example", "https://pages.example"), ("https://other.example", None)):
        before = client.options("/xapi/statements", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
        assert before.status_code == 204
        assert before.headers.get("Access-Control-Allow-Origin") == allowed
        about = client.get("/xapi/about", headers={"Origin": origin})
        assert about.headers.get("Access-Control-Allow-Origin") == allowed
        assert "Access-Control-Allow-Credentials" not in about.headers
        assert (before.headers["Vary"], about.headers["Vary"]) == ("Origin", "Origin")


def test_the_profile_is_served_to_everyone(sqlite_store: Store) -> None:
    answer = make_caller(sqlite_store).client.get("/xapi/profile")
    assert answer.headers["Content-Type"] == "application/ld+json"
    assert answer.json["type"] == "Profile"


def test_the_address_of_the_next_page_stands_below_where_the_store_is_mounted(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store)
    caller.post("statements", [make_statement() for _ in range(3)])
    for path in ("statements", "statements/"):
        assert caller.get(path, limit="1").json["more"].startswith("/xapi/statements?")
