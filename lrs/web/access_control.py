"""Who may call: access key by Basic auth, its rate, its actor policy. A cookie opens nothing here."""

import base64
import binascii
import hashlib
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import ceil
from typing import Any

from sqlalchemy.exc import DBAPIError

from lrs.errors import ActorRefused, KeyUnknown, StoreError, TooFast
from lrs.keys import access_keys
from lrs.keys.access_keys import ANY, AccessKey
from lrs.storage.database import each_statement_alone
from lrs.storage.store import Store
from lrs.web.call import Call
from lrs.web.claims import claims
from xapi.actor import identifier, is_pseudonymous
from xapi.vocabulary import EXT

_REMEMBERED_S = 1.0
"""A key just checked is trusted this long, so a revoked one may open for one more second."""
_NOTED_S = 60.0
_LONGEST_ID = 36
_ROUNDING = 1e-6
_MOST_REMEMBERED = 10_000
_FULL_S = 60.0
"""A bucket not touched this long is full again and need not be remembered."""
Json = Mapping[str, Any]


class Buckets:
    """Counts calls, for one process: a bucket of one minute's calls an owner, which fills steadily."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def count(self, owner: str, rate: int, now: float) -> None:
        """One call of this owner. rate: calls a minute; now: of a steady clock. Raises TooFast."""
        with self._lock:
            if len(self._left) >= _MOST_REMEMBERED:
                self._left = {name: row for name, row in self._left.items() if now - row[1] < _FULL_S}
            tokens, since = self._left.get(owner, (float(rate), now))
            tokens = min(float(rate), tokens + (now - since) * rate / 60)
            if tokens < 1 - _ROUNDING:  # who waits as told is answered, whatever the sums of many gaps lose
                self._left[owner] = (tokens, now)
                raise TooFast(max(1, ceil((1 - tokens) * 60 / rate)))
            self._left[owner] = (max(0.0, tokens - 1), now)


class Guard:
    """Checks access keys and counts their calls, for one process.

    usual_rate: calls a minute of a key without a bound of its own; 0 for none.
    """

    def __init__(self, store: Store, usual_rate: int = 0) -> None:
        self._store, self._usual_rate = store, usual_rate
        self._lock = threading.Lock()
        self._remembered: dict[bytes, tuple[float, AccessKey]] = {}
        self._buckets = Buckets()
        self._used: set[str] = set()
        self._noted = time.monotonic()

    def admit(self, call: Call) -> AccessKey:
        """The key of the call. Raises KeyUnknown, KeyExpired, TooFast."""
        id, secret = credentials(call.headers.get("authorization", ""))
        mark = hashlib.sha256(f"{id}:{secret}".encode()).digest()
        now = time.monotonic()
        entry = self._remembered.get(mark)
        if entry is not None and now - entry[0] < _REMEMBERED_S:
            key = entry[1]
        else:
            with each_statement_alone(self._store.engine).connect() as connection:
                key = access_keys.check(connection, id, secret, now=self._store.now())
            self._remember(mark, now, key)
        self._count(key, now)
        return key

    def _remember(self, mark: bytes, now: float, key: AccessKey) -> None:
        with self._lock:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[mark] = (now, key)
            self._used.add(key.id)
            if now - self._noted < _NOTED_S:
                return
            self._noted, keys, self._used = now, self._used, set()
        moment = self._store.now()
        with suppress(StoreError, DBAPIError):  # a full disk must not stop those who only read
            self._store.writer.submit(lambda connection: access_keys.note_use(connection, keys, now=moment))

    def _count(self, key: AccessKey, now: float) -> None:
        """The devices of one actor share their bucket, so that a new pairing opens no other."""
        rate = key.rate if key.rate > 0 else self._usual_rate
        if rate > 0:
            self._buckets.count(key.id if key.actor is None else identifier(key.actor) or key.id, rate, now)


def check_actors(key: AccessKey, statements: list[dict[str, Any]], home_page: str) -> None:
    """Raises ActorRefused where a statement names somebody the key's policy does not allow, or an actor or a cohort not the key's own."""
    for index, statement in enumerate(statements):
        for path, agent in agents_of(statement) if key.policy != ANY else ():
            if not is_pseudonymous(agent, home_page):
                where = f"statement {index}, {path}"
                sentence = f"{where}: this access key takes only accounts with the home page {home_page} and a UUID as name"
                raise ActorRefused(where, sentence)
        if key.actor is not None and identifier(statement["actor"]) != identifier(key.actor):
            raise ActorRefused(f"statement {index}, $.actor", f"statement {index}, $.actor: this access key writes for another actor")
        for path, extensions in claims(statement) if key.cohort is not None else ():
            if extensions.get(EXT["cohort"]) not in (None, key.cohort):
                raise ActorRefused(f"statement {index}, {path}", f"statement {index}, {path}: this access key writes for another cohort")


def check_agent(key: AccessKey, agent: Json, home_page: str) -> None:
    """The same for the agent of a document. Raises ActorRefused."""
    if key.policy != ANY and not is_pseudonymous(agent, home_page):
        raise ActorRefused("agent", f"agent: this access key takes only accounts with the home page {home_page} and a UUID as name")
    if key.actor is not None and identifier(agent) != identifier(key.actor):
        raise ActorRefused("agent", "agent: this access key is bound to another actor")


def agents_of(part: Json, path: str = "$") -> Iterator[tuple[str, Json]]:
    """Every agent of a statement, at any depth, each with its path."""
    thing, context = part["object"], part.get("context") or {}
    agents = [(f"{path}.actor", part["actor"])]
    agents += [(f"{path}.context.{name}", context[name]) for name in ("instructor", "team") if name in context]
    agents += [(f"{path}.context.contextAgents[{i}].agent", row["agent"]) for i, row in enumerate(context.get("contextAgents") or ())]
    agents += [(f"{path}.context.contextGroups[{i}].group", row["group"]) for i, row in enumerate(context.get("contextGroups") or ())]
    kind = thing.get("objectType", "Activity")
    if kind in ("Agent", "Group"):
        agents.append((f"{path}.object", thing))
    for where, agent in agents:
        if agent.get("objectType") == "Group" and identifier(agent) is None and not agent.get("name"):
            yield from ((f"{where}.member[{i}]", member) for i, member in enumerate(agent.get("member") or ()))
        else:
            yield where, agent
    if kind == "SubStatement":
        yield from agents_of(thing, f"{path}.object")


def credentials(header: str) -> tuple[str, str]:
    """Id and secret of a header Authorization: Basic. Raises KeyUnknown."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic" or not value:
        raise KeyUnknown("send an access key: Authorization: Basic, with its id and secret")
    try:
        id, colon, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise KeyUnknown("the Authorization header is not base64 of id:secret") from error
    if not colon:
        raise KeyUnknown("the Authorization header is not base64 of id:secret")
    if len(id) > _LONGEST_ID or "\x00" in id:
        raise KeyUnknown("no access key has this id and secret")
    return id, secret
