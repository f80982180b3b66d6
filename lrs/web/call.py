"""One request to the store and its answer, as plain values: what the handlers take and give, whatever server brought it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from lrs.keys.access_keys import AccessKey
from lrs.web.errors import BadRequest

LATEST = {"1": "1.0.3", "2": "2.0.0"}


@dataclass(slots=True)
class Call:
    """A request. resource: path below the endpoint; headers: names in lower case; was_folded: it came in a form.

    endpoint: path of the store on this server, without a slash at its end; said for a GET alone.
    """

    method: str
    resource: str
    params: dict[str, str]
    headers: dict[str, str]
    body: bytes
    version: str = ""
    key: AccessKey | None = None
    was_folded: bool = False
    endpoint: str = ""

    @property
    def is_two(self) -> bool:
        return self.version.startswith("2")

    @property
    def access(self) -> AccessKey:
        if self.key is None:
            raise RuntimeError("a handler was called before the guard")
        return self.key

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    def allow(self, *names: str) -> None:
        """Refuse parameters the resource does not know. Raises BadRequest."""
        odd = self.params.keys() - set(names)
        if odd:
            raise BadRequest("unknown_parameter", f"the parameter {sorted(odd)[0]!r} is not one of {', '.join(names) or 'none'}")

    def require(self, name: str) -> str:
        """Raises BadRequest when the parameter is missing or empty."""
        value = self.params.get(name)
        if not value:
            raise BadRequest("missing_parameter", f"the parameter {name!r} is required")
        if "\x00" in value:
            raise BadRequest("nul_character", f"the parameter {name!r} must not hold a NUL character")
        return value


@dataclass(slots=True)
class Answer:
    """What goes back."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> "Answer":
        return cls(status, msgspec.json.encode(value), {"Content-Type": "application/json", **(headers or {})})
