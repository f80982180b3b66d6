"""What another store answers over HTTP, and what is believed of it: delivered is what it names by its ids, or holds when asked."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from lrs_cast import HOME, LEARNER, make_caller, make_statement
from other_store import begin, served, state

from lrs.maintenance import forwarding
from lrs.maintenance.peer_client import Credentials
from lrs.storage import clock
from lrs.storage.store import Store

KEY = Credentials("id", "secret")
Answer = tuple[str, list[tuple[str, str]], bytes]


class OtherStore:
    """A statement store as small as can be, on a port of this machine. answer: what it says to a batch instead of taking it, or None."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self.sizes: list[int] = []
        self.answer: Callable[[list[dict[str, Any]], bytes], Answer | None] = lambda rows, body: None

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "GET":
            asked = parse_qs(environ["QUERY_STRING"]).get("statementId", [""])[0]
            found = next((row for row in self.kept if row["id"] == asked), None)
            start("200 OK" if found else "404 Not Found", [("Content-Type", "application/json")])
            return [json.dumps(found).encode()] if found else []
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        rows = json.loads(body)
        self.sizes.append(len(rows))
        status, headers, text = self.answer(rows, body) or self.take(rows)
        start(status, headers)
        return [text]

    def take(self, rows: list[dict[str, Any]]) -> Answer:
        self.kept += [row for row in rows if row["id"] not in {old["id"] for old in self.kept}]
        return "200 OK", [("Content-Type", "application/json")], json.dumps([row["id"].upper() for row in rows]).encode()


@pytest.fixture
def other() -> OtherStore:
    return OtherStore()


@pytest.fixture
def turn(sqlite_store: Store, other: OtherStore) -> Iterator[Callable[..., int]]:
    """One turn of the copies for it; hours: how much later than now."""
    with served(other) as endpoint:
        begin(sqlite_store, endpoint)

        def take_turn(hours: int = 0) -> int:
            later = Store(sqlite_store.engine, sqlite_store.writer, HOME, now=lambda: clock.now() + timedelta(hours=hours))
            return forwarding.turn(later, "other", KEY)

        yield take_turn


def send(store: Store, count: int = 1, **changed: Any) -> list[str]:
    return list(make_caller(store).post("statements", [make_statement(**changed) for _ in range(count)]).json)


def says(status: str, body: bytes = b"", *headers: tuple[str, str]) -> Callable[..., Answer]:
    return lambda rows, sent: (status, [("Content-Type", "application/json"), *headers], body)


NO_ACKNOWLEDGEMENT = {
    "an empty list": b"[]",
    "ids of others": json.dumps([str(uuid4()) for _ in range(3)]).encode(),
    "numbers": b"[1, 2, 3]",
    "statements": b'[{"id": "x"}]',
    "an object": b'{"ok": true}',
    "a page": b"<p>Welcome</p>",
    "nothing": b"",
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", NO_ACKNOWLEDGEMENT.values(), ids=list(NO_ACKNOWLEDGEMENT))
def test_an_answer_without_the_very_ids_delivers_nothing(
    sqlite_store: Store, other: OtherStore, turn: Callable[..., int], body: bytes
) -> None:
    ids = send(sqlite_store, 3)
    other.answer = says("200 OK", body)
    assert turn() == 0
    assert (state(sqlite_store).lag, state(sqlite_store).failures, state(sqlite_store).refused) == (3, 1, 0)
    assert ids[0] in (state(sqlite_store).last_error or "")
    other.answer = lambda rows, sent: None
    assert turn(hours=2) == 3
    assert [row["id"] for row in other.kept] == ids


def test_an_answer_that_leaves_one_id_out_delivers_nothing_either(sqlite_store: Store, other: OtherStore, turn: Callable[..., int]) -> None:
    ids = send(sqlite_store, 3)
    other.answer = lambda rows, sent: ("200 OK", [], json.dumps(ids[:2]).encode())
    assert turn() == 0
    assert state(sqlite_store).lag == 3


def test_what_it_has_already_and_answers_with_204_counts_once_it_shows_it(
    sqlite_store: Store, other: OtherStore, turn: Callable[..., int]
) -> None:
    ids = send(sqlite_store, 3)
    other.kept = [{"id": id} for id in ids]
    other.answer = says("204 No Content")
    assert turn() == 3
    assert state(sqlite_store).lag == 0


@pytest.mark.parametrize("wait", ["", "120", "date"])
def test_too_many_requests_is_never_a_refusal(sqlite_store: Store, other: OtherStore, turn: Callable[..., int], wait: str) -> None:
    ids = send(sqlite_store, 3)
    header = format_datetime(datetime.now(UTC) + timedelta(seconds=125), usegmt=True) if wait == "date" else wait
    other.answer = says("429 Too Many Requests", b"", *([("Retry-After", header)] if header else []))
    before = clock.now()
    assert turn() == 0
    found = state(sqlite_store)
    assert (found.lag, found.refused, found.failures) == (3, 0, 1)
    assert found.next_try is not None
    assert clock.parse(found.next_try) - before >= timedelta(seconds=120 if wait else 5)
    other.answer = lambda rows, sent: None
    assert turn(hours=2) == 3
    assert [row["id"] for row in other.kept] == ids


def test_too_many_requests_among_the_parts_of_a_refused_batch_loses_nothing_and_goes_on_where_it_was(
    sqlite_store: Store, other: OtherStore, turn: Callable[..., int]
) -> None:
    """A batch with one bad statement is sent in parts; a store that takes four requests a turn gets it all in the end."""
    ids, left = send(sqlite_store, 16), [0]

    def answer(rows: list[dict[str, Any]], sent: bytes) -> Answer | None:
        if not left[0]:
            return "429 Too Many Requests", [("Retry-After", "60")], b""
        left[0] -= 1
        return ("400 Bad Request", [], b"") if ids[5] in {row["id"] for row in rows} else None

    other.answer = answer
    for hours in range(0, 40, 2):
        left[0] = 4
        turn(hours=hours)
        if state(sqlite_store).lag == 0:
            break
        assert state(sqlite_store).failures == 1  # it waits no longer each time, since each time something arrives
    assert [row["id"] for row in other.kept] == [id for id in ids if id != ids[5]]
    assert (state(sqlite_store).lag, state(sqlite_store).refused) == (0, 1)


def test_a_batch_too_large_is_sent_in_halves_and_the_next_in_that_size(
    sqlite_store: Store, other: OtherStore, turn: Callable[..., int]
) -> None:
    ids = send(sqlite_store, 100, result={"response": "x" * 1000})
    other.answer = lambda rows, sent: ("413 Too Large", [], b"") if len(sent) > 20_000 else None
    assert turn() == 100
    assert [row["id"] for row in other.kept] == ids
    assert len(other.sizes) <= 30
    assert other.sizes[:3] == [50, 25, 12]
    assert max(other.sizes[-5:]) <= 12


def test_a_statement_too_large_alone_is_counted_and_named(sqlite_store: Store, other: OtherStore, turn: Callable[..., int]) -> None:
    send(sqlite_store, 2)
    (large,) = send(sqlite_store, 1, result={"response": "x" * 50_000})
    send(sqlite_store, 2)
    other.answer = lambda rows, sent: ("413 Too Large", [], b"") if len(sent) > 20_000 else None
    assert turn() == 4
    assert (state(sqlite_store).lag, state(sqlite_store).refused) == (0, 1)
    assert state(sqlite_store).last_error == f"1 statements refused for good; the last: {large} with 413"


def test_context_agents_are_left_out_for_a_store_of_the_older_version_in_a_sub_statement_too(
    sqlite_store: Store, other: OtherStore
) -> None:
    among = [{"objectType": "contextAgent", "agent": LEARNER}]
    inner = {
        "objectType": "SubStatement",
        "actor": LEARNER,
        "verb": {"id": "http://example.com/verb"},
        "object": {"id": "http://example.com/inner"},
        "context": {"contextAgents": among, "language": "fr"},
    }
    send(sqlite_store, 1, object=inner, context={"contextAgents": among, "language": "en"})
    with served(other) as endpoint:
        begin(sqlite_store, endpoint, "1.0.3")
        assert forwarding.turn(sqlite_store, "other", KEY) == 1
    (row,) = other.kept
    assert row["context"] == {"language": "en"}
    assert row["object"]["context"] == {"language": "fr"}
