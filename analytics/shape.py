"""The shape of a report's result: typed columns, rows with hidden cells marked, findings and charts as keys and values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

HiddenReason = Literal["few", "protected", "under"]
"""few: fewer learners than the threshold; protected: would give a hidden neighbour away; under: too few for this statistic."""


@dataclass(frozen=True)
class Hidden:
    """A cell that is not shown. below: the threshold it fell under, in learners; 0 when protected."""

    reason: HiddenReason
    below: int = 0


Cell = str | int | float | None | Hidden
"""A text is a key, never a word in a language; None means that the figure does not exist here (printed as a dash)."""

POOL_KEY = "*"
"""The last part of a key that stands for all the options not listed by name, told together."""

Kind = Literal["name", "word", "words", "date", "count", "percent", "r", "days", "hours", "seconds", "share", "p"]
"""name: key of a thing of content; word, words: key(s) of a closed list; the others are numbers with a fixed rounding."""

DIGITS: dict[Kind, int] = {"count": 0, "percent": 0, "r": 2, "days": 1, "hours": 0, "seconds": 0, "share": 2, "p": 3}
"""Decimals a number keeps: it is rounded once, when the result is made, so that page, CSV and command cannot differ."""


@dataclass(frozen=True)
class Column:
    """One column. names: for kind `name`, what the keys name: module, item, situation, option, sign, objective."""

    key: str
    kind: Kind
    names: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in DIGITS

    def rounded(self, cell: Cell) -> Cell:
        """The cell with the decimals of its kind."""
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and self.is_number:
            digits = DIGITS[self.kind]
            return round(cell, digits) if digits else round(cell)
        return cell


@dataclass(frozen=True)
class Finding:
    """One sentence in the words of `words.py`, with its values."""

    key: str
    values: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One chart over the rows of its table whose first column is `subject` (all rows when None)."""

    subject: str | None
    chart: str
    finding: Finding


@dataclass(frozen=True)
class Stat:
    """One number to show first. n: the learners behind it, hidden when they are few, and then the number must be too.

    of: (numerator, denominator), of acts; interval: 95 % bounds in the same unit.
    Raises ValueError for a number of learners who may not be told.
    """

    key: str
    kind: Kind
    n: Cell
    value: Cell
    of: tuple[Cell, Cell] | None = None
    interval: tuple[Cell, Cell] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.n, Hidden) and not isinstance(self.value, Hidden):
            raise ValueError(f"the figure {self.key} speaks of too few learners to be told")
        if isinstance(self.value, Hidden) and (self.of or self.interval):
            raise ValueError(f"the figure {self.key} is hidden, so its counts must be too")


@dataclass(frozen=True)
class Table:
    """Rows that the page, the CSV and the command print alike."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: tuple[Figure, ...] = ()

    def rows_of(self, subject: str | None) -> tuple[tuple[Cell, ...], ...]:
        return self.rows if subject is None else tuple(row for row in self.rows if row[0] == subject)

    def place(self, key: str) -> int:
        """Position of the column called `key`."""
        return [column.key for column in self.columns].index(key)


@dataclass(frozen=True)
class Result:
    """One report for one cohort at one date of data.

    code, version: the definition (R1, 1). watermark: `stored` of the last statement counted, ISO 8601 UTC, None before the first; the
    day alone when few learners are counted, so that it does not tell when one of them acted. seq: its number in the store, 0 then.
    n: distinct learners counted. below: the disclosure threshold used.
    """

    report: str
    code: str
    version: int
    cohort: str
    simulated: bool
    watermark: str | None
    seq: int
    computed: str
    n: Cell
    below: int
    tables: tuple[Table, ...]
    stats: tuple[Stat, ...] = ()

    def table(self, key: str) -> Table | None:
        return next((table for table in self.tables if table.key == key), None)


def table(key: str, columns: tuple[Column, ...], rows: list[tuple[Cell, ...]], figures: list[Figure] | None = None) -> Table:
    """A table whose numbers are rounded as their columns say."""
    rounded_rows = tuple(tuple(column.rounded(cell) for column, cell in zip(columns, row, strict=True)) for row in rows)
    return Table(key, columns, rounded_rows, tuple(figures or ()))
