"""How the database is opened: pragmas that keep what was acknowledged, and the two kinds of transaction SQLite needs."""

import time
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError

WAIT_MS = 10_000
"""How long a writer of another process waits for the file, in milliseconds."""
IDLE_S = 1.0
"""A connection to PostgreSQL that lay unused for longer is asked whether it still lives. Asking each time, as `pool_pre_ping` does,
costs a read a quarter of its round trips."""


def connect(url: str, *, pool_size: int = 16) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`. Statements of a connection opened with
    `execution_options(writes=True)` run under BEGIN IMMEDIATE on SQLite, others under a plain BEGIN.
    """
    url_parts = make_url(url)
    if url_parts.get_backend_name() == "postgresql":
        url_of_driver = url_parts.set(drivername="postgresql+psycopg")
        engine = create_engine(url_of_driver, pool_size=pool_size, max_overflow=pool_size, hide_parameters=True)
        _ping_idle_connections(engine)
        return engine
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size * 4,
        hide_parameters=True,  # an error's text goes to the log, and statements must not
        connect_args={"timeout": WAIT_MS / 1000, "check_same_thread": False},
    )
    prepare_sqlite(engine)
    return engine


def prepare_sqlite(engine: Engine) -> None:
    """Give an SQLite engine the store's pragmas and its explicit BEGIN; safe on an engine made elsewhere."""
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


@lru_cache(maxsize=16)
def each_statement_alone(engine: Engine) -> Engine:
    """The same engine for requests that only read, or write by one statement. On PostgreSQL each statement is then its own transaction,
    which saves two round trips; it sees no less: the usual isolation takes a new snapshot for each statement too.
    """
    return engine if is_sqlite(engine) else engine.execution_options(isolation_level="AUTOCOMMIT")


def is_sqlite(connection: Connection | Engine) -> bool:
    return connection.dialect.name == "sqlite"


def _ping_idle_connections(engine: Engine) -> None:
    """A connection that PostgreSQL closed while it lay idle is replaced before it is used, without an error to anybody."""
    used_at = "used_at"

    @event.listens_for(engine, "checkin")
    def note_use(_connection: Any, record: Any) -> None:
        record.info[used_at] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ping_when_idle(connection: Any, record: Any, _proxy: Any) -> None:
        last = record.info.get(used_at)
        if last is None or time.monotonic() - last < IDLE_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("PostgreSQL closed a connection that lay idle") from error


def _set_pragmas(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    cursor = dbapi_connection.cursor()
    for pragma in (
        f"busy_timeout={WAIT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses acknowledged statements at power loss
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is overwritten
        "cache_size=-4000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
