"""Copies for another store: in order of arrival, by watermark, tried again later and later, with the lag in sight."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from lrs import attachments, clock
from lrs.errors import ForwardRefused, StoreBusy
from lrs.opening import Store
from lrs.reader import Kept, iter_since, last_seq
from lrs.tables import forwards

BATCH = 50
_FIRST_WAIT_S, _LONGEST_WAIT_S = 5, 3600
_TIMEOUT_S = 30
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Credentials:
    """The access key the other store gave us."""

    id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Forward:
    """One other store and how far it is. lag: statements it has yet to take; failures: tries in a row without success."""

    name: str
    endpoint: str
    version: str
    watermark: int
    lag: int
    paused: bool
    failures: int
    refused: int
    next_try: str | None
    last_success: str | None
    last_error: str | None


Send = Callable[[Forward, Credentials, bytes, str], int]
"""(forward, credentials, body, Content-Type) -> HTTP status; raises OSError when the other store is away."""


def add(connection: Connection, *, name: str, endpoint: str, version: str = "1.0.3", since: int = 0) -> None:
    """Begin to forward. since: number after which statements are sent; 0 sends all. Raises ValueError for an address that is not http."""
    if not endpoint.startswith(("http://", "https://")):
        raise ValueError(f"{endpoint!r} is no address of a store; it begins with https://")
    row = {"name": name, "endpoint": endpoint.rstrip("/"), "version": version, "watermark": since}
    connection.execute(insert(forwards), row | {"paused": False, "failures": 0, "refused": 0})


def remove(connection: Connection, name: str) -> bool:
    """Stop forwarding; False when there is no such forward."""
    return connection.execute(delete(forwards).where(forwards.c.name == name)).rowcount > 0


def pause(connection: Connection, name: str, paused: bool) -> bool:
    """Hold or go on; False when there is no such forward."""
    changed = connection.execute(update(forwards).where(forwards.c.name == name).values(paused=paused, failures=0, next_try=None))
    return changed.rowcount > 0


def everyone(connection: Connection) -> list[Forward]:
    """All forwards with their lag."""
    last = last_seq(connection)
    return [_forward(row, last) for row in connection.execute(select(forwards).order_by(forwards.c.name))]


def turn(store: Store, name: str, credentials: Credentials, *, send: Send | None = None, batches: int = 20) -> int:
    """Send what is due to one store, at most `batches` requests; give how many statements it took.

    A refusal for good of one statement is counted and passed over; anything else waits, twice as long each time.
    """
    took = 0
    for _ in range(batches):
        with store.engine.connect() as connection:
            forward = next((row for row in everyone(connection) if row.name == name), None)
            if forward is None or forward.paused or (forward.next_try or "") > clock.text(store.now()):
                return took
            rows = list(iter_since(connection, forward.watermark, BATCH, foreign=True))
            contents = attachments.contents_of(connection, [row.seq for row in rows if "attachments" in row.statement])
        if not rows:
            return took
        try:
            done = _deliver(forward, credentials, rows, contents, send or post)
        except (OSError, StoreBusy) as error:
            _note_failure(store, forward, error)
            return took
        _note_success(store, forward, rows[-1].seq, refused=len(rows) - done)
        took += done
    return took


def _deliver(forward: Forward, credentials: Credentials, rows: Sequence[Kept], contents: Sequence[Any], send: Send) -> int:
    """Send a batch; when it is refused, send each alone and count the refusals out. Raises OSError, StoreBusy for another try."""
    try:
        _send(forward, credentials, rows, contents, send)
        return len(rows)
    except ForwardRefused:
        if len(rows) == 1:
            return 0
    return sum(_deliver(forward, credentials, [row], contents, send) for row in rows)


def _send(forward: Forward, credentials: Credentials, rows: Sequence[Kept], contents: Sequence[Any], send: Send) -> None:
    made = [_outgoing(row.statement, forward.version) for row in rows]
    body, kind = json.dumps(made, ensure_ascii=False).encode(), "application/json"
    wanted = {row["sha2"].lower() for statement in made for row in statement.get("attachments", ()) if "fileUrl" not in row}
    parts = [content for content in contents if content.sha2 in wanted]
    if parts:
        kind, body = attachments.join(body, parts)
    status = send(forward, credentials, body, kind)
    if 200 <= status < 300:
        return
    if status in (400, 409, 413, 422):
        raise ForwardRefused(f"{forward.name} refused with {status}")
    raise StoreBusy()


def _outgoing(statement: Json, version: str) -> dict[str, Any]:
    """What another store may set itself is left out, and what its version does not know."""
    made = {key: value for key, value in statement.items() if key not in ("stored", "authority", "version")}
    if version.startswith("1.") and "context" in made:
        made["context"] = {key: value for key, value in made["context"].items() if key not in ("contextAgents", "contextGroups")}
    return made


def post(forward: Forward, credentials: Credentials, body: bytes, kind: str) -> int:
    """One POST to the other store's statements; gives its status. Raises OSError when it is away."""
    mark = base64.b64encode(f"{credentials.id}:{credentials.secret}".encode()).decode()
    headers = {"Authorization": f"Basic {mark}", "Content-Type": kind, "X-Experience-API-Version": forward.version}
    request = urllib.request.Request(f"{forward.endpoint}/statements", data=body, headers=headers, method="POST")  # noqa: S310 - http(s) by add
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def _note_success(store: Store, forward: Forward, seq: int, *, refused: int) -> None:
    values: dict[str, Any] = {
        "watermark": seq,
        "failures": 0,
        "next_try": None,
        "last_success": clock.text(store.now()),
        "last_error": None,
    }
    if refused:
        values |= {"refused": forward.refused + refused, "last_error": f"{refused} statements refused for good"}
    store.writer.submit(lambda connection: connection.execute(update(forwards).where(forwards.c.name == forward.name).values(values)))


def _note_failure(store: Store, forward: Forward, error: Exception) -> None:
    wait = min(_FIRST_WAIT_S * 2**forward.failures, _LONGEST_WAIT_S)
    values = {
        "failures": forward.failures + 1,
        "next_try": clock.text(store.now() + timedelta(seconds=wait)),
        "last_error": type(error).__name__ if isinstance(error, StoreBusy) else str(error)[:200],
    }
    store.writer.submit(lambda connection: connection.execute(update(forwards).where(forwards.c.name == forward.name).values(values)))


def _forward(row: Row[Any], last: int) -> Forward:
    return Forward(
        name=row.name,
        endpoint=row.endpoint,
        version=row.version,
        watermark=row.watermark,
        lag=max(0, last - row.watermark),
        paused=row.paused,
        failures=row.failures,
        refused=row.refused,
        next_try=row.next_try,
        last_success=row.last_success,
        last_error=row.last_error,
    )
