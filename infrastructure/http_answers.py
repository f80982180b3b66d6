"""An answer over HTTP, how long it asks to wait, and the header by which one signs in: what is the same whoever asked, and by what."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_DIGITS = re.compile(r"[0-9]{1,9}")


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


def basic_auth(user: str, secret: str) -> dict[str, str]:
    """The header of HTTP Basic (RFC 7617), in UTF-8."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()}


def _date(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)
