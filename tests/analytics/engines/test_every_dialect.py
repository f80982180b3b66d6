"""Whatever a measure asks can be said to DuckDB, PostgreSQL and Spark: none needs a server for this."""

from pathlib import Path

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pytest
from standing import NOW

from analytics import engines
from analytics.backends.dialects import DIALECTS, DUCKDB, sql_of
from analytics.making import MEASURE_OF_REPORT, make
from analytics.question import Question

KEYS = {"seq", "last", "place"}
"""A statement's number, the last one of a learner, a row's place in an order that ends with its number: no two rows share one."""


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> list[engines.Query]:
    """Whatever the reports ask of a cohort, shared views and questions that are made on the fly among them."""
    asked: list[engines.Query] = []
    sql = engines.Rows._sql
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines.Rows, "_sql", lambda self, query: (asked.append(query), sql(self, query))[1])
        rows = engines.Rows(engines.connect(), tmp_path_factory.mktemp("lake"), Question("nobody", False, as_of=NOW))
        for report in MEASURE_OF_REPORT:
            make(report, rows, now=NOW)
    assert {*engines._SHARED.values()} <= {*asked}
    return list(dict.fromkeys(asked))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_question_of_a_report_can_be_said_to_every_engine(queries: list[engines.Query], dialect: str) -> None:
    for query in queries:
        assert engines._compile(query, dialect).sql, f"{query.__module__}.{query.__name__}"


@pytest.mark.parametrize("dialect", [dialect for dialect in DIALECTS if dialect != DUCKDB])
def test_a_real_number_is_a_double_to_engines_that_would_take_a_decimal(dialect: str) -> None:
    """As a decimal it keeps few digits on Spark and is slow on PostgreSQL."""
    rows = engines._cohort_table()
    assert "DOUBLE" in sql_of(rows.select(value=ibis.ifelse(rows.success, 1.0, 0.0)), dialect)


def test_a_question_that_an_engine_lacks_is_told_when_it_is_said() -> None:
    rows = engines._cohort_table()
    assert sql_of(rows.agg(value=rows.scaled.kurtosis()), DUCKDB)
    for dialect in {*DIALECTS} - {DUCKDB}:
        with pytest.raises(Exception, match="Kurtosis"):
            sql_of(rows.agg(value=rows.scaled.kurtosis()), dialect)


def test_the_greatest_of_a_kind_is_taken_by_a_number_that_no_two_rows_share(queries: list[engines.Query]) -> None:
    """Of two rows with the same key each engine takes another one."""
    keys = [(query, node.key) for query in queries for node in query(engines._cohort_table()).op().find((ops.ArgMax, ops.ArgMin))]
    assert keys
    assert [f"{query.__module__}.{query.__name__}" for query, key in keys if key.name not in KEYS] == []


def test_nothing_is_divided_by_what_may_be_zero(queries: list[engines.Query]) -> None:
    """An engine may divide before it looks at the condition that stands around a division: the divisor is a number, or null for zero."""
    divisors = [(query, node.right) for query in queries for node in query(engines._cohort_table()).op().find(ops.Divide)]
    assert divisors
    bad = [f"{query.__module__}.{query.__name__}" for query, by in divisors if not isinstance(by, (ops.Literal, ops.NullIf))]
    assert bad == []


def test_a_view_with_a_longer_name_than_postgresql_keeps_is_refused() -> None:
    def query(rows: ir.Table) -> ir.Table:
        return rows

    query.__name__ = "n" * 60
    with pytest.raises(ValueError, match="shorter one"):
        engines.shared_view(query)


def test_an_empty_lake_has_a_place_for_every_engine_that_is_named(tmp_path: Path) -> None:
    assert engines.Rows(engines.connect(), tmp_path, Question("nobody", True)).ask(engines.everyone) == []
