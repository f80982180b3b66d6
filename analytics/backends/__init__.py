"""Where reports are counted: DuckDB, PostgreSQL or Spark, each behind the same few functions."""
