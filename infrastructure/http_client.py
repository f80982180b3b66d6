"""Asks another program over HTTP. Every request this project sends goes through `ask`; urllib3 is imported in this package alone.

A redirect is not followed: it would carry an access key where nobody sent it, and turn a POST into a GET whose 200 says nothing.
"""

import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import urllib3

from infrastructure.errors import AnswerTooLong, HostUnreachable
from infrastructure.http_answers import THIS_MACHINE, Answer, basic_auth, seconds_ahead, wait_of

Connections = urllib3.PoolManager
"""Kept connections to sites; close them by `with` or let them be collected."""
OneHost = urllib3.HTTPConnectionPool
"""Kept connections to one address; the same holds. What is asked of it is a path."""
LARGEST = 8 * 1024 * 1024
"""Bytes of an answer."""


@dataclass(frozen=True)
class Limits:
    """Seconds to connect, and seconds between two parts of an answer."""

    connect_s: float = 5.0
    read_s: float = 20.0

    @property
    def timeout(self) -> urllib3.Timeout:
        return urllib3.Timeout(connect=self.connect_s, read=self.read_s)


USUAL_LIMITS = Limits()


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


def pool_at(parts: SplitResult, place: str, port: int, limits: Limits) -> OneHost:
    """Connections to one address of a site, whose certificate must bear the site's name. parts: of the site's address."""
    if parts.scheme == "https":
        name = parts.hostname
        return urllib3.HTTPSConnectionPool(place, port, timeout=limits.timeout, server_hostname=name, assert_hostname=name)
    return urllib3.HTTPConnectionPool(place, port, timeout=limits.timeout)


def ask(http: Connections | OneHost | None, method: str, url: str, *, size: int = LARGEST, **more: Any) -> Answer:
    """One request, tried once. http: None for connections of this request alone; size: bytes of an answer that are read at most;
    more: as urllib3's `request`. Raises HostUnreachable, AnswerTooLong.
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
        raise AnswerTooLong("its answer does not end")
    return Answer(answer.status, answer.headers, data)


def _reason(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.SSLError):
        return "its certificate is not accepted"
    if isinstance(error, urllib3.exceptions.ProxyError):
        return "the proxy of this network does not answer"
    return type(error).__name__


__all__ = ["THIS_MACHINE", "Answer", "Connections", "Limits", "ask", "basic_auth", "pool", "pool_at", "seconds_ahead", "wait_of"]
