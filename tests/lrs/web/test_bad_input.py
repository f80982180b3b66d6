"""Whatever is sent, the answer is a clear refusal, nothing of it is kept, and never an error of the server."""

import json
import random
import string
from copy import deepcopy
from typing import Any

import pytest
from fingerprints import fingerprint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lrs_cast import EDUCATOR, MODULE, Caller, make_caller, make_statement

from lrs.storage.store import Limits, Store, open_store
from xapi import builders
from xapi.validate import problems_of

ODD: tuple[Any, ...] = (None, True, -1, 1.5, 10**30, "", "x", "\u0000", "\ud83d", "é" * 400, [], [[]], {}, {"a": None}, ["x"], {"": ""})


def whole() -> dict[str, Any]:
    return make_statement(
        result=builders.result(success=True, scaled=0.5, raw=5, min=0, max=10, duration_seconds=3),
        context=builders.context(language="fr", platform="pages", parent=[{"id": MODULE}], extensions={"role": "patient"}),
        version="2.0.0",
    )


def broken(chance: random.Random) -> dict[str, Any]:
    """A statement with one to three places changed, until it is not valid any more."""
    while True:
        duplicate = deepcopy(whole())
        for _ in range(chance.choice((1, 1, 2, 3))):
            _break(duplicate, chance)
        if problems_of(json.loads(json.dumps(duplicate))):
            return duplicate


def _break(part: Any, chance: random.Random) -> None:
    """Change one place, somewhere down the statement: another value, another key, or nothing there."""
    while True:
        if not isinstance(part, dict | list) or not part:
            return
        key = chance.choice(list(part) if isinstance(part, dict) else range(len(part)))
        if isinstance(part[key], dict | list) and part[key] and chance.random() < 0.7:
            part = part[key]
            continue
        what = chance.random()
        if what < 0.6:
            part[key] = deepcopy(chance.choice(ODD))
        elif what < 0.8 and isinstance(part, dict):
            del part[key]
        elif isinstance(part, dict):
            part["".join(chance.choices(string.printable, k=5))] = part.pop(key)
        return


def refuse(store: Store, count: int, seed: int) -> None:
    caller, chance = make_caller(store, policy="any"), random.Random(seed)
    caller.post("statements", whole())
    with store.engine.connect() as connection:
        before = fingerprint(connection)
    for number in range(count):
        made = broken(chance)
        rows: Any = made if number % 2 else [whole(), made]
        answer = caller.post("statements", json.dumps(rows).encode("utf-8", "surrogatepass"))
        assert answer.status_code == 400, (number, made)
        if answer.json["error"] != "not_json":
            assert all(row["path"].startswith("$") and row["reason"] for row in answer.json["problems"]), answer.json
            assert answer.json["problems"]
            assert answer.json.get("statement") == (None if number % 2 else 1)
    with store.engine.connect() as connection:
        assert fingerprint(connection) == before


def test_malformed_statements_are_refused_with_their_path_and_change_nothing(store: Store) -> None:
    refuse(store, 400, seed=1)


@pytest.mark.slow
def test_five_thousand_malformed_statements_are_refused(store: Store) -> None:
    refuse(store, 5000, seed=2)


BODIES = some.binary(max_size=200) | some.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, kind=some.sampled_from(["application/json", "multipart/mixed; boundary=b", "multipart/mixed", "text/plain", ""]))
def test_any_bytes_are_answered_without_an_error_of_the_server(sqlite_store: Store, body: bytes, kind: str) -> None:
    caller = make_caller(sqlite_store)
    for answer in (
        caller.post("statements", b"--b\r\n" + body + b"\r\n--b--" if "=b" in kind else body, headers={"Content-Type": kind}),
        caller.put("activities/profile", body, headers={"Content-Type": kind, "If-None-Match": "*"}, activityId=MODULE, profileId="x"),
    ):
        assert answer.status_code < 500


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    params=some.dictionaries(some.sampled_from(["agent", "verb", "activity", "since", "limit", "cursor", "format"]), some.text(max_size=30))
)
def test_any_parameters_are_answered_without_an_error_of_the_server(sqlite_store: Store, params: dict[str, str]) -> None:
    assert make_caller(sqlite_store).get("statements", **params).status_code in (200, 400)


def test_a_nul_character_in_free_text_is_taken_on_both_databases(store: Store) -> None:
    caller, nul = make_caller(store, policy="any"), "a\x00b"
    actor = {"mbox": "mailto:a@b.example", "name": nul}
    definition = {"name": {"fr": nul}, "extensions": {"http://example.com/e": nul}}
    statement = make_statement(actor=actor, object={"id": MODULE, "definition": definition}, result={"response": nul})
    assert caller.post("statements", statement).status_code == 200
    assert caller.get("statements", statementId=statement["id"]).json["result"]["response"] == nul
    assert caller.get("activities", activityId=MODULE).json["definition"]["name"]["fr"] == nul
    assert caller.get("agents", agent=actor).status_code == 200
    assert caller.put("activities/profile", {}, headers={"If-None-Match": "*"}, activityId=MODULE, profileId=nul).status_code == 400


def test_an_unforeseen_error_is_answered_and_logged_without_what_was_sent(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caller, canary = make_caller(store), "zebra-canary-8"
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE lrs_mentions RENAME TO lrs_elsewhere")
    try:
        answer = caller.post("statements", make_statement(result={"response": canary}, context={"instructor": EDUCATOR}))
    finally:
        with store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE lrs_elsewhere RENAME TO lrs_mentions")
    assert answer.status_code in (500, 503)
    assert canary not in answer.text
    assert canary not in caplog.text
    assert caller.ids() == []


def small(database: str, **limits: int) -> Caller:
    return make_caller(open_store(database, home_page="https://site.example", limits=Limits(**limits), create=True), policy="any")


@pytest.mark.parametrize(
    ("limits", "status", "name"),
    [({"body": 2000}, 413, "body"), ({"batch": 3}, 400, "statements in a batch"), ({"document": 100}, 413, "document")],
)
def test_a_limit_passed_is_named(sqlite_store: Store, limits: dict[str, int], status: int, name: str) -> None:
    caller = small(str(sqlite_store.engine.url), **limits)
    if "document" in limits:
        answer = caller.put("activities/profile", b"x" * 101, headers={"If-None-Match": "*"}, activityId=MODULE, profileId="x")
    else:
        answer = caller.post("statements", [make_statement() for _ in range(4)])
    assert (answer.status_code, answer.json["error"]) == (status, "limit_passed")
    assert name in answer.json["message"]


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000])
def test_a_body_nested_without_end_is_refused(sqlite_store: Store, body: bytes) -> None:
    assert make_caller(sqlite_store).post("statements", body).status_code == 400
    place = {"activityId": MODULE, "profileId": "x"}
    assert make_caller(sqlite_store).put("activities/profile", body, headers={"If-None-Match": "*"}, **place).status_code == 400
