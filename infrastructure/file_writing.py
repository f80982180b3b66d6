"""Files put in place in one step: whoever reads, and a kill or a power cut at any moment, finds the old file whole or the new one whole."""

import os
import threading
from contextlib import suppress
from pathlib import Path

PRIVATE, FOR_ALL = 0o600, 0o666
"""Modes of a new file, of which the umask takes its part: its owner's alone, and as an ordinary program writes."""


def write_whole(path: Path, data: bytes, *, mode: int = PRIVATE, is_durable: bool = True) -> None:
    """Put these bytes at `path`, in a folder that is made when it is absent.

    is_durable: on the disk when this returns, also after a power cut; False where a lost file costs time only. Each writer has a draft
    of its own, so two at once leave one of their files whole, never a mixture. Raises OSError, and leaves no draft behind.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.draft")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if mode == PRIVATE else 0o777)
    try:
        # What a killed process with the same number left may be wider than `mode`, or a link to elsewhere.
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            if is_durable:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)  # half a file would take the room of a full disk
        raise
    if is_durable:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: a new name is safe only then. Windows has no such handle. Raises OSError."""
    if os.name == "nt":
        return
    sync(folder)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk. Raises OSError."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
