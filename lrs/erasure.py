"""Taking one actor out of the store for good, with a tombstone so that a restored backup is cleaned again. Voiding is not erasure."""

import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Engine, bindparam, delete, insert, or_, select, update

from lrs import clock
from lrs.database import is_sqlite
from lrs.errors import ReclaimWaits
from lrs.extract import agent_term
from lrs.tables import (
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

ALL, CONTENT = "all", "content"
_CHUNK = 500
Json = Mapping[str, Any]


class Erased(NamedTuple):
    """What one erasure took away or emptied."""

    statements: int
    documents: int


class Tombstone(NamedTuple):
    """actor: term of the erased actor; mode: all or content; erased: statements stored up to then are concerned."""

    actor: int
    mode: str
    erased: str


def erase(connection: Connection, actor: Json, *, mode: str = ALL, now: datetime | None = None) -> Erased:
    """Erase an actor. mode all: statements that name the actor anywhere, and documents; content: statements stay, emptied of
    response, extensions and attachments. Never commits; follow with `reclaim` so that no byte stays in the file.
    """
    if mode not in (ALL, CONTENT):
        raise ValueError(f"unknown mode {mode!r}; choose {ALL} or {CONTENT}")
    grave = Tombstone(agent_term(actor), mode, clock.text(now or clock.now()))
    known = {"actor": grave.actor, "mode": grave.mode}
    connection.execute(delete(tombstones).where(tombstones.c.actor == grave.actor, tombstones.c.mode == mode))
    connection.execute(insert(tombstones), {**known, "erased": grave.erased})
    return _apply(connection, grave)


def tombstones_of(connection: Connection) -> list[Tombstone]:
    """All tombstones, the oldest first."""
    return [Tombstone(row.actor, row.mode, row.erased) for row in connection.execute(select(tombstones).order_by(tombstones.c.erased))]


def reapply(connection: Connection, graves: Iterable[Tombstone]) -> Erased:
    """Erase again what older tombstones say, after a restore; they are kept in the restored store too."""
    total = Erased(0, 0)
    for grave in sorted({*graves, *tombstones_of(connection)}, key=lambda row: row.erased):
        connection.execute(delete(tombstones).where(tombstones.c.actor == grave.actor, tombstones.c.mode == grave.mode))
        connection.execute(insert(tombstones), grave._asdict())
        done = _apply(connection, grave)
        total = Erased(total.statements + done.statements, total.documents + done.documents)
    return total


def note(journal: Path, graves: Iterable[Tombstone]) -> None:
    """Add tombstones to a file beside the database, synced to disk: it outlives a lost database."""
    lines = "".join(json.dumps(grave._asdict()) + "\n" for grave in graves)
    with journal.open("a", encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def noted(journal: Path) -> list[Tombstone]:
    """The tombstones of the file; an empty list when there is none. A last line cut short is passed over."""
    if not journal.exists():
        return []
    found = []
    for line in journal.read_text(encoding="utf-8").splitlines():
        try:
            found.append(Tombstone(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def reclaim(engine: Engine) -> None:
    """Rewrite the SQLite file so that no erased byte stays in it or its log. Call it while nothing writes.

    Raises ReclaimWaits when somebody kept reading for the ten seconds it waits: the erasure holds, its bytes still lie in the log.
    """
    if is_sqlite(engine):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            dbapi = connection.connection.dbapi_connection
            if dbapi is None:
                return
            cursor = dbapi.cursor()
            connection.rollback()
            try:
                cursor.execute("VACUUM")
                is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                cursor.close()
            if is_busy:
                raise ReclaimWaits


def _apply(connection: Connection, grave: Tombstone) -> Erased:
    named = select(mentions.c.seq).where(mentions.c.term == grave.actor)
    concerned = select(statements.c.seq).where(
        or_(statements.c.actor == grave.actor, statements.c.seq.in_(named)), statements.c.stored <= grave.erased
    )
    seqs = sorted(connection.execute(concerned).scalars())
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
    gone = connection.execute(delete(documents).where(documents.c.agent == grave.actor, documents.c.updated <= grave.erased))
    return Erased(len(seqs), gone.rowcount)


def _delete_keys(connection: Connection, grave: Tombstone) -> None:
    """The keys of the actor's own devices name the actor."""
    bound = connection.execute(select(access_keys.c.id, access_keys.c.actor).where(access_keys.c.actor.is_not(None))).all()
    ids = [row.id for row in bound if agent_term(msgspec.json.decode(row.actor)) == grave.actor]
    if ids and grave.mode == ALL:
        connection.execute(delete(access_keys).where(access_keys.c.id.in_(ids)))


def _delete(connection: Connection, seqs: list[int]) -> None:
    for table in (mentions, references, attachments):
        connection.execute(delete(table).where(table.c.seq.in_(seqs)))
    connection.execute(delete(statements).where(statements.c.seq.in_(seqs)))


def _empty(connection: Connection, seqs: list[int]) -> None:
    rows = connection.execute(select(statements.c.seq, statements.c.body).where(statements.c.seq.in_(seqs))).all()
    emptied = [{"which": row.seq, "emptied": msgspec.json.encode(_without_content(msgspec.json.decode(row.body))).decode()} for row in rows]
    if emptied:
        connection.execute(update(statements).where(statements.c.seq == bindparam("which")).values(body=bindparam("emptied")), emptied)
    connection.execute(delete(attachments).where(attachments.c.seq.in_(seqs)))


def _without_content(part: dict[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in part.items() if key != "attachments"}
    for key, dropped in (("result", ("response", "extensions")), ("context", ("extensions",))):
        if key in made:
            made[key] = {name: value for name, value in made[key].items() if name not in dropped}
    if made["object"].get("objectType") == "SubStatement":
        made["object"] = _without_content(made["object"])
    return made


_ORPHANS = delete(attachment_contents).where(
    attachment_contents.c.sha2.not_in(select(attachments.c.sha2).where(attachments.c.content_type.is_not(None)))
)
"""Bytes that came with no statement still kept: who only names their hash does not keep them."""
