"""One other store over HTTP: what it answers to a POST of statements, and whether it holds one."""

import base64
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

TIMEOUT_S = 30
_LARGEST_ANSWER = 1 << 20
_LONGEST_WAIT = re.compile(r"[0-9]{1,9}")


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
"""(address, credentials, body, Content-Type) -> reply; raises OSError or HTTPException when the other store is away."""
Ask = Callable[[Address, Credentials, str], bool]
"""(address, credentials, id) -> True if the other store gives a statement of this id; raises as Send does."""


def post(address: Address, credentials: Credentials, body: bytes, kind: str) -> Reply:
    """One POST to the other store's statements. Raises OSError, http.client.HTTPException when it is away."""
    status, headers, answer = _ask(address, credentials, "POST", f"{address.endpoint}/statements", body, kind)
    return Reply(status, ids_of(answer), wait_of(headers.get("Retry-After", ""), datetime.now(UTC)))


def holds(address: Address, credentials: Credentials, id: str) -> bool:
    """True if the other store gives the statement of this id, or says that it is voided. Raises as `post` does."""
    for name in ("statementId", "voidedStatementId"):
        status, _, answer = _ask(address, credentials, "GET", f"{address.endpoint}/statements?{urlencode({name: id})}", None, "")
        if status == 200 and id_of(answer) == id.lower():
            return True
    return False


def ids_of(answer: bytes) -> frozenset[str] | None:
    value = _json(answer)
    if not isinstance(value, list) or not all(isinstance(id, str) for id in value):
        return None
    return frozenset(id.lower() for id in value)


def id_of(answer: bytes) -> str | None:
    value = _json(answer)
    id = value.get("id") if isinstance(value, dict) else None
    return id.lower() if isinstance(id, str) else None


def wait_of(header: str, now: datetime) -> int:
    """Seconds of a Retry-After header, which holds a number or a date; 0 when it holds neither, or a moment that is over."""
    text = header.strip()
    if _LONGEST_WAIT.fullmatch(text):
        return int(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return 0
    return max(0, int((moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()))


def _json(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        return None


def _ask(address: Address, credentials: Credentials, method: str, url: str, body: bytes | None, kind: str) -> tuple[int, Message, bytes]:
    """A redirect is not followed: it would become a GET, whose 200 says nothing of our statements, and carry our access key elsewhere."""
    mark = base64.b64encode(f"{credentials.id}:{credentials.secret}".encode()).decode()
    headers = {"Authorization": f"Basic {mark}", "X-Experience-API-Version": address.version} | ({"Content-Type": kind} if kind else {})
    request = urllib.request.Request(url, data=body, headers=headers, method=method)  # noqa: S310 - http(s) by forwarding.add
    try:
        with _OPENER.open(request, timeout=TIMEOUT_S) as answer:
            return int(answer.status), answer.headers, answer.read(_LARGEST_ANSWER)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, b""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)
