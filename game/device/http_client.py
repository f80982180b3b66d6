"""Asks a site, and tells its own answers from those of what may stand in between: a hotel's portal, a proxy, a wrong address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from game.errors import SiteUnreachable
from infrastructure import http_client
from infrastructure.errors import HostUnreachable
from infrastructure.http_client import Connections

LARGEST = 8 * 1024 * 1024  # bytes of an answer; nothing the site says is as long
LONGEST_ASKED = 3600.0  # seconds: a longer Retry-After is not believed
VERSION_HEADER = "X-Experience-API-Version"


@dataclass(frozen=True)
class Answer(http_client.Answer):
    """What a site, or something in its place, answered."""

    @property
    def is_of_a_store(self) -> bool:
        """Whether a statement store said it: each of its answers names its version, refusals too (xAPI 2.0 part 3, versioning)."""
        return VERSION_HEADER in self.headers

    def unreachable(self) -> SiteUnreachable:
        """For an answer that settles nothing: try again later, or as late as the site asks."""
        said = f"it answered {self.status}" if self.is_of_a_store or self.status >= 300 else "something else answered in its place"
        return SiteUnreachable(said, min(float(self.retry_after_s), LONGEST_ASKED) or None)


def ask(http: Connections | None, method: str, url: str, **more: Any) -> Answer:
    """One request. http: connections to the site; None for this request alone. Raises SiteUnreachable."""
    try:
        answer = http_client.ask(http, method, url, size=LARGEST, **more)
    except HostUnreachable as error:
        raise SiteUnreachable(error.reason) from error
    return Answer(answer.status, answer.headers, answer.data)
