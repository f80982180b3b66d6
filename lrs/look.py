"""The one look at the database before a batch is written: what is kept already, what waits for it, the last number given."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection

from lrs.database import is_sqlite
from lrs.quick import Quick

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
    sqlite = is_sqlite(connection)
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        found = _sqlite(len(part)).rows(connection, (*part, *part)) if sqlite else _POSTGRESQL.rows(connection, (list(part), list(part)))
        for what, id, seq, voids, body in found:
            if what == "kept":
                kept[id] = body
            elif what == "waiting":
                waiting.append(Waiting(seq, id, bool(voids)))
            else:
                last = seq
    return Look(kept, waiting, last if last is not None or not sqlite else 0)


def _both(among: str) -> str:
    # `among` is made of placeholders alone: no value of a request stands in these words
    kept = f"SELECT 'kept' AS what, id, seq, FALSE AS voids, body FROM lrs_statements WHERE id {among}"  # noqa: S608
    return f"{kept} UNION ALL SELECT 'waiting', target, seq, voids, '' FROM lrs_references WHERE target {among}"  # noqa: S608


@lru_cache(_CHUNK)
def _sqlite(count: int) -> Quick:
    last = "SELECT 'last', '', seq, FALSE, '' FROM sqlite_sequence WHERE name = 'lrs_statements'"
    marks = ", ".join("?" * count)
    return Quick(f"{_both(f'IN ({marks})')} UNION ALL {last}")


_POSTGRESQL = Quick(_both("= ANY(?)"))
