"""The numbers statements get in order of arrival, and up to which of them everything is visible."""

from sqlalchemy import Connection, text

from lrs.database import is_sqlite
from lrs.quick import Quick

LOCKS = 0x4C52 << 48
"""High bits of our advisory locks on PostgreSQL; the low 48 hold the last number given when a writer began."""


def next_numbers(connection: Connection, count: int, last: int | None) -> list[int]:
    """`count` numbers never given before, rising. last: the last one given, on SQLite.

    On PostgreSQL the writer first says, by a shared advisory lock held until its commit, above which number it writes;
    `visible_up_to` stays below, so a reader that goes by number never passes a row not yet committed.
    """
    if last is not None:
        return list(range(last + 1, last + count + 1))
    return sorted(row[0] for row in _ANNOUNCE_AND_NEXT.rows(connection, (LOCKS, count)))


def visible_up_to(connection: Connection) -> int:
    """The highest number below which no writer is still at work."""
    if is_sqlite(connection):
        return int(connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM lrs_statements").scalar_one())
    last = connection.execute(_LAST).scalar_one()  # before the look at the locks: a writer seen by neither writes above it
    lowest = connection.execute(_LOWEST, {"high": LOCKS >> 32}).scalar_one()
    return int(last if lowest is None else min(last, lowest))


_ANNOUNCE_AND_NEXT = Quick(
    "WITH announced AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(? + "
    "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM lrs_statements_seq_seq)) AS held) "
    "SELECT nextval('lrs_statements_seq_seq') FROM announced CROSS JOIN generate_series(1, ?)"
)
"""One round trip: a number is given only for a row of `announced`, so the lock is held by then."""
_LAST = text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM lrs_statements_seq_seq")
_LOWEST = text(
    "SELECT min((((classid::bigint) & 65535) << 32) + objid::bigint) FROM pg_locks "
    "WHERE locktype = 'advisory' AND objsubid = 1 AND (classid::bigint & 4294901760) = :high "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
