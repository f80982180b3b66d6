"""DuckDB inside the worker, straight on the Parquet files of the lake: nothing to install, nothing to look after."""

from collections.abc import Iterator
from shutil import rmtree
from typing import Any
from weakref import finalize

import duckdb

from analytics.backends.backend import CohortFiles, LakeTable
from analytics.backends.dialects import DUCKDB
from analytics.backends.spill_folder import make_spill_folder
from analytics.storage.rows import SCHEMA

_MEMORY = "256MB"
"""Of five million rows in one cohort every report is counted within it, with files beside it for what does not fit (bench/README.md)."""
_BATCH = 10_000
_SQL_TYPES = {"string": "VARCHAR", "float64": "DOUBLE", "int64": "BIGINT", "bool": "BOOLEAN"}


class DuckDbBackend:
    """An in-memory database that leaves room for the web process."""

    dialect = DUCKDB
    largest_kept: int | None = 500_000

    def __init__(self, *, threads: int = 2) -> None:
        folder = make_spill_folder()
        self._connection = duckdb.connect(config={"threads": threads, "memory_limit": _MEMORY, "temp_directory": str(folder)})
        self._forget_folder = finalize(self, rmtree, folder, ignore_errors=True)
        self._names: dict[str, str] = {}
        self._questions = 0

    def open_cohort(self, files: CohortFiles) -> LakeTable:
        for name in [*self._names]:
            self._drop(name)
        columns = ", ".join(f'CAST(NULL AS {_SQL_TYPES[kind]}) AS "{name}"' for name, kind in SCHEMA.items())
        paths = ", ".join("'{}'".format(f"{path}".replace("'", "''")) for path in files.paths)
        self.make_view("lake_rows", f"SELECT * FROM read_parquet([{paths}])" if paths else f"SELECT {columns} WHERE false")  # noqa: S608  our files
        return LakeTable("lake_rows")

    def forget_lakes_before(self, born: str) -> None:
        """It keeps nothing outside this process."""

    def make_table(self, name: str, sql: str) -> None:
        self._make("TABLE", name, sql)

    def make_view(self, name: str, sql: str) -> None:
        self._make("VIEW", name, sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        self._questions += 1
        return self._connection.execute(sql).fetchall()

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        self._questions += 1
        asked, answer = self._questions, self._connection.execute(sql)
        while some := answer.fetchmany(_BATCH):
            yield from some
            if asked != self._questions:  # DuckDB would go on with the rows of the newer one
                raise RuntimeError("another question was asked before the rows of this one were read")

    def close(self) -> None:
        self._connection.close()
        self._forget_folder()

    def _make(self, kind: str, name: str, sql: str) -> None:
        if name in self._names:
            self._drop(name)
        self._questions += 1
        self._connection.execute(f"CREATE TEMP {kind} {name} AS {sql}")
        self._names[name] = kind

    def _drop(self, name: str) -> None:
        self._connection.execute(f"DROP {self._names.pop(name)} IF EXISTS temp.{name}")
