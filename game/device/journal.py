"""An append-only file of JSON lines: a line is on the disk before append returns, and a torn or odd line is as if never written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from game.device.files import DISK, Files
from game.errors import DiskRefused

Record = dict[str, Any]
LONGEST_TORN = 4_000_000
"""Bytes of lines set aside that are kept, the newest."""


class Journal:
    """One file, one process. Records are dicts; their order is the order of append."""

    def __init__(self, path: Path, *, is_whole: Callable[[Record], bool] = bool, files: Files = DISK) -> None:
        """Opens and repairs: lines that are torn, or that is_whole refuses, are moved to <name>.torn, and the others stay.

        Raises AlreadyOpen, DiskRefused.
        """
        self.path = path
        self._is_whole = is_whole
        self.records: list[Record] = []
        self._files, self._lock = files, files.lock(path.with_suffix(".lock"))
        self._read()

    def _read(self) -> None:
        try:
            data = self._files.read(self.path)
        except FileNotFoundError:
            return
        except OSError as error:
            raise DiskRefused(error.strerror or type(error).__name__) from error
        *lines, tail = data.split(b"\n")  # a tail without its end was never answered for
        whole, torn = [], []
        for line in lines:
            record = _parsed(line)
            if record is not None and self._is_whole(record):
                self.records.append(record)
                whole.append(line + b"\n")
            elif line:
                torn.append(line + b"\n")
        if tail:
            torn.append(tail)
        if torn:
            self._set_aside(b"".join(torn), b"".join(whole))

    def _set_aside(self, torn: bytes, whole: bytes) -> None:
        path = self.path.with_suffix(".torn")
        try:
            before = self._files.read(path)
        except OSError:  # not there, as a rule; else writing beside it says what is wrong
            before = b""
        self._files.write_whole(path, (before + torn)[-LONGEST_TORN:])
        self._files.write_whole(self.path, whole)

    def append(self, record: Record) -> None:
        """Writes one line and waits for the disk. Raises DiskRefused; the file then holds no part of the line."""
        self._files.append(self.path, _line(record))
        self.records.append(record)

    def replace(self, records: Iterable[Record]) -> None:
        """Rewrites the file with these records in one step. Raises DiskRefused; the old file then stands."""
        kept = list(records)
        self._files.write_whole(self.path, b"".join(map(_line, kept)))
        self.records = kept

    def close(self) -> None:
        """Lets another window open the folder."""
        self._lock.free()


def _parsed(line: bytes) -> Record | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _line(record: Record) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
