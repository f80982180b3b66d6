"""Small JSON files in `health/` of the data folder, by which one process tells another how it is. A damaged one counts as absent."""

import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infrastructure.processes import is_running

FOLDER = "health"
LARGEST = 64 * 1024
MOST = 200
"""Files looked at in one reading: a folder filled by somebody else costs no more."""


@dataclass(frozen=True)
class Note:
    """One file. changed_ns: when its writer last wrote or touched it, by the writer's clock, in nanoseconds."""

    name: str
    changed_ns: int
    values: Mapping[str, Any]

    def number(self, key: str) -> float | None:
        """A finite number of the note; None when it has none."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
            return None
        return float(value)

    def count(self, key: str) -> int:
        """A whole number of the note, 0 when it has none."""
        return int(self.number(key) or 0)

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return value[:200] if isinstance(value, str) else ""


def path_of(data: Path, name: str) -> Path:
    return data / FOLDER / f"{name}.json"


def write(data: Path, name: str, values: Mapping[str, Any]) -> bool:
    """Write a note whole or not at all, readable by its owner alone. False when the disk does not take it.

    It is not synced: after a power cut nobody needs it. A note that cannot be written anew is at least touched, so that a
    full disk does not look like a process that hangs.
    """
    path = path_of(data, name)
    draft = path.with_name(f".{name}.{os.getpid()}.draft")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        body = json.dumps(dict(values), ensure_ascii=True).encode()
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(body)
        _set_time(draft)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        touch(data, name)
        return False
    return True


def merge(data: Path, name: str, values: Mapping[str, Any]) -> bool:
    """Write some values of a note; the others stay as they are. False when the disk does not take it."""
    before = read(data, name)
    return write(data, name, {**(before.values if before else {}), **values})


def touch(data: Path, name: str) -> bool:
    """Say again what the note says: its time alone changes. False when it is not there or cannot be touched."""
    try:
        _set_time(path_of(data, name))
    except OSError:
        return False
    return True


def _set_time(path: Path) -> None:
    """The writer's own clock, which the reader's is compared with: a file server's may go differently."""
    now_ns = time.time_ns()
    os.utime(path, ns=(now_ns, now_ns))


def remove(data: Path, name: str) -> None:
    with suppress(OSError):
        path_of(data, name).unlink()


def read(data: Path, name: str) -> Note | None:
    """The note; None when it is absent, damaged or too large."""
    return _read(path_of(data, name))


def every(data: Path) -> Iterator[Note]:
    """All notes that can be read."""
    try:
        names = sorted(entry.name for entry in os.scandir(data / FOLDER) if entry.name.endswith(".json"))
    except OSError:
        return
    for name in names[:MOST]:
        if (note := _read(data / FOLDER / name)) is not None:
            yield note


def _read(path: Path) -> Note | None:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
            changed_ns = os.fstat(file.fileno()).st_mtime_ns
        values = json.loads(raw) if len(raw) <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None
    return Note(path.stem, changed_ns, values) if isinstance(values, dict) else None


def identity() -> dict[str, Any]:
    """Which process writes a note. host: process ids of another machine say nothing here."""
    return {"pid": os.getpid(), "parent": os.getppid(), "host": socket.gethostname()}


def is_alive(note: Note) -> bool:
    """Whether the process that wrote the note still exists, stopped or not; True for another machine's."""
    pid = note.count("pid")
    if note.text("host") != socket.gethostname():
        return True
    return pid > 0 and is_running(pid)
