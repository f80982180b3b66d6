"""Spark: a cluster that reads the Parquet files of the lake, for lakes that one machine cannot count.

Its executors open the files by their paths, so the data folder is one that every machine of the cluster sees under the same path.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from analytics.backends.backend import CohortFiles, LakeTable
from analytics.backends.dialects import SPARK
from analytics.errors import EngineUnavailable
from analytics.storage.rows import SCHEMA

_TYPES = {"string": "STRING", "float64": "DOUBLE", "int64": "BIGINT", "bool": "BOOLEAN"}
_ALWAYS = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "false", "spark.ui.showConsoleProgress": "false"}
"""Without ANSI: with it the correlation of what does not vary is an error, and not null as elsewhere."""

_ON_THIS_MACHINE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
}
"""For a master that begins with `local`. A cluster's memory and partitions are its operator's, in spark-defaults.conf."""

_LONGEST_REASON = 300


class SparkBackend:
    """One session; what is kept is cached on the executors."""

    dialect = SPARK
    largest_kept: int | None = None

    def __init__(self, master: str) -> None:
        """master: `local-cluster[2,1,1024]`, `yarn`, `spark://host:7077`. Raises EngineUnavailable."""
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise EngineUnavailable("Spark", "the package pyspark is not installed: pip install -r requirements/spark.txt") from error
        builder = SparkSession.builder.master(master).appName("hors-les-murs-reports")
        for name, value in (_ALWAYS | (_ON_THIS_MACHINE if master.startswith("local") else {})).items():
            builder = builder.config(name, value)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        try:
            self._session = builder.getOrCreate()
        except Exception as error:  # no Java, no cluster: PySpark has no one class for it
            raise EngineUnavailable("Spark", f"{type(error).__name__}: {error}".splitlines()[0][:_LONGEST_REASON]) from error
        self._session.sparkContext.setLogLevel("ERROR")
        self._error = PySparkException
        self._names: list[str] = []

    @property
    def executors(self) -> int:
        """Processes that count, without the driver."""
        return int(self._session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1

    def open_cohort(self, files: CohortFiles) -> LakeTable:
        for name in reversed(self._names):
            self._session.catalog.uncacheTable(name)
            self._session.catalog.dropTempView(name)
        self._names.clear()
        schema = ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in SCHEMA.items())
        paths = [f"{path}" for path in files.paths]
        rows = self._session.read.schema(schema).parquet(*paths) if paths else self._session.createDataFrame([], schema)
        rows.createOrReplaceTempView("lake_rows")
        return LakeTable("lake_rows")

    def forget_lakes_before(self, born: str) -> None:
        """It keeps nothing outside this session, whose next cohort takes the place of the one before."""

    def make_table(self, name: str, sql: str) -> None:
        self.make_view(name, sql)
        self._session.catalog.cacheTable(name)

    def make_view(self, name: str, sql: str) -> None:
        self._run(sql).createOrReplaceTempView(name)
        self._names.append(name)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in self._run(sql).collect()]
        except self._error as error:
            raise _short(error) from None

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        yield from self.rows(sql)

    def close(self) -> None:
        with suppress(Exception):  # a session whose cluster went away cannot say goodbye
            self._session.stop()

    def _run(self, sql: str) -> Any:
        try:
            return self._session.sql(sql)
        except self._error as error:
            raise _short(error) from None


def _short(error: Exception) -> Exception:
    """Spark tells the whole plan of a query that fails, 60 kB of it."""
    return RuntimeError(f"{error}".strip().splitlines()[0][:_LONGEST_REASON])
