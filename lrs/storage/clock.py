"""Moments as the store writes them: UTC, microseconds, fixed width."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from xapi import formats

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def text(moment: datetime) -> str:
    """`2026-11-23T19:04:13.651234Z`. Raises ValueError for a datetime without a zone."""
    if moment.tzinfo is None:
        raise ValueError("the store needs a time with a zone; pass an aware datetime")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def http_date(stored: str) -> str:
    """A moment as the store writes it, for a header of HTTP (RFC 9110, 5.6.7)."""
    return format_datetime(formats.moment(stored), usegmt=True)


def from_milliseconds(count: int) -> datetime:
    """The moment that many milliseconds after the beginning of 1970, without the error of a float."""
    return _EPOCH + timedelta(milliseconds=count)


def parse(value: str) -> datetime:
    """The moment a text of `text` stands for."""
    return formats.moment(value)
