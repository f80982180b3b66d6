"""The second half of an erasure: no byte of what was erased stays in the database's files, nor in what the reports were made from."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from infrastructure.backoff import Backoff
from infrastructure.errors import InUse
from infrastructure.locks import file_lock
from lrs.errors import ReclaimLacksRoom, ReclaimWaits, StoreBusy, StoreFull
from lrs.maintenance import erasure
from lrs.reading import reader
from lrs.storage.database import is_sqlite
from lrs.storage.store import Store

SMALL = 64 * 1024 * 1024
"""Bytes: a database up to this size is rewritten while the person waits, a second at most; a larger one by the worker."""
WAIT_MS = 1_000
"""Milliseconds to wait for readers. Writers wait too meanwhile, so it is short and tried again."""
LATE = timedelta(minutes=10)
"""How long after an erasure a request may still end that was let in before it; what it wrote goes too."""


def is_finished(engine: Engine) -> bool:
    """True when every erasure is complete, files included."""
    with engine.connect() as connection:
        return not erasure.unfinished_erasures(connection)


def finish(store: Store, data: Path, *, wait_ms: int = WAIT_MS, largest: int | None = None) -> bool:
    """Complete the erasures that are not; True when none is left. Takes one short query when there is nothing to do.

    False while somebody reads or writes for longer than wait_ms, while the worker writes the reports' files, while the disk is
    full, or when the database is over `largest` bytes. Trying again later is right.
    """
    with store.engine.connect() as connection:
        recent = [grave for grave in erasure.since(connection, store.now() - LATE) if erasure.is_written_to(connection, grave)]
        graves = sorted({*erasure.unfinished_erasures(connection), *recent})
    if not graves:
        return True
    if largest is not None and _size(store.engine) > largest:
        return False
    try:
        store.writer.submit(lambda connection: erasure.sweep(connection, graves))
        if not _has_clean_lake(store.engine, data):
            return False
        with store.writer.hold():
            erasure.reclaim(store.engine, wait_ms=wait_ms)
        store.writer.submit(lambda connection: erasure.mark_reclaimed(connection, graves))
    except (ReclaimWaits, ReclaimLacksRoom, StoreBusy, StoreFull, DBAPIError):
        return False
    return is_finished(store.engine)


class Finisher:
    """What the worker does each turn; after a try in vain it waits longer and longer, since writers wait for each try."""

    BACKOFF = Backoff(2, 16)
    """From one try to the next, in turns of the worker."""

    def __init__(self, store: Store, data: Path) -> None:
        self._store, self._data = store, data
        self._failures = self._left = 0

    def turn(self) -> None:
        """Complete the erasures, or let a turn pass. Raises SQLAlchemyError."""
        if self._left:
            self._left -= 1
        elif finish(self._store, self._data):
            self._failures = 0
        else:
            self._failures += 1
            self._left = int(self.BACKOFF.wait_s(self._failures)) - 1


def _has_clean_lake(engine: Engine, data: Path) -> bool:
    """Empty the reports' files if they were made before the last erasure; the worker makes them anew. False while somebody writes them.

    They hold numbers and pseudonyms, no words. What says which of them count goes first: a crash leaves files that nobody counts.
    """
    lake = data / "lake"
    if not any(lake.rglob("*.parquet")):
        return True
    mark = lake / ".mark"
    with engine.connect() as connection:
        if reader.erasures(connection) == (mark.read_text("utf-8") if mark.is_file() else ""):
            return True
    try:
        with file_lock(lake / ".lock", "erasure"):
            for path in [*lake.rglob(".state"), *lake.rglob("*.parquet")]:
                path.unlink()
    except (InUse, OSError):
        return False
    return True


def _size(engine: Engine) -> int:
    if not is_sqlite(engine) or not engine.url.database:
        return 0
    return sum(path.stat().st_size for path in Path(engine.url.database).parent.glob(Path(engine.url.database).name + "*"))
