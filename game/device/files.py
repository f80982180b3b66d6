"""The few files a device keeps: what the game asks of whatever holds them, and the disk of this machine, which is the usual one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from game.errors import AlreadyOpen, DiskRefused
from infrastructure import file_writing
from infrastructure.errors import InUse


class Lock(Protocol):
    """What keeps a second window out of a folder."""

    def free(self) -> None: ...


class Files(Protocol):
    """Files by their paths. What is written is kept when a method returns, whatever ends the game after it."""

    def read(self, path: Path) -> bytes:
        """Raises FileNotFoundError, and OSError for what cannot be read."""

    def write_whole(self, path: Path, data: bytes, *, mode: int = 0o600) -> None:
        """In one step: a kill leaves the old file or the new one. Raises DiskRefused."""

    def append(self, path: Path, data: bytes) -> None:
        """All of it, or none. Raises DiskRefused."""

    def remove(self, path: Path) -> None:
        """Also when there is none. Raises DiskRefused."""

    def lock(self, path: Path) -> Lock:
        """Raises AlreadyOpen, DiskRefused."""


class MachineFiles:
    """The disk of this machine."""

    def read(self, path: Path) -> bytes:
        return path.read_bytes()

    def write_whole(self, path: Path, data: bytes, *, mode: int = 0o600) -> None:
        try:
            file_writing.write_whole(path, data, mode=mode)
        except OSError as error:
            raise _refused(error) from error

    def append(self, path: Path, data: bytes) -> None:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise _refused(error) from error
        start = os.fstat(handle).st_size
        try:
            _write_all(handle, data)
            os.fsync(handle)
        except OSError as error:
            with suppress(OSError):  # if the disk refuses even that, the next opening sets the torn line aside
                os.ftruncate(handle, start)
            raise _refused(error) from error
        finally:
            os.close(handle)

    def remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(error) from error

    def lock(self, path: Path) -> Lock:
        from infrastructure.locks import FileLock  # here: a browser has neither of the modules it needs

        try:
            return FileLock(path, "play").take()
        except InUse:
            raise AlreadyOpen(path.parent) from None
        except OSError as error:
            raise _refused(error) from error


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _refused(error: OSError) -> DiskRefused:
    return DiskRefused(error.strerror or type(error).__name__)


DISK: Files = MachineFiles()
