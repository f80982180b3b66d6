"""The numbers and moments statements get in order of arrival, and up to which of them everything is visible."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, text

from lrs.storage import clock
from lrs.storage.database import is_sqlite
from lrs.storage.driver_sql import DriverSql

LOCKS = 0x4C52 << 48
"""High bits of our advisory locks on PostgreSQL; the low 48 hold the last number given when a writer began."""
TIME_LOCKS = 0x4C53 << 48
"""The same for the moment at which it began, in milliseconds since 1970."""


class Numbers(NamedTuple):
    """numbers: rising; moment: the database's own clock, read after the writer has said that it writes; None on SQLite."""

    numbers: list[int]
    moment: datetime | None = None


class Readable(NamedTuple):
    """What can be read without a gap: every statement stored at or before `through` and, when `below` is not None, numbered at or below
    it, is visible by now; none that comes later gets an earlier moment or a lower number."""

    through: datetime
    below: int | None


def next_numbers(connection: Connection, count: int, last: int | None) -> Numbers:
    """`count` numbers never given before, rising. last: the last one given, on SQLite.

    On PostgreSQL the writer first says, by shared advisory locks held until its commit, above which number and after which moment it
    writes; readers stay below both (`readable`, `visible_up_to`), so none passes a row not yet committed.
    """
    if last is not None:
        return Numbers(list(range(last + 1, last + count + 1)))
    rows = _ANNOUNCE_AND_NEXT.rows(connection, (LOCKS, TIME_LOCKS, count))
    return Numbers(sorted(row[0] for row in rows), min(row[1] for row in rows))


def readable(connection: Connection) -> Readable:
    """On PostgreSQL: how far a reader may go whose next statement on this connection sees every row committed by now.

    The order matters: the clock is read, then the locks are looked at, then the caller reads rows. A writer that is not among the locks
    has either committed, so that its rows are seen, or takes a moment after ours.
    """
    now, oldest, number = _READABLE.rows(connection, (TIME_LOCKS >> 48, LOCKS >> 48))[0]
    through = now if oldest is None else min(now, clock.from_milliseconds(int(oldest)))
    return Readable(through - timedelta(microseconds=1), None if number is None else int(number))


def visible_up_to(connection: Connection) -> int:
    """The highest number below which no writer is still at work."""
    if is_sqlite(connection):
        return int(connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM lrs_statements").scalar_one())
    last = connection.execute(_LAST).scalar_one()  # before the look at the locks: a writer seen by neither writes above it
    lowest = connection.execute(_LOWEST, {"high": LOCKS >> 32}).scalar_one()
    return int(last if lowest is None else min(last, lowest))


ANNOUNCED = (
    "SELECT pg_advisory_xact_lock_shared(? + "
    "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM lrs_statements_seq_seq)) AS number, "
    "pg_advisory_xact_lock_shared(? + floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS moment"
)
"""SQL by which a writer on PostgreSQL says that it writes; its values are LOCKS and TIME_LOCKS. A number (NEXT_NUMBER) and a moment
(clock_timestamp()) are taken only for a row of it: so the locks are held by then."""
NEXT_NUMBER = "nextval('lrs_statements_seq_seq')"
_ANNOUNCE_AND_NEXT = DriverSql(
    f"WITH announced AS MATERIALIZED ({ANNOUNCED}) SELECT {NEXT_NUMBER}, clock_timestamp() FROM announced CROSS JOIN generate_series(1, ?)"  # noqa: S608 - parts of this file alone; values are bound
)
_READABLE = DriverSql(
    "SELECT statement_timestamp(), min(held.low) FILTER (WHERE held.kind = ?), min(held.low) FILTER (WHERE held.kind = ?) "
    "FROM (SELECT classid::bigint >> 16 AS kind, ((classid::bigint & 65535) << 32) + objid::bigint AS low FROM pg_locks "
    "WHERE locktype = 'advisory' AND objsubid = 1 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS held"
)
_LAST = text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM lrs_statements_seq_seq")
_LOWEST = text(
    "SELECT min((((classid::bigint) & 65535) << 32) + objid::bigint) FROM pg_locks "
    "WHERE locktype = 'advisory' AND objsubid = 1 AND (classid::bigint & 4294901760) = :high "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
