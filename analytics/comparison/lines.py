"""The main figures of one released result: its headlines, and the lines of the tables that its definition names."""

from collections.abc import Iterator
from typing import NamedTuple

from analytics.catalogue import REPORTS
from analytics.comparison.differences import Estimate
from analytics.definition import Main
from analytics.shape import Cell, Column, Hidden, Result, Stat, Table

HEADLINES = "headlines"
"""The table of headlines."""
STAT = Column("headline", "name", "stat")


class Line(NamedTuple):
    """What one line prints. names: its cells that say what it is about."""

    names: tuple[Cell, ...]
    n: Cell
    value: Cell
    low: Cell
    high: Cell

    @property
    def is_hidden(self) -> bool:
        """Whether too few learners are behind it to show its figure."""
        return isinstance(self.n, Hidden) or isinstance(self.value, Hidden)

    @property
    def estimate(self) -> Estimate | None:
        """Value and bounds as printed; None when one of them is not."""
        numbers = [float(cell) for cell in (self.value, self.low, self.high) if isinstance(cell, (int, float))]
        return Estimate(*numbers) if len(numbers) == 3 else None


class Part(NamedTuple):
    """The lines of one table. columns: those of the names, then n, value and bounds, as the report prints them."""

    key: str
    names: tuple[Column, ...]
    figures: tuple[Column, ...]
    lines: tuple[Line, ...]
    is_sound: bool


def parts(result: Result) -> list[Part]:
    """Headlines first. Nothing of a report that counts too few learners: then no line of it is shown either."""
    all_parts = [_headlines(result.stats)] if result.stats else []
    for main in REPORTS[result.report].main:
        table = result.table(main.table)
        if table is not None:
            all_parts.append(_part(table, main))
    return all_parts


def is_comparable(report: str) -> bool:
    """Whether the report has main figures."""
    return bool(REPORTS[report].main)


def _headlines(stats: tuple[Stat, ...]) -> Part:
    """Shares of acts: many of one learner, so that no interval of their difference would be sound."""
    figures = (Column("n", "count"), Column("share", stats[0].kind), Column("low", stats[0].kind), Column("high", stats[0].kind))
    lines = tuple(Line((stat.key,), stat.n, stat.value, *(stat.interval or (None, None))) for stat in stats)
    return Part(HEADLINES, (STAT,), figures, lines, is_sound=False)


def _part(table: Table, main: Main) -> Part:
    places = {column.key: at for at, column in enumerate(table.columns)}

    def columns(keys: Iterator[str] | tuple[str, ...]) -> tuple[Column, ...]:
        return tuple(table.columns[places[key]] for key in keys)

    def cell(row: tuple[Cell, ...], key: str) -> Cell:
        return row[places[key]] if key else None

    lines = tuple(
        Line(tuple(row[places[name]] for name in main.names), *(cell(row, key) for key in ("n", main.value, main.low, main.high)))
        for row in table.rows
    )
    keys = tuple(key for key in ("n", main.value, main.low, main.high) if key)
    return Part(table.key, columns(main.names), columns(keys), lines, main.is_sound)
