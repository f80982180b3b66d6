"""The rows of one cohort behind the measures: Ibis expressions, said to the engine that one setting chooses.

A measure is a function from the table of one cohort to a small answer. Its SQL is compiled once a process (Ibis takes 50-150 ms
for it, DuckDB 5 ms to answer), because the tables have one name whatever the cohort: they are made again for each.
The cohort's rows are read from the lake once a turn, and what several measures begin from is kept once beside them (`shared_view`).
"""

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow.parquet as pq

from analytics.backends.backend import Backend, CohortFiles, LakeTable
from analytics.backends.dialects import sql_of
from analytics.backends.engine_connection import connect as connect
from analytics.question import DIMENSIONS, Question
from analytics.storage import lake
from analytics.storage.lake_series import folder_of
from analytics.storage.rows import SCHEMA

_COHORT = "cohort_rows"

Query = Callable[[ir.Table], ir.Table]
"""From the rows of one cohort to the rows of the answer; a function of a module, so that its SQL can be kept."""

_SHARED: dict[str, Query] = {}
LONGEST_NAME = 63
"""Letters of a table's name that PostgreSQL keeps: two longer ones could be one to it."""


def shared_view(query: Query) -> Query:
    """A table that several measures begin from, made once for each cohort and turn.

    Called with the rows of the cohort, as they are, it stands for that table; called with other rows it is the query itself.
    """
    name = f"view_{query.__module__.removeprefix('analytics.measures.')}_{query.__name__}".replace(".", "_")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"{name} is longer than the names of PostgreSQL: give the function a shorter one")
    _SHARED[name] = query

    def view(rows: ir.Table) -> ir.Table:
        if not rows.equals(_cohort_table()):
            return query(rows)
        return ibis.table(_schema_of(name), name=name)

    view.__doc__ = query.__doc__
    return view


class Rows:
    """The statements that one question is about. One at a time on a connection: the next one takes its place."""

    def __init__(self, backend: Backend, folder: Path, question: Question) -> None:
        """folder: the lake. Voided statements and those that void are left out; so are those that do not say whether they are simulated."""
        self._backend = backend
        self._views: set[str] = set()
        self._learners: dict[Query, int] = {}
        self.question = question
        files = CohortFiles(folder_of(question.scope), lake.born(folder), lake.parts(folder, question.scope))
        self._make_cohort(backend.open_cohort(files), sum(pq.read_metadata(path).num_rows for path in files.paths))

    def _make_cohort(self, of_lake: LakeTable, n_rows: int) -> None:
        table = _table(of_lake.name, of_lake.schema)
        has_voids = bool(self._backend.rows(sql_of(table.agg(n=table.voids.count()), self._backend.dialect))[0][0])
        sql = sql_of(_narrowed(_counted(table, self.question, has_voids=has_voids), self.question), self._backend.dialect)
        if self._backend.largest_kept is None or n_rows <= self._backend.largest_kept:
            self._backend.make_table(_COHORT, sql)
        else:
            self._backend.make_view(_COHORT, sql)

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """The answer's rows as column -> value."""
        return list(self.each(query))

    def each(self, query: Query) -> Iterator[dict[str, Any]]:
        """The same a row at a time, for answers of many rows; to be read to its end before the next question."""
        sql = self._sql(query)
        names = _compile(query, self._backend.dialect).columns
        for row in self._backend.each(sql):
            yield dict(zip(names, row, strict=True))

    def learners(self, query: Query) -> int:
        """How many different learners the rows of a query with a `subject` are about."""
        if query not in self._learners:  # several reports ask for the same
            sql = f"SELECT count(DISTINCT subject) FROM ({self._sql(query)}) AS answers"  # noqa: S608  our own compiled SQL
            self._learners[query] = int(self._backend.rows(sql)[0][0])
        return self._learners[query]

    @cached_property
    def newest(self) -> tuple[float | None, int]:
        """When the latest of these statements was stored, in seconds since 1970 UTC, and its number; (None, 0) without any."""
        (row,) = self.ask(_newest)
        return row["stored"], row["seq"] or 0

    def _sql(self, query: Query) -> str:
        """The SQL of a query, once the shared views that it begins from are there."""
        compiled_query = _compile(query, self._backend.dialect)
        for name in compiled_query.views:
            if name not in self._views:
                self._backend.make_table(name, self._sql(_SHARED[name]))
                self._views.add(name)
        return compiled_query.sql


def everyone(table: ir.Table) -> ir.Table:
    """All the rows."""
    return table


def _newest(table: ir.Table) -> ir.Table:
    return table.agg(stored=table.stored.max(), seq=table.seq.max())


@shared_view
def latest_values(table: ir.Table) -> ir.Table:
    """One row a learner: the role, language and edition of her latest statement, `unknown` where it does not say."""
    values = {
        "role": table.role.fill_null("unknown"),
        "language": table.language.fill_null("unknown").substr(0, 2),
        "edition": ibis.ifelse(table.offline.fill_null(False), "offline", table.platform.fill_null("unknown")),
    }
    return table.group_by("subject").agg(**{name: value.argmax(table.seq) for name, value in values.items()})


class _Compiled(NamedTuple):
    """columns: names of the answer's; views: the shared views it reads."""

    sql: str
    columns: tuple[str, ...]
    views: tuple[str, ...]


@cache
def _compile(query: Query, dialect: str) -> _Compiled:
    answer = query(_cohort_table())
    names = {table.name for table in answer.op().find(ops.UnboundTable)} & _SHARED.keys()
    return _Compiled(sql_of(answer, dialect), tuple(answer.columns), tuple(sorted(names)))


@cache
def _schema_of(name: str) -> ibis.Schema:
    return _SHARED[name](_cohort_table()).schema()


@cache
def _cohort_table() -> ir.Table:
    return _table(_COHORT)


def _table(name: str, schema: str | None = None) -> ir.Table:
    return ibis.table({column: _IBIS_TYPES[kind] for column, kind in SCHEMA.items()}, name=name, database=schema)


_IBIS_TYPES = {"string": "string", "float64": "float64", "int64": "int64", "bool": "boolean"}


def _counted(table: ir.Table, question: Question, *, has_voids: bool) -> ir.Table:
    """The rows of the cohort in its lake's table, without voided ones and those that void."""
    rows = table.filter(table.cohort == question.scope, table.simulated == question.simulated, table.voids.isnull())
    if has_voids:  # else no query has to read a million ids
        rows = rows.anti_join(table.filter(table.voids.notnull()).select(id=table.voids).distinct(), "id")
    return rows


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
