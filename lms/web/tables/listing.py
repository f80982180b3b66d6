"""A list for staff as page and as CSV file: the same columns, words, filters and order; the page shows fifty rows of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from flask import Response

from lms.web.routing.whole_numbers import whole_number
from lms.web.tables.csv_files import csv_file

Row = TypeVar("Row")
A_PAGE = 50


@dataclass(frozen=True)
class Column(Generic[Row]):
    """key: in addresses. text: what stands in the cell, on the page and in the file.

    order: what rows are sorted by: of a row in memory what it gives, of a row of the database an expression; None: not sorted by it.
    is_typed: people typed it, in any script: it may run from right to left.
    language: of a cell whose words are not in the page's language.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    order: Any = None
    is_number: bool = False
    is_typed: bool = False
    language: Callable[[Row], str] | None = None


class Rows(Protocol[Row]):
    """The rows of a list, filtered, wherever they are."""

    def count(self) -> int: ...

    def part(self, column: Column[Row] | None, first: int, many: int | None, *, falls: bool) -> Sequence[Row]:
        """So many rows from this place on, in the order of the column, else as they come; many: None for all."""


@dataclass(frozen=True)
class MemoryRows(Generic[Row]):
    """Rows that were read already: a few thousand at most."""

    rows: Sequence[Row]

    def count(self) -> int:
        return len(self.rows)

    def part(self, column: Column[Row] | None, first: int, many: int | None, *, falls: bool) -> Sequence[Row]:
        """Rows that are equal keep their order, also when it falls."""
        in_order = self.rows if column is None else sorted(self.rows, key=column.order, reverse=falls)
        return in_order[first : None if many is None else first + many]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The part of a list that one page shows. lines: each row with its cells. sort: a column's key, behind a minus when it falls.

    prefix: of this list's words in the address, where a page shows two.
    """

    columns: Sequence[Column[Row]]
    lines: Sequence[tuple[Row, list[str]]]
    count: int
    first: int
    sort: str
    prefix: str = ""

    @property
    def before(self) -> int | None:
        """Where the page before begins; None on the first."""
        return max(self.first - A_PAGE, 0) if self.first else None

    @property
    def after(self) -> int | None:
        return self.first + A_PAGE if self.first + A_PAGE < self.count else None

    def direction(self, column: Column[Row]) -> str:
        """For aria-sort: ascending, descending or none."""
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "none")

    def next_sort(self, column: Column[Row]) -> str:
        """What a press on the column's heading asks for: rising first, then falling."""
        return f"-{column.key}" if self.sort == column.key else column.key

    def query(self, sort: str, first: int = 0) -> dict[str, str]:
        """The words of the address that ask for this order and place."""
        return {f"{self.prefix}sort": sort} | ({f"{self.prefix}from": str(first)} if first else {})


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """One list. rows: filtered already. default: the order that nobody asked for. prefix: of its words in the address."""

    columns: Sequence[Column[Row]]
    rows: Rows[Row]
    default: str
    prefix: str = ""

    def page(self, query: Mapping[str, str]) -> Page[Row]:
        """query: of the address, with `sort` and `from`; what it cannot mean counts as absent."""
        sort, count = self._sort(query), self.rows.count()
        start = whole_number(query.get(f"{self.prefix}from")) or 0
        first = start if start < count else 0
        lines = [(row, self._cells(row)) for row in self._part(sort, first, A_PAGE)]
        return Page(self.columns, lines, count, first, sort, self.prefix)

    def csv(self, name: str, query: Mapping[str, str]) -> Response:
        """Every row, in the order of the page that linked here. name: of the file, without its ending."""
        rows = self._part(self._sort(query), 0, None)
        return csv_file(name, [column.title for column in self.columns], [self._cells(row) for row in rows])

    def _cells(self, row: Row) -> list[str]:
        return [column.text(row) for column in self.columns]

    def _part(self, sort: str, first: int, many: int | None) -> Sequence[Row]:
        column = next((one for one in self.columns if one.key == sort.removeprefix("-")), None)
        return self.rows.part(column, first, many, falls=sort.startswith("-"))

    def _sort(self, query: Mapping[str, str]) -> str:
        sort = query.get(f"{self.prefix}sort", "")
        return sort if sort.removeprefix("-") in {column.key for column in self.columns if column.order is not None} else self.default
