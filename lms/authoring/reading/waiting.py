"""Who waits for whom: pages to read, remarks to answer, translations behind their source, and what expires next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from courses.authoring import text_files
from courses.authoring.file_list import Row
from courses.text.source_texts import DRAFTS
from lms.authoring import history, working
from lms.authoring.reading import notes

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One page. authors: pseudonyms of who wrote it since it was published. since: the day it was asked for. n: remarks, where counted."""

    row: Row
    authors: frozenset[str] = frozenset()
    since: date | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """to_read: for a second reader; to_finish: new words beside a published page; behind: stale translations; ending: by day."""

    to_read: tuple[WaitingPage, ...]
    to_finish: tuple[WaitingPage, ...]
    remarks: tuple[WaitingPage, ...]
    behind: tuple[Row, ...]
    ending: tuple[Row, ...]


def of(folder: Path, rows: Sequence[Row], today: date) -> Waiting:
    """rows: every file with where it stands (courses.authoring.file_list)."""
    heads = [row for row in rows if row.piece.path == row.piece.head]
    states = {row.piece.path: working.state_of(folder, row.piece) for row in heads}
    to_read = [_with_authors(folder, row, is_asked=True) for row in heads if states[row.piece.path] == "in_review"]
    to_finish = [_with_authors(folder, row) for row in heads if row.has_draft and states[row.piece.path] != "in_review"]
    counts = Counter(path for path, _remark in notes.all_open(folder))
    remarks = [_with_authors(folder, row, n=counts[row.piece.path]) for row in rows if counts[row.piece.path]]
    behind = [row for row in rows if row.translation in ("stale", "stale-safety")]
    ending = [row for row in heads if row.expires is not None and row.state in ("published", "expired") and row.expires <= today + SOON]
    return Waiting(
        tuple(sorted(to_read, key=lambda one: one.since or date.max)),
        tuple(to_finish),
        tuple(remarks),
        tuple(sorted(behind, key=lambda row: row.translation != "stale-safety")),
        tuple(sorted(ending, key=lambda row: row.expires or date.max)),
    )


def _with_authors(folder: Path, row: Row, *, is_asked: bool = False, n: int = 0) -> WaitingPage:
    since = None
    if is_asked:
        head = row.piece.head
        versions = history.versions(folder, [head, f"{DRAFTS}/{head}"])
        since = next((version.at.date() for version in versions if version.did == "review"), None)
    piece = text_files.piece(folder, row.piece.path)
    return WaitingPage(row, frozenset(working.authors(folder, piece)), since, n)
