"""Copies taken while the store is written to, and brought back equal."""

import os
import threading
from pathlib import Path

import fingerprints
import pytest
from lrs_cast import HOME, make_caller, make_statement

from lrs.errors import BackupBroken
from lrs.maintenance import backup
from lrs.storage.database import connect
from lrs.storage.store import Store, open_store


def fingerprint(url: str) -> tuple[int, str]:
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return fingerprints.fingerprint(connection)
    finally:
        engine.dispose()


def test_a_copy_brought_back_is_equal(store: Store, database: str, tmp_path: Path) -> None:
    caller = make_caller(store)
    caller.post("statements", [make_statement() for _ in range(20)])
    before, copy = fingerprint(database), tmp_path / "copy"
    backup.backup(database, copy)
    caller.post("statements", make_statement())
    assert fingerprint(database) != before
    store.writer.close()
    store.engine.dispose()
    backup.restore(copy, database)
    assert fingerprint(database) == before


def test_a_copy_under_load_is_a_moment_of_the_store(sqlite_store: Store, tmp_path: Path) -> None:
    caller, stop = make_caller(sqlite_store), threading.Event()

    def write() -> None:
        while not stop.is_set():
            caller.post("statements", [make_statement() for _ in range(5)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup.backup(str(sqlite_store.engine.url), tmp_path / f"copy{number}")
    finally:
        stop.set()
        writer.join()
    whole = open_store(f"sqlite:///{tmp_path / 'new.sqlite'}", home_page=HOME, create=True)
    whole.engine.dispose()
    backup.restore(tmp_path / "copy2", f"sqlite:///{tmp_path / 'new.sqlite'}")
    count, _ = fingerprint(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert count % 5 == 0


def test_no_unfinished_copy_bears_the_name(tmp_path: Path) -> None:
    with pytest.raises(BackupBroken):
        backup.backup(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_while_a_copy_is_made_no_file_bears_its_name(sqlite_store: Store, tmp_path: Path) -> None:
    """A copy that is killed on the way leaves what was there at that moment."""
    seen: list[set[str]] = []
    target = tmp_path / "copies" / "copy"
    backup.backup(
        str(sqlite_store.engine.url), target, progress=lambda _done, _total: seen.append({path.name for path in target.parent.iterdir()})
    )
    assert seen
    assert all(names == {"copy.part"} for names in seen)
    assert {path.name for path in target.parent.iterdir()} == {"copy", "copy.json"}


def test_a_copy_that_was_changed_is_not_brought_back(sqlite_store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    backup.backup(str(sqlite_store.engine.url), copy)
    copy.write_bytes(copy.read_bytes() + b"x")
    with pytest.raises(BackupBroken, match="not the file"):
        backup.restore(copy, f"sqlite:///{tmp_path / 'new.sqlite'}")
    (tmp_path / "copy.json").unlink()
    with pytest.raises(BackupBroken, match="missing"):
        backup.restore(copy, f"sqlite:///{tmp_path / 'new.sqlite'}")


def test_a_copy_is_readable_by_its_owner_alone(sqlite_store: Store, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        backup.backup(str(sqlite_store.engine.url), tmp_path / "new" / "copy")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()} == {0o600}
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
