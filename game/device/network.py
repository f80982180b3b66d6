"""What the game asks of a network: one request to a site, and whose answer came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from game.errors import SiteUnreachable
from infrastructure import http_answers

LONGEST_ASKED = 3600.0  # seconds: a longer Retry-After is not believed
VERSION_HEADER = "X-Experience-API-Version"


@dataclass(frozen=True)
class Answer(http_answers.Answer):
    """What a site, or something in its place, answered."""

    @property
    def is_of_a_store(self) -> bool:
        """Whether a statement store said it: each of its answers names its version, refusals too (xAPI 2.0 part 3, versioning)."""
        return VERSION_HEADER in self.headers

    def unreachable(self) -> SiteUnreachable:
        """For an answer that settles nothing: try again later, or as late as the site asks."""
        said = f"it answered {self.status}" if self.is_of_a_store or self.status >= 300 else "something else answered in its place"
        return SiteUnreachable(said, min(float(self.retry_after_s), LONGEST_ASKED) or None)


class Network(Protocol):
    """A way to a site."""

    def ask(
        self, method: str, url: str, *, json: Any = None, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request, tried once; its body is `json` or `body`. Raises SiteUnreachable."""
