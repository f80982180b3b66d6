"""What the last removal took, as a note from the worker to the page of durations."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lms.health import notes
from lms.privacy.retention.removal import REMOVALS

NAME = "retention"
KEYS = (*REMOVALS, "idle_accounts")


@dataclass(frozen=True)
class LastRun:
    """at: None before the first. last, all: rows of each rule that went in the last run, and since the note was begun."""

    at: datetime | None
    last: Mapping[str, int]
    all: Mapping[str, int]


def read(data: Path) -> LastRun:
    note = notes.read(data, NAME)
    at = note.number("at") if note else None
    if note is None or at is None:
        return LastRun(None, {}, {})
    last, sums = ({key: note.count(f"{which}_{key}") for key in KEYS} for which in ("last", "all"))
    return LastRun(datetime.fromtimestamp(at, UTC), last, sums)


def write(data: Path, counts: Mapping[str, int]) -> None:
    """counts: rows of each rule that went."""
    before = read(data).all
    sums = {f"all_{key}": before.get(key, 0) + counts.get(key, 0) for key in KEYS}
    notes.merge(data, NAME, {"at": time.time(), **sums, **{f"last_{key}": counts.get(key, 0) for key in KEYS}})
