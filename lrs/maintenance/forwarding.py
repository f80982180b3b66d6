"""Copies for another store: in order of arrival, by watermark, tried again later and later, with the lag in sight."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from infrastructure.backoff import Backoff
from infrastructure.errors import HostUnreachable
from lrs.errors import ForwardLater, ForwardRefused
from lrs.maintenance import peer_client
from lrs.maintenance.peer_client import Address, Ask, Credentials, Send
from lrs.reading.reader import StoredStatement, iter_since, last_seq
from lrs.storage import clock
from lrs.storage.store import Store
from lrs.storage.tables import forwards
from lrs.writing import attachments

log = logging.getLogger(__name__)
BATCH = 50
REFUSED_FOR_GOOD = (400, 409, 413, 422)
"""Statuses that speak of the statements themselves; whatever else is answered, they are sent again."""
_BACKOFF = Backoff(first_s=5, longest_s=3600)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TWO_ONLY = ("contextAgents", "contextGroups")
Json = Mapping[str, Any]


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

    @property
    def address(self) -> Address:
        return Address(self.name, self.endpoint, self.version)


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


def turn(
    store: Store, name: str, credentials: Credentials, *, send: Send = peer_client.post, ask: Ask = peer_client.holds, batches: int = 20
) -> int:
    """Send what is due to one store, at most `batches` batches; give how many statements it acknowledged.

    A refusal for good of one statement is counted and passed over; anything else waits, twice as long each time. The watermark moves
    after every request that was answered, so what a store took before it asked for time is not sent again.
    """
    took, size = 0, BATCH
    for _ in range(batches):
        with store.engine.connect() as connection:
            forward = next((row for row in everyone(connection) if row.name == name), None)
            if forward is None or forward.paused or (forward.next_try or "") > clock.text(store.now()):
                return took
            rows = list(iter_since(connection, forward.watermark, size, foreign=True))
            contents = attachments.contents_of(connection, [row.seq for row in rows if "attachments" in row.statement])
        last = forward.watermark + forward.lag
        if not rows:
            if forward.lag:  # numbers whose statements were erased, or never kept
                _move(store, forward, last)
            return took
        end = rows[-1].seq if len(rows) == size else max(rows[-1].seq, last)
        delivery = _Delivery(store, forward, credentials, contents, send, ask, end)
        try:
            delivery.run(rows)
        except (HostUnreachable, ForwardLater) as error:
            note_failure(store, replace(forward, failures=0) if delivery.has_moved else forward, error)
            return took + delivery.took
        took, size = took + delivery.took, min(size, delivery.size)
    return took


class _Delivery:
    """One batch on its way: in halves where it is refused, until each statement is acknowledged or refused alone.

    took: statements acknowledged. size: how many to send at once, less after an answer of 413. has_moved: something was answered for good.
    end: number noted for the last.
    """

    def __init__(
        self, store: Store, forward: Forward, credentials: Credentials, contents: Sequence[Any], send: Send, ask: Ask, end: int
    ) -> None:
        self._store, self._forward, self._credentials, self._contents = store, forward, credentials, contents
        self._send, self._ask, self._end = send, ask, end
        self.took, self.size, self.has_moved = 0, BATCH, False
        self._refusals = _Refusals(forward.refused)

    def run(self, rows: Sequence[StoredStatement]) -> None:
        """Raises HostUnreachable, ForwardLater for another try of what is left."""
        waiting = [rows]
        while waiting:
            part = waiting.pop(0)
            try:
                self._deliver(part)
                self.took += len(part)
            except ForwardRefused as refusal:
                half = len(part) // 2
                if half:
                    if refusal.status == 413:
                        self.size = min(self.size, max(1, half))
                    waiting[:0] = [part[:half], part[half:]]
                    continue
                self._refusals.count(part[0].statement["id"], refusal)
            _note_success(self._store, self._forward, part[-1].seq if waiting else self._end, self._refusals)
            self.has_moved = True

    def _deliver(self, rows: Sequence[StoredStatement]) -> None:
        """Raises ForwardRefused, ForwardLater, HostUnreachable."""
        name = self._forward.name
        outgoing = [_outgoing(row.statement, self._forward.version) for row in rows]
        body, kind = json.dumps(outgoing, ensure_ascii=False).encode(), "application/json"
        digests = {row["sha2"].lower() for statement in outgoing for row in statement.get("attachments", ()) if "fileUrl" not in row}
        parts = [content for content in self._contents if content.sha2 in digests]
        if parts:
            kind, body = attachments.join(body, parts)
        reply = self._send(self._forward.address, self._credentials, body, kind)
        if reply.status in REFUSED_FOR_GOOD:
            raise ForwardRefused(f"{name} refused with {reply.status}", reply.status)
        if not 200 <= reply.status < 300:
            wait = f" and asks for {reply.wait} s" if reply.wait else ""
            raise ForwardLater(f"{name} answered {reply.status}{wait}", reply.wait)
        sent = [str(statement["id"]) for statement in outgoing]
        missing = [id for id in sent if id not in (reply.ids or ())]
        # Some stores answer 204 to what they have already: then each one is asked for. A page that is no store's holds none of them.
        lost = next((id for id in missing if not self._ask(self._forward.address, self._credentials, id)), None)
        if lost is not None:
            raise ForwardLater(f"{name} answered {reply.status} without the id of statement {lost}: is this address a statement store's?")


class _Refusals:
    """How many statements a store refused for good, with the reason of the last."""

    def __init__(self, count: int) -> None:
        self._before = self._count = count
        self._last = ""

    def count(self, id: str, refusal: ForwardRefused) -> None:
        self._count += 1
        self._last = f"{id} with {refusal.status}"
        log.warning("%s; statement %s is passed over", refusal, id)

    @property
    def values(self) -> dict[str, Any]:
        """Columns to write; none of them when nothing was refused."""
        if self._count == self._before:
            return {}
        return {"refused": self._count, "last_error": f"{self._count} statements refused for good; the last: {self._last}"}


def _outgoing(statement: Json, version: str) -> dict[str, Any]:
    """What another store may set itself is left out, and what its version does not know, in a sub-statement too."""
    statement_left = {key: value for key, value in statement.items() if key not in ("stored", "authority", "version")}
    if version.startswith("1."):
        statement_left = _without_two(statement_left)
        if statement_left["object"].get("objectType") == "SubStatement":
            statement_left["object"] = _without_two(statement_left["object"])
    return statement_left


def _without_two(part: Json) -> dict[str, Any]:
    """A statement or sub-statement without the properties of xAPI 2.0 in its context."""
    if not any(name in part.get("context", ()) for name in _TWO_ONLY):
        return dict(part)
    return {**part, "context": {key: value for key, value in part["context"].items() if key not in _TWO_ONLY}}


def _note_success(store: Store, forward: Forward, seq: int, refusals: _Refusals) -> None:
    values: dict[str, Any] = {"failures": 0, "next_try": None, "last_success": clock.text(store.now())}
    if forward.failures or not forward.refused:  # the reason of a refusal stays in sight until something else goes wrong
        values["last_error"] = None
    _move(store, forward, seq, **(values | refusals.values))


def _move(store: Store, forward: Forward, seq: int, **values: Any) -> None:
    ours = update(forwards).where(forwards.c.name == forward.name, forwards.c.watermark <= seq)  # another process may be further
    store.writer.submit(lambda connection: connection.execute(ours.values(watermark=seq, **values)))


def note_failure(store: Store, forward: Forward, error: Exception) -> None:
    """Write down why nothing was taken, and when to try again: twice as late each time, or as the other store asks."""
    retry_after_s = min(error.wait, _BACKOFF.longest_s) if isinstance(error, ForwardLater) else 0
    failures = forward.failures + 1
    wait = _BACKOFF.wait_s(failures, asked_s=retry_after_s)
    values = {
        "failures": failures,
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
