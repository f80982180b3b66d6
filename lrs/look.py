"""The one look at the database before a batch is written: what is kept already, what waits for it, the last number given."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from lrs.database import is_sqlite

_CHUNK = 500


class Waiting(NamedTuple):
    """A kept statement that points at one of the batch. seq: its number; target: the id it points at."""

    seq: int
    target: str
    voids: bool


class Look(NamedTuple):
    """kept: id -> body; last: the last number given on SQLite, None on PostgreSQL, where a sequence gives them."""

    kept: dict[str, str]
    waiting: list[Waiting]
    last: int | None


def look(connection: Connection, ids: Sequence[str]) -> Look:
    kept: dict[str, str] = {}
    waiting: list[Waiting] = []
    last: int | None = None
    sql = _SQLITE if is_sqlite(connection) else _POSTGRESQL
    for start in range(0, len(ids), _CHUNK):
        for what, id, seq, voids, body in connection.execute(sql, {"ids": ids[start : start + _CHUNK]}).all():
            if what == "kept":
                kept[id] = body
            elif what == "waiting":
                waiting.append(Waiting(seq, id, bool(voids)))
            else:
                last = seq
    return Look(kept, waiting, last if last is not None or not is_sqlite(connection) else 0)


_BOTH = (
    "SELECT 'kept' AS what, id, seq, FALSE AS voids, body FROM lrs_statements WHERE id IN :ids "
    "UNION ALL SELECT 'waiting', target, seq, voids, '' FROM lrs_references WHERE target IN :ids"
)
_POSTGRESQL = text(_BOTH).bindparams(bindparam("ids", expanding=True))
_LAST = " UNION ALL SELECT 'last', '', seq, FALSE, '' FROM sqlite_sequence WHERE name = 'lrs_statements'"
_SQLITE = text(_BOTH + _LAST).bindparams(bindparam("ids", expanding=True))
