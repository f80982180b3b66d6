"""Making one copy of the whole site as one encrypted file, and opening it again."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from infrastructure.file_writing import sync, write_whole
from infrastructure.locks import file_lock
from lms.errors import CopyBroken
from lms.privacy import erasing
from lms.running import site_copy
from lms.running.backups import encryption, keys, retention
from lms.running.site_restore import COUNTED
from lms.settings import Settings
from lrs.maintenance import backup, erasure_journal
from lrs.storage.file_replacement import remove
from lrs.storage.private_files import make_private_folder
from xapi import formats

LOCK = "backups.lock"
STAGED, OPENED, TRIED = ".copying", ".opened-copy", ".tried-copy"
"""Folders of the data folder that hold a copy in clear while it is made, opened or tried; what is left goes at the next turn."""
DATABASE, COUNTS = "copy.sqlite", "counts.json"
NAME = re.compile(r"hors-les-murs-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar\.gz\.age")


def folder_of(settings: Settings) -> Path:
    """Where the copies lie. Raises CopyBroken: a disk that is not mounted must not be replaced by a folder of the same name."""
    if not settings.backup_folder:
        raise CopyBroken("no folder for copies is set; set HORSLESMURS_BACKUP_FOLDER to one on another disk")
    folder = Path(settings.backup_folder)
    if not folder.is_dir():
        raise CopyBroken(f"there is no folder {folder}; make it, or mount its disk: the site does not make it by itself")
    return folder


def every(folder: Path) -> dict[datetime, Path]:
    """The copies of a folder by their instants, the oldest first."""
    by_instant = {}
    for path in folder.iterdir():
        if match := NAME.fullmatch(path.name):
            by_instant[formats.moment("{}-{}-{}T{}:{}:{}Z".format(*match.groups()))] = path
    return dict(sorted(by_instant.items()))


@contextmanager
def alone(settings: Settings, what: str) -> Iterator[None]:
    """One process at a time makes, opens or tries copies; what a killed one left in clear goes first. Raises InUse, OSError."""
    make_private_folder(settings.data)
    with file_lock(settings.data / LOCK, what):
        clean(settings)
        try:
            yield
        finally:
            clean(settings)


def clean(settings: Settings) -> None:
    for name in (STAGED, OPENED, TRIED):
        remove(settings.data / name)


def make(settings: Settings, at: datetime) -> Path:
    """Copy the site while it is in use; the file bears its name only when it is whole and on disk. Older ones that are over go.

    Call it within `alone`. Raises CopyBroken, BackupBroken, OSError.
    """
    folder = folder_of(settings)
    target = folder / f"hors-les-murs-{at.astimezone(UTC):%Y%m%dT%H%M%S}Z.tar.gz.age"
    part = folder / f".{target.name}.part"
    for left in folder.glob(".hors-les-murs-*.part"):
        left.unlink(missing_ok=True)
    staging = settings.data / STAGED
    make_private_folder(staging)
    try:
        recipient = keys.identity(settings).to_public()
        backup.backup(settings.database_url, staging / DATABASE)
        site_copy.copy(settings, staging / DATABASE)
        (staging / COUNTS).write_text(json.dumps(count_rows(staging / DATABASE)), "ascii")
        encryption.encrypt(staging, part, recipient)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        remove(staging)
    part.replace(target)
    _copy_journal(settings, folder)
    sync(folder)
    thin_out(settings, folder)
    return target


def count_rows(database: Path) -> dict[str, int]:
    """How much the copy holds, by kind; empty for a dump of PostgreSQL, which only a server could count."""
    counts: dict[str, int] = {}
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reader:
        for kind, (table, _) in COUNTED.items():
            counts[kind] = reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of ours
    return counts


def _copy_journal(settings: Settings, folder: Path) -> None:
    """The erasures known today lie beside all copies: an older one that is brought back elsewhere leaves them out (numbers, no names)."""
    journal = settings.data / erasing.JOURNAL
    if journal.is_file():
        write_whole(folder / journal.name, journal.read_bytes())


def thin_out(settings: Settings, folder: Path) -> None:
    all_copies = every(folder)
    for at in set(all_copies) - retention.staying(all_copies, retention.RetentionRule(*settings.backup_keep)):
        all_copies[at].unlink(missing_ok=True)


@contextmanager
def clear_copy(settings: Settings, file: Path, key: Path | None) -> Iterator[Path]:
    """The copy of the database within `file`, in clear for the block, what belongs to it beside it; `file` itself when it is in clear.

    key: a file that holds the key; without it the site's own is used. The journal of erasures beside the file is taken over.
    Raises CopyBroken, InUse, OSError.
    """
    if file.suffix != ".age":
        yield file
        return
    with alone(settings, "restore"):
        if key is None and not keys.is_there(settings):
            raise CopyBroken(f"{file} is encrypted, and there is no key here; type the one on paper into a file and give it with --key")
        encryption.decrypt(file, settings.data / OPENED, keys.identity_in(key) if key else keys.identity(settings))
        _take_journal(settings, file.with_name(erasure_journal.NAME))
        yield settings.data / OPENED / DATABASE


def _take_journal(settings: Settings, beside: Path) -> None:
    journal = settings.data / erasing.JOURNAL
    journal_tombstones = set(erasure_journal.tombstones_in(journal))
    if new := [grave for grave in erasure_journal.tombstones_in(beside) if grave not in journal_tombstones]:
        erasure_journal.note(journal, new)
