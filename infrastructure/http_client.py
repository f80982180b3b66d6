"""Asks another program over HTTP. Every request this project sends goes through `ask`; urllib3 is imported in this package alone.

A redirect is not followed: it would carry an access key where nobody sent it, and turn a POST into a GET whose 200 says nothing.
"""

import base64
import json
import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import urllib3

from infrastructure.errors import HostUnreachable

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
Connections = urllib3.PoolManager
"""Kept connections to sites; close them by `with` or let them be collected."""
LARGEST = 8 * 1024 * 1024
"""Bytes of an answer."""
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Limits:
    """Seconds to connect, and seconds between two parts of an answer."""

    connect_s: float = 5.0
    read_s: float = 20.0

    @property
    def timeout(self) -> urllib3.Timeout:
        return urllib3.Timeout(connect=self.connect_s, read=self.read_s)


USUAL_LIMITS = Limits()


@dataclass(frozen=True)
class Answer:
    """headers: any case."""

    status: int
    headers: Mapping[str, str]
    data: bytes

    def json(self) -> Any:
        """Raises ValueError, also for JSON too deep to be read."""
        try:
            return json.loads(self.data)
        except RecursionError as error:
            raise ValueError("JSON too deep") from error

    @property
    def retry_after_s(self) -> int:
        """Seconds the other side asks to wait; 0 when it asks for nothing. A date counts from the answer's own, whatever the clock here."""
        return wait_of(self.headers.get("Retry-After", ""), _date(self.headers.get("Date", "")) or datetime.now(UTC))


def wait_of(header: str, now: datetime) -> int:
    """Seconds of a Retry-After header, which holds a number or a date; 0 when it holds neither, or a moment that is over."""
    text = header.strip()
    if _DIGITS.fullmatch(text):
        return int(text)
    moment = _date(text)
    return max(0, int((moment - now).total_seconds())) if moment else 0


def seconds_ahead(answer: Answer) -> float:
    """By how much the other side's clock is ahead of this one, to the second, as its Date header says; 0.0 when it says nothing."""
    moment = _date(answer.headers.get("Date", ""))
    return (moment - datetime.now(UTC)).total_seconds() if moment else 0.0


def _date(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def pool(site: str, limits: Limits = USUAL_LIMITS) -> Connections:
    """Connections to one site, by the proxy this machine is set to use, as browsers do; a site on this machine is asked directly."""
    parts = urlsplit(site)
    proxy = urllib.request.getproxies().get(parts.scheme, "")
    if not proxy or parts.hostname in THIS_MACHINE or urllib.request.proxy_bypass(parts.hostname or ""):
        return urllib3.PoolManager(timeout=limits.timeout)
    try:
        return urllib3.ProxyManager(proxy if "://" in proxy else f"http://{proxy}", timeout=limits.timeout)
    except (urllib3.exceptions.HTTPError, ValueError):
        return urllib3.PoolManager(timeout=limits.timeout)  # a proxy nobody can reach by that name: then the site itself says what is wrong


def ask(http: Connections | None, method: str, url: str, *, size: int = LARGEST, **more: Any) -> Answer:
    """One request, tried once. http: None for connections of this request alone; size: bytes of an answer that are read at most;
    more: as urllib3's `request`. Raises HostUnreachable.
    """
    try:
        answer = (http or pool(url)).request(method, url, retries=False, redirect=False, preload_content=False, **more)
        try:
            data = answer.read(size + 1)
        finally:
            answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise HostUnreachable(_reason(error)) from error
    if len(data) > size:
        raise HostUnreachable("its answer does not end")
    return Answer(answer.status, answer.headers, data)


def basic_auth(user: str, secret: str) -> dict[str, str]:
    """The header of HTTP Basic (RFC 7617), in UTF-8."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()}


def _reason(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.SSLError):
        return "its certificate is not accepted"
    if isinstance(error, urllib3.exceptions.ProxyError):
        return "the proxy of this network does not answer"
    return type(error).__name__
