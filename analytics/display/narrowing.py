"""A report narrowed to one module: the lines of it that are shown anyway, so nothing new is told."""

from dataclasses import replace

from analytics.shape import POOL_KEY, Result, Table

MODULE = "module"


def modules(result: Result) -> tuple[str, ...]:
    """Keys of the modules that lines of the report are about, each once, in their order; those told together with others have none."""
    found = (row[place] for table in result.tables if (place := _place(table)) is not None for row in table.rows)
    return tuple(dict.fromkeys(key for key in found if isinstance(key, str) and key and not key.startswith(POOL_KEY)))


def of_module(result: Result, module: str) -> Result:
    """The tables that tell modules apart, with the lines and charts of this one; headlines are about all modules and go.

    The number of learners stays that of the report.
    """
    tables = tuple(_narrowed(table, place, module) for table in result.tables if (place := _place(table)) is not None)
    return replace(result, tables=tables, stats=())


def _narrowed(table: Table, place: int, module: str) -> Table:
    rows = tuple(row for row in table.rows if row[place] == module)
    subjects = {row[0] for row in rows}
    figures = tuple(figure for figure in table.figures if figure.subject is not None and figure.subject in subjects)
    return replace(table, rows=rows, figures=figures)


def _place(table: Table) -> int | None:
    """Of the column that says the module."""
    return next((place for place, column in enumerate(table.columns) if column.kind == "name" and column.names == MODULE), None)
