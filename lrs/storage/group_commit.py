"""One writer thread that commits the works of many callers together, and answers each only after the commit."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from lrs.errors import StoreBusy, StoreFull
from lrs.storage.database import each_statement_alone, is_sqlite

Result = TypeVar("Result")
Work = Callable[[Connection], Any]

LARGEST_GROUP = 256
RETRIES = 3
_ROLLED_BACK = ("23505", "40001", "40P01")
"""PostgreSQL's codes for a unique violation, a serialization failure, a deadlock."""


class GroupCommit:
    """The one way to write. On SQLite works run in SAVEPOINTs of one transaction; on PostgreSQL each is a plain transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(writes=True)
        self._statement_by_statement = each_statement_alone(engine)
        self._queue: deque[tuple[Work, Future[Any]]] = deque()
        self._wakes = threading.Condition()
        self._gate = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._since: float | None = None

    def submit(self, work: Callable[[Connection], Result], *, at_once: Callable[[Connection], Result | None] | None = None) -> Result:
        """Run work(connection), commit, and give its result. What work raises is raised here and nothing of it is kept.

        Work does no rendering, hashing or network, and never commits. It may run again if its transaction was rolled back.
        at_once: the same work as one SQL statement, tried first on PostgreSQL, where it is a transaction by itself: one round trip
        instead of three and more. It gives None when it has written nothing because the work needs more than that.
        Raises StoreFull when the disk is full, StoreBusy when the database is locked or away.
        """
        if not is_sqlite(self.engine):
            return self._plain(work, at_once)
        future: Future[Result] = Future()
        with self._wakes:
            if self._closed:
                raise StoreBusy()
            self._queue.append((work, future))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
                self._thread.start()
            self._wakes.notify()
        return future.result()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the writer still, for a maintenance task of this process that writes by other means."""
        with self._gate:
            yield

    @property
    def in_flight_since(self) -> float | None:
        """Unix time at which the transaction now open began; None when nothing is being written."""
        return self._since

    def close(self) -> None:
        """Finish what is queued, then stop."""
        with self._wakes:
            self._closed = True
            self._wakes.notify()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _run(self) -> None:
        while True:
            with self._wakes:
                while not self._queue and not self._closed:
                    self._wakes.wait()
                if not self._queue:
                    return
                group = [self._queue.popleft() for _ in range(min(len(self._queue), LARGEST_GROUP))]
            self._since = time.time()
            try:
                with self._gate:
                    self._commit_together(group)
            finally:
                self._since = None

    def _commit_together(self, group: list[tuple[Work, Future[Any]]]) -> None:
        answers: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._writing.connect() as connection, connection.begin():
                if len(group) == 1:
                    answers.append((group[0][1], group[0][0](connection), None))
                else:
                    answers = [(future, *_run_in_savepoint(connection, work)) for work, future in group]
        except BaseException as error:
            for _, future in group:
                future.set_exception(explain(error))
            return
        for future, result, failure in answers:
            if failure is None:
                future.set_result(result)
            else:
                future.set_exception(failure)

    def _plain(self, work: Callable[[Connection], Result], at_once: Callable[[Connection], Result | None] | None) -> Result:
        for attempt in range(RETRIES):
            try:
                if at_once is not None:
                    with self._statement_by_statement.connect() as connection:
                        result = at_once(connection)
                    if result is not None:
                        return result
                with self._writing.begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                # Two workers met on one id or one row: ours was rolled back and the other has committed by now, so look again.
                # A connection lost is not tried again here: whether its commit arrived is not known.
                if attempt == RETRIES - 1 or getattr(error.orig, "sqlstate", None) not in _ROLLED_BACK:
                    raise explain(error) from error
        raise AssertionError("unreachable")


def _run_in_savepoint(connection: Connection, work: Work) -> tuple[Any, BaseException | None]:
    savepoint = connection.begin_nested()
    try:
        result = work(connection)
    except BaseException as error:
        if _ends_group(connection, error):
            raise
        savepoint.rollback()
        return None, error
    savepoint.commit()
    return result, None


def _ends_group(connection: Connection, error: BaseException) -> bool:
    """SQLite rolls the whole transaction back by itself when the disk is full or fails: then nobody's work is kept."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, sqlite3.OperationalError):
        dbapi = connection.connection.dbapi_connection
        return "full" in str(error.orig) or "I/O" in str(error.orig) or not getattr(dbapi, "in_transaction", True)
    return False


def explain(error: BaseException) -> BaseException:
    """The store's own error for a database that is full, busy or away; others as they are."""
    if isinstance(error, DBAPIError):
        words = str(error.orig).lower()
        if "full" in words or "no space" in words:
            return StoreFull()
        if isinstance(error, OperationalError):
            return StoreBusy()
    return error
