"""SQL in the driver's own words, for what runs at every request: SQLAlchemy's share would be larger than the database's."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from lrs.storage.database import is_sqlite

Row = tuple[Any, ...]
Values = Row | Mapping[str, Any]
_NAMED = re.compile(r"(?<!:):([a-z]+)")
"""A placeholder with a name; a cast has two colons."""


class DriverSql:
    """One SQL text, with a question mark or a `:name` for each value. Its errors are SQLAlchemy's, as everywhere else."""

    def __init__(self, sql: str) -> None:
        self._sql, self._postgresql = sql, _NAMED.sub(r"%(\1)s", sql.replace("?", "%s"))

    def rows(self, connection: Connection, values: Values) -> Sequence[Any]:
        """All rows, each a tuple."""
        try:
            return self._cursor(connection).execute(*self._call(connection, values)).fetchall()  # type: ignore[no-any-return]  # rows of the driver have no type
        except _errors(connection) as error:
            raise self._wrapped(connection, error) from error

    def write(self, connection: Connection, values: Sequence[Row]) -> None:
        """Run once for each row of values."""
        try:
            if len(values) == 1:
                self._cursor(connection).execute(*self._call(connection, values[0]))
            else:
                self._cursor(connection).executemany(*self._call(connection, values))
        except _errors(connection) as error:
            raise self._wrapped(connection, error) from error

    def write_together(self, connection: Connection, columns: Sequence[Sequence[Any]]) -> None:
        """On PostgreSQL: run once with a whole column as array for each `%b`, one message to the server instead of one a row."""
        self.write(connection, [tuple(list(column) for column in columns)])

    def _call(self, connection: Connection, values: Any) -> tuple[str, Any]:
        return (self._sql if is_sqlite(connection) else self._postgresql), values

    def _cursor(self, connection: Connection) -> Any:
        """Of the driver. On PostgreSQL answers come in the binary form: bodies as they are, not as twice as many hexadecimal digits."""
        if not connection.in_transaction() and connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.begin()  # as SQLAlchemy's own statements do; a transaction it does not know of it would not commit
        driver: Any = connection.connection.dbapi_connection
        return driver.cursor() if is_sqlite(connection) else driver.cursor(binary=True)

    def _wrapped(self, connection: Connection, error: Exception) -> BaseException:
        """Without the values: an error's text goes to the log, and statements must not."""
        _replace_when_lost(connection, error)
        dialect = connection.dialect
        return DBAPIError.instance(self._sql, None, error, _errors(connection), hide_parameters=True, dialect=dialect)


def _errors(connection: Connection) -> type[Exception]:
    driver: Any = connection.dialect.loaded_dbapi
    return driver.Error  # type: ignore[no-any-return]  # the driver's module has no type here


def _replace_when_lost(connection: Connection, error: Any) -> None:
    """Let SQLAlchemy meet a connection that PostgreSQL closed: it then makes every pooled one anew. Raises its error."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.is_disconnect(error, driver, None):
        connection.exec_driver_sql("SELECT 1")
