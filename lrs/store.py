"""Writing statements: all of a batch or none, in the caller's transaction; nothing here commits."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, text, update

from lrs import clock
from lrs.chains import link
from lrs.database import is_sqlite
from lrs.errors import DuplicateInBatch, StatementConflict
from lrs.extract import Extract, authority_key, extract, merged
from lrs.same import says_the_same
from lrs.sequence import next_numbers
from lrs.tables import activities, attachments, mentions, statements, term
from xapi import validate

Json = Mapping[str, Any]
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Attachment:
    """The bytes of one attachment. sha2: their SHA-2 in hexadecimal, as the statement gives it."""

    sha2: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch checked and cut into rows, ready for `put_prepared`; made outside the writer, so that the writer does little."""

    extracts: Sequence[Extract]
    sent: Sequence[Json]
    attachments: Sequence[Attachment] = ()

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
    attachments: Sequence[Attachment] = (),
) -> Prepared:
    """Complete valid statements with id, timestamp, authority and version, and cut them into rows."""
    moment = clock.text(now or clock.now())
    authority_term = authority_key(authority)
    made, seen = [], set()
    for row in rows:
        whole = _completed(row, authority, version, moment)
        if whole["id"] in seen:
            raise DuplicateInBatch(whole["id"])
        seen.add(whole["id"])
        made.append(extract(whole, authority_term=authority_term, version=version, foreign=foreign))
    return Prepared(made, rows, attachments)


def put_prepared(connection: Connection, prepared: Prepared, *, now: datetime | None = None) -> list[str]:
    """Keep a prepared batch. Statements already kept with an equivalent body are left as they are."""
    kept = _already_kept(connection, [row["id"] for row in prepared.sent if "id" in row])
    fresh = []
    for made, sent in zip(prepared.extracts, prepared.sent, strict=True):
        body = kept.get(made.id)
        if body is None:
            fresh.append(made)
        elif not says_the_same(msgspec.json.decode(body), sent):
            raise StatementConflict(made.id)
    if fresh:
        _insert(connection, fresh, clock.text(now or clock.now()))
        _keep_attachments(connection, fresh, prepared.attachments)
    return prepared.ids


def _completed(row: Json, authority: Json, version: str, moment: str) -> dict[str, Any]:
    whole = dict(row)
    whole["id"] = str(UUID(row["id"])) if "id" in row else str(uuid4())
    whole.setdefault("timestamp", moment)
    whole["authority"] = authority
    whole.setdefault("version", "1.0.0" if version.startswith("1.") else version)
    _listed(whole)
    if whole["object"].get("objectType") == "SubStatement":
        whole["object"] = _listed(dict(whole["object"]))
    return whole


def _listed(part: dict[str, Any]) -> dict[str, Any]:
    """A context activity that stands alone becomes a list of one; xAPI 1.0.3 part 2, 2.4.6.2."""
    groups = (part.get("context") or {}).get("contextActivities")
    if groups and any(type(rows) is not list for rows in groups.values()):
        rows = {name: rows if type(rows) is list else [rows] for name, rows in groups.items()}
        part["context"] = {**part["context"], "contextActivities": rows}
    return part


def _already_kept(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(ids), _CHUNK):
        part = [id.lower() for id in ids[start : start + _CHUNK]]
        found.update((id, body) for id, body in connection.execute(_KEPT, {"ids": part}))
    return found


def _insert(connection: Connection, fresh: Sequence[Extract], moment: str) -> None:
    rows: list[dict[str, Any]] = []
    named: list[dict[str, Any]] = []
    for number, made in zip(next_numbers(connection, len(fresh)), fresh, strict=True):
        made.row["seq"], made.row["stored"] = number, moment
        rows.append(made.row)
        named.extend({"term": key, "direct": direct, "seq": number} for key, direct in made.mentions)
    connection.execute(_INSERT_STATEMENTS, rows)
    if named:
        connection.execute(_INSERT_MENTIONS, named)
    link(connection, fresh)
    _learn_activities(connection, fresh)
    _learn_names(connection, fresh)


def _learn_activities(connection: Connection, fresh: Sequence[Extract]) -> None:
    """Merge what the batch says of activities. In sorted key order: two workers that share activities must not deadlock."""
    said: dict[int, tuple[str, Json]] = {}
    for made in fresh:
        for iri, definition in made.definitions.items():
            key = term("activity", iri)
            said[key] = (iri, merged(said[key][1], definition) if key in said else definition)
    if not said:
        return
    known = {row.term: row.definition for row in connection.execute(_KNOWN_ACTIVITIES, {"terms": sorted(said)})}
    new = []
    for key, (iri, definition) in sorted(said.items()):
        if key not in known:
            new.append({"term": key, "iri": iri, "definition": json.dumps(definition, ensure_ascii=True)})
            continue
        old = json.loads(known[key])
        whole = merged(old, definition)
        if whole != old:
            connection.execute(_UPDATE_ACTIVITY, {"key": key, "whole": json.dumps(whole, ensure_ascii=True)})
    if new:
        connection.execute(_INSERT_ACTIVITY, new)


def _learn_names(connection: Connection, fresh: Sequence[Extract]) -> None:
    names = sorted({pair for made in fresh for pair in made.names})
    if names:
        connection.execute(_INSERT_NAME, [{"agent": agent, "name": name} for agent, name in names])


def _keep_attachments(connection: Connection, fresh: Sequence[Extract], contents: Sequence[Attachment]) -> None:
    links = [{"seq": made.row["seq"], "sha2": sha2} for made in fresh for sha2 in sorted(made.hashes)]
    if links:
        connection.execute(insert(attachments), links)
    for content in sorted(contents, key=lambda row: row.sha2):
        values = {"sha2": content.sha2, "content_type": content.content_type, "content": content.content}
        connection.execute(_INSERT_CONTENT, values)


def mark_voided(connection: Connection, seqs: Iterable[int]) -> None:
    """Set the voided mark on statements by seq."""
    rows = [{"which": seq} for seq in sorted(seqs)]
    if rows:
        connection.execute(update(statements).where(statements.c.seq == bindparam("which")).values(voided=True), rows)


_KEPT = select(statements.c.id, statements.c.body).where(statements.c.id.in_(bindparam("ids", expanding=True)))
_INSERT_STATEMENTS = insert(statements)
_INSERT_MENTIONS = insert(mentions)
_KNOWN_ACTIVITIES = select(activities.c.term, activities.c.definition).where(activities.c.term.in_(bindparam("terms", expanding=True)))
_UPDATE_ACTIVITY = update(activities).where(activities.c.term == bindparam("key")).values(definition=bindparam("whole"))
_INSERT_ACTIVITY = text("INSERT INTO lrs_activities (term, iri, definition) VALUES (:term, :iri, :definition) ON CONFLICT DO NOTHING")
_INSERT_NAME = text("INSERT INTO lrs_agent_names (agent, name) VALUES (:agent, :name) ON CONFLICT DO NOTHING")
_INSERT_CONTENT = text(
    "INSERT INTO lrs_attachment_contents (sha2, content_type, content) VALUES (:sha2, :content_type, :content) ON CONFLICT DO NOTHING"
)
__all__ = ["Attachment", "Prepared", "is_sqlite", "mark_voided", "prepare", "put", "put_prepared"]
