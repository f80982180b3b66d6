"""File locks between processes: shared or exclusive, freed by the kernel when their holder dies, however it dies.

The library `filelock` was looked at: it has no shared lock, and it empties the file at every try, so a refusal could not say who holds it.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infrastructure.errors import InUse
from infrastructure.processes import is_running

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # the module is not on this system
    import msvcrt  # type: ignore[import-not-found,unused-ignore]  # Windows alone has it

_LOOK_S = 0.05
_LONGEST_NOTE = 64 * 1024
_SHARED_PLACES = 64
_START = 1 << 30
"""Windows locks bytes: a shared lock takes one of these places, an exclusive one all of them, far behind the notes."""


class FileLock:
    """One lock on one file, not yet taken. Two objects exclude each other in one process as between two."""

    def __init__(self, path: Path, what: str) -> None:
        """what: the command that takes it, told to whoever is refused."""
        self.path, self._what = path, what
        self._number: int | None = None

    def take(self, *, is_shared: bool = False, wait: float = 0.0) -> "FileLock":
        """Take the lock, at most `wait` seconds after now. Raises InUse, which names the holders; OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        until = time.monotonic() + wait
        try:
            while not _try(number, is_shared=is_shared):
                if time.monotonic() >= until:
                    raise InUse(self.path.parent, holders(self.path))
                time.sleep(_LOOK_S)
            _note(number, self._what, is_shared=is_shared)
        except BaseException:
            os.close(number)
            raise
        self._number = number
        return self

    def free(self) -> None:
        """Give the lock back; nothing happens the second time. The file stays: taking it away would let two processes lock two files."""
        number, self._number = self._number, None
        if number is not None:
            os.close(number)


@contextmanager
def file_lock(path: Path, what: str, *, is_shared: bool = False, wait: float = 0.0) -> Iterator[FileLock]:
    """Hold a lock for a block. Raises InUse, OSError."""
    lock = FileLock(path, what).take(is_shared=is_shared, wait=wait)
    try:
        yield lock
    finally:
        lock.free()


def holders(path: Path) -> tuple[str, ...]:
    """Who is noted in the file and still lives, as `serve (process 1234)`; for words alone, the lock itself is the truth."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    living = []
    for line in lines:
        number, _, what = line.partition(" ")
        if number.isdigit() and what and is_running(int(number)):
            living.append(f"{what} (process {number})")
    return tuple(dict.fromkeys(living))


def _note(number: int, what: str, *, is_shared: bool) -> None:
    """Whoever is alone begins the list anew, so that it does not grow; a full disk costs the note, not the lock."""
    try:
        if not is_shared or os.fstat(number).st_size > _LONGEST_NOTE:
            os.ftruncate(number, 0)
        os.lseek(number, 0, os.SEEK_END)
        os.write(number, f"{os.getpid()} {what}\n".encode())
    except OSError:
        return


def _try(number: int, *, is_shared: bool) -> bool:
    if fcntl is not None:
        try:
            fcntl.flock(number, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
    places = range(_SHARED_PLACES) if is_shared else range(1)
    return any(_try_bytes(number, _START + place, 1 if is_shared else _SHARED_PLACES) for place in places)


def _try_bytes(number: int, start: int, count: int) -> bool:
    os.lseek(number, start, os.SEEK_SET)
    try:
        msvcrt.locking(number, msvcrt.LK_NBLCK, count)  # type: ignore[attr-defined,name-defined,unused-ignore]  # Windows alone has it
    except OSError:
        return False
    return True
