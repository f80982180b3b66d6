"""SQL in the driver's own words, for what runs at every write: SQLAlchemy's share would be larger than SQLite's."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from lrs.storage.database import is_sqlite

Row = tuple[Any, ...]


class Quick:
    """One SQL text, with a question mark for each value. Its errors are SQLAlchemy's, as everywhere else."""

    def __init__(self, sql: str) -> None:
        self._sql, self._postgresql = sql, sql.replace("?", "%s")

    def rows(self, connection: Connection, values: Row) -> Sequence[Any]:
        """All rows found."""
        if not is_sqlite(connection):
            return connection.exec_driver_sql(self._postgresql, values).all()
        try:
            return _driver(connection).execute(self._sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._wrapped(error) from error

    def write(self, connection: Connection, values: Sequence[Row]) -> None:
        """Run once for each row of values."""
        if not is_sqlite(connection):
            one = values[0] if len(values) == 1 else list(values)  # psycopg opens a pipeline for several
            connection.exec_driver_sql(self._postgresql, one)
            return
        try:
            _driver(connection).executemany(self._sql, values)
        except sqlite3.Error as error:
            raise self._wrapped(error) from error

    def write_together(self, connection: Connection, columns: Sequence[Sequence[Any]]) -> None:
        """On PostgreSQL: run once with a whole column as array for each `%b`, one message to the server instead of one a row."""
        connection.exec_driver_sql(self._postgresql, tuple(list(column) for column in columns))

    def _wrapped(self, error: sqlite3.Error) -> BaseException:
        """Without the values: an error's text goes to the log, and statements must not."""
        return DBAPIError.instance(self._sql, None, error, sqlite3.Error, hide_parameters=True)


def _driver(connection: Connection) -> sqlite3.Connection:
    driver: Any = connection.connection.dbapi_connection
    return driver  # type: ignore[no-any-return]  # rows of the driver have no type
