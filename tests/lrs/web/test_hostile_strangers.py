"""What a stranger with a key, or without one, could send to break the store; each was tried by hand, and each fault found stands here."""

import gzip
import io
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from asking import NONE_MATCH, described, first, multipart, new_agent, new_iri, part, said
from lrs_cast import Caller, make_caller

from lrs.storage.store import Limits, Store

OUTSIDE = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0000-01-01T00:00:00Z", "2026-12-31T23:59:60Z")
INSIDE = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "0001-01-01T14:00:00+14:00")


def test_times_at_the_ends_of_the_calendar_are_taken_or_refused(ask: Caller) -> None:
    for value in OUTSIDE:
        answer = ask.post("statements", said(timestamp=value))
        assert (answer.status_code, answer.json["problems"][0]["path"]) == (400, "$.timestamp"), value
        assert ask.get("statements", since=value).status_code == 400
        assert ask.get("statements", until=value).status_code == 400
        assert ask.get("activities/state", activityId=new_iri(), agent=new_agent(), since=value).status_code == 400
    for value in INSIDE:
        assert ask.post("statements", said(timestamp=value)).status_code == 200, value
        assert ask.get("statements", since=value).status_code == 200


@pytest.mark.parametrize("id", ["a\x00b", "x" * 100_000, "é", ""])
def test_an_id_no_key_can_have_opens_nothing(ask: Caller, id: str) -> None:
    assert Caller(ask.client, id, "secret", ask.version).get("statements").status_code == 401


def test_a_packed_body_is_refused_before_it_is_unpacked(ask: Caller) -> None:
    answer = ask.post("statements", gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json["error"]) == (400, "content_encoding")


def test_a_body_in_chunks_is_held_to_the_limit_too(ask: Caller, store_of: Store) -> None:
    small = Store(store_of.engine, store_of.writer, store_of.home_page, Limits(body=1000))
    caller = make_caller(small, version=ask.version, policy="any")
    for size, status in ((10, 200), (2000, 413)):
        body = json.dumps(said(result={"response": "x" * size})).encode()
        answer = caller.client.post(
            "/xapi/statements",
            input_stream=io.BytesIO(body),
            environ_overrides={"wsgi.input_terminated": True},
            headers=caller.headers(Content_Type="application/json", Transfer_Encoding="chunked"),
        )
        assert answer.status_code == status


@pytest.mark.parametrize("kind", ["text/plain\x00x", "text", "text/plain\x0bX-Other: y", "text/plain;\x7f"])
def test_a_part_whose_type_is_none_is_refused(ask: Caller, kind: str) -> None:
    sent = said(attachments=[described(b"abc")])
    assert multipart(ask, first(sent), part(b"abc", Content_Type=kind)).status_code == 400


@pytest.mark.parametrize("kind", ["text/plain\x00", "text/plain\r\nSet-Cookie: a=b"])
def test_a_form_cannot_smuggle_a_broken_header_into_a_document(ask: Caller, kind: str) -> None:
    place = {"activityId": new_iri(), "profileId": "p"}
    form = {**place, "content": "x", "Content-Type": kind, "If-None-Match": "*"}
    answer = ask.client.post("/xapi/activities/profile", query_string={"method": "PUT"}, data=form, headers=ask.headers())
    assert answer.status_code == 400
    assert ask.get("activities/profile", **place).status_code == 404


def test_a_form_too_large_or_no_utf_8_or_with_a_field_twice_is_refused(ask: Caller) -> None:
    headers = ask.headers(Content_Type="application/x-www-form-urlencoded")
    for body in (b"&".join(b"a%d=1" % n for n in range(5000)), b"content=%ff", b"\xff", b"limit=1&limit=2"):
        assert ask.client.post("/xapi/statements?method=GET", data=body, headers=headers).status_code == 400


def test_a_parameter_given_twice_is_refused(ask: Caller) -> None:
    answer = ask.client.get("/xapi/statements?limit=1&limit=2", headers=ask.headers())
    assert (answer.status_code, answer.json["error"]) == (400, "parameter_twice")


@pytest.mark.parametrize("cursor", ["-1", "x", "9" * 40, "1.5", "", "1e3", "١"])
def test_a_cursor_that_was_tampered_with_is_refused(ask: Caller, cursor: str) -> None:
    assert ask.get("statements", cursor=cursor).status_code == 400
    assert ask.get("statements", limit=cursor).status_code == 400


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE", "FOO"])
def test_a_method_nobody_knows_is_refused(ask: Caller, method: str) -> None:
    for path, known in (("statements", "GET, PUT, POST, HEAD, OPTIONS"), ("about", "GET, HEAD, OPTIONS"), ("agents", "GET, HEAD, OPTIONS")):
        answer = ask.client.open(f"/xapi/{path}", method=method, headers=ask.headers())
        assert (answer.status_code, answer.headers.get("Allow")) == (405, known)


def test_a_statement_with_a_million_faults_is_answered_in_few_words(ask: Caller) -> None:
    answer = ask.post("statements", said(**{f"x{number}": 1 for number in range(100_000)}))
    assert answer.status_code == 400
    assert len(answer.json["problems"]) <= 100
    assert ask.post("statements", said(actor={"objectType": "Group", "member": [1] * 5000})).status_code == 400


NUMBERS = (b"9" * 5000, b"1e400", b"NaN", b"Infinity", b"-Infinity", b"0x10", b"01")


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:9].decode())
def test_a_number_no_double_can_hold_is_refused(ask: Caller, number: bytes) -> None:
    body = b'{"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"http://a.example/v"},"object":{"id":"http://a.example/o"},'
    assert ask.post("statements", body + b'"result":{"score":{"raw":' + number + b"}}}").status_code == 400


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    results: list[Any] = [None] * count
    threads = [threading.Thread(target=lambda number=number: results.__setitem__(number, work(number))) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_sixteen_writers_with_one_tag_one_wins(ask: Caller, store_of: Store) -> None:
    place = {"activityId": new_iri(), "profileId": "p"}
    made = together(16, lambda n: ask.put("activities/profile", {"first": n}, headers=NONE_MATCH, **place).status_code)
    assert sorted(made) == [204] + [412] * 15
    for _ in range(3):
        response = ask.get("activities/profile", **place)
        replace = {"If-Match": response.headers["ETag"]}
        seen = response.json

        def change(number: int, headers: dict[str, str] = replace, seen: Any = seen) -> int:
            return int(ask.put("activities/profile", {"number": number, "seen": seen}, headers=headers, **place).status_code)

        assert sorted(together(16, change)) == [204] + [412] * 15


def test_sixteen_merges_into_one_document_lose_none(ask: Caller, store_of: Store) -> None:
    place = {"activityId": new_iri(), "agent": new_agent(), "stateId": "s"}
    assert together(16, lambda n: ask.post("activities/state", {str(n): n}, **place).status_code) == [204] * 16
    assert ask.get("activities/state", **place).json == {str(n): n for n in range(16)}
