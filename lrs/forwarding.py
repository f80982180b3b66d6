"""Copies for another store: in order of arrival, by watermark, tried again later and later, with the lag in sight."""

import base64
import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from lrs import attachments, clock
from lrs.errors import ForwardLater, ForwardRefused
from lrs.opening import Store
from lrs.reader import Kept, iter_since, last_seq
from lrs.tables import forwards

BATCH = 50
_FIRST_WAIT_S, _LONGEST_WAIT_S = 5, 3600
_TIMEOUT_S = 30
_LARGEST_ANSWER = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
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
"""(forward, credentials, body, Content-Type) -> HTTP status; raises OSError when the other store is away, ForwardLater when it says so."""


def add(connection: Connection, *, name: str, endpoint: str, version: str = "1.0.3", since: int = 0) -> None:
    """Begin to forward. since: number after which statements are sent; 0 sends all.

    Raises ValueError for a name that cannot be a file's, one that is there already, an address that is not http, an unknown version.
    """
    check_name(name)
    if version not in ("1.0.3", "2.0.0"):
        raise ValueError(f"{version!r} is no version that can be forwarded; choose 1.0.3 or 2.0.0")
    if connection.execute(select(forwards.c.name).where(forwards.c.name == name)).scalar() is not None:
        raise ValueError(f"there is a forward {name!r} already; remove it first, or choose another name")
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


def check_name(name: str) -> None:
    """Raises ValueError. The name is part of a file's name and of a metric's label."""
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"{name!r} is no name for a forward; use up to 64 letters, digits, dots, hyphens")


def is_due(forward: Forward, moment: str) -> bool:
    """True if something is to be sent to it now. moment: stored text."""
    return not forward.paused and forward.lag > 0 and (forward.next_try or "") <= moment


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
        last = forward.watermark + forward.lag
        if not rows:
            if forward.lag:  # numbers whose statements were erased, or never kept
                _move(store, forward, last)
            return took
        try:
            done = _deliver(forward, credentials, rows, contents, send or post)
        except (OSError, http.client.HTTPException, ForwardLater) as error:
            note_failure(store, forward, error)
            return took
        seq = rows[-1].seq if len(rows) == BATCH else max(rows[-1].seq, last)
        _note_success(store, forward, seq, refused=len(rows) - done)
        took += done
    return took


def _deliver(forward: Forward, credentials: Credentials, rows: Sequence[Kept], contents: Sequence[Any], send: Send) -> int:
    """Send a batch; when it is refused, send each alone and count the refusals out. Raises OSError, ForwardLater for another try."""
    try:
        _send(forward, credentials, rows, contents, send)
        return len(rows)
    except ForwardRefused:
        if len(rows) == 1:
            return 0
    return sum(_deliver(forward, credentials, [row], contents, send) for row in rows)


def _send(forward: Forward, credentials: Credentials, rows: Sequence[Kept], contents: Sequence[Any], send: Send) -> None:
    """Raises ForwardRefused, ForwardLater, OSError."""
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
    raise ForwardLater(f"{forward.name} answered {status}")


def _outgoing(statement: Json, version: str) -> dict[str, Any]:
    """What another store may set itself is left out, and what its version does not know."""
    made = {key: value for key, value in statement.items() if key not in ("stored", "authority", "version")}
    if version.startswith("1.") and "context" in made:
        made["context"] = {key: value for key, value in made["context"].items() if key not in ("contextAgents", "contextGroups")}
    return made


def post(forward: Forward, credentials: Credentials, body: bytes, kind: str) -> int:
    """One POST to the other store's statements; gives its status. Raises OSError when it is away or answers with something else,
    ForwardLater when it asks to wait.

    A redirect is not followed: it would become a GET, whose 200 says nothing of our statements, and would carry our access key elsewhere.
    """
    mark = base64.b64encode(f"{credentials.id}:{credentials.secret}".encode()).decode()
    headers = {"Authorization": f"Basic {mark}", "Content-Type": kind, "X-Experience-API-Version": forward.version}
    request = urllib.request.Request(f"{forward.endpoint}/statements", data=body, headers=headers, method="POST")  # noqa: S310 - http(s) by add
    try:
        with _OPENER.open(request, timeout=_TIMEOUT_S) as answer:
            if answer.status == 200 and not _is_list(answer.read(_LARGEST_ANSWER)):
                raise OSError("the answer is no list of ids: is this address a statement store's?")
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            wait = error.headers.get("Retry-After", "")
            if error.code in (429, 503) and wait.isascii() and wait.isdigit():
                raise ForwardLater(f"{forward.name} answered {error.code} and asks for {wait} s", int(wait[:6])) from error
            return error.code


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stays)


def _is_list(answer: bytes) -> bool:
    try:
        return isinstance(json.loads(answer), list)
    except ValueError:
        return False


def _note_success(store: Store, forward: Forward, seq: int, *, refused: int) -> None:
    values: dict[str, Any] = {
        "failures": 0,
        "next_try": None,
        "last_success": clock.text(store.now()),
        "last_error": None,
    }
    if refused:
        values |= {"refused": forward.refused + refused, "last_error": f"{refused} statements refused for good"}
    _move(store, forward, seq, **values)


def _move(store: Store, forward: Forward, seq: int, **values: Any) -> None:
    ours = update(forwards).where(forwards.c.name == forward.name, forwards.c.watermark <= seq)  # another process may be further
    store.writer.submit(lambda connection: connection.execute(ours.values(watermark=seq, **values)))


def note_failure(store: Store, forward: Forward, error: Exception) -> None:
    """Write down why nothing was taken, and when to try again: twice as late each time, or as the other store asks."""
    wait = min(_FIRST_WAIT_S * 2 ** min(forward.failures, 20), _LONGEST_WAIT_S)
    wait = max(wait, min(getattr(error, "wait", 0), _LONGEST_WAIT_S))
    values = {
        "failures": forward.failures + 1,
        "next_try": clock.text(store.now() + timedelta(seconds=wait)),
        "last_error": (str(error) or type(error).__name__)[:200],
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
