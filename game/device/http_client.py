"""Asks a site over this machine's own connections, and tells its answers from those of what may stand in between: a portal, a proxy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from game.device.network import Answer
from game.errors import SiteUnreachable
from infrastructure import http_client
from infrastructure.errors import HostUnreachable
from infrastructure.http_client import USUAL_LIMITS, Connections, Limits, pool

LARGEST = 8 * 1024 * 1024  # bytes of an answer; nothing the site says is as long


@dataclass(frozen=True)
class HttpNetwork:
    """http: connections to the site; None for connections of each request alone."""

    http: Connections | None = None

    @classmethod
    def to(cls, site: str, limits: Limits = USUAL_LIMITS) -> HttpNetwork:
        """Kept connections to one site; empty: none are kept."""
        return cls(pool(site, limits) if site else None)

    def ask(
        self, method: str, url: str, *, json: Any = None, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request. Raises SiteUnreachable."""
        given = {"json": json, "body": body, "headers": headers}
        more = {name: value for name, value in given.items() if value is not None}
        try:
            answer = http_client.ask(self.http, method, url, size=LARGEST, **more)
        except HostUnreachable as error:
            raise SiteUnreachable(error.reason) from error
        return Answer(answer.status, answer.headers, answer.data)
