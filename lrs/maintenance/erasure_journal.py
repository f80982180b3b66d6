"""The journal of erasures: one tombstone a line, on disk before anybody is erased; the file outlives a lost database."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from infrastructure.file_writing import sync
from lrs.errors import JournalUnwritable

NAME = "erased.ndjson"
"""The file's name in the data folder."""


class Tombstone(NamedTuple):
    """actor: term of the erased actor; mode: all or content; erased: statements stored up to then are concerned.

    The term is a hash of a random UUID: whoever has no list of UUIDs learns nothing from it.
    """

    actor: int
    mode: str
    erased: str


class Noting:
    """Writes the lines of one erasure before it is done, and remembers them, should it fail."""

    def __init__(self, journal: Path) -> None:
        self.journal = journal
        self.graves: list[Tombstone] = []

    def note(self, grave: Tombstone) -> None:
        """Raises JournalUnwritable."""
        self.graves.append(grave)
        note(self.journal, [grave])


def note(journal: Path, graves: Iterable[Tombstone]) -> None:
    """Add tombstones, synced to disk. Writing one twice does no harm. Raises JournalUnwritable."""
    _append(journal, [dict(grave._asdict()) for grave in graves])


def note_undone(journal: Path, graves: Iterable[Tombstone]) -> None:
    """Say that these lines count no more: their erasure was rolled back and told as failed. Raises JournalUnwritable."""
    _append(journal, [{**grave._asdict(), "undone": True} for grave in graves])


def tombstones_in(journal: Path) -> list[Tombstone]:
    """The tombstones of the file that count, in its order; an empty list when there is none. A line cut short is passed over."""
    if not journal.exists():
        return []
    tombstones: dict[Tombstone, None] = {}
    for line in journal.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            fields = json.loads(line)
            is_undone = fields.pop("undone", False)
            grave = Tombstone(int(fields["actor"]), str(fields["mode"]), str(fields["erased"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        if is_undone:
            tombstones.pop(grave, None)
        else:
            tombstones[grave] = None
    return list(tombstones)


def _append(journal: Path, lines: list[dict[str, object]]) -> None:
    words = "".join(json.dumps(line) + "\n" for line in lines).encode()
    try:
        is_new = not journal.exists()
        number = os.open(journal, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            _append_whole(number, words)
        finally:
            os.close(number)
        if is_new:
            sync(journal.parent)
    except OSError as error:
        raise JournalUnwritable(journal, error.strerror or type(error).__name__) from error


def _append_whole(number: int, words: bytes) -> None:
    """All of it or nothing; a line that a crash cut short gets its end first, so that it does not swallow the next one."""
    size = os.lseek(number, 0, os.SEEK_END)
    if size:
        os.lseek(number, size - 1, os.SEEK_SET)
        if os.read(number, 1) != b"\n":
            words = b"\n" + words
    try:
        n_bytes = 0
        while n_bytes < len(words):
            n_bytes += os.write(number, words[n_bytes:])
        os.fsync(number)
    except OSError:
        os.ftruncate(number, size)
        raise
