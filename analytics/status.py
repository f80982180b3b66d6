"""How the making of reports goes: what the worker writes after each turn, for whoever watches the site. It names no person."""

import json
import traceback
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from infrastructure.file_writing import FOR_ALL, write_whole
from xapi import formats

FILE = "status.json"
REWRITE = timedelta(seconds=30)
"""The file is written again when something changed, and at least this often, so that its date tells that the worker lives."""


@dataclass(frozen=True)
class Failure:
    """A report that could not be made. reason: the kind of error and where it arose, without its words; tries: how often in a row."""

    report: str
    cohort: str
    reason: str
    tries: int
    next_try: str


@dataclass(frozen=True)
class ReportsStatus:
    """The state after one turn. Times: ISO 8601 UTC, empty for never.

    checked: the turn; last_success: the last turn in which nothing failed. lag_statements, lag_seconds: how far the lake is behind the
    store (0, 0.0 when it is up to it). odd_rows: rows of the lake with a word or value that is not in the vocabulary. failing: reports
    that are tried again later. damaged_files: files of the lake or of the results that were set aside or found damaged, and made anew,
    since the worker began. error: why the feed or the whole turn failed, empty when it did not.
    """

    checked: str = ""
    last_success: str = ""
    lag_statements: int = 0
    lag_seconds: float = 0.0
    odd_rows: int = 0
    failing: tuple[Failure, ...] = ()
    damaged_files: tuple[str, ...] = ()
    error: str = ""


def reason_of(error: BaseException) -> str:
    """The kind of an error and the place where it arose. Its words are left out: they may hold what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else type(error).__name__


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(folder: Path, status: ReportsStatus) -> None:
    """Keeps the status in the results folder. Raises OSError."""
    write_whole(folder / FILE, f"{json.dumps(asdict(status), indent=1)}\n".encode(), mode=FOR_ALL, is_durable=False)


def read(folder: Path) -> ReportsStatus | None:
    """The last status, None before the first turn and for a file that cannot be read. folder: the site's `results/`."""
    try:
        body = json.loads((folder / FILE).read_text(encoding="utf-8"))
        failing = tuple(Failure(**row) for row in body.pop("failing"))
        return ReportsStatus(**{**body, "failing": failing, "damaged_files": tuple(body["damaged_files"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def says_the_same(one: ReportsStatus, right: ReportsStatus) -> bool:
    """Whether two states differ in nothing but their times."""
    return replace(one, checked="", last_success="", lag_seconds=0.0) == replace(right, checked="", last_success="", lag_seconds=0.0)


def is_to_write(new: ReportsStatus, kept: ReportsStatus, now: datetime) -> bool:
    """Whether the file, which says `kept`, has to be written again."""
    return not kept.checked or not says_the_same(new, kept) or now - formats.moment(kept.checked) >= REWRITE
