"""Asks a site over HTTP, and tells its own answers from those of what may stand in between: a hotel's portal, a proxy, a wrong address."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3

from game.errors import SiteUnreachable

TIMEOUT = urllib3.Timeout(connect=5, read=20)  # seconds
LARGEST = 8 * 1024 * 1024  # bytes of an answer; nothing the site says is as long
LONGEST_ASKED = 3600.0  # seconds: a longer Retry-After is not believed
VERSION_HEADER = "X-Experience-API-Version"
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Answer:
    """headers: any case."""

    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def is_of_a_store(self) -> bool:
        """Whether a statement store said it: each of its answers names its version, refusals too (xAPI 2.0 part 3, versioning)."""
        return VERSION_HEADER in self.headers

    def json(self) -> Any:
        """Raises ValueError."""
        return json.loads(self.data)

    def unreachable(self) -> SiteUnreachable:
        """For an answer that settles nothing: try again later, or as late as the site asks."""
        said = f"it answered {self.status}" if self.is_of_a_store or self.status >= 300 else "something else answered in its place"
        return SiteUnreachable(said, retry_after(self.headers.get("Retry-After")))


def pool(site: str, *, timeout: urllib3.Timeout = TIMEOUT) -> urllib3.PoolManager:
    """Connections to one site, by the proxy this machine is set to use, as browsers do; a site on this machine is asked directly."""
    parts = urlsplit(site)
    proxy = urllib.request.getproxies().get(parts.scheme, "")
    if not proxy or parts.hostname in HERE or urllib.request.proxy_bypass(parts.hostname or ""):
        return urllib3.PoolManager(timeout=timeout)
    try:
        return urllib3.ProxyManager(proxy if "://" in proxy else f"http://{proxy}", timeout=timeout)
    except (urllib3.exceptions.HTTPError, ValueError):
        return urllib3.PoolManager(timeout=timeout)  # a proxy nobody can reach by that name: then the site itself says what is wrong


def ask(http: urllib3.PoolManager | None, method: str, url: str, **more: Any) -> Answer:
    """One request; redirects are not followed, since a key must not go where nobody sent it. Raises SiteUnreachable."""
    try:
        answer = (http or pool(url)).request(method, url, retries=False, redirect=False, preload_content=False, **more)
        try:
            data = answer.read(LARGEST + 1)
        finally:
            answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise SiteUnreachable(_reason(error)) from error
    if len(data) > LARGEST:
        raise SiteUnreachable("its answer does not end")
    return Answer(answer.status, answer.headers, data)


def _reason(error: Exception) -> str:
    """In words for the person at the device; never the address or a key."""
    if isinstance(error, urllib3.exceptions.SSLError):
        return "its certificate is not accepted"
    if isinstance(error, urllib3.exceptions.ProxyError):
        return "the proxy of this network does not answer"
    return type(error).__name__


def retry_after(value: str | None) -> float | None:
    """Seconds; a date or anything else counts as nothing asked."""
    return min(float(value), LONGEST_ASKED) if value and value.isascii() and value.isdigit() else None
