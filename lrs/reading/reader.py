"""The one reading door: statements in order of arrival, for analytics, exports and forwarding."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from lrs.storage.sequence import visible_up_to
from lrs.storage.tables import statements, tombstones

_PAGE = 1000


class StoredStatement(NamedTuple):
    """One statement kept. seq: order of arrival, rising; stored: as `2026-11-23T19:04:13.651234Z`; statement: with `stored` in it."""

    seq: int
    stored: str
    statement: dict[str, Any]


def whole(stored: str, body: str) -> str:
    """The JSON text of a statement from its two columns."""
    return f'{{"stored":"{stored}",{body[1:]}'


def iter_since(connection: Connection, seq: int, limit: int | None = None, *, foreign: bool = False) -> Iterator[StoredStatement]:
    """Statements after `seq`, in order, at most `limit`; none of a transaction that others could still come before.

    foreign: also those written by keys of policy `any`, which the lake never takes.
    A voided statement is given, and later the one that voids it: the reader applies the voiding.
    """
    end = visible_up_to(connection)
    remaining = limit
    while remaining is None or remaining > 0:
        count = _PAGE if remaining is None else min(_PAGE, remaining)
        page = select(statements.c.seq, statements.c.stored, statements.c.body)
        page = page.where(statements.c.seq > seq, statements.c.seq <= end).order_by(statements.c.seq).limit(count)
        if not foreign:
            page = page.where(statements.c.foreign_source.is_(False))
        rows = connection.execute(page).all()
        for row in rows:
            yield StoredStatement(row.seq, row.stored, msgspec.json.decode(whole(row.stored, row.body)))
        if len(rows) < count:
            return
        seq = rows[-1].seq
        remaining = None if remaining is None else remaining - len(rows)


def last_seq(connection: Connection) -> int:
    """The number up to which everything kept is visible; 0 for an empty store."""
    return visible_up_to(connection)


def erasures(connection: Connection) -> str:
    """A mark that changes with every erasure, so that whoever keeps copies knows when to make them anew; empty before the first."""
    count, last = connection.execute(select(func.count(), func.max(tombstones.c.erased)).select_from(tombstones)).one()
    return f"{count} {last}" if count else ""


def find(connection: Connection, id: str) -> StoredStatement | None:
    """One statement by id, voided or not; None when it is not kept."""
    row = connection.execute(
        select(statements.c.seq, statements.c.stored, statements.c.body).where(statements.c.id == id.lower())
    ).one_or_none()
    return None if row is None else StoredStatement(row.seq, row.stored, msgspec.json.decode(whole(row.stored, row.body)))
