"""Asks an address that came from outside, typed into a form or named by another program: https alone, and nothing of this machine or the
network it stands in.

The name is asked for once, each of its addresses must be public, and the connection goes to the very address that was looked at: a name
that answers otherwise the second time leads nowhere else. No proxy is used, since a proxy would ask for the name again.
"""

import socket
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from infrastructure.errors import AddressRefused, HostUnreachable
from infrastructure.http_answers import Answer
from infrastructure.http_client import Limits, ask, pool_at

CARRIERS = tuple(IPv6Network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96"))
"""Addresses of IPv6 that hold one of IPv4, which may be an inner one."""
LARGEST = 64 * 1024
Find = Callable[[str, int], Sequence[str]]
"""(host, port) -> its addresses; raises OSError."""


def send(
    address: str, body: bytes, headers: Mapping[str, str], limits: Limits, *, may_loopback: bool = False, find: Find | None = None
) -> Answer:
    """One POST, tried once; a redirect is not followed. may_loopback: this machine may be asked too, also by http: for trials.

    Raises AddressRefused before anything is sent, HostUnreachable, AnswerTooLong.
    """
    return _ask("POST", address, body, headers, limits, LARGEST, find, may_loopback=may_loopback)


def get(
    address: str,
    headers: Mapping[str, str],
    limits: Limits,
    *,
    size: int = LARGEST,
    may_loopback: bool = False,
    find: Find | None = None,
) -> Answer:
    """One GET; all else as for `send`. size: bytes of an answer that are read at most."""
    return _ask("GET", address, None, headers, limits, size, find, may_loopback=may_loopback)


def _ask(
    method: str,
    address: str,
    body: bytes | None,
    headers: Mapping[str, str],
    limits: Limits,
    size: int,
    find: Find | None,
    *,
    may_loopback: bool,
) -> Answer:
    parts = split(address, may_loopback=may_loopback)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    place = _place(parts, port, find or _find, may_loopback=may_loopback)
    http = pool_at(parts, place, port, limits)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with http:
        return ask(http, method, path, size=size, body=body, headers={**headers, "Host": parts.netloc})


def split(address: str, *, may_loopback: bool = False) -> SplitResult:
    """The parts of an address that may be kept. Raises AddressRefused."""
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise AddressRefused("it is no address") from error
    if not is_whole or not address.isascii() or not address.isprintable() or " " in address:
        raise AddressRefused("it is no address")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused("it holds a name, a password or a fragment")
    if parts.scheme != "https" and not (may_loopback and parts.scheme == "http"):
        raise AddressRefused("it does not begin with https://")
    try:
        literal = ip_address(parts.hostname or "")
    except ValueError:
        return parts
    if not is_open(literal, may_loopback=may_loopback, scheme=parts.scheme):
        raise AddressRefused("it is of this machine or an inner network")
    return parts


def is_open(place: IPv4Address | IPv6Address, *, may_loopback: bool, scheme: str = "https") -> bool:
    """Whether a public host stands there; with may_loopback this machine too."""
    if isinstance(place, IPv6Address) and place.ipv4_mapped is not None:
        place = place.ipv4_mapped
    if place.is_loopback:
        return may_loopback
    if isinstance(place, IPv6Address) and any(place in network for network in CARRIERS):
        return False
    return scheme == "https" and place.is_global and not (place.is_multicast or place.is_reserved or place.is_unspecified)


def _place(parts: SplitResult, port: int, find: Find, *, may_loopback: bool) -> str:
    host = parts.hostname or ""
    try:
        places = list(find(host, port))
    except (OSError, UnicodeError) as error:
        raise HostUnreachable("its name is not known") from error
    if not places:
        raise HostUnreachable("its name is not known")
    for place in places:
        if "%" in place or not is_open(ip_address(place), may_loopback=may_loopback, scheme=parts.scheme):
            raise AddressRefused("it is of this machine or an inner network")
    return places[0]


def _find(host: str, port: int) -> list[str]:
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
