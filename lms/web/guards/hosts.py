"""The names under which the site answers: an address built from a foreign Host header would send people elsewhere."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from werkzeug.sansio.utils import host_is_trusted

from lms.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, not bound
ANY_HOST = "/healthz"
"""Machines that watch the site ask it by whatever address they have; it builds no address."""
WORDS = (
    "Ce site ne répond pas sous ce nom. / This site does not answer under this name.\n"
    "For those who run it: set HORSLESMURS_ORIGIN or HORSLESMURS_TRUSTED_HOSTS.\n"
).encode()
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def trusted_hosts(settings: Settings) -> frozenset[str]:
    """Names in small letters, without ports: the public address, loopback, the listening address, and what the operator added."""
    public = urlsplit(settings.origin).netloc.rpartition("@")[2].lower()
    listening = () if settings.host in EVERYWHERE else (settings.host.lower(),)
    return frozenset((without_port(public), *LOOPBACK, *listening, *settings.trusted_hosts))


def without_port(host: str) -> str:
    """`[::1]:8000` gives `[::1]`, `example.org:8000` gives `example.org`."""
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]


def is_trusted(host: str, trusted_hosts: frozenset[str]) -> bool:
    """trusted_hosts: names, and `.example.org` for every name under example.org."""
    if not host_is_trusted(host):  # the signs and the port of a host name
        return False
    name = without_port(host.lower()).rstrip(".")
    return name in trusted_hosts or any(host_there.startswith(".") and name.endswith(host_there) for host_there in trusted_hosts)


class TrustedHosts:
    """WSGI middleware: 400 for a request to another host. It stands inside ProxyFix, so the host is the one the proxy tells."""

    def __init__(self, app: Wsgi, settings: Settings) -> None:
        self._app, self._trusted = app, trusted_hosts(settings)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "")
        is_known = host_is_trusted(host) if environ.get("PATH_INFO") == ANY_HOST else is_trusted(host, self._trusted)
        if is_known:
            return self._app(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")])
        return [WORDS]
