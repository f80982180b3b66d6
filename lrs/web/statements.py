"""The Statements resource: PUT and POST keep, GET finds; xAPI 1.0.3 part 3, 2.1; IEEE 9274.1.1, 4.1.6.1."""

from datetime import UTC
from typing import Any

from lrs.errors import LimitPassed
from lrs.keys.access_keys import AccessKey
from lrs.keys.quotas import DayQuota
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


def put(call: Call, opened: Store) -> Answer:
    """Keep one statement under the id of the parameter."""
    call.allow("statementId")
    id = parameters.uuid(call.require("statementId"), "statementId")
    rows, contents = _received(call, opened)
    if len(rows) != 1 or not call.body or isinstance(rows, tuple):
        raise BadRequest("one_statement", "PUT takes exactly one statement")
    given = rows[0].get("id")
    if given is not None and given.lower() != id:
        raise BadRequest("other_id", "the statement's id is not the one in the address")
    rows[0]["id"] = id
    _keep(call, opened, rows, contents)
    return Answer(204)


def post(call: Call, opened: Store) -> Answer:
    """Keep one statement or a batch, all or none; give the ids in order."""
    call.allow()
    rows, contents = _received(call, opened)
    return Answer.json(_keep(call, opened, rows, contents))


def _received(call: Call, opened: Store) -> tuple[list[Json], list[statement_writer.Attachment]]:
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
    sent = parameters.once(body)
    is_batch = isinstance(sent, list)
    if is_batch and call.method == "PUT":
        raise BadRequest("one_statement", "PUT takes exactly one statement")
    rows = sent if is_batch else [sent]
    if len(rows) > opened.limits.batch:
        raise LimitPassed("statements in a batch", opened.limits.batch, is_size=False)
    validate.check_batch(rows, call.version, single=not is_batch)
    contents = attachments.received(parts, rows, opened.limits.attachment)
    attachments.check(rows, contents)
    if call.is_two:
        rows = [_in_utc(row) for row in rows]
    return rows, contents


def _keep(call: Call, opened: Store, rows: list[Json], contents: list[statement_writer.Attachment]) -> list[str]:
    key: AccessKey = call.access
    check_actors(key, rows, opened.home_page)
    check_claims(key, rows, opened)
    now = opened.now()
    quota = None if key.actor is None else DayQuota(agent_term(key.actor), opened.limits.day, now)
    prepared = statement_writer.prepare(
        rows,
        authority=key.authority(opened.home_page),
        version=call.version,
        now=now,
        foreign=key.policy == "any",
        own_only=key.is_limited,
        attachments=contents,
        quota=quota,
    )
    return opened.writer.submit(lambda connection: statement_writer.put_prepared(connection, prepared, now=opened.now))


def _in_utc(row: Json) -> Json:
    """2.0 keeps timestamps in UTC."""
    value = row.get("timestamp")
    if value is None or value[-1] == "Z":
        return row
    text = moment(value).astimezone(UTC).isoformat(timespec="microseconds" if "." in value else "seconds")
    return {**row, "timestamp": text.replace("+00:00", "Z")}
