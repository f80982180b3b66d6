"""Connections to PostgreSQL that lay idle are looked at before they are used; busy ones are not."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DataError, OperationalError

from lrs.storage import database
from lrs.storage.database import connect, each_statement_alone
from lrs.storage.driver_sql import DriverSql
from tests.lrs.conftest import emptied


def _end_other_backends(url: str) -> None:
    """What a restart of PostgreSQL, or a firewall that forgets idle connections, does."""
    other = connect(url)
    with other.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    other.dispose()


def test_a_connection_that_postgresql_closed_while_it_lay_idle_is_replaced_without_an_error(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = connect(postgresql)
    with engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    _end_other_backends(postgresql)
    later = time.monotonic() + 2 * database.IDLE_S
    monkeypatch.setattr(database.time, "monotonic", lambda: later)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != before
    engine.dispose()


def test_a_connection_used_a_moment_ago_is_not_asked_whether_it_lives(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = connect(postgresql)
    moment = time.monotonic()
    monkeypatch.setattr(database.time, "monotonic", lambda: moment)
    pings: list[object] = []
    monkeypatch.setattr(engine.dialect, "do_ping", lambda connection: pings.append(connection) or True)
    for _ in range(3):
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    assert pings == []
    moment += 2 * database.IDLE_S
    with engine.connect():
        assert len(pings) == 1
    engine.dispose()


def test_after_one_lost_connection_every_pooled_one_is_made_anew(postgresql: str) -> None:
    engine = connect(postgresql)
    first, second = engine.connect(), engine.connect()
    first.close()
    second.close()
    _end_other_backends(postgresql)
    lost: list[bool] = []
    event.listen(engine, "handle_error", lambda context: lost.append(context.is_disconnect))
    failures = 0
    for _ in range(4):
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except Exception:
            failures += 1
    assert (failures, lost) == (1, [True])
    engine.dispose()


@pytest.mark.parametrize("kind", [lambda engine: engine, each_statement_alone])
def test_a_connection_lost_under_a_statement_of_the_driver_is_no_different(postgresql: str, kind: Callable[[Engine], Engine]) -> None:
    engine = kind(connect(postgresql))
    first, second = engine.connect(), engine.connect()
    first.close()
    second.close()
    _end_other_backends(postgresql)
    failures: list[bool] = []
    for _ in range(4):
        try:
            with engine.connect() as connection:
                assert DriverSql("SELECT ?::int").rows(connection, (7,)) == [(7,)]
        except OperationalError as error:
            failures.append(error.connection_invalidated)
    assert failures == [True]
    engine.dispose()


def test_an_error_of_the_driver_is_one_of_sqlalchemy_without_parameters(postgresql: str) -> None:
    engine = connect(postgresql)
    with engine.connect() as connection, pytest.raises(DataError) as raised:
        DriverSql("SELECT CAST(? AS text)::int").rows(connection, ("words",))
    assert raised.value.hide_parameters
    assert raised.value.params is None
    assert raised.value.orig.sqlstate == "22P02"
    engine.dispose()


def test_what_the_driver_writes_is_kept_by_the_commit_of_sqlalchemy(postgresql: str) -> None:
    engine = connect(emptied(postgresql))
    with engine.connect() as connection:
        DriverSql("INSERT INTO lrs_usage (owner, day, size) VALUES (?, ?, ?)").write(connection, [(1, "2026-11-29", 2)])
        connection.commit()
    with engine.connect() as connection:
        assert DriverSql("SELECT size FROM lrs_usage").rows(connection, ()) == [(2,)]
    engine.dispose()
