"""Files that only their owner may read: the umask of commands and servers, and tightening what is wider already."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lrs.errors import TooOpen

UMASK = 0o077


@contextmanager
def private_umask() -> Iterator[None]:
    """Every file made in the block is its owner's alone. The umask belongs to the whole process, so it is put back."""
    before = os.umask(UMASK)
    try:
        yield
    finally:
        os.umask(before)


def make_private_folder(folder: Path) -> None:
    """Make the folder for its owner alone, or take others' rights away. Raises TooOpen, OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _tighten(folder)


def tighten(folder: Path) -> None:
    """Take everybody else's rights from the folder and all that is in it; links are left alone. Raises TooOpen."""
    _tighten(folder)
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            with suppress(FileNotFoundError):  # a file of another process may go meanwhile
                _tighten(Path(place, name))


def make_private_file(path: Path) -> None:
    """Make an empty file, or tighten the one there; SQLite gives its log the mode of the database. Raises TooOpen, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(FileNotFoundError):
            _tighten(path.with_name(name))


def _tighten(path: Path) -> None:
    status = path.lstat()
    if os.name != "posix" or stat.S_ISLNK(status.st_mode) or not status.st_mode & UMASK:
        return
    try:
        path.chmod(stat.S_IMODE(status.st_mode) & ~UMASK)
    except PermissionError as error:
        raise TooOpen(path) from error
