"""In which state an attestation is: one function for the paper, the public page, the badge's status and her own page. No clock here."""

import re
from calendar import monthrange
from datetime import datetime
from typing import Literal, Protocol

State = Literal["unreleased", "valid", "expired", "revoked", "obsolete", "superseded"]
RELIABLE: frozenset[State] = frozenset({"valid", "expired"})
"""States whose facts are shown to a stranger; the others tell that it cannot be relied on, and nothing of the person."""
RENEWAL_DAYS = 90


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
    if obsolete_before is not None and version_order(row.course_version) < version_order(obsolete_before):
        return "obsolete"
    if row.released_at is None:
        return "unreleased"
    return "expired" if row.expires_at is not None and now >= row.expires_at else "valid"


def version_order(version: str) -> tuple[int, ...]:
    """For comparing versions as numbers: 1.10 is after 1.9. Parts that are no number count by their digits, none as 0."""
    parts = [int("".join(re.findall("[0-9]", part)) or "0") for part in version.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def end_of_validity(start: datetime, months: int | None) -> datetime | None:
    """So many months later at the same time; on the last day of a month that has no such day. None for no end."""
    if not months:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
