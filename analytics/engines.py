"""The engine behind the measures: Ibis on DuckDB over the Parquet files of the lake."""

from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from analytics import lake
from analytics.rows import SCHEMA

_MEMORY = "512MB"


def connect(*, threads: int = 2) -> ibis.BaseBackend:
    """An in-memory DuckDB that leaves room for the web process."""
    return ibis.duckdb.connect(threads=threads, memory_limit=_MEMORY)


def rows(backend: ibis.BaseBackend, folder: Path) -> ir.Table:
    """Every statement of the lake that counts: voided ones are left out, and so are the statements that void."""
    files = [str(part.path) for part in lake.parts(folder)]
    if not files:
        return ibis.memtable(pa.table({name: pa.array([], pa.type_for_alias(kind)) for name, kind in SCHEMA.items()}))
    table = backend.read_parquet(files)
    voided = table.filter(table.voids.notnull()).select(id=table.voids).distinct()
    return table.filter(table.voids.isnull()).anti_join(voided, "id")


def fetch(table: ir.Table) -> list[dict[str, Any]]:
    """The rows of a small answer."""
    answer: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return answer


def distinct_subjects(table: ir.Table) -> int:
    """How many different learners the rows are about."""
    return int(table.subject.nunique().to_pyarrow().as_py())


def of_cohort(table: ir.Table, cohort: str, *, simulated: bool) -> ir.Table:
    """The rows of one cohort: simulated learners or real ones, never both; rows that do not say which are counted by nobody."""
    return table.filter(table.cohort == cohort, table.simulated == simulated)
