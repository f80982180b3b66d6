"""A worker's one connection to the engine of reports: made when it is needed, and after a failure not tried at each report again."""

import logging
from datetime import datetime, timedelta

from analytics.backends.backend import Backend
from analytics.backends.duckdb_backend import DuckDbBackend
from analytics.backends.engine_choice import POSTGRESQL, SPARK, EngineChoice
from analytics.backends.postgresql_backend import PostgreSqlBackend
from analytics.backends.spark_backend import SparkBackend
from analytics.errors import EngineUnavailable
from infrastructure.backoff import Backoff

log = logging.getLogger(__name__)
_BACKOFF = Backoff(first_s=60, longest_s=600)


def connect(choice: EngineChoice | None = None) -> Backend:
    """A connection to the engine of the setting, DuckDB when it says nothing. Raises EngineUnavailable."""
    kind, address = choice or EngineChoice()
    if kind == POSTGRESQL:
        return PostgreSqlBackend(address)
    return SparkBackend(address) if kind == SPARK else DuckDbBackend()


class EngineConnection:
    """missing: the name of the engine while it cannot be used, else empty."""

    def __init__(self, choice: EngineChoice) -> None:
        self._choice = choice
        self._backend: Backend | None = None
        self._error: EngineUnavailable | None = None
        self._due: datetime | None = None
        self._tries = 0
        self._newest_lake = ""

    @property
    def missing(self) -> str:
        return "" if self._error is None else self._error.engine

    def backend(self, now: datetime) -> Backend:
        """The connection. Raises EngineUnavailable, at once while the last try is less than a minute ago."""
        if self._backend is not None:
            return self._backend
        if self._error is not None and self._due is not None and now < self._due:
            raise self._error
        try:
            self._backend = connect(self._choice)
        except EngineUnavailable as error:
            self._error, self._tries = error, self._tries + 1
            self._due = now + timedelta(seconds=_BACKOFF.wait_s(self._tries))
            log.error("%s", error)
            raise
        self._error, self._tries = None, 0
        return self._backend

    def drop(self) -> None:
        """Forgets a connection that may be what is broken: the next report gets another one."""
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except Exception as error:  # it is broken: that is why it is dropped
                log.warning("the connection to the engine of reports ended with %s", type(error).__name__)

    def forget_lakes_before(self, born: str, now: datetime) -> None:
        """Has what the engine keeps of another lake removed; a try that failed is made again at the next call. Never an exception."""
        if self._choice.kind != POSTGRESQL or born == self._newest_lake:
            return
        try:
            self.backend(now).forget_lakes_before(born)
            self._newest_lake = born
        except EngineUnavailable:
            return
        except Exception as error:
            log.error("what the engine of reports keeps of the lake before could not be removed: %s", type(error).__name__)
            self.drop()
