"""Writing statements: all of a batch or none, in the caller's transaction; nothing here commits."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Connection, insert, text
from sqlalchemy.dialects import postgresql

from lrs.errors import DuplicateInBatch, StatementConflict
from lrs.keys.quotas import DayQuota, count_statements
from lrs.storage import clock
from lrs.storage.database import is_sqlite
from lrs.storage.driver_sql import DriverSql
from lrs.storage.sequence import Numbers, next_numbers
from lrs.storage.tables import attachments, statements
from lrs.writing import plain_batches
from lrs.writing.chains import link
from lrs.writing.definitions import learn_activities, learn_names
from lrs.writing.equivalence import says_the_same
from lrs.writing.existing_rows import ExistingRows, read
from lrs.writing.row_extraction import Extract, authority_key, extract
from xapi import validate
from xapi.vocabulary import CONTENT

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """The bytes of one attachment. sha2: their SHA-2 in hexadecimal, as the statement gives it."""

    sha2: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch checked and cut into rows, ready for `put_prepared`; made outside the writer, so that the writer does little."""

    extracts: Sequence[Extract]
    sent: Sequence[Json]
    attachments: Sequence[Attachment] = ()
    quota: DayQuota | None = None

    @property
    def ids(self) -> list[str]:
        return [row.id for row in self.extracts]


def put(
    connection: Connection, statements: Iterable[Json], *, authority: Json, version: str = "2.0.0", now: datetime | None = None
) -> list[str]:
    """Check and keep a batch; give the ids in order. Never commits.

    now: when the store received them, aware; the present when left out.
    Raises StatementInvalid (xapi.errors), StatementConflict, DuplicateInBatch, VoidsVoiding.
    """
    rows = list(statements)
    validate.check_batch(rows, version)
    return put_prepared(connection, prepare(rows, authority=authority, version=version, now=now), now=now)


def prepare(
    rows: Sequence[Json],
    *,
    authority: Json,
    version: str = "2.0.0",
    now: datetime | None = None,
    foreign: bool = False,
    own_only: bool = False,
    attachments: Sequence[Attachment] = (),
    quota: DayQuota | None = None,
) -> Batch:
    """Complete valid statements with id, timestamp, authority and version, and cut them into rows.

    own_only: they void statements of this authority alone, and define no activity of the site nor one that another authority defined.
    """
    moment = clock.text(now or clock.now())
    authority_term = authority_key(authority)
    extracts, ids = [], set()
    for row in rows:
        whole = _completed(row, authority, version, moment)
        if whole["id"] in ids:
            raise DuplicateInBatch(whole["id"])
        ids.add(whole["id"])
        one = extract(whole, authority_term=authority_term, version=version, foreign=foreign, own_only=own_only)
        if own_only and one.definitions:
            site = (CONTENT, authority["account"]["homePage"])
            one.definitions = {iri: definition for iri, definition in one.definitions.items() if not iri.startswith(site)}
        extracts.append(one)
    return Batch(extracts, rows, attachments, quota)


def put_prepared(connection: Connection, batch: Batch, *, now: datetime | Callable[[], datetime] | None = None) -> list[str]:
    """Keep a prepared batch. Statements already kept with an equivalent body are left as they are.

    now: the moment they are stored, or a clock that tells it of the first, the others each a microsecond later; it is read only once the
    writer has said that it writes, so that no reader is told of a moment after it while they cannot be seen yet.
    """
    if not batch.extracts:
        return []
    existing = read(connection, batch.ids, batch.extracts[0].row["authority"])
    fresh = []
    for new, statement in zip(batch.extracts, batch.sent, strict=True):
        body = existing.kept.get(new.id)
        if body is None:
            fresh.append(new)
        elif not says_the_same(msgspec.json.decode(body), statement):
            raise StatementConflict(new.id)
    if fresh:
        if batch.quota is not None:
            size = sum(len(new.row["body"]) for new in fresh) + sum(len(row.content) for row in batch.attachments)
            count_statements(connection, batch.quota, size)
        _insert(connection, fresh, now or clock.now, existing)
        _keep_attachments(connection, fresh, batch.attachments)
    return batch.ids


def put_at_once(connection: Connection, batch: Batch) -> list[str] | None:
    """Keep a prepared batch on PostgreSQL by one SQL statement, with the database's own clock.

    None, with nothing written, when it is not one that only adds rows: then `put_prepared` is to be called. connection: one on which each
    statement is its own transaction (`GroupCommit.submit`).
    """
    if batch.attachments or batch.quota is not None or not plain_batches.is_plain(connection, batch.extracts):
        return None
    return batch.ids if plain_batches.insert_batch(connection, batch.extracts) else None


def _completed(row: Json, authority: Json, version: str, moment: str) -> dict[str, Any]:
    whole = dict(row)
    whole["id"] = str(UUID(row["id"])) if "id" in row else str(uuid4())
    whole.setdefault("timestamp", moment)
    whole["authority"] = authority
    whole.setdefault("version", "1.0.0" if version.startswith("1.") else version)
    _lists_for_single_values(whole)
    if whole["object"].get("objectType") == "SubStatement":
        whole["object"] = _lists_for_single_values(dict(whole["object"]))
    return whole


def _lists_for_single_values(part: dict[str, Any]) -> dict[str, Any]:
    """A context activity that stands alone becomes a list of one; xAPI 1.0.3 part 2, 2.4.6.2."""
    groups = (part.get("context") or {}).get("contextActivities")
    if groups and any(type(rows) is not list for rows in groups.values()):
        rows = {name: rows if type(rows) is list else [rows] for name, rows in groups.items()}
        part["context"] = {**part["context"], "contextActivities": rows}
    return part


def _insert(connection: Connection, fresh: Sequence[Extract], now: datetime | Callable[[], datetime], existing: ExistingRows) -> None:
    mention_rows: list[tuple[int, bool, int]] = []
    numbers = next_numbers(connection, len(fresh), existing.last)
    moment, step = _moment(numbers, now), timedelta(microseconds=1 if callable(now) else 0)
    for place, (number, new) in enumerate(zip(numbers.numbers, fresh, strict=True)):
        # Each a microsecond after the one before: who goes on `since` the last of a page cut in mid-batch misses none.
        new.row["seq"], new.row["stored"] = number, clock.text(moment + place * step)
        mention_rows.extend((key, direct, number) for key, direct in new.mentions)
    _insert_rows(connection, _INSERT_STATEMENTS, _INSERT_STATEMENTS_TOGETHER, [_values_of(new.row) for new in fresh])
    _insert_rows(connection, _INSERT_MENTIONS, _INSERT_MENTIONS_TOGETHER, mention_rows)
    link(connection, fresh, existing.voided)
    learn_activities(connection, fresh)
    learn_names(connection, fresh)


def _insert_rows(connection: Connection, each: DriverSql, together: DriverSql, rows: Sequence[tuple[Any, ...]]) -> None:
    if len(rows) > 1 and not is_sqlite(connection):
        together.write_together(connection, list(zip(*rows, strict=True)))
    elif rows:
        each.write(connection, rows)


def _moment(numbers: Numbers, now: datetime | Callable[[], datetime]) -> datetime:
    """When the first is stored. On PostgreSQL by the database's clock, one for all web processes, unless the caller has its own."""
    if numbers.moment is not None and now is clock.now:
        return numbers.moment
    return now() if callable(now) else now


def _keep_attachments(connection: Connection, fresh: Sequence[Extract], contents: Sequence[Attachment]) -> None:
    kinds = {row.sha2: row.content_type for row in contents}
    links = [{"seq": new.row["seq"], "sha2": sha2, "content_type": kinds.get(sha2)} for new in fresh for sha2 in sorted(new.hashes)]
    if links:
        connection.execute(insert(attachments), links)
    for content in sorted(contents, key=lambda row: row.sha2):
        values = {"sha2": content.sha2, "content_type": content.content_type, "content": content.content}
        connection.execute(_INSERT_CONTENT, values)


_COLUMNS = tuple(column.name for column in statements.columns)
_values_of = itemgetter(*_COLUMNS)
# only the names of our own columns are put in
_INSERT_STATEMENTS = DriverSql(f"INSERT INTO lrs_statements ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})")  # noqa: S608 - names of our own tables and columns; values are bound
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy gives the dialect no type
# %b: arrays in the binary form, since in the text form psycopg escapes each quote of a body one by one
_ARRAYS = ", ".join(f"%b::{column.type.compile(_DIALECT)}[]" for column in statements.columns)
_INSERT_STATEMENTS_TOGETHER = DriverSql(f"INSERT INTO lrs_statements ({', '.join(_COLUMNS)}) SELECT * FROM unnest({_ARRAYS})")  # noqa: S608 - names of our own tables and columns; values are bound
_INSERT_MENTIONS_TOGETHER = DriverSql(
    "INSERT INTO lrs_mentions (term, direct, seq) SELECT * FROM unnest(%b::bigint[], %b::boolean[], %b::bigint[])"
)
_INSERT_MENTIONS = DriverSql("INSERT INTO lrs_mentions (term, direct, seq) VALUES (?, ?, ?)")
_INSERT_CONTENT = text(
    "INSERT INTO lrs_attachment_contents (sha2, content_type, content) VALUES (:sha2, :content_type, :content) ON CONFLICT DO NOTHING"
)
