"""Access keys: who may write and read, for whom, until when, how fast."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from lrs.errors import KeyExpired, KeyUnknown, ScopeMissing
from lrs.storage import clock
from lrs.storage.tables import access_keys
from xapi.actor import account

PSEUDONYMOUS, ANY = "pseudonymous", "any"
SCOPES = {
    "statements/write": "send statements",
    "statements/read/mine": "read the statements this key sent",
    "statements/read": "read all statements",
    "state": "read and write State documents",
    "profile": "read and write activity and agent profiles",
    "define": "read agents and activities",
    "metrics": "read the site's figures at /metrics",
    "api/cohorts": "read cohorts and what they are asked, at /api/v1",
    "api/progress": "read who in a cohort is how far, at /api/v1",
    "api/names": "read the names of who is how far, at /api/v1",
    "api/attestations": "read attestations of a cohort, at /api/v1",
    "api/assign": "ask a cohort for a course, and end it, at /api/v1",
    "all": "everything but what begins with api/",
}
OF_THE_PAGES = "api/"
"""Scopes that open what the pages know of people. They are given by name: `all` is of the store, where everybody is a pseudonym."""
DEVICE = ("statements/write", "statements/read/mine", "state")
"""What a paired device gets."""
DEVICE_RATE = 120
"""Calls a minute of a key bound to an actor, unless another rate is given: a week played offline is a few calls of 50 statements."""


@dataclass(frozen=True, slots=True)
class AccessKey:
    """One key. policy: pseudonymous or any; actor: the one actor it writes for, or None; rate: calls a minute, 0 for no bound."""

    id: str
    label: str
    policy: str
    scopes: frozenset[str]
    actor: dict[str, Any] | None
    cohort: str | None
    rate: int
    created: str
    expires: str | None
    revoked: str | None
    last_used: str | None

    @property
    def is_limited(self) -> bool:
        """It acts on its own statements alone: it lacks the scope `all`, or is bound to an actor or a cohort."""
        return "all" not in self.scopes or self.actor is not None or self.cohort is not None

    def may(self, scope: str) -> bool:
        """A key of one cohort opens statements and the API of the pages: documents and agents are not kept by cohort."""
        if scope.startswith(OF_THE_PAGES):
            return scope in self.scopes and self.actor is None
        if self.cohort is not None and not scope.startswith("statements/"):
            return False
        return "all" in self.scopes or scope in self.scopes or (scope == "statements/read/mine" and "statements/read" in self.scopes)

    def require(self, *scopes: str) -> None:
        """Raises ScopeMissing unless the key has one of the scopes."""
        if not any(self.may(scope) for scope in scopes):
            raise ScopeMissing(" or ".join(scopes))

    def authority(self, home_page: str) -> dict[str, Any]:
        """The authority of statements this key sends."""
        return account(home_page, self.id)


def create(
    connection: Connection,
    *,
    label: str,
    scopes: Iterable[str] = DEVICE,
    policy: str = PSEUDONYMOUS,
    actor: Mapping[str, Any] | None = None,
    cohort: str | None = None,
    rate: int | None = None,
    expires: datetime | None = None,
    now: datetime | None = None,
) -> tuple[AccessKey, str]:
    """A new key and its secret, 256 random bits, shown this once. Raises ValueError for an unknown scope or policy.

    rate: calls a minute, 0 for no bound; left out, DEVICE_RATE for a key bound to an actor and no bound for another.
    """
    scope_set = frozenset(scopes)
    if not scope_set or scope_set - SCOPES.keys():
        raise ValueError(f"unknown scope {sorted(scope_set - SCOPES.keys())}; choose from {', '.join(SCOPES)}")
    if policy not in (PSEUDONYMOUS, ANY):
        raise ValueError(f"unknown policy {policy!r}; choose {PSEUDONYMOUS} or {ANY}")
    secret = secrets.token_urlsafe(32)
    row = {
        "id": str(uuid4()),
        "secret_hash": _hash(secret),
        "label": label,
        "policy": policy,
        "scopes": " ".join(sorted(scope_set)),
        "actor": None if actor is None else msgspec.json.encode(dict(actor)).decode(),
        "cohort": cohort,
        "rate": rate if rate is not None else DEVICE_RATE if actor is not None else 0,
        "created": clock.text(now or clock.now()),
        "expires": None if expires is None else clock.text(expires),
    }
    connection.execute(insert(access_keys), row)
    return find(connection, str(row["id"])), secret


def find(connection: Connection, id: str) -> AccessKey:
    """Raises KeyUnknown."""
    row = connection.execute(select(access_keys).where(access_keys.c.id == id)).one_or_none()
    if row is None:
        raise KeyUnknown(f"there is no access key {id}; list them with `horslesmurs lrs keys`")
    return key_of(row)


def everyone(connection: Connection) -> list[AccessKey]:
    """All keys, the newest first."""
    return [key_of(row) for row in connection.execute(select(access_keys).order_by(access_keys.c.created.desc()))]


def check(connection: Connection, id: str, secret: str, *, now: datetime | None = None) -> AccessKey:
    """The key of this id and secret. Raises KeyUnknown, KeyExpired; both take the same time."""
    moment = clock.text(now or clock.now())
    row = connection.execute(select(access_keys).where(access_keys.c.id == id)).one_or_none()
    digest = _hash(secret)
    right = hmac.compare_digest(digest, row.secret_hash if row is not None else _hash(""))
    if row is None:
        raise KeyUnknown("no access key has this id and secret")
    if not right and row.old_secret_hash is not None and row.old_secret_until > moment:
        right = hmac.compare_digest(digest, row.old_secret_hash)
    if not right:
        raise KeyUnknown("no access key has this id and secret")
    if row.revoked is not None or (row.expires is not None and row.expires <= moment):
        raise KeyExpired("this access key has expired or was revoked; ask the operator for another")
    return key_of(row)


def rotate(connection: Connection, id: str, *, overlap: timedelta = timedelta(hours=24), now: datetime | None = None) -> str:
    """Give the key a new secret; the old one still opens for `overlap`. Raises KeyUnknown."""
    find(connection, id)
    moment = now or clock.now()
    secret = secrets.token_urlsafe(32)
    connection.execute(
        update(access_keys)
        .where(access_keys.c.id == id)
        .values(old_secret_hash=access_keys.c.secret_hash, old_secret_until=clock.text(moment + overlap), secret_hash=_hash(secret))
    )
    return secret


def revoke(connection: Connection, id: str, *, now: datetime | None = None) -> None:
    """From now on the key opens nothing. Raises KeyUnknown."""
    find(connection, id)
    connection.execute(update(access_keys).where(access_keys.c.id == id).values(revoked=clock.text(now or clock.now())))


def set_rate(connection: Connection, id: str, rate: int) -> None:
    """Change a key's calls a minute, 0 for no bound. Raises KeyUnknown."""
    find(connection, id)
    connection.execute(update(access_keys).where(access_keys.c.id == id).values(rate=rate))


def note_use(connection: Connection, ids: Iterable[str], *, now: datetime | None = None) -> None:
    """Write down when keys were last used; called now and then, not at each call."""
    moment = clock.text(now or clock.now())
    for id in sorted(ids):
        connection.execute(update(access_keys).where(access_keys.c.id == id).values(last_used=moment))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()  # 256 random bits need no slow hash


def key_of(row: Row[Any]) -> AccessKey:
    """The key of one row of the table."""
    return AccessKey(
        id=row.id,
        label=row.label,
        policy=row.policy,
        scopes=frozenset(row.scopes.split()),
        actor=None if row.actor is None else msgspec.json.decode(row.actor),
        cohort=row.cohort,
        rate=row.rate,
        created=row.created,
        expires=row.expires,
        revoked=row.revoked,
        last_used=row.last_used,
    )
