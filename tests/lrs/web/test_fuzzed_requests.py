"""Whatever is asked of a resource, the store answers without a fault of its own: no 5xx for any parameter, header or body."""

import json
import os
import random
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from lrs_cast import LEARNER, MODULE, VERSIONS, Caller, make_caller, make_statement

from lrs.keys import access_keys
from lrs.storage.store import Store

RESOURCES = (
    "statements",
    "activities/state",
    "activities/profile",
    "agents/profile",
    "agents",
    "activities",
    "about",
    "profile",
    "nothing",
    "",
)
METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS")
NAMES = (
    "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities", "related_agents", "since",
    "until", "limit", "format", "attachments", "ascending", "cursor", "activityId", "stateId", "profileId", "method", "odd",
)  # fmt: skip
VALUES = (
    "", "\x00", "a\x00b", "9" * 18, "9" * 19, "9" * 400, "-1", "1e400", "NaN", "true", "null", "[]", "{}", "[" * 2000, "\ud800", "é\u202e",
    json.dumps(LEARNER), '{"mbox":1}', '{"account":{"homePage":"https://x.example","name":"\\u0000"}}', '{"objectType":"Group"}', MODULE,
    "00000000-0000-4000-8000-000000000001", "0001-01-01T00:00:00+14:00", "2026-11-23T19:00:00Z", "9999-12-31T23:59:59-14:00", "x" * 9000,
    "ids", "canonical", "exact", "a" * 300 + ":", "urn:x", "%", "%zz",
)  # fmt: skip
HEADERS: dict[str, tuple[str, ...]] = {
    "Content-Type": (
        "application/json", "multipart/mixed; boundary=b", "multipart/mixed", 'multipart/mixed; boundary=""', "text/plain",
        "application/x-www-form-urlencoded", "", ";", "x" * 500, "application/json; charset=utf-16",
    ),
    "Accept-Language": ("fr", ",;q=,", "x;q=1e999", "x;q=nan,en;q=-1", ",".join(["a-b"] * 2000)),
    "If-Match": ("*", '"x"', "", '"' * 300),
    "If-None-Match": ("*", 'W/"x"', ","),
    "X-Experience-API-Version": ("1.0.3", "2.0.0", "1.0", "2.0", "0.9", "", "1.0." + "9" * 500),
}  # fmt: skip
BODIES = (
    b"", b"{}", b"[]", b"null", b"1", b'"x"', b"\xff", b"\x00", b"[" * 40_000, b'{"a":' * 40_000, b"9" * 5000, b"[1e400]", b"--b--",
    b"--b\r\n",     b"--b\r\n--b\r\n--b--", b"--b\r\n\r\n\r\n--b--", b"--b\r\nContent-Type: application/json\r\n\r\n[]\r\n--b--",
    b"content=%5B%5D",
    b"content=%ff", b"&&&", b"=", b"Authorization=Basic+eDp5", b'{"a":1,"a":2}', b'"\\ud800"', b'{"\\u0000":1}',
)  # fmt: skip
HEAVY = int(os.environ.get("FUZZ_REQUESTS", "3000"))


def _mutated(chance: random.Random, value: Any, depth: int = 0) -> Any:
    """The value with one or more of its parts replaced by odd ones."""
    odd = (None, True, 0, -1, 2**63, 10**320, 1e308, "", "\x00", "\ud800", [], {}, [[]], {"": {}}, "x" * 3000, MODULE, LEARNER)
    if depth and chance.random() < 0.12:
        return chance.choice(odd)
    if isinstance(value, dict):
        made = {key: _mutated(chance, inner, depth + 1) for key, inner in value.items() if chance.random() > 0.05}
        if chance.random() < 0.1:
            made[chance.choice(("id", "objectType", "odd", "attachments", "stored", "authority", "context", "\x00"))] = chance.choice(odd)
        return made
    if isinstance(value, list):
        return [_mutated(chance, inner, depth + 1) for inner in value]
    return value


WHOLE: dict[str, Any] = make_statement(
    result={"score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2}, "duration": "PT1S", "extensions": {"https://x.example/e": [1]}},
    context={
        "registration": "00000000-0000-4000-8000-000000000001",
        "contextActivities": {"parent": [{"id": MODULE}]},
        "team": {"objectType": "Group", "member": [LEARNER]},
        "statement": {"objectType": "StatementRef", "id": "00000000-0000-4000-8000-000000000001"},
        "extensions": {"https://x.example/e": {"a": 1}},
    },
    attachments=[{"usageType": MODULE, "display": {"en": "x"}, "contentType": "a/b", "length": 1, "sha2": "0" * 64, "fileUrl": MODULE}],
)


def _dumped(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def ask(callers: list[Caller], chance: random.Random) -> tuple[str, int]:
    """One odd request, and its status."""
    caller = chance.choice(callers)
    params = {name: chance.choice(VALUES) for name in chance.sample(NAMES, chance.randint(0, 4))}
    if chance.random() < 0.7:  # near to what a resource wants, so that more than the first check is met
        params |= {"activityId": MODULE, "agent": json.dumps(LEARNER), "stateId": "s"} if chance.random() < 0.5 else {}
        params.pop("method", None)
    headers = {name: chance.choice(values) for name, values in HEADERS.items() if chance.random() < 0.3}
    sub = {"objectType": "SubStatement", **{key: WHOLE[key] for key in ("actor", "verb", "object", "result")}}
    statement = WHOLE if chance.random() < 0.7 else WHOLE | {"object": sub}
    body = chance.choice(BODIES) if chance.random() < 0.4 else _dumped(_mutated(chance, chance.choice(([statement], statement))))
    resource, method = chance.choice(RESOURCES), chance.choice(METHODS)
    query = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in params.items())
    asked = f"/xapi/{resource}" + (f"?{query}" if query else "")
    whole = caller.headers(Content_Type="application/json") | headers
    answer = caller.client.open(asked, method=method, data=body, headers=whole)
    return f"{method} {asked[:300]} {headers} {body[:300]!r}", answer.status_code


def callers_of(store: Store) -> list[Caller]:
    made = [make_caller(store, version=version, policy="any") for version in VERSIONS]
    return made + [make_caller(store, version=version, scopes=access_keys.DEVICE, actor=LEARNER, rate=0) for version in VERSIONS]


@settings(max_examples=3, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=some.integers(0, 2**32))
def test_no_request_is_answered_with_a_fault_of_the_store(store: Store, seed: int) -> None:
    chance, callers = random.Random(seed), callers_of(store)
    for _ in range(150):
        asked, status = ask(callers, chance)
        assert status < 500, f"seed {seed}: {status} {asked}"


@pytest.mark.slow
def test_no_request_of_very_many_is_answered_with_a_fault_of_the_store(store: Store) -> None:
    callers = callers_of(store)
    for seed in range(HEAVY):
        asked, status = ask(callers, random.Random(seed))
        assert status < 500, f"seed {seed}: {status} {asked}"
