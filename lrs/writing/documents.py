"""State, activity profile and agent profile documents, with the conditions that keep two writers apart."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from lrs.errors import DocumentChanged, DocumentConflict, DocumentUnmergeable, LimitPassed, QuotaPassed
from lrs.storage import clock
from lrs.storage.database import is_sqlite
from lrs.storage.driver_sql import DriverSql
from lrs.storage.tables import documents, term
from lrs.writing.row_extraction import agent_term

STATE, ACTIVITY, AGENT = "state", "activity", "agent"


@dataclass(frozen=True, slots=True)
class Place:
    """Where documents lie. kind: state, activity or agent; place: the term they are listed by; agent: whose state."""

    kind: str
    place: int
    agent: int | None = None
    registration: str | None = None

    def key(self, name: str) -> str:
        parts = (self.kind, self.place, self.agent, self.registration, name)
        return hashlib.sha256("|".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """One document. etag: SHA-1 of its content in hexadecimal; updated: stored text."""

    content: bytes
    content_type: str
    etag: str
    updated: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What a request brings. at: when it came; None for this moment."""

    name: str
    content: bytes
    content_type: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the request expects to find. if_match, if_none_match: header values, or None; must_say: a PUT over a document must give one."""

    if_match: str | None = None
    if_none_match: str | None = None
    must_say: bool = False


@dataclass(frozen=True, slots=True)
class DocumentQuota:
    """The most a limited key may keep for one agent (or as profiles of one activity). one, size: bytes of one document and of all."""

    one: int
    count: int
    size: int


def state_of(activity: str, agent: Mapping[str, Any], registration: str | None) -> Place:
    return Place(STATE, term("activity", activity), agent_term(agent), None if registration is None else registration.lower())


def profile_of_activity(activity: str) -> Place:
    return Place(ACTIVITY, term("activity", activity))


def profile_of_agent(agent: Mapping[str, Any]) -> Place:
    return Place(AGENT, agent_term(agent), agent_term(agent))


def get(connection: Connection, place: Place, name: str, *, to_change: bool = False) -> Document | None:
    """to_change: on PostgreSQL nobody else may change it before this transaction ends; else two writers could both fit one ETag."""
    query = _GET_TO_CHANGE if to_change and not is_sqlite(connection) else _GET
    rows = query.rows(connection, (place.key(name),))
    return Document(*rows[0]) if rows else None


def names(connection: Connection, place: Place, since: str | None = None) -> list[tuple[str, str]]:
    """Names and times of the documents there, changed after `since`; without a registration, those of every registration."""
    condition = _there(place)
    if since is not None:
        condition = and_(condition, documents.c.updated > since)
    rows = connection.execute(
        select(documents.c.name, documents.c.updated).where(condition).order_by(documents.c.updated, documents.c.name)
    )
    return [(row.name, row.updated) for row in rows]


def etags(connection: Connection, place: Place) -> dict[str, str]:
    """Name and ETag of the documents there, without their content."""
    return {row.name: row.etag for row in connection.execute(select(documents.c.name, documents.c.etag).where(_there(place)))}


def put(connection: Connection, place: Place, new: NewDocument, conditions: Conditions, quota: DocumentQuota | None = None) -> None:
    """Write the whole document. Raises DocumentChanged, DocumentConflict, QuotaPassed."""
    old = _head(connection, place, new.name, 0 if quota is None else len(new.content))
    _check(None if old is None else old.etag, conditions)
    if old is not None and conditions.must_say and conditions.if_match is None and conditions.if_none_match is None:
        raise DocumentConflict("a document is there already; read it, then send its ETag in If-Match")
    if old is None:
        check_documents(connection, quota, place, None, len(new.content))
    elif quota is not None and old.others is not None and old.others + len(new.content) > quota.size:
        raise QuotaPassed("bytes of documents", quota.size)
    _write(connection, place, new, new.content, is_new=old is None)


def merge(connection: Connection, place: Place, new: NewDocument, conditions: Conditions, quota: DocumentQuota | None = None) -> None:
    """Join a JSON object into the one there, name by name; write it if nothing is there.

    Raises DocumentUnmergeable when one of the two is no JSON object, DocumentChanged, QuotaPassed; LimitPassed when the two together
    are larger than one document may be.
    """
    old, content = get(connection, place, new.name, to_change=True), new.content
    _check(None if old is None else old.etag, conditions)
    if old is not None:
        if not (is_json(new.content_type) and is_json(old.content_type)):
            raise DocumentUnmergeable("a POST joins JSON objects only: both documents need the Content-Type application/json")
        content = _merge_objects(_object(old.content), _object(content))
        if quota is not None and len(content) > quota.one:
            raise LimitPassed("document", quota.one, is_size=True)
    elif is_json(new.content_type):
        _object(content)
    check_documents(connection, quota, place, None if old is None else len(old.content), len(content))
    _write(connection, place, new, content, is_new=old is None)


def remove(connection: Connection, place: Place, name: str, conditions: Conditions) -> None:
    """Take a document away; nothing happens when there is none. Raises DocumentChanged."""
    old = _head(connection, place, name)
    _check(None if old is None else old.etag, conditions)
    connection.execute(delete(documents).where(documents.c.key == place.key(name)))


def remove_all(connection: Connection, place: Place) -> None:
    connection.execute(delete(documents).where(_there(place)))


def is_json(content_type: str) -> bool:
    return content_type.split(";")[0].strip().lower() == "application/json"


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise DocumentUnmergeable(f"the document is no valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise DocumentUnmergeable("a POST joins JSON objects only, and this JSON is no object")
    return value


def _merge_objects(old: dict[str, Any], new: dict[str, Any]) -> bytes:
    try:
        return msgspec.json.encode({**old, **new})
    except RecursionError as error:
        raise DocumentUnmergeable("the document is nested too deep to be joined") from error


def check_documents(connection: Connection, quota: DocumentQuota | None, place: Place, old: int | None, new: int) -> None:
    """old, new: bytes of the document before and after; old None when there is none. Raises QuotaPassed."""
    if quota is None or (old is not None and new <= old):
        return
    condition = documents.c.agent == place.agent if place.agent is not None else _there(place)
    count, size = connection.execute(
        select(func.count(), func.coalesce(func.sum(func.length(documents.c.content)), 0)).where(condition)
    ).one()
    if old is None and count >= quota.count:
        raise QuotaPassed("documents", quota.count)
    if size - (old or 0) + new > quota.size:
        raise QuotaPassed("bytes of documents", quota.size)


def _there(place: Place) -> ColumnElement[bool]:
    condition = and_(documents.c.kind == place.kind, documents.c.place == place.place)
    if place.kind == STATE:
        condition = and_(condition, documents.c.agent == place.agent)
        if place.registration is not None:
            condition = and_(condition, documents.c.registration == place.registration)
    return condition


class _Head(NamedTuple):
    """A document without its content. others: bytes of the other documents under the same quota; None when they were not asked for."""

    etag: str
    others: int | None


def _head(connection: Connection, place: Place, name: str, new: int = 0) -> _Head | None:
    """The document to be changed, as in `get(to_change=True)`. new: its bytes to come; the others count only when it grows."""
    query = _head_query(place.agent is not None, is_sqlite(connection))
    rows = query.rows(connection, (new, place.key(name)))
    return _Head(*rows[0]) if rows else None


@lru_cache
def _head_query(has_agent: bool, sqlite: bool) -> DriverSql:
    same = "o.agent = d.agent" if has_agent else "o.kind = d.kind AND o.place = d.place"
    others = f"SELECT coalesce(sum(length(o.content)), 0) FROM lrs_documents o WHERE {same} AND o.key <> d.key"  # noqa: S608 - names of our own columns; values are bound
    lock = "" if sqlite else " FOR UPDATE OF d"
    return DriverSql(f"SELECT d.etag, CASE WHEN length(d.content) < ? THEN ({others}) END FROM lrs_documents d WHERE d.key = ?{lock}")  # noqa: S608 - names of our own columns; values are bound


def _check(old: str | None, conditions: Conditions) -> None:
    """old: the ETag of the document there, None when there is none. Raises DocumentChanged."""
    if conditions.if_match is not None and not _fits(conditions.if_match, old):
        raise DocumentChanged("the document is not the one in If-Match; read it again before changing it")
    if conditions.if_none_match is not None and _fits(conditions.if_none_match, old):
        raise DocumentChanged("the document in If-None-Match is there already; read it before changing it")


def _fits(header: str, etag: str | None) -> bool:
    """RFC 9110, 13.1.1: `*` fits any document; else a list of quoted tags, weak marks left aside."""
    if etag is None:
        return False
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")]
    return "*" in tags or etag in tags


def _write(connection: Connection, place: Place, new: NewDocument, content: bytes, *, is_new: bool) -> None:
    etag = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # 1.0.3 part 3, 3.1 asks for SHA-1
    values = (new.content_type, etag, clock.text(new.at or clock.now()), content)
    if is_new:
        row = (place.key(new.name), place.kind, place.place, place.agent, place.registration, new.name)
        _INSERT.write(connection, [row + values])
    else:
        _UPDATE.write(connection, [(*values, place.key(new.name))])


_GET = DriverSql("SELECT content, content_type, etag, updated FROM lrs_documents WHERE key = ?")
_GET_TO_CHANGE = DriverSql("SELECT content, content_type, etag, updated FROM lrs_documents WHERE key = ? FOR UPDATE")
_UPDATE = DriverSql("UPDATE lrs_documents SET content_type = ?, etag = ?, updated = ?, content = ? WHERE key = ?")
_INSERT = DriverSql(
    "INSERT INTO lrs_documents (key, kind, place, agent, registration, name, content_type, etag, updated, content) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
