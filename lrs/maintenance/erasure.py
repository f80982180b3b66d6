"""Taking one actor out of the store for good, with a tombstone so that a restored backup is cleaned again. Voiding is not erasure."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from lrs.errors import JournalUnwritable, ReclaimLacksRoom, ReclaimWaits
from lrs.maintenance.erasure_journal import Noting, Tombstone, note_undone
from lrs.storage import clock
from lrs.storage.database import WAIT_MS, is_sqlite
from lrs.storage.tables import (
    access_keys,
    agent_names,
    attachment_contents,
    attachments,
    documents,
    mentions,
    references,
    statements,
    tombstones,
    usage,
)
from lrs.writing.row_extraction import agent_term

ALL, CONTENT = "all", "content"
_CHUNK = 500
Json = Mapping[str, Any]


class ErasureCounts(NamedTuple):
    """What one erasure took away or emptied."""

    statements: int
    documents: int


class Erasure(NamedTuple):
    """One erasure: the tombstone it leaves, and what it took."""

    tombstone: Tombstone
    taken: ErasureCounts


def erase(connection: Connection, actor: Json, *, mode: str = ALL, noting: Noting | None = None, now: datetime | None = None) -> Erasure:
    """Erase an actor. mode all: statements that name the actor anywhere, and documents; content: statements stay, emptied of
    response, extensions and attachments. Never commits; its bytes are gone from the files after `finish`.

    noting: of the journal that outlives the database; the line is on disk before anything is erased, so that no crash loses it.
    When the transaction fails, call `withdraw`. Raises JournalUnwritable, and nobody is erased then.
    """
    if mode not in (ALL, CONTENT):
        raise ValueError(f"unknown mode {mode!r}; choose {ALL} or {CONTENT}")
    term = agent_term(actor)
    tombstone = Tombstone(term, mode, max(clock.text(now or clock.now()), _newest(connection, term)))
    if noting is not None:
        noting.note(tombstone)
    _set_tombstone(connection, tombstone)
    return Erasure(tombstone, _apply(connection, tombstone))


def withdraw(engine: Engine, noting: Noting) -> None:
    """After a failed transaction: strike from the journal what the database does not know, so that nobody is erased who was told no.

    When the database cannot be asked the lines stay, since the erasure may have been kept: the next start then finishes it.
    """
    with suppress(SQLAlchemyError, JournalUnwritable), engine.connect() as connection:
        if lost_erasures := missing(connection, noting.graves):
            note_undone(noting.journal, lost_erasures)


def tombstones_of(connection: Connection) -> list[Tombstone]:
    """All tombstones, the oldest first."""
    query = select(tombstones.c.actor, tombstones.c.mode, tombstones.c.erased).order_by(tombstones.c.erased)
    return [Tombstone(*row) for row in connection.execute(query)]


def missing(connection: Connection, graves: Iterable[Tombstone]) -> list[Tombstone]:
    """Those this database does not know, or knows with an earlier time: it is older than they are. The oldest first."""
    erased_at = {(grave.actor, grave.mode): grave.erased for grave in tombstones_of(connection)}
    return sorted(
        (grave for grave in set(graves) if erased_at.get((grave.actor, grave.mode), "") < grave.erased), key=lambda row: row.erased
    )


def reapply(connection: Connection, graves: Iterable[Tombstone]) -> ErasureCounts:
    """Erase again what older tombstones say, after a restore; they are kept in the restored store too."""
    total = ErasureCounts(0, 0)
    for grave in sorted({*graves, *tombstones_of(connection)}, key=lambda row: row.erased):
        _set_tombstone(connection, grave)
        counts = _apply(connection, grave)
        total = ErasureCounts(total.statements + counts.statements, total.documents + counts.documents)
    return total


def unfinished_erasures(connection: Connection) -> list[Tombstone]:
    """Erasures whose bytes may still lie in the database's files or in what is derived from it."""
    query = select(tombstones.c.actor, tombstones.c.mode, tombstones.c.erased).where(tombstones.c.reclaimed.is_(None))
    return [Tombstone(*row) for row in connection.execute(query)]


def since(connection: Connection, moment: datetime) -> list[Tombstone]:
    """Erasures of that instant and later."""
    query = select(tombstones.c.actor, tombstones.c.mode, tombstones.c.erased).where(tombstones.c.erased >= clock.text(moment))
    return [Tombstone(*row) for row in connection.execute(query)]


def is_written_to(connection: Connection, grave: Tombstone) -> bool:
    """Whether the erased actor wrote again: a request of her own that was let in just before the erasure and kept just after."""
    return _newest(connection, grave.actor, own=True) > grave.erased


def sweep(connection: Connection, graves: Iterable[Tombstone]) -> ErasureCounts:
    """Take also what the erased actors wrote while the erasure went on (`is_written_to`); they are unfinished again. Never commits."""
    total = ErasureCounts(0, 0)
    for grave in graves:
        last = _newest(connection, grave.actor, own=True)
        if last > grave.erased:
            later = grave._replace(erased=last)
            _set_tombstone(connection, later)
            counts = _apply(connection, later)
            total = ErasureCounts(total.statements + counts.statements, total.documents + counts.documents)
    return total


def mark_reclaimed(connection: Connection, graves: Iterable[Tombstone], *, now: datetime | None = None) -> None:
    """Note that no byte of these is left. Never commits."""
    for grave in graves:
        which = (tombstones.c.actor == grave.actor, tombstones.c.mode == grave.mode)
        connection.execute(update(tombstones).where(*which).values(reclaimed=clock.text(now or clock.now())))


def reclaim(engine: Engine, *, wait_ms: int = WAIT_MS) -> None:
    """Rewrite the SQLite file so that no erased byte stays in it or its log. Call it while nothing writes.

    Deleted rows are overwritten anyway (secure_delete); rewriting takes also the copies that SQLite leaves behind when it splits a page.
    Raises ReclaimWaits when somebody kept reading or writing for `wait_ms`: the erasure holds, its bytes still lie in the log;
    ReclaimLacksRoom when the disk takes no second form of the file.
    """
    if not is_sqlite(engine):
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        dbapi = connection.connection.dbapi_connection
        if dbapi is None:
            return
        cursor = dbapi.cursor()
        connection.rollback()
        try:
            cursor.execute(f"PRAGMA busy_timeout={wait_ms}")
            _empty_log(cursor)  # a reader in the way is seen before the long rewriting, not after it
            cursor.execute("VACUUM")
            _empty_log(cursor)
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise ReclaimWaits from error
            if "full" in str(error) or "I/O" in str(error):
                raise ReclaimLacksRoom from error
            raise
        finally:
            cursor.execute(f"PRAGMA busy_timeout={WAIT_MS}")
            cursor.close()


def _empty_log(cursor: Any) -> None:
    if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise ReclaimWaits


def _newest(connection: Connection, term: int, *, own: bool = False) -> str:
    """The last instant at which something of the actor was stored; empty when there is nothing. own: without what others say of her."""
    mentioning = select(mentions.c.seq).where(mentions.c.term == term)
    which = statements.c.actor == term
    stored = select(func.max(statements.c.stored)).where(which if own else or_(which, statements.c.seq.in_(mentioning)))
    updated_at = select(func.max(documents.c.updated)).where(documents.c.agent == term)
    return max(connection.scalar(stored) or "", connection.scalar(updated_at) or "")


def _set_tombstone(connection: Connection, grave: Tombstone) -> None:
    connection.execute(delete(tombstones).where(tombstones.c.actor == grave.actor, tombstones.c.mode == grave.mode))
    connection.execute(insert(tombstones), {**grave._asdict(), "reclaimed": None})


def _apply(connection: Connection, grave: Tombstone) -> ErasureCounts:
    mentioning = select(mentions.c.seq).where(mentions.c.term == grave.actor)
    matching = select(statements.c.seq).where(
        or_(statements.c.actor == grave.actor, statements.c.seq.in_(mentioning)), statements.c.stored <= grave.erased
    )
    seqs = sorted(connection.execute(matching).scalars())
    for start in range(0, len(seqs), _CHUNK):
        part = seqs[start : start + _CHUNK]
        if grave.mode == ALL:
            _delete(connection, part)
        else:
            _empty(connection, part)
    connection.execute(_ORPHANS)
    connection.execute(delete(usage).where(usage.c.owner == grave.actor))
    connection.execute(delete(agent_names).where(agent_names.c.agent == grave.actor))
    _delete_keys(connection, grave)
    deletion = connection.execute(delete(documents).where(documents.c.agent == grave.actor, documents.c.updated <= grave.erased))
    return ErasureCounts(len(seqs), deletion.rowcount)


def _delete_keys(connection: Connection, grave: Tombstone) -> None:
    """The keys of the actor's own devices name the actor."""
    rows = connection.execute(select(access_keys.c.id, access_keys.c.actor).where(access_keys.c.actor.is_not(None))).all()
    ids = [row.id for row in rows if agent_term(msgspec.json.decode(row.actor)) == grave.actor]
    if ids and grave.mode == ALL:
        connection.execute(delete(access_keys).where(access_keys.c.id.in_(ids)))


def _delete(connection: Connection, seqs: list[int]) -> None:
    for table in (mentions, references, attachments):
        connection.execute(delete(table).where(table.c.seq.in_(seqs)))
    connection.execute(delete(statements).where(statements.c.seq.in_(seqs)))


def _empty(connection: Connection, seqs: list[int]) -> None:
    rows = connection.execute(select(statements.c.seq, statements.c.body).where(statements.c.seq.in_(seqs))).all()
    new_bodies = [
        {"which": row.seq, "emptied": msgspec.json.encode(_without_content(msgspec.json.decode(row.body))).decode()} for row in rows
    ]
    if new_bodies:
        connection.execute(update(statements).where(statements.c.seq == bindparam("which")).values(body=bindparam("emptied")), new_bodies)
    connection.execute(delete(attachments).where(attachments.c.seq.in_(seqs)))


def _without_content(part: dict[str, Any]) -> dict[str, Any]:
    document = {key: value for key, value in part.items() if key != "attachments"}
    for key, names in (("result", ("response", "extensions")), ("context", ("extensions",))):
        if key in document:
            document[key] = {name: value for name, value in document[key].items() if name not in names}
    if document["object"].get("objectType") == "SubStatement":
        document["object"] = _without_content(document["object"])
    return document


_ORPHANS = delete(attachment_contents).where(
    attachment_contents.c.sha2.not_in(select(attachments.c.sha2).where(attachments.c.content_type.is_not(None)))
)
"""Bytes that came with no statement still kept: who only names their hash does not keep them."""
