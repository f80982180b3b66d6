"""A batch that adds rows of statements and mentions and nothing else, kept on PostgreSQL by one SQL statement: one round trip."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql

from lrs.storage.driver_sql import DriverSql
from lrs.storage.sequence import ANNOUNCED, LOCKS, NEXT_NUMBER, TIME_LOCKS
from lrs.storage.tables import statements
from lrs.writing.definitions import are_known
from lrs.writing.existing_rows import WAITS
from lrs.writing.row_extraction import Extract


def is_plain(connection: Connection, extracts: Sequence[Extract]) -> bool:
    """Whether the statements point at no other, describe no attachment, name nobody and define no activity in a way not yet known."""
    is_small = not any(new.target is not None or new.hashes or new.names for new in extracts)
    return bool(extracts) and is_small and are_known(connection, extracts)


def insert_batch(connection: Connection, extracts: Sequence[Extract]) -> bool:
    """Keep a plain batch of one authority, on a connection where each statement is its own transaction.

    False, with nothing written, when one of its ids is kept already or a voiding statement waits for one. As in `sequence.next_numbers`
    the number and the moment of `stored` are taken once the locks are held, and these are let go at the commit, after the rows are there.
    """
    rows = [new.row for new in extracts]
    mentions = [(key, direct, place) for place, new in enumerate(extracts, 1) for key, direct in new.mentions]
    values = [_array_text([row[name] for row in rows]) for name in _COLUMNS]
    values += [_array_text(column) for column in zip(*mentions, strict=True)] or ["{}"] * 3
    bodies = [row["body"] for row in rows]
    return bool(_KEEP.rows(connection, (*values[:-3], bodies, rows[0]["authority"], LOCKS, TIME_LOCKS, len(rows), *values[-3:]))[0][0])


def _array_text(values: Iterable[int | bool | str | None]) -> str:
    """An array as PostgreSQL writes it; psycopg takes many times as long. Words: ids and versions, which need no escape."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"


_COLUMNS = tuple(column.name for column in statements.columns if column.name not in ("seq", "stored", "body"))
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy gives the dialect no type
_ARRAYS = ", ".join(f"?::{statements.c[name].type.compile(_DIALECT)}[]" for name in _COLUMNS)
_NAMES = ", ".join((*_COLUMNS, "body"))
_OF_SENT = ", ".join(f"sent.{name}" for name in (*_COLUMNS, "body"))
# %b: bodies in the binary form, since in the text form psycopg escapes each of their quotes one by one
_KEEP = DriverSql(
    f"WITH sent AS MATERIALIZED (SELECT * FROM unnest({_ARRAYS}, %b::text[]) WITH ORDINALITY AS sent({_NAMES}, place)), "  # noqa: S608 - names of our own tables and columns; values are bound
    "special AS (SELECT 1 FROM lrs_statements WHERE id = ANY(ARRAY(SELECT id FROM sent)) "
    f"UNION ALL SELECT 1 FROM sent AS given WHERE EXISTS ({WAITS} IS NULL) OR EXISTS ({WAITS} = ?)), "
    f"announced AS MATERIALIZED ({ANNOUNCED} WHERE NOT EXISTS (SELECT 1 FROM special)), "
    f"numbered AS MATERIALIZED (SELECT {NEXT_NUMBER} AS seq, clock_timestamp() AS moment FROM announced CROSS JOIN generate_series(1, ?)), "
    "ranked AS MATERIALIZED (SELECT seq, row_number() OVER (ORDER BY seq) AS place, min(moment) OVER () AS first FROM numbered), "
    # each a microsecond after the one before: who goes on `since` the last of a page cut in mid-batch misses none
    f"kept AS (INSERT INTO lrs_statements (seq, stored, {_NAMES}) SELECT ranked.seq, "
    "to_char((ranked.first + (ranked.place - 1) * interval '1 microsecond') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
    f"{_OF_SENT} FROM ranked JOIN sent USING (place) RETURNING 1), "
    "mentioned AS (INSERT INTO lrs_mentions (term, direct, seq) SELECT named.term, named.direct, ranked.seq "
    "FROM unnest(?::bigint[], ?::boolean[], ?::bigint[]) AS named(term, direct, place) JOIN ranked USING (place)) "
    "SELECT count(*) FROM kept"
)
