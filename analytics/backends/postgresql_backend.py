"""PostgreSQL: the rows of the lake in a schema of their own, one table a cohort, filled from the lake's files when they grow.

The lake stays the truth: a table here is a copy that says which files it holds. A lake that was begun anew (somebody was erased, the
definition of a row changed) has another birth, and every copy of the lake before is dropped with the first cohort that is opened.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq
from psycopg.types.numeric import FloatLoader

from analytics.backends.backend import CohortFiles, LakeTable
from analytics.backends.dialects import POSTGRESQL
from analytics.errors import EngineUnavailable
from analytics.storage.lake_series import Part
from analytics.storage.rows import SCHEMA

SCHEMA_NAME = "hors_les_murs_lake"
_TYPES = {"string": 'text COLLATE "C"', "float64": "double precision", "int64": "bigint", "bool": "boolean"}
"""Texts sort by their bytes, as in DuckDB and Spark, whatever the language of the database."""

_OPTIONS = "-c enable_nestloop=off -c work_mem=64MB -c statement_timeout=600000 -c timezone=UTC -c client_min_messages=warning"
"""Without nested loops: the planner takes them for the joins of reports, and takes a hundred times as long (measured)."""

_CONNECT_S = 10
_BATCH = 50_000
_MAKE = (
    "CREATE TABLE IF NOT EXISTS hors_les_murs_lake.copies"
    " (folder text, born text, after bigint, upto bigint, PRIMARY KEY (folder, after, upto))"
)
_OTHERS = "SELECT DISTINCT folder FROM hors_les_murs_lake.copies WHERE born <> %s"
_RANGES = "SELECT after, upto FROM hors_les_murs_lake.copies WHERE folder = %s ORDER BY after, upto"
_FORGET = "DELETE FROM hors_les_murs_lake.copies WHERE folder = %s"
_NOTE = "INSERT INTO hors_les_murs_lake.copies VALUES (%s, %s, %s, %s)"


class PostgreSqlBackend:
    """One connection; tables that are kept are its own and go with it."""

    dialect = POSTGRESQL
    largest_kept: int | None = None

    def __init__(self, address: str) -> None:
        """address: `postgresql://…`. Raises EngineUnavailable."""
        try:
            self._connection = psycopg.connect(address, autocommit=True, options=_OPTIONS, connect_timeout=_CONNECT_S)
            self._connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [SCHEMA_NAME])  # two that make it at once fail both
            self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA_NAME}")
            self._connection.execute(_MAKE)
            self._connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", [SCHEMA_NAME])
            self._connection.adapters.register_loader("numeric", FloatLoader)  # the mean of whole numbers
        except psycopg.Error as error:
            raise EngineUnavailable("PostgreSQL", f"{error}".strip().splitlines()[0]) from error
        self._names: dict[str, str] = {}

    def open_cohort(self, files: CohortFiles) -> LakeTable:
        for name in [*self._names]:
            self._drop(name)
        with self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [SCHEMA_NAME])
            self.forget_lakes_before(files.born)
            self._copy(files)
        return LakeTable(files.folder, SCHEMA_NAME)

    def make_table(self, name: str, sql: str) -> None:
        self._make("TABLE", name, sql)
        self._connection.execute(_raw(f"ANALYZE {name}"))

    def make_view(self, name: str, sql: str) -> None:
        self._make("VIEW", name, sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(_raw(sql)).fetchall()

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        yield from self._connection.execute(_raw(sql))

    def close(self) -> None:
        self._connection.close()

    def _make(self, kind: str, name: str, sql: str) -> None:
        if name in self._names:
            self._drop(name)
        self._connection.execute(_raw(f"CREATE TEMP {kind} {name} AS {sql}"))
        self._names[name] = kind

    def _drop(self, name: str) -> None:
        self._connection.execute(_raw(f"DROP {self._names.pop(name)} IF EXISTS pg_temp.{name} CASCADE"))

    def forget_lakes_before(self, born: str) -> None:
        for (folder,) in self._connection.execute(_OTHERS, [born]).fetchall():
            self._forget(folder)

    def _forget(self, folder: str) -> None:
        self._connection.execute(_raw(f"DROP TABLE IF EXISTS {_table_of(folder)}"))
        self._connection.execute(_FORGET, [folder])

    def _copy(self, files: CohortFiles) -> None:
        """Brings in the rows whose numbers are not there yet; a file that was made again from others brings nothing new."""
        held_ranges = self._ranges(files.folder)
        if any(not _is_inside(one, [(part.after, part.upto) for part in files.parts]) for one in held_ranges):  # a file was set aside
            self._forget(files.folder)
            held_ranges = []
        columns = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in SCHEMA.items())
        self._connection.execute(_raw(f"CREATE TABLE IF NOT EXISTS {_table_of(files.folder)} ({columns})"))
        new = [part for part in files.parts if not _is_inside((part.after, part.upto), held_ranges)]
        for part in new:
            self._copy_file(files.folder, part, held_ranges)
        if new:
            self._connection.execute(_FORGET, [files.folder])
            self._connection.cursor().executemany(_NOTE, [(files.folder, files.born, one.after, one.upto) for one in files.parts])
            self._connection.execute(_raw(f"ANALYZE {_table_of(files.folder)}"))

    def _ranges(self, folder: str) -> list[tuple[int, int]]:
        return self._connection.execute(_RANGES, [folder]).fetchall()

    def _copy_file(self, folder: str, part: Part, held_ranges: list[tuple[int, int]]) -> None:
        names = ", ".join(f'"{name}"' for name in SCHEMA)
        order = _raw(f"COPY {_table_of(folder)} ({names}) FROM STDIN WITH (FORMAT csv)")
        with self._connection.cursor().copy(order) as copy:
            for batch in pq.ParquetFile(part.path).iter_batches(_BATCH, columns=list(SCHEMA)):
                text = pa.BufferOutputStream()
                csv.write_csv(_without(batch, held_ranges), text, csv.WriteOptions(include_header=False))
                copy.write(text.getvalue())


def _without(batch: pa.RecordBatch, held_ranges: list[tuple[int, int]]) -> pa.RecordBatch:
    """The rows whose numbers are in none of these ranges."""
    for after, upto in held_ranges:
        batch = batch.filter(pc.or_(pc.less_equal(batch["seq"], after), pc.greater(batch["seq"], upto)))
    return batch


def _is_inside(one: tuple[int, int], ranges: list[tuple[int, int]]) -> bool:
    """Whether a range of numbers lies in the union of others, which are in order."""
    reached, end = one
    for after, upto in sorted(ranges):
        if after <= reached:
            reached = max(reached, upto)
    return reached >= end


def _table_of(folder: str) -> str:
    """`cohort=<uuid>`, as the lake names its folders, is a name of letters, digits, = and -."""
    return f'{SCHEMA_NAME}."{folder}"'


def _raw(sql: str) -> Any:
    """Our own SQL, compiled from expressions, with no value of anybody in it; a % in it is no placeholder, since none is given."""
    return sql
