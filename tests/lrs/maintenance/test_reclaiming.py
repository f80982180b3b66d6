"""Rewriting the file after an erasure: what is in the way is told apart, a reader who will be gone and a disk that has no room."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from lrs_cast import make_caller, make_statement
from sqlalchemy import StaticPool, create_engine

from lrs.errors import ReclaimLacksRoom, ReclaimWaits
from lrs.maintenance import erasure
from lrs.storage.store import Store


@contextmanager
def no_file_grows_past(size: int) -> Iterator[None]:
    """The system refuses to this process what a disk without room would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    caller = make_caller(sqlite_store)
    caller.post("statements", [make_statement(result={"response": "x" * 2000}) for _ in range(40)])
    erasure.reclaim(sqlite_store.engine)
    return sqlite_store


def test_a_disk_without_room_is_no_reader_to_wait_for(filled: Store) -> None:
    with no_file_grows_past(40_000), pytest.raises(ReclaimLacksRoom, match="make as much room"):
        erasure.reclaim(filled.engine)
    erasure.reclaim(filled.engine)  # the next try, once there is room


def test_a_connection_waits_again_as_ever_after_it_rewrote_the_file(filled: Store) -> None:
    """It comes from the pool and goes back there: the short wait of the rewriting must not stay with it."""
    erasure.reclaim(filled.engine, wait_ms=7)
    with filled.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == erasure.WAIT_MS


def test_a_list_that_is_still_being_read_on_the_same_connection_is_waited_for(filled: Store) -> None:
    """SQLite says "locked" there, where another connection only answers that it is busy."""
    engine = create_engine(filled.engine.url, poolclass=StaticPool)
    raw = engine.raw_connection()
    reading = raw.cursor()
    reading.execute("SELECT * FROM lrs_statements")
    reading.fetchone()
    with pytest.raises(ReclaimWaits):
        erasure.reclaim(engine, wait_ms=1)
    reading.close()
    erasure.reclaim(engine, wait_ms=1)
    raw.close()
    engine.dispose()
