"""How an Ibis expression is said to each engine, so that all of them count the same figures.

Ibis 12 says some operations to PostgreSQL and Spark in a way that fails or counts otherwise than DuckDB (docs/decisions/0062). They are
mended here, once and for every measure, and not in the measures. What no engine can be told raises when it is compiled; a test compiles
every expression for all three.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import ibis.backends.sql.compilers as compilers
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import SQLGlotCompiler
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

DUCKDB, POSTGRESQL, SPARK = "duckdb", "postgresql", "spark"
DIALECTS = (DUCKDB, POSTGRESQL, SPARK)


def sql_of(expression: ir.Table, dialect: str) -> str:
    """The SQL of an expression over tables that are known by name alone. Raises what Ibis raises when an engine lacks an operation."""
    compiler = _compiler(dialect)
    return str(compiler.to_sqlglot(expression.unbind()).sql(dialect=compiler.dialect))


def _real_literal(compiler: Any, value: Any, dtype: dt.DataType) -> Any:
    """A real number as a double; without the cast it is a decimal to PostgreSQL and to Spark, whose means keep few digits."""
    return compiler.cast(sge.convert(value), dtype) if dtype.is_floating() and abs(value) < float("inf") else None


class _PostgreSql(PostgresCompiler):  # type: ignore[misc]  # Ibis has no types
    """Sums and means of whole numbers are numeric there; a moment, a spread or a correlation of them is one of numerics, and slow."""

    __slots__ = ()

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: dt.DataType) -> Any:
        real = _real_literal(self, value, dtype)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype) if real is None else real

    def visit_Sum(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self.cast(super().visit_Sum(op, arg=arg, where=where), op.dtype)

    def visit_Mean(self, op: Any, *, arg: Any, where: Any) -> Any:
        if op.arg.dtype.is_boolean():
            arg = self.cast(arg, dt.int32)
        return self.agg.avg(self.cast(arg, dt.float64), where=where)


class _Spark(PySparkCompiler):  # type: ignore[misc]  # Ibis has no types
    """Ibis asks an option that only a connection has, and puts the condition of a median on its 0.5 too."""

    __slots__ = ()

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: dt.DataType) -> Any:
        if dtype.is_floating():
            return _real_literal(self, value, dtype)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_Field(self, op: Any, *, rel: Any, name: str) -> Any:
        return SQLGlotCompiler.visit_Field(self, op, rel=rel, name=name)

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:
        return self.visit_Quantile(op, arg=arg, quantile=sge.convert(0.5), where=where)

    def visit_Quantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        """percentile lies between two values as elsewhere, and has no place for a condition but in its argument."""
        return self.f.percentile(arg if where is None else self.if_(where, arg, sge.Null()), quantile)

    def visit_GroupConcat(self, op: Any, *, arg: Any, sep: Any, where: Any, order_by: Any) -> Any:
        if not order_by:
            return super().visit_GroupConcat(op, arg=arg, sep=sep, where=where, order_by=order_by)
        if where is not None:
            arg = self.if_(where, arg, sge.Null())
        return sge.WithinGroup(this=self.f.anon.listagg(arg, sep), expression=sge.Order(expressions=list(order_by)))


_MAKERS: dict[str, Callable[[], SQLGlotCompiler]] = {
    DUCKDB: lambda: compilers.duckdb.compiler,
    POSTGRESQL: _PostgreSql,
    SPARK: _Spark,
}


@cache
def _compiler(dialect: str) -> SQLGlotCompiler:
    return _MAKERS[dialect]()
