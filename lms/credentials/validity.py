"""In which state an attestation is: one function for the paper, the public page, the badge's status and her own page. No clock here."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol

from lms.web.database.instants import ZONE

State = Literal["unreleased", "valid", "expired", "revoked", "obsolete", "superseded"]
RELIABLE: frozenset[State] = frozenset({"valid", "expired"})
"""States whose facts are shown to a stranger; the others tell that it cannot be relied on, and nothing of the person."""
RENEWAL_DAYS = 90
"""How long before its end a renewal opens."""


class Dated(Protocol):
    """What the state depends on."""

    @property
    def course_version(self) -> str: ...
    @property
    def expires_at(self) -> datetime | None: ...
    @property
    def released_at(self) -> datetime | None: ...
    @property
    def revoked_at(self) -> datetime | None: ...
    @property
    def superseded_at(self) -> datetime | None: ...


def state_of(row: Dated, now: datetime, obsolete_before: str | None = None) -> State:
    """obsolete_before: versions of the course below this one no longer count; None when all do.

    Withdrawn comes first: what an admin withdrew is never said to be merely old. Until the end of its last instant it is valid.
    """
    if row.revoked_at is not None:
        return "revoked"
    if row.superseded_at is not None:
        return "superseded"
    if is_obsolete(row.course_version, obsolete_before):
        return "obsolete"
    if row.released_at is None:
        return "unreleased"
    return "expired" if row.expires_at is not None and now >= row.expires_at else "valid"


def is_obsolete(version: str, obsolete_before: str | None) -> bool:
    """Whether attestations of this version of a course no longer count."""
    return obsolete_before is not None and version_order(version) < version_order(obsolete_before)


def version_order(version: str) -> tuple[int, ...]:
    """For comparing versions as numbers: 1.10 is after 1.9. Parts that are no number count by their digits, none as 0."""
    parts = [int("".join(re.findall("[0-9]", part)) or "0") for part in version.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def end_of_validity(start: datetime, months: int | None) -> datetime | None:
    """The first instant after the last day, in Paris: so many months after the day of start; None for no end.

    In a month that has no such day it is the month's last one. Whole days, since the paper prints a day.
    """
    if not months:
        return None
    first = start.astimezone(ZONE).date()
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
    return datetime.combine(last + timedelta(days=1), time(), ZONE).astimezone(UTC)


def day_of(instant: datetime) -> date:
    """The day in Paris."""
    return instant.astimezone(ZONE).date()


def last_day(expires_at: datetime) -> date:
    """The last day on which an attestation is valid."""
    return day_of(expires_at - timedelta(microseconds=1))


def renewal_day(expires_at: datetime) -> date:
    """The first day on which a renewal may be sat."""
    return last_day(expires_at) - timedelta(days=RENEWAL_DAYS)
