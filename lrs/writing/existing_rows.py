"""The one look at the database before a batch is written: what is kept already, what is voided before it comes, the last number given."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection

from lrs.storage.database import is_sqlite
from lrs.storage.driver_sql import DriverSql

_CHUNK = 500
WAITS = "SELECT 1 FROM lrs_references r WHERE r.target = given.id AND r.voids = TRUE AND r.authority"
"""Begin of the SQL that asks whether a voiding statement waits for `given.id`; two probes of one index, however many point at it."""


class ExistingRows(NamedTuple):
    """kept: id -> body; voided: ids that a kept voiding statement waits for; last: the last number given on SQLite, None on PostgreSQL,
    where a sequence gives them."""

    kept: dict[str, str]
    voided: list[str]
    last: int | None


def read(connection: Connection, ids: Sequence[str], authority: int) -> ExistingRows:
    """authority: of the batch; a voiding statement of a limited key counts only when it has the same."""
    bodies: dict[str, str] = {}
    voided_ids: list[str] = []
    last: int | None = None
    sqlite = is_sqlite(connection)
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        values = (*part, *part, authority) if sqlite else (list(part), list(part), authority)
        for what, id, seq, body in (_sqlite(len(part)) if sqlite else _POSTGRESQL).rows(connection, values):
            if what == "kept":
                bodies[id] = body
            elif what == "voided":
                voided_ids.append(id)
            else:
                last = seq
    return ExistingRows(bodies, voided_ids, last if last is not None or not sqlite else 0)


def _both(among: str, ids: str) -> str:
    # `among` and `ids` are made of placeholders alone: no value of a request stands in these words.
    old_rows = f"SELECT 'kept' AS what, id, seq, body FROM lrs_statements WHERE id {among}"  # noqa: S608 - names of our own tables and columns; values are bound
    voided_rows = f"SELECT 'voided', id, 0, '' FROM ({ids}) AS given WHERE EXISTS ({WAITS} IS NULL) OR EXISTS ({WAITS} = ?)"  # noqa: S608 - names of our own tables and columns; values are bound
    return f"{old_rows} UNION ALL {voided_rows}"


@lru_cache(_CHUNK)
def _sqlite(count: int) -> DriverSql:
    last = "SELECT 'last', '', seq, '' FROM sqlite_sequence WHERE name = 'lrs_statements'"
    ids = f"SELECT column1 AS id FROM (VALUES {', '.join(['(?)'] * count)})"  # noqa: S608 - names of our own tables and columns; values are bound
    marks = ", ".join("?" * count)
    return DriverSql(f"{_both(f'IN ({marks})', ids)} UNION ALL {last}")


_POSTGRESQL = DriverSql(_both("= ANY(?)", "SELECT unnest(?::varchar[]) AS id"))
