"""The way from a page of a site to that site: one request of the browser's own, waited for, and no other site is ever asked."""

from __future__ import annotations

import json as json_text
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from game.device.network import Answer
from game.errors import SiteUnreachable

Send = Callable[[str, str, Mapping[str, str], bytes | None], tuple[int, str, bytes]]
"""Method, path, headers, body -> status, the answer's headers as lines, its body. Raises OSError when nothing answers."""


class _Headers(dict[str, str]):
    """Names in any case."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


@dataclass(frozen=True)
class SameSite:
    """Implements Network (game.device.network)."""

    send: Send

    def ask(
        self, method: str, url: str, *, json: Any = None, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The path of the address alone counts: the site may know itself by another name than the page was opened by."""
        parts, head = urlsplit(url), dict(headers or {})
        if json is not None:
            body = json_text.dumps(json, separators=(",", ":")).encode()
            head.setdefault("Content-Type", "application/json")
        try:
            status, lines, data = self.send(method, parts.path + (f"?{parts.query}" if parts.query else ""), head, body)
        except OSError as error:
            raise SiteUnreachable(str(error) or type(error).__name__) from error
        pairs = (line.partition(":") for line in lines.splitlines() if ":" in line)
        return Answer(status, _Headers({name.strip().lower(): value.strip() for name, _, value in pairs}), data)
