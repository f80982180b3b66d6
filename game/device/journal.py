"""An append-only file of JSON lines: a line is on the disk before append returns, and a torn or odd line is as if never written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from game.errors import AlreadyOpen, DiskRefused
from infrastructure import file_writing
from infrastructure.errors import InUse
from infrastructure.locks import FileLock

Record = dict[str, Any]
LONGEST_TORN = 4_000_000
"""Bytes of lines set aside that are kept, the newest."""


def write_whole(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Puts a file in place in one step, on the disk when this returns: a kill leaves the old one or the new one. Raises DiskRefused."""
    try:
        file_writing.write_whole(path, data, mode=mode)
    except OSError as error:
        raise DiskRefused(error.strerror or type(error).__name__) from error


class Journal:
    """One file, one process. Records are dicts; their order is the order of append."""

    def __init__(self, path: Path, *, is_whole: Callable[[Record], bool] = bool) -> None:
        """Opens and repairs: lines that are torn, or that is_whole refuses, are moved to <name>.torn, and the others stay.

        Raises AlreadyOpen, DiskRefused.
        """
        self.path = path
        self._is_whole = is_whole
        self.records: list[Record] = []
        self._lock = FileLock(path.with_suffix(".lock"), "play")
        try:
            self._lock.take()
        except InUse:
            raise AlreadyOpen(path.parent) from None
        except OSError as error:
            raise DiskRefused(error.strerror or type(error).__name__) from error
        self._read()

    def _read(self) -> None:
        try:
            data = self.path.read_bytes()
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
            before = path.read_bytes()
        except OSError:  # not there, as a rule; else writing beside it says what is wrong
            before = b""
        write_whole(path, (before + torn)[-LONGEST_TORN:])
        write_whole(self.path, whole)

    def append(self, record: Record) -> None:
        """Writes one line and waits for the disk. Raises DiskRefused; the file then holds no part of the line."""
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise DiskRefused(error.strerror or type(error).__name__) from error
        start = os.fstat(handle).st_size
        try:
            _write_all(handle, line)
            os.fsync(handle)
        except OSError as error:
            _cut(handle, start)
            raise DiskRefused(error.strerror or type(error).__name__) from error
        finally:
            os.close(handle)
        self.records.append(record)

    def replace(self, records: Iterable[Record]) -> None:
        """Rewrites the file with these records in one step. Raises DiskRefused; the old file then stands."""
        kept = list(records)
        write_whole(self.path, b"".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for r in kept))
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


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _cut(handle: int, size: int) -> None:
    """Takes back a half-written line; if the disk refuses even that, the next opening sets the torn line aside."""
    try:
        os.ftruncate(handle, size)
    except OSError:
        return
