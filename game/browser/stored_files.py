"""Files in two slots of bytes that a browser keeps: each change is one record behind the last, and is there when a method returns.

A slot begins with a head that names its generation; the newest whole head counts. A record that was cut off, or whose sum is wrong,
ends the slot: whatever stands behind was never answered for. When most of a slot is old, what is still needed is written to the other
one, its head last, so that a kill at any moment leaves one of the two.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path, PurePosixPath
from typing import Protocol

from game.device.files import Lock
from game.errors import DiskRefused

MAGIC = b"HLMFILE1"
HEAD = struct.Struct(">8sQI")  # magic, generation, sum of both
RECORD = struct.Struct(">II")  # bytes, sum
KINDS = WHOLE, MORE, GONE = b"WAD"
SMALLEST = 256 * 1024
"""Bytes of a slot that are never worth rewriting."""
OLD_TIMES = 4
"""A slot this many times as long as what is needed of it is rewritten."""


class Slot(Protocol):
    """Bytes that are kept once they are flushed. Each method may raise OSError."""

    def size(self) -> int: ...
    def read(self, at: int, count: int) -> bytes: ...
    def write(self, at: int, data: bytes) -> None: ...
    def flush(self) -> None: ...
    def truncate(self, size: int) -> None: ...


class _Free:
    """The browser itself lets one tab alone have the slots."""

    def free(self) -> None:
        return


class StoredFiles:
    """Implements Files (game.device.files) on two slots. Paths are names; there are no folders."""

    def __init__(self, first: Slot, second: Slot) -> None:
        """Opens what is there, or begins anew. Raises DiskRefused."""
        self._contents: dict[str, bytes] = {}
        try:
            generations = [_generation(slot) for slot in (first, second)]
            newest = 0 if generations[0] >= generations[1] else 1
            self._slots = [first, second] if newest == 0 else [second, first]
            self._generation = generations[newest]
            if self._generation:
                self._end = self._replay()
                if self._slots[0].size() > self._end:
                    self._slots[0].truncate(self._end)
            else:
                self._begin(first)
        except OSError as error:
            raise _refused(error) from error

    def read(self, path: Path) -> bytes:
        name = _name(path)
        if name not in self._contents:
            raise FileNotFoundError(name)
        return self._contents[name]

    def write_whole(self, path: Path, data: bytes, *, mode: int = 0o600) -> None:
        self._write_record(WHOLE, _name(path), data)

    def append(self, path: Path, data: bytes) -> None:
        self._write_record(MORE, _name(path), data)

    def remove(self, path: Path) -> None:
        if _name(path) in self._contents:
            self._write_record(GONE, _name(path), b"")

    def lock(self, path: Path) -> Lock:
        return _Free()

    # one change

    def _write_record(self, kind: int, name: str, data: bytes) -> None:
        record = _record(kind, name, data)
        slot = self._slots[0]
        try:
            slot.write(self._end, record)
            slot.flush()
        except OSError as error:
            self._take_back()
            raise _refused(error) from error
        self._end += len(record)
        _apply(self._contents, kind, name, data)
        if self._end > max(SMALLEST, OLD_TIMES * self._needed()):
            self._rewrite()

    def _take_back(self) -> None:
        try:
            self._slots[0].truncate(self._end)
        except OSError:
            return  # the next opening ends before it

    def _needed(self) -> int:
        return sum(len(data) + len(name) + 16 for name, data in self._contents.items())

    # whole slots

    def _begin(self, slot: Slot) -> None:
        self._generation = 1
        slot.truncate(0)
        slot.write(0, _head(1))
        slot.flush()
        self._end = HEAD.size

    def _rewrite(self) -> None:
        """What is needed, to the other slot. A disk that refuses leaves the old one in use."""
        other, end = self._slots[1], HEAD.size
        try:
            other.truncate(0)
            for name, data in self._contents.items():
                record = _record(WHOLE, name, data)
                other.write(end, record)
                end += len(record)
            other.flush()
            other.write(0, _head(self._generation + 1))
            other.flush()
        except OSError:
            return
        self._slots.reverse()
        self._generation, self._end = self._generation + 1, end

    def _replay(self) -> int:
        """Reads every whole record; gives where the next one goes."""
        slot, at = self._slots[0], HEAD.size
        data = slot.read(0, slot.size())
        while at + RECORD.size <= len(data):
            length, checksum = RECORD.unpack_from(data, at)
            body = data[at + RECORD.size : at + RECORD.size + length]
            if len(body) < length or length < 3 or zlib.crc32(body) != checksum:
                break
            length_of_name = int.from_bytes(body[1:3], "big")
            _apply(self._contents, body[0], body[3 : 3 + length_of_name].decode(), body[3 + length_of_name :])
            at += RECORD.size + length
        return at


def _apply(contents: dict[str, bytes], kind: int, name: str, data: bytes) -> None:
    if kind == WHOLE:
        contents[name] = data
    elif kind == MORE:
        contents[name] = contents.get(name, b"") + data
    else:
        contents.pop(name, None)


def _name(path: Path) -> str:
    return PurePosixPath(path).as_posix()


def _record(kind: int, name: str, data: bytes) -> bytes:
    encoded = name.encode()
    body = bytes([kind]) + len(encoded).to_bytes(2, "big") + encoded + data
    return RECORD.pack(len(body), zlib.crc32(body)) + body


def _head(generation: int) -> bytes:
    body = MAGIC + generation.to_bytes(8, "big")
    return HEAD.pack(MAGIC, generation, zlib.crc32(body))


def _generation(slot: Slot) -> int:
    """0 for a slot without a whole head."""
    data = slot.read(0, HEAD.size) if slot.size() >= HEAD.size else b""
    if len(data) < HEAD.size:
        return 0
    magic, generation, checksum = HEAD.unpack(data)
    return int(generation) if magic == MAGIC and zlib.crc32(data[:16]) == checksum else 0


def _refused(error: OSError) -> DiskRefused:
    return DiskRefused(error.strerror or type(error).__name__)
