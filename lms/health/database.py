"""What the database tells of the site's health: one real write, and a few bounded reads."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from lms.health.jobs import JobsReading
from lrs.errors import StoreBusy, StoreError, StoreFull
from lrs.maintenance import forwarding
from lrs.storage import clock
from lrs.storage.group_commit import GroupCommit
from lrs.storage.sequence import visible_up_to
from lrs.storage.tables import forwards, statements

MOST_LOOKED_AT = 10_000
"""Rows looked through for one the reports take: those of foreign keys are passed over, and there may be many."""


@dataclass(frozen=True)
class Copy:
    """One other store. lag: statements it has yet to take; lag_s: how long the oldest of them has waited, in seconds."""

    name: str
    lag: int
    lag_s: float
    failures: int
    refused: int
    is_paused: bool
    last_success: datetime | None


@dataclass(frozen=True)
class DatabaseReading:
    """fault: empty, or the code of the reason that keeps the site from serving. write_s: seconds the write took.

    unfed_s: how long the oldest statement that the lake lacks has waited; newest: when the newest statement was stored.
    """

    fault: str = ""
    write_s: float = 0.0
    last_seq: int = 0
    unfed_s: float = 0.0
    newest: datetime | None = None
    copies: tuple[Copy, ...] = ()
    jobs: JobsReading = field(default_factory=JobsReading)


def no_jobs(_connection: Connection, _now: datetime) -> JobsReading:
    return JobsReading()


def take(
    engine: Engine,
    writer: GroupCommit,
    last_in_lake: int,
    now: Callable[[], datetime],
    file: "DatabaseFile | None" = None,
    jobs_of: Callable[[Connection, datetime], JobsReading] = no_jobs,
) -> DatabaseReading:
    """Read and write. last_in_lake: number of the last statement in the lake. Raises nothing: a database that is away is a reading too."""
    start = time.perf_counter()
    fault = "database_replaced" if file is not None and file.was_replaced() else _write_fault(writer, file)
    write_s = time.perf_counter() - start
    try:
        with engine.connect() as connection:
            at, last = now(), visible_up_to(connection)
            oldest, newest = oldest_unfed(connection, last_in_lake), _newest(connection)
            copies = tuple(_copy(connection, row, at) for row in forwarding.everyone(connection))
            jobs = jobs_of(connection, at)
    except (SQLAlchemyError, StoreError):
        return DatabaseReading(fault="database_away", write_s=write_s)
    return DatabaseReading(fault, write_s, last, seconds_since(oldest, at), newest, copies, jobs)


class DatabaseFile:
    """The SQLite file this process opened: one put in its place, or none, means that we write into a file that nobody will ever read."""

    def __init__(self, engine: Engine) -> None:
        name = engine.url.database if engine.url.get_backend_name() == "sqlite" else None
        self._path = Path(name) if name and name != ":memory:" else None
        self._mark = self._file_identity()

    def was_replaced(self) -> bool:
        """False as long as there was no file to begin with."""
        return self._mark is not None and self._file_identity() != self._mark

    def may_be_written(self) -> bool:
        return self._path is None or all(os.access(path, os.W_OK) for path in (self._path, self._path.parent))

    def _file_identity(self) -> tuple[int, int] | None:
        try:
            state = self._path.stat() if self._path else None
        except OSError:
            return None
        return (state.st_dev, state.st_ino) if state else None


def _write_fault(writer: GroupCommit, file: DatabaseFile | None) -> str:
    try:
        writer.submit(write_and_undo)
    except StoreFull:
        return "database_full"
    except StoreBusy:
        return "database_busy" if file is None or file.may_be_written() else "database_not_writable"
    except (SQLAlchemyError, StoreError):
        return "database_not_writable"
    return ""


def write_and_undo(connection: Connection) -> None:
    """A real commit of a row that nobody ever sees: it comes and goes in one transaction, which must reach the disk all the same."""
    name = f"~write-test-{os.getpid()}"
    row = {"name": name, "endpoint": "", "version": "", "watermark": 0, "paused": True, "failures": 0, "refused": 0}
    connection.execute(insert(forwards).values(row))
    connection.execute(delete(forwards).where(forwards.c.name == name))


def oldest_unfed(connection: Connection, last_in_lake: int) -> datetime | None:
    """When the oldest statement was stored that the lake takes and lacks; None when it has them all."""
    after = select(statements.c.stored, statements.c.foreign_source).where(statements.c.seq > last_in_lake).order_by(statements.c.seq)
    page = after.limit(MOST_LOOKED_AT).subquery()
    stored_at = connection.execute(select(page.c.stored).where(page.c.foreign_source.is_(False)).limit(1)).scalar()
    return clock.parse(stored_at) if stored_at else None


def _newest(connection: Connection) -> datetime | None:
    stored_at = connection.execute(select(statements.c.stored).order_by(statements.c.seq.desc()).limit(1)).scalar()
    return clock.parse(stored_at) if stored_at else None


def _copy(connection: Connection, row: forwarding.Forward, at: datetime) -> Copy:
    waiting = None
    if row.lag:
        after = select(statements.c.stored).where(statements.c.seq > row.watermark).order_by(statements.c.seq).limit(1)
        stored_at = connection.execute(after).scalar()
        waiting = clock.parse(stored_at) if stored_at else None
    last = clock.parse(row.last_success) if row.last_success else None
    return Copy(row.name, row.lag, seconds_since(waiting, at), row.failures, row.refused, row.paused, last)


def seconds_since(moment: datetime | None, now: datetime) -> float:
    """0 for None and for a moment to come."""
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
