"""What a site keeps outside its database, its own texts with every version and its keys: copied beside a backup, and brought back."""

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lms.authoring import history
from lms.authoring.errors import ContentBusy
from lms.errors import CopyBroken
from lms.settings import CONTENT_BEGUN, Settings

PARTS = ("content", "keys")
ENDING = ".site.tar"


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
    try:
        with history.only_one(settings.own_content), os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as raw:
            _write(settings.data, raw)
    except ContentBusy as error:
        raise CopyBroken("An educator’s save has held the texts for ten seconds; try again in a moment.") from error
    sum_of = target.with_name(target.name + ".sha256")
    sum_of.write_text(_sha256(part) + "\n", "ascii")
    part.replace(target)
    return target


def _write(data: Path, raw: BinaryIO) -> None:
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in (*PARTS, CONTENT_BEGUN):
            if (data / name).exists():
                tar.add(data / name, name)
    raw.flush()
    os.fsync(raw.fileno())


def _sha256(file: Path) -> str:
    with file.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def bring_back(settings: Settings, file: Path) -> bool:
    """Put texts and keys of the copy beside `file` in place; what stood there is kept under another name.

    False when there is no such copy: a backup of an older version. Raises CopyBroken, and changes nothing then; OSError.
    """
    source = beside(file)
    if not source.is_file():
        return False
    sum_of = source.with_name(source.name + ".sha256")
    if not sum_of.is_file() or sum_of.read_text("ascii", "replace").strip() != _sha256(source):
        raise CopyBroken(f"{source} is not what was written (its .sha256 differs or is missing); nothing was changed. Take another copy.")
    settings.data.mkdir(parents=True, exist_ok=True)
    with _unpacked(source, settings.data) as fresh:
        for name in (*PARTS, CONTENT_BEGUN):
            if (fresh / name).exists():
                _put(fresh / name, settings.data / name)
    return True


@contextmanager
def _unpacked(source: Path, data: Path) -> Iterator[Path]:
    """In the data folder, so that putting in place is a renaming."""
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=data) as held:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(held, filter="data")
        except (tarfile.TarError, EOFError) as error:
            raise CopyBroken(f"{source} cannot be unpacked ({error}); nothing was changed. Take another copy.") from error
        yield Path(held)


def _put(new: Path, target: Path) -> None:
    before = target.with_name(f"{target.name}.before-restore")
    if target.is_dir():
        shutil.rmtree(before, ignore_errors=True)
        target.replace(before)
    new.replace(target)
