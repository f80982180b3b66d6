"""A client that asks again and again `since` the last moment it has seen loses nothing, whatever the writers of several processes do."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import serving
from lrs_cast import HOME, SITE, Caller, Json, make_caller, make_statement
from sqlalchemy import Connection, select

from lrs.keys import access_keys
from lrs.storage.store import Store, open_store
from lrs.storage.tables import statements
from lrs.writing import statement_writer as writing
from tests.lrs.conftest import emptied

PATIENCE_S = 20.0


class Poller:
    """Asks without `since` once, then since the last `stored` it has seen: the largest, or that of the last row of the answer."""

    def __init__(self, fetch: Any, *, limit: int = 0, follows_more: bool = True) -> None:
        self._fetch, self._limit, self._follows_more = fetch, limit, follows_more
        self._since = ""
        self.ids: list[str] = []

    def ask(self) -> None:
        given = {"since": self._since, "limit": str(self._limit or "")}
        params = {"ascending": "true"} | {name: value for name, value in given.items() if value}
        path = "/xapi/statements?" + urlencode(params)
        while path:
            page = self._fetch(path)
            self.ids += [row["id"] for row in page["statements"]]
            self._since = max([self._since, *(row["stored"] for row in page["statements"])])
            path = page["more"] if self._follows_more else ""

    def ask_until_nothing_comes(self) -> None:
        before = -1
        while len(self.ids) != before:
            before = len(self.ids)
            self.ask()

    def ask_until_all_came(self, count: int) -> None:
        """A list may end a moment early while any transaction of the server is open, its own housekeeping too; what it left comes later.

        What a poller has passed over never comes, however long it asks.
        """
        end = time.monotonic() + PATIENCE_S
        while len(self.ids) < count and time.monotonic() < end:
            self.ask()
            time.sleep(0.1)


def fetch_in_process(caller: Caller) -> Any:
    def fetch(path: str) -> Json:
        answer = caller.client.get(path, headers=caller.headers())
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    return fetch


def fetch_from(port: int, caller: Caller) -> Any:
    def fetch(path: str) -> Json:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers=caller.headers())
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, body
        return dict(json.loads(body))

    return fetch


@contextmanager
def writing_open(store: Store) -> Iterator[tuple[Connection, str]]:
    """A transaction of another writer that has kept a statement and not yet committed; it is committed at the end.

    Its activity is its own: who learns a new activity holds up others that learn the same.
    """
    statement = make_statement(object={"id": f"http://example.com/{uuid4()}"})
    with store.engine.connect() as connection:
        writing.put_prepared(connection, writing.prepare([statement], authority=SITE))
        yield connection, statement["id"]
        connection.commit()


@pytest.fixture
def on_postgresql(request: pytest.FixtureRequest) -> Iterator[Store]:
    store = open_store(emptied(request.getfixturevalue("postgresql")), home_page=HOME)
    yield store
    store.writer.close()
    store.engine.dispose()


@pytest.mark.parametrize(("limit", "follows_more"), [(0, True), (2, True), (2, False)])
def test_a_poller_loses_no_statement_whose_transaction_was_open_when_it_asked(on_postgresql: Store, limit: int, follows_more: bool) -> None:
    caller = make_caller(on_postgresql)
    poller = Poller(fetch_in_process(caller), limit=limit, follows_more=follows_more)
    document = list(caller.post("statements", [make_statement() for _ in range(5)]).json)
    poller.ask()
    with writing_open(on_postgresql) as (_, first):
        document += [first, *caller.post("statements", [make_statement() for _ in range(3)]).json]
        poller.ask()
        with writing_open(on_postgresql) as (_, second):
            document += [second, *caller.post("statements", make_statement()).json]
            poller.ask()
        poller.ask()
    poller.ask_until_nothing_comes()
    assert set(poller.ids) == set(document)
    assert len(poller.ids) == len(document)


def test_a_poller_that_reads_the_newest_first_loses_none_either(on_postgresql: Store) -> None:
    caller = make_caller(on_postgresql)
    with writing_open(on_postgresql) as (_, held):
        (after,) = caller.post("statements", make_statement()).json
        newest = caller.get("statements", limit="1").json["statements"]
        last = newest[0]["stored"] if newest else "2000-01-01T00:00:00Z"
    assert {row["id"] for row in newest} | set(caller.ids(since=last)) == {held, after}


def test_a_number_given_before_an_open_one_does_not_pass_it(on_postgresql: Store) -> None:
    """A page that goes on by number (`more`) stays behind the open transaction, as one that goes on by time."""
    caller = make_caller(on_postgresql)
    caller.post("statements", [make_statement() for _ in range(3)])
    page = caller.get("statements", ascending="true", limit="2").json
    with writing_open(on_postgresql) as (_, held):
        (after,) = caller.post("statements", make_statement()).json
        rest = caller.client.get(page["more"], headers=caller.headers()).json["statements"]
        assert {held, after} & {row["id"] for row in rest} == set()
    assert caller.ids(since=rest[-1]["stored"], ascending="true") == [held, after]


def test_a_statement_is_read_by_its_id_while_an_older_write_is_open(on_postgresql: Store) -> None:
    caller = make_caller(on_postgresql)
    with writing_open(on_postgresql):
        (after,) = caller.post("statements", make_statement()).json
        assert caller.get("statements", statementId=after).status_code == 200


def test_own_statements_are_found_at_once_when_nobody_else_writes(caller: Caller) -> None:
    for _ in range(20):
        ids = caller.post("statements", [make_statement() for _ in range(3)]).json
        assert caller.ids(limit="3")[:3] == ids[::-1]


def test_consistent_through_stays_before_a_write_that_is_open(store: Store) -> None:
    """xAPI 1.0.3 part 3, 2.1.3: all statements stored before that moment can be found."""
    caller = make_caller(store)
    caller.post("statements", make_statement())
    looked: list[str] = []
    statement = make_statement()

    def hold(connection: Connection) -> None:
        writing.put_prepared(connection, writing.prepare([statement], authority=SITE))
        looked.append(fresh_header(caller))

    store.writer.submit(hold)
    stored = caller.get("statements", statementId=statement["id"]).json["stored"]
    assert looked[0] < stored
    assert statement["id"] in caller.ids()


def fresh_header(caller: Caller) -> str:
    """The header once an answer kept from before is too old to be given again."""
    for _ in range(4):
        said = str(caller.get("about").headers["X-Experience-API-Consistent-Through"])
        threading.Event().wait(0.03)
    return said


def test_statements_of_one_batch_have_rising_moments(caller: Caller) -> None:
    ids = caller.post("statements", [make_statement() for _ in range(50)]).json
    statements = caller.get("statements", ascending="true").json["statements"]
    assert [row["id"] for row in statements] == ids
    assert len({row["stored"] for row in statements}) == 50
    assert [row["stored"] for row in statements] == sorted(row["stored"] for row in statements)


def test_pollers_lose_nothing_while_two_processes_write(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Two web processes take statements from eight clients, this process holds writes open among them, and four pollers look on."""
    url = emptied(request.getfixturevalue("postgresql"))
    here = open_store(url, home_page=HOME)
    key, secret = here.writer.submit(lambda connection: access_keys.create(connection, label="x", scopes=["all"]))
    port = serving.free_port()
    caller = Caller(None, key.id, secret)  # type: ignore[arg-type]
    server = serving.Server(url, tmp_path, port, processes=2)
    kinds = ((0, True), (3, True), (7, False), (50, False))
    pollers = [Poller(fetch_from(port, caller), limit=limit, follows_more=more) for limit, more in kinds]
    writers = [threading.Thread(target=post_batches, args=(port, caller, 12)) for _ in range(8)]
    lookers = [threading.Thread(target=ask_while, args=(poller, writers)) for poller in pollers]
    try:
        for thread in (*writers, *lookers):
            thread.start()
        while any(thread.is_alive() for thread in writers):
            with writing_open(here):
                threading.Event().wait(0.02)
        for thread in (*writers, *lookers):
            thread.join()
        with here.engine.connect() as connection:
            ids = [
                str(id) for id in connection.execute(select(statements.c.id)).scalars()
            ]  # also what an open transaction still holds back
        for poller in pollers:
            poller.ask_until_all_came(len(ids))
    finally:
        server.kill()
    here.writer.close()
    here.engine.dispose()
    assert len(ids) > 8 * 12
    for poller in pollers:
        assert sorted(poller.ids) == sorted(ids)


def post_batches(port: int, caller: Caller, count: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(count):
        body = json.dumps([make_statement() for _ in range(1 + number % 5)])
        connection.request("POST", "/xapi/statements", body, caller.headers(Content_Type="application/json"))
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        answer.read()
    connection.close()


def ask_while(poller: Poller, writers: list[threading.Thread]) -> None:
    while any(thread.is_alive() for thread in writers):
        poller.ask()
