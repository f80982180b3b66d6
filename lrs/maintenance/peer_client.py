"""One other store over HTTP: what it answers to a POST of statements, and whether it holds one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from infrastructure.http_client import Answer, Limits, ask, basic_auth, pool

LIMITS = Limits(connect_s=30, read_s=30)
VERSION_HEADER = "X-Experience-API-Version"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The access key the other store gave us."""

    id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where the other store is. endpoint: without a slash at its end; version: what it speaks, 1.0.3 or 2.0.0."""

    name: str
    endpoint: str
    version: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. ids: the list of texts in its body, in lower case, None when it is no such list; wait: seconds it asks for."""

    status: int
    ids: frozenset[str] | None = None
    wait: int = 0


Send = Callable[[Address, Credentials, bytes, str], Reply]
"""(address, credentials, body, Content-Type) -> reply; raises HostUnreachable when the other store is away."""
Ask = Callable[[Address, Credentials, str], bool]
"""(address, credentials, id) -> True if the other store gives a statement of this id; raises as Send does."""


def post(address: Address, credentials: Credentials, body: bytes, kind: str) -> Reply:
    """One POST to the other store's statements. Raises HostUnreachable when it is away."""
    answer = _ask(address, credentials, "POST", f"{address.endpoint}/statements", body, kind)
    return Reply(answer.status, ids_of(answer), answer.retry_after_s)


def holds(address: Address, credentials: Credentials, id: str) -> bool:
    """True if the other store gives the statement of this id, or says that it is voided. Raises as `post` does."""
    for name in ("statementId", "voidedStatementId"):
        answer = _ask(address, credentials, "GET", f"{address.endpoint}/statements?{urlencode({name: id})}", None, "")
        if answer.status == 200 and id_of(answer) == id.lower():
            return True
    return False


def ids_of(answer: Answer) -> frozenset[str] | None:
    value = _json(answer)
    if not isinstance(value, list) or not all(isinstance(id, str) for id in value):
        return None
    return frozenset(id.lower() for id in value)


def id_of(answer: Answer) -> str | None:
    value = _json(answer)
    id = value.get("id") if isinstance(value, dict) else None
    return id.lower() if isinstance(id, str) else None


def _json(answer: Answer) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _ask(address: Address, credentials: Credentials, method: str, url: str, body: bytes | None, kind: str) -> Answer:
    headers = basic_auth(credentials.id, credentials.secret) | {VERSION_HEADER: address.version} | ({"Content-Type": kind} if kind else {})
    with pool(address.endpoint, LIMITS) as http:
        return ask(http, method, url, body=body, headers=headers)
