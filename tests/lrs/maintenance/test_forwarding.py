"""Copies for another store: all, in order, once; later and later when it is away; a refusal does not stop the rest."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from lrs_cast import HOME, Caller, make_caller, make_statement
from other_store import another, begin, served, state
from real_site import site_with

from infrastructure.errors import HostUnreachable
from lrs.maintenance import forwarding, peer_client
from lrs.maintenance.peer_client import Address, Credentials, Reply
from lrs.storage import clock
from lrs.storage.metrics import store_text
from lrs.storage.store import Store
from lrs.writing import attachments
from lrs.writing.statement_writer import Attachment

NOBODY = Credentials("id", "secret")


@pytest.fixture
def other(quick_path: Path) -> Iterator[tuple[Store, str]]:
    """Another store of ours, served over HTTP, and its address."""
    with another(quick_path) as opened, served(site_with(opened)) as endpoint:
        yield opened, endpoint


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"], indirect=False)
def test_another_store_takes_all_in_order(sqlite_store: Store, other: tuple[Store, str], version: str) -> None:
    elsewhere, endpoint = other
    there = make_caller(elsewhere, policy="any")
    here = make_caller(sqlite_store)
    begin(sqlite_store, endpoint, version)
    sent = [make_statement() for _ in range(120)]
    here.post("statements", sent)
    content = b"abc"
    said = {"usageType": "http://example.com/u", "display": {"en": "x"}, "contentType": "text/plain", "length": 3}
    said["sha2"] = hashlib.sha256(content).hexdigest()
    with_file = make_statement(attachments=[said])
    kind, body = attachments.join(json.dumps(with_file).encode(), [Attachment(str(said["sha2"]), "text/plain", content)])
    assert here.post("statements", body, headers={"Content-Type": kind}).status_code == 200
    assert state(sqlite_store).lag == 121
    assert forwarding.turn(sqlite_store, "other", Credentials(there.id, there.secret)) == 121
    assert there.ids(ascending="true") == [row["id"] for row in [*sent, with_file]]
    assert content in there.get("statements", attachments="true").data
    assert state(sqlite_store).lag == 0
    assert forwarding.turn(sqlite_store, "other", Credentials(there.id, there.secret)) == 0


def test_a_store_that_is_away_is_tried_later_and_later(sqlite_store: Store) -> None:
    make_caller(sqlite_store).post("statements", make_statement())
    begin(sqlite_store, "http://127.0.0.1:9")
    tries: list[int] = []

    def away(*_: object) -> Reply:
        tries.append(1)
        raise HostUnreachable("away")

    forwarding.turn(sqlite_store, "other", NOBODY, send=away)
    forwarding.turn(sqlite_store, "other", NOBODY, send=away)
    assert len(tries) == 1
    first = state(sqlite_store)
    later = Store(sqlite_store.engine, sqlite_store.writer, HOME, now=lambda: clock.now() + timedelta(seconds=6))
    forwarding.turn(later, "other", NOBODY, send=lambda *_: Reply(503))
    second = state(sqlite_store)
    assert (first.failures, second.failures) == (1, 2)
    assert first.next_try is not None
    assert second.next_try is not None
    assert second.next_try > first.next_try
    assert second.lag == 1


def test_a_lost_answer_does_not_double(sqlite_store: Store, other: tuple[Store, str]) -> None:
    elsewhere, endpoint = other
    there = make_caller(elsewhere, policy="any")
    make_caller(sqlite_store).post("statements", [make_statement() for _ in range(3)])
    begin(sqlite_store, endpoint)
    key = Credentials(there.id, there.secret)

    def lost(address: Address, credentials: Credentials, body: bytes, kind: str) -> Reply:
        peer_client.post(address, credentials, body, kind)
        raise HostUnreachable("the answer was lost")

    forwarding.turn(sqlite_store, "other", key, send=lost)
    sqlite_store.writer.submit(lambda connection: forwarding.pause(connection, "other", False))
    assert state(sqlite_store).last_error == "the answer was lost"
    assert forwarding.turn(sqlite_store, "other", key) == 3
    assert len(there.ids()) == 3
    assert state(sqlite_store).last_error is None


def test_one_refused_statement_does_not_stop_the_others(sqlite_store: Store) -> None:
    sent = [make_statement() for _ in range(4)]
    make_caller(sqlite_store).post("statements", sent)
    begin(sqlite_store, "http://other.example")
    taken: list[str] = []

    def picky(_address: Address, _key: Credentials, body: bytes, _kind: str) -> Reply:
        ids = [row["id"] for row in json.loads(body)]
        if sent[1]["id"] in ids:
            return Reply(400)
        taken.extend(ids)
        return Reply(200, frozenset(ids))

    assert forwarding.turn(sqlite_store, "other", NOBODY, send=picky) == 3
    assert taken == [sent[0]["id"], sent[2]["id"], sent[3]["id"]]
    assert (state(sqlite_store).lag, state(sqlite_store).refused) == (0, 1)
    assert state(sqlite_store).last_error == f"1 statements refused for good; the last: {sent[1]['id']} with 400"


def test_a_wrong_access_key_loses_nothing(sqlite_store: Store, other: tuple[Store, str]) -> None:
    make_caller(sqlite_store).post("statements", make_statement())
    begin(sqlite_store, other[1])
    assert forwarding.turn(sqlite_store, "other", NOBODY) == 0
    assert (state(sqlite_store).lag, state(sqlite_store).failures) == (1, 1)


def test_the_lag_stands_in_the_metrics_and_nobody_does(sqlite_store: Store) -> None:
    caller: Caller = make_caller(sqlite_store)
    caller.post("statements", make_statement())
    begin(sqlite_store, "http://other.example")
    with sqlite_store.engine.connect() as connection:
        words = store_text(connection)
    assert 'lrs_forward_lag{forward="other"} 1' in words
    assert caller.id not in words


def test_an_address_that_is_not_http_is_refused(sqlite_store: Store) -> None:
    with pytest.raises(ValueError, match="https"):
        begin(sqlite_store, "file:///etc/passwd")
