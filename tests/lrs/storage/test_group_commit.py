"""The one writer: together on disk, apart in fate; and what PostgreSQL readers see while writers are at work."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from lrs_cast import ITEM, MODULE, SITE, make_statement
from sqlalchemy import Connection, text

from lrs.errors import StatementConflict, StoreBusy
from lrs.reading.reader import iter_since, last_seq
from lrs.storage.database import connect
from lrs.storage.group_commit import GroupCommit
from lrs.storage.store import Store
from lrs.writing import statement_writer as writing


def put(connection: Connection, *statements: dict[str, Any]) -> list[str]:
    return writing.put(connection, statements, authority=SITE)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run works at once; their results, or what they raised."""
    results: list[Any] = [None] * len(works)

    def run(number: int) -> None:
        try:
            results[number] = works[number]()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_work_that_fails_takes_no_other_with_it(store: Store) -> None:
    def good() -> list[str]:
        return store.writer.submit(lambda connection: put(connection, make_statement()))

    def bad() -> None:
        def work(connection: Connection) -> None:
            put(connection, make_statement())
            raise RuntimeError("mine alone")

        store.writer.submit(work)

    results = together(*(good, bad) * 10)
    assert [type(result).__name__ for result in results[1::2]] == ["RuntimeError"] * 10
    with store.engine.connect() as connection:
        kept = {row.statement["id"] for row in iter_since(connection, 0)}
    assert kept == {ids[0] for ids in results[::2]}


def test_one_id_sent_by_many_at_once_is_one_statement(store: Store) -> None:
    statement = make_statement()
    results = together(*[lambda: store.writer.submit(lambda connection: put(connection, statement))] * 8)
    assert results == [[statement["id"]]] * 8
    with store.engine.connect() as connection:
        assert len(list(iter_since(connection, 0))) == 1


def test_one_id_with_two_bodies_at_once_is_a_conflict_for_one(store: Store) -> None:
    one = make_statement()
    other = one | {"verb": {"id": "http://example.com/other"}}
    results = together(*(lambda row=row: store.writer.submit(lambda connection: put(connection, row)) for row in (one, other) * 4))
    kinds = {type(result) for result in results}
    assert kinds == {list, StatementConflict}
    with store.engine.connect() as connection:
        assert len(list(iter_since(connection, 0))) == 1


def test_many_batches_that_share_activities_never_block_each_other(store: Store) -> None:
    def batch(number: int) -> Callable[[], list[str]]:
        rows = []
        for step in range(20):
            iris = (f"{ITEM}{step}", f"{MODULE}{step}")
            first, second = iris if number % 2 else iris[::-1]
            definition = {"name": {"fr": f"{number} {step}"}, "extensions": {f"http://example.com/{number}": step}}
            context = {"contextActivities": {"parent": [{"id": second, "definition": definition}]}}
            rows.append(make_statement(object={"id": first, "definition": definition}, context=context))
        return lambda: store.writer.submit(lambda connection: put(connection, *(rows if number % 2 else rows[::-1])))

    before = _deadlocks(store)
    results = together(*(batch(number) for number in range(16)))
    assert all(isinstance(result, list) for result in results), results
    assert _deadlocks(store) == before
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM lrs_activities")).scalar() == 40


def _deadlocks(store: Store) -> int:
    if store.engine.dialect.name == "sqlite":
        return 0
    with store.engine.connect() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        return int(connection.execute(text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")).scalar_one())


def test_definitions_of_a_work_rolled_back_are_not_thought_known(store: Store) -> None:
    def work(connection: Connection) -> None:
        for _ in range(3):
            put(connection, make_statement())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.writer.submit(work)
    store.writer.submit(lambda connection: put(connection, make_statement()))
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM lrs_activities")).scalar() == 1


def test_a_reader_never_passes_a_row_not_yet_committed(request: pytest.FixtureRequest) -> None:
    engine = connect(request.getfixturevalue("postgresql"))
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE lrs_statements, lrs_mentions, lrs_references, lrs_activities RESTART IDENTITY"))
    slow = engine.connect()
    transaction = slow.begin()
    put(slow, make_statement(object={"id": "http://example.com/slow"}))
    with engine.begin() as quick:
        put(quick, make_statement(object={"id": "http://example.com/quick"}))
    with engine.connect() as reader:
        assert list(iter_since(reader, 0)) == []
        assert last_seq(reader) == 0
    transaction.commit()
    slow.close()
    with engine.connect() as reader:
        assert [row.statement["object"]["id"][-4:] for row in iter_since(reader, 0)] == ["slow", "uick"]
    engine.dispose()


def test_a_statement_gets_its_time_once_its_writer_has_said_that_it_writes(request: pytest.FixtureRequest) -> None:
    engine = connect(request.getfixturevalue("postgresql"))
    prepared, seen = writing.prepare([make_statement()], authority=SITE), []
    with engine.connect() as connection, engine.connect() as reader:

        def now() -> datetime:
            seen.append(reader.execute(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).scalar())
            return datetime.now(UTC)

        writing.put_prepared(connection, prepared, now=now)
        connection.rollback()
    engine.dispose()
    assert seen == [2]  # its number and its moment


def test_a_closed_writer_says_so(sqlite_store: Store, make_writer: Callable[[Any], GroupCommit]) -> None:
    writer = make_writer(sqlite_store.engine)
    assert writer.submit(lambda connection: 1) == 1
    writer.close()
    with pytest.raises(StoreBusy):
        writer.submit(lambda connection: 1)


def test_other_processes_wait_for_each_other(sqlite_store: Store) -> None:
    other = GroupCommit(connect(str(sqlite_store.engine.url)))
    works = [
        lambda writer=writer: [writer.submit(lambda c: put(c, make_statement())) for _ in range(15)]
        for writer in (sqlite_store.writer, other)
    ]
    results = together(*works)
    other.close()
    other.engine.dispose()
    assert all(isinstance(result, list) for result in results), results
    with sqlite_store.engine.connect() as connection:
        assert last_seq(connection) == 30
