"""The worker's copies: exactly once and in order over a network that fails in every way; a dead store holds up nobody."""

import random
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from lrs_cast import HOME, make_caller, make_statement
from other_store import WAYS, another, failing, served, taken

from lrs.errors import ForwardLater
from lrs.maintenance import forwarding, forwarding_keys
from lrs.maintenance.forwarding import Forward
from lrs.maintenance.forwarding_threads import Forwarder
from lrs.maintenance.peer_client import Address, Credentials, Reply
from lrs.storage import clock
from lrs.storage.store import Store


class Moved:
    """A clock that a test puts forward."""

    def __init__(self) -> None:
        self.moment = clock.now()

    def __call__(self) -> object:
        return self.moment


def everyone(store: Store) -> dict[str, Forward]:
    with store.engine.connect() as connection:
        return {row.name: row for row in forwarding.everyone(connection)}


def add(store: Store, name: str, endpoint: str) -> None:
    store.writer.submit(lambda connection: forwarding.add(connection, name=name, endpoint=endpoint, version="2.0.0"))


@pytest.mark.parametrize("seed", range(3))
def test_everything_arrives_once_and_in_order_whatever_the_network_does(store: Store, quick_path: Path, seed: int) -> None:
    chance, met, now = random.Random(seed), set[str](), Moved()
    here = make_caller(store)
    with another(quick_path) as elsewhere, served(failing(elsewhere, chance, met)) as endpoint:
        there = make_caller(elsewhere, policy="any")
        late = Store(store.engine, store.writer, HOME, now=now)  # type: ignore[arg-type]
        forwarder = Forwarder(late, lambda _: Credentials(there.id, there.secret))
        add(store, "other", endpoint)
        sent: list[str] = []
        for _ in range(60):
            if len(sent) < 260:
                rows = [make_statement() for _ in range(chance.choice((1, 7, 60)))]
                sent += here.post("statements", rows).json
            for thread in forwarder.start_due():
                thread.join()
            now.moment += timedelta(hours=3)
            if met == set(WAYS) and len(sent) >= 260 and everyone(store)["other"].lag == 0:
                break
        assert met == set(WAYS)
        assert there.ids(ascending="true") == sent
        state = everyone(store)["other"]
        assert (state.lag, state.failures, state.refused, state.last_error) == (0, 0, 0, None)


def test_a_store_that_hangs_holds_up_neither_the_others_nor_the_turn(sqlite_store: Store) -> None:
    release, took = threading.Event(), []

    def send(address: Address, credentials: Credentials, body: bytes, kind: str) -> Reply:
        if address.name == "hangs":
            release.wait(30)
        took.append(address.name)
        return taken(address, credentials, body, kind)

    for name in ("hangs", "quick"):
        add(sqlite_store, name, "http://127.0.0.1:9")
    make_caller(sqlite_store).post("statements", [make_statement() for _ in range(3)])
    forwarder = Forwarder(sqlite_store, lambda _: Credentials("id", "secret"), send=send)
    slow, quick = forwarder.start_due()
    quick.join(10)
    assert (took, everyone(sqlite_store)["quick"].lag) == (["quick"], 0)
    assert forwarder.start_due() == [slow]
    release.set()
    slow.join(10)
    assert everyone(sqlite_store)["hangs"].lag == 0


def test_a_store_that_asks_for_time_gets_it(sqlite_store: Store) -> None:
    add(sqlite_store, "other", "http://127.0.0.1:9")
    make_caller(sqlite_store).post("statements", make_statement())

    def busy(*_: object) -> Reply:
        return Reply(429, wait=600)

    before = clock.now()
    (thread,) = Forwarder(sqlite_store, lambda _: Credentials("id", "secret"), send=busy).start_due()
    thread.join()
    state = everyone(sqlite_store)["other"]
    assert state.next_try is not None
    assert clock.parse(state.next_try) - before >= timedelta(seconds=600)
    assert state.last_error == "other answered 429 and asks for 600 s"


def test_a_missing_key_is_said_and_waited_for(sqlite_store: Store, tmp_path: Path) -> None:
    add(sqlite_store, "other", "http://127.0.0.1:9")
    make_caller(sqlite_store).post("statements", make_statement())
    forwarder = Forwarder(sqlite_store, lambda name: forwarding_keys.read(tmp_path, name), send=taken)
    for thread in forwarder.start_due():
        thread.join()
    assert "missing" in (everyone(sqlite_store)["other"].last_error or "")
    forwarding_keys.write(tmp_path, "other", Credentials("id", "secret"))
    assert forwarding_keys.path_of(tmp_path, "other").stat().st_mode & 0o777 == 0o600
    sqlite_store.writer.submit(lambda connection: forwarding.pause(connection, "other", False))
    for thread in forwarder.start_due():
        thread.join()
    assert everyone(sqlite_store)["other"].lag == 0


def test_it_runs_until_it_is_stopped_and_outlives_a_database_that_is_away(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(sqlite_store, "other", "http://127.0.0.1:9")
    make_caller(sqlite_store).post("statements", make_statement())
    stop, event = threading.Event(), threading.Event()

    def send(address: Address, credentials: Credentials, body: bytes, kind: str) -> Reply:
        event.set()
        return taken(address, credentials, body, kind)

    forwarder = Forwarder(sqlite_store, lambda _: Credentials("id", "secret"), send=send)
    looks: list[int] = []
    look = forwarder.start_due

    def sometimes() -> list[threading.Thread]:
        looks.append(1)
        if len(looks) == 1:
            raise ForwardLater("away")
        return look()

    monkeypatch.setattr(forwarder, "start_due", sometimes)
    thread = threading.Thread(target=forwarder.run, args=(stop, 0.01))
    thread.start()
    assert event.wait(10)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_numbers_without_statements_leave_no_lag(store: Store) -> None:
    caller = make_caller(store)
    caller.post("statements", [make_statement() for _ in range(2)])
    add(store, "other", "http://127.0.0.1:9")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM lrs_statements")
    assert forwarding.turn(store, "other", Credentials("id", "secret"), send=taken) == 0
    assert everyone(store)["other"].lag in (0, -0)


@pytest.mark.parametrize("name", ["../x", "a/b", "", "a b", 'a"b', "x" * 65, ".x"])
def test_a_name_that_is_no_file_name_is_refused(sqlite_store: Store, name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name"):
        add(sqlite_store, name, "http://127.0.0.1:9")
    with pytest.raises(ValueError, match="name"):
        forwarding_keys.path_of(tmp_path, name)


def test_the_same_name_twice_and_an_unknown_version_are_refused(sqlite_store: Store) -> None:
    add(sqlite_store, "other", "http://127.0.0.1:9")
    with pytest.raises(ValueError, match="already"):
        add(sqlite_store, "other", "http://127.0.0.1:9")
    with pytest.raises(ValueError, match="version"):
        sqlite_store.writer.submit(lambda connection: forwarding.add(connection, name="b", endpoint="http://a.example", version="0.9"))
