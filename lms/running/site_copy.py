"""What a site keeps outside its database, its own texts with every version and its keys: copied beside a backup, and brought back."""

import hashlib
import os
import tarfile
from pathlib import Path
from typing import BinaryIO

from lms.authoring import history
from lms.authoring.errors import ContentBusy
from lms.errors import CopyBroken
from lms.running.unpacking import unpack
from lms.settings import CONTENT_BEGUN, Settings
from lrs.maintenance import erasure_journal
from lrs.maintenance.backup import make_folder
from lrs.storage.file_replacement import Move, remove
from lrs.storage.private_files import make_private_file, make_private_folder, tighten

PARTS = ("content", "keys", "pools", "cmi5")
ENDING = ".site.tar"
STAGED = ".restoring"
"""Folder of the data folder in which a copy is unpacked, so that putting in place is a renaming."""


def beside(file: Path) -> Path:
    """Where the copy that belongs to a backup of the database lies."""
    return file.with_name(file.name + ENDING)


def copy(settings: Settings, file: Path) -> Path:
    """Write the copy beside `file`, readable by its owner alone, whole or not at all; no save goes on meanwhile.

    Raises CopyBroken when somebody is saving for too long, OSError.
    """
    target = beside(file)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    make_folder(target.parent)
    try:
        with history.only_one(settings.own_content), os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as raw:
            _write(settings.data, raw)
    except ContentBusy as error:
        raise CopyBroken("An educator’s save has held the texts for ten seconds; try again in a moment.") from error
    sum_of = target.with_name(target.name + ".sha256")
    make_private_file(sum_of)
    sum_of.write_text(_sha256(part) + "\n", "ascii")
    part.replace(target)
    return target


def _write(data: Path, raw: BinaryIO) -> None:
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in (*PARTS, CONTENT_BEGUN, erasure_journal.NAME):
            if (data / name).exists():
                tar.add(data / name, name)
    raw.flush()
    os.fsync(raw.fileno())


def _sha256(file: Path) -> str:
    with file.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def check(file: Path) -> bool:
    """Whether a copy lies beside `file`; False for a backup of an older version. Raises CopyBroken when it is not what was written."""
    source = beside(file)
    if not source.is_file():
        return False
    sum_of = source.with_name(source.name + ".sha256")
    if not sum_of.is_file() or sum_of.read_text("ascii", "replace").strip() != _sha256(source):
        raise CopyBroken(f"{source} is not what was written (its .sha256 differs or is missing); nothing was changed. Take another copy.")
    return True


def stage(settings: Settings, file: Path) -> list[Move]:
    """Unpack the copy beside `file` in the data folder, changing nothing there yet; give what puts it in place.

    See `lrs.storage.file_replacement`.

    What stands there stays under another name. An empty list when there is no copy. Raises CopyBroken, OSError.
    """
    staging_folder = settings.data / STAGED
    remove(staging_folder)
    if not check(file):
        return []
    make_private_folder(settings.data)
    staging_folder.mkdir(mode=0o700)
    try:
        with tarfile.open(beside(file)) as tar:
            unpack(tar, staging_folder)
    except (tarfile.TarError, EOFError) as error:
        remove(staging_folder)
        raise CopyBroken(f"{beside(file)} cannot be unpacked ({error}); nothing was changed. Take another copy.") from error
    tighten(staging_folder)
    names = [name for name in (*PARTS, CONTENT_BEGUN) if (staging_folder / name).exists()]
    return [Move(staging_folder / name, settings.data / name, keeps_old=True) for name in names]


def staged_journal(settings: Settings) -> Path:
    """The journal of erasures as it was when the staged copy was made."""
    return settings.data / STAGED / erasure_journal.NAME
