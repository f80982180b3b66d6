"""The engine behind the measures: Ibis on DuckDB over the Parquet files of the lake.

A measure is a function from the table of one cohort to a small answer. Its SQL is compiled once a process (Ibis takes 50-150 ms
for it, DuckDB 5 ms to answer), because the tables have one name whatever the cohort: they are made again for each.
The cohort's rows are read from the lake once a turn, and what several measures begin from is kept once beside them (`shared_view`).
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow.parquet as pq

from analytics.question import DIMENSIONS, Question
from analytics.storage import lake
from analytics.storage.rows import SCHEMA

_MEMORY = "512MB"
_DIALECT = "duckdb"
_COHORT = "cohort_rows"
_EMPTY = "no_rows"
LARGEST_KEPT = 500_000
"""Rows of a cohort that are held in memory; a larger one is read from its files by each measure."""

Query = Callable[[ir.Table], ir.Table]
"""From the rows of one cohort to the rows of the answer; a function of a module, so that its SQL can be kept."""

_SHARED: dict[str, Query] = {}


def connect(*, threads: int = 2) -> ibis.BaseBackend:
    """An in-memory DuckDB that leaves room for the web process."""
    return ibis.duckdb.connect(threads=threads, memory_limit=_MEMORY)


def shared_view(query: Query) -> Query:
    """A table that several measures begin from, made once for each cohort and turn.

    Called with the rows of the cohort, as they are, it stands for that table; called with other rows it is the query itself.
    """
    name = f"view_{query.__module__}_{query.__name__}".replace(".", "_")
    _SHARED[name] = query

    def view(rows: ir.Table) -> ir.Table:
        if not rows.equals(_cohort_table()):
            return query(rows)
        return ibis.table(_schema_of(name), name=name)

    view.__doc__ = query.__doc__
    return view


class Rows:
    """The statements that one question is about. One at a time on a connection: the next one takes its place."""

    def __init__(self, backend: ibis.BaseBackend, folder: Path, question: Question) -> None:
        """folder: the lake. Voided statements and those that void are left out; so are those that do not say whether they are simulated."""
        self._backend = backend
        self._views: set[str] = set()
        self.question = question
        files = lake.parts(folder, question.scope)
        table = _narrowed(_counted(backend, [str(part.path) for part in files], question), question)
        backend.raw_sql(f"DROP TABLE IF EXISTS temp.{_COHORT}")
        backend.raw_sql(f"DROP VIEW IF EXISTS {_COHORT}")
        if sum(pq.read_metadata(part.path).num_rows for part in files) <= LARGEST_KEPT:
            backend.create_table(_COHORT, table, temp=True)
        else:
            backend.create_view(_COHORT, table)

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """The answer's rows as column -> value."""
        cursor = self._backend.raw_sql(self._sql(query))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def learners(self, query: Query) -> int:
        """How many different learners the rows of a query with a `subject` are about."""
        cursor = self._backend.raw_sql(f"SELECT count(DISTINCT subject) FROM ({self._sql(query)})")  # noqa: S608  our own compiled SQL
        return int(cursor.fetchone()[0])

    def _sql(self, query: Query) -> str:
        """The SQL of a query, once the shared views that it begins from are there."""
        compiled = _compile(query)
        for name in compiled.views:
            if name not in self._views:
                self._backend.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {self._sql(_SHARED[name])}")
                self._views.add(name)
        return compiled.sql


def everyone(table: ir.Table) -> ir.Table:
    """All the rows."""
    return table


def latest_values(table: ir.Table) -> ir.Table:
    """One row a learner: the role, language and edition of her latest statement, `unknown` where it does not say."""
    values = {
        "role": table.role.fill_null("unknown"),
        "language": table.language.fill_null("unknown").substr(0, 2),
        "edition": ibis.ifelse(table.offline.fill_null(False), "offline", table.platform.fill_null("unknown")),
    }
    return table.group_by("subject").agg(**{name: value.argmax(table.seq) for name, value in values.items()})


class _Compiled(NamedTuple):
    """sql; views: the shared views it reads."""

    sql: str
    views: tuple[str, ...]


@cache
def _compile(query: Query) -> _Compiled:
    answer = query(_cohort_table())
    names = {table.name for table in answer.op().find(ops.UnboundTable)} & _SHARED.keys()
    return _Compiled(str(ibis.to_sql(answer, dialect=_DIALECT)), tuple(sorted(names)))


@cache
def _schema_of(name: str) -> ibis.Schema:
    return _SHARED[name](_cohort_table()).schema()


@cache
def _cohort_table() -> ir.Table:
    return ibis.table({name: _IBIS_TYPES[kind] for name, kind in SCHEMA.items()}, name=_COHORT)


_SQL_TYPES = {"string": "VARCHAR", "float64": "DOUBLE", "int64": "BIGINT", "bool": "BOOLEAN"}
_IBIS_TYPES = {"string": "string", "float64": "float64", "int64": "int64", "bool": "boolean"}


def _counted(backend: ibis.BaseBackend, files: list[str], question: Question) -> ir.Table:
    """The rows of the cohort in these files, without voided ones and those that void."""
    if not files:
        columns = ", ".join(f'"{name}" {_SQL_TYPES[kind]}' for name, kind in SCHEMA.items())
        backend.raw_sql(f"CREATE TABLE IF NOT EXISTS {_EMPTY} ({columns})")
        return backend.table(_EMPTY)
    table = backend.read_parquet(files)
    voiding = table.filter(table.voids.notnull()).select(id=table.voids).distinct()
    table = table.filter(table.cohort == question.scope, table.simulated == question.simulated, table.voids.isnull())
    if int(voiding.count().to_pyarrow().as_py()):  # else no query has to read a million ids
        table = table.anti_join(voiding, "id")
    return table


def _narrowed(table: ir.Table, question: Question) -> ir.Table:
    """The rows of the learners, the time and the arm asked for."""
    if question.filters:
        learners = latest_values(table)
        fits = [learners[name] == question.filters[name] for name in DIMENSIONS if name in question.filters]
        table = table.semi_join(learners.filter(*fits), "subject")
    if question.arm is not None:
        table = table.filter(table.arm == question.arm)
    if question.period is not None:
        begins, ends = (instant.timestamp() for instant in question.period)
        table = table.filter(table.at >= begins, table.at < ends)
    return table
