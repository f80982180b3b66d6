"""The Statements resource: PUT and POST keep, GET finds; xAPI 1.0.3 part 3, 2.1; IEEE 9274.1.1, 4.1.6.1."""

from datetime import UTC
from functools import partial
from typing import Any

from lrs.errors import LimitPassed
from lrs.keys.access_keys import AccessKey
from lrs.keys.quotas import DayQuota
from lrs.storage import clock
from lrs.storage.store import Store
from lrs.web import parameters
from lrs.web.access_control import check_actors
from lrs.web.call import Answer, Call
from lrs.web.claims import check_claims
from lrs.web.errors import BadRequest
from lrs.writing import attachments, statement_writer
from lrs.writing.row_extraction import agent_term
from xapi import validate
from xapi.formats import moment

_MEDIA = "application/json", "multipart/mixed"
Json = dict[str, Any]


def put(call: Call, store: Store) -> Answer:
    """Keep one statement under the id of the parameter."""
    _store_statements(call, store, *read_one(call, store))
    return Answer(204)


def read_one(call: Call, store: Store) -> tuple[list[Json], list[statement_writer.Attachment]]:
    """The statement of a PUT, under the id of the parameter, with its attachments. Raises as `read_body`."""
    call.allow("statementId")
    id = parameters.uuid(call.require("statementId"), "statementId")
    rows, contents = read_body(call, store)
    if len(rows) != 1 or not call.body or isinstance(rows, tuple):
        raise BadRequest("one_statement", "PUT takes exactly one statement")
    own_id = rows[0].get("id")
    if own_id is not None and own_id.lower() != id:
        raise BadRequest("other_id", "the statement's id is not the one in the address")
    rows[0]["id"] = id
    return rows, contents


def post(call: Call, store: Store) -> Answer:
    """Keep one statement or a batch, all or none; give the ids in order."""
    call.allow()
    rows, contents = read_body(call, store)
    return Answer.json(_store_statements(call, store, rows, contents))


def read_body(call: Call, store: Store) -> tuple[list[Json], list[statement_writer.Attachment]]:
    """Valid statements and attachments of the body. Raises BadRequest, StatementInvalid, AttachmentBroken, LimitPassed."""
    call.access.require("statements/write")
    media = call.content_type.split(";")[0].strip().lower()
    if media not in _MEDIA:
        raise BadRequest("content_type", f"statements come as {' or '.join(_MEDIA)}")
    parts: list[attachments.Part] = []
    body = call.body
    if media == "multipart/mixed":
        first, *parts = attachments.split(call.content_type, call.body)
        if first.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise BadRequest("content_type", "the first part holds the statements, as application/json")
        body = first.content
    document = parameters.once(body)
    is_batch = isinstance(document, list)
    if is_batch and call.method == "PUT":
        raise BadRequest("one_statement", "PUT takes exactly one statement")
    rows = document if is_batch else [document]
    if len(rows) > store.limits.batch:
        raise LimitPassed("statements in a batch", store.limits.batch, is_size=False)
    validate.check_batch(rows, call.version, single=not is_batch)
    contents = attachments.read_contents(parts, rows, store.limits.attachment)
    attachments.check(rows, contents)
    if call.is_two:
        rows = [_in_utc(row) for row in rows]
    return rows, contents


def _store_statements(call: Call, store: Store, rows: list[Json], contents: list[statement_writer.Attachment]) -> list[str]:
    key: AccessKey = call.access
    check_actors(key, rows, store.home_page)
    check_claims(key, rows, store)
    now = store.now()
    quota = None if key.actor is None else DayQuota(agent_term(key.actor), store.limits.day, now)
    batch = statement_writer.prepare(
        rows,
        authority=key.authority(store.home_page),
        version=call.version,
        now=now,
        foreign=key.policy == "any",
        own_only=key.is_limited,
        attachments=contents,
        quota=quota,
    )
    at_once = partial(statement_writer.put_at_once, batch=batch) if store.now is clock.now else None
    return store.writer.submit(partial(statement_writer.put_prepared, batch=batch, now=store.now), at_once=at_once)


def _in_utc(row: Json) -> Json:
    """2.0 keeps timestamps in UTC."""
    value = row.get("timestamp")
    if value is None or value[-1] == "Z":
        return row
    text = moment(value).astimezone(UTC).isoformat(timespec="microseconds" if "." in value else "seconds")
    return {**row, "timestamp": text.replace("+00:00", "Z")}
