"""Moments as the store writes them: UTC, microseconds, fixed width."""

from datetime import UTC, datetime

from xapi import formats


def now() -> datetime:
    return datetime.now(UTC)


def text(moment: datetime) -> str:
    """`2026-11-23T19:04:13.651234Z`. Raises ValueError for a datetime without a zone."""
    if moment.tzinfo is None:
        raise ValueError("the store needs a time with a zone; pass an aware datetime")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def parse(value: str) -> datetime:
    """The moment a text of `text` stands for."""
    return formats.moment(value)
