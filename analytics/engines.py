"""The engine behind the measures: Ibis on DuckDB over the Parquet files of the lake.

A measure is a function from the table of one cohort to a small answer. Its SQL is compiled once a process (Ibis takes 50-150 ms
for it, DuckDB 5 ms to answer), because the table has one name whatever the cohort: a view that is made again for each.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from analytics import lake
from analytics.rows import SCHEMA

_MEMORY = "512MB"
_DIALECT = "duckdb"
_VIEW = "cohort_rows"
_EMPTY = "no_rows"

Query = Callable[[ir.Table], ir.Table]
"""From the rows of one cohort to the rows of the answer; a function of a module, so that its SQL can be kept."""


def connect(*, threads: int = 2) -> ibis.BaseBackend:
    """An in-memory DuckDB that leaves room for the web process."""
    return ibis.duckdb.connect(threads=threads, memory_limit=_MEMORY)


class Rows:
    """The statements of one cohort that count. One at a time on a connection: the next one takes its place."""

    def __init__(self, backend: ibis.BaseBackend, folder: Path, cohort: str, *, simulated: bool, role: str | None = None) -> None:
        """Simulated learners or real ones, never both; statements that do not say which are counted by nobody.

        folder: the lake. role: only learners of this role. Voided statements and those that void are left out.
        """
        self._backend = backend
        table = _all(backend, folder)
        voiding = table.filter(table.voids.notnull()).select(id=table.voids).distinct()
        table = table.filter(table.cohort == cohort, table.simulated == simulated, table.voids.isnull())
        if role is not None:
            table = table.filter(table.role == role)
        if int(voiding.count().to_pyarrow().as_py()):  # else no query has to read a million ids
            table = table.anti_join(voiding, "id")
        backend.create_view(_VIEW, table, overwrite=True)

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """The answer's rows as column -> value."""
        cursor = self._backend.raw_sql(_sql(query))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def learners(self, query: Query) -> int:
        """How many different learners the rows of a query with a `subject` are about."""
        cursor = self._backend.raw_sql(f"SELECT count(DISTINCT subject) FROM ({_sql(query)})")  # noqa: S608  our own compiled SQL
        return int(cursor.fetchone()[0])


def everyone(table: ir.Table) -> ir.Table:
    """All the rows."""
    return table


@cache
def _sql(query: Query) -> str:
    table = ibis.table({name: _IBIS_TYPES[kind] for name, kind in SCHEMA.items()}, name=_VIEW)
    return str(ibis.to_sql(query(table), dialect=_DIALECT))


_SQL_TYPES = {"string": "VARCHAR", "float64": "DOUBLE", "int64": "BIGINT", "bool": "BOOLEAN"}
_IBIS_TYPES = {"string": "string", "float64": "float64", "int64": "int64", "bool": "boolean"}


def _all(backend: ibis.BaseBackend, folder: Path) -> ir.Table:
    files = [str(part.path) for part in lake.parts(folder)]
    if files:
        return backend.read_parquet(files)
    columns = ", ".join(f'"{name}" {_SQL_TYPES[kind]}' for name, kind in SCHEMA.items())
    backend.raw_sql(f"CREATE TABLE IF NOT EXISTS {_EMPTY} ({columns})")
    return backend.table(_EMPTY)
