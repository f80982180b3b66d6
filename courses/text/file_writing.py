"""Files put in place in one step. `infrastructure.file_writing` does the same for the other packages: this one may not know it."""

import os
import threading
from contextlib import suppress
from pathlib import Path

PRIVATE, FOR_ALL = 0o600, 0o666
"""Modes of a new file, of which the umask takes its part."""


def write_whole(path: Path, data: bytes, *, mode: int) -> None:
    """A reader sees the old file or the new one, never half of either, also when two processes write at once.

    Not synced: after a power cut texts come from their history, and a cache is made again. Raises OSError, and leaves no draft behind.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if mode == PRIVATE else 0o777)
    try:
        draft.unlink(missing_ok=True)  # of a killed process that had the same number
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
