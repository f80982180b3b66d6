"""A list for staff as page and as CSV file: the same columns, words, filters and order; the page shows fifty rows of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Response

from lms.people.csv_writing import csv_file
from lms.web.routing.whole_numbers import whole_number

Row = TypeVar("Row")
A_PAGE = 50


@dataclass(frozen=True)
class Column(Generic[Row]):
    """key: in addresses. text: what stands in the cell, on the page and in the file. order: what rows are sorted by."""

    key: str
    title: str
    text: Callable[[Row], str]
    order: Callable[[Row], Any]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The part of a list that one page shows. lines: each row with its cells. sort: a column's key, behind a minus when it falls."""

    columns: Sequence[Column[Row]]
    lines: Sequence[tuple[Row, list[str]]]
    count: int
    first: int
    sort: str

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


def in_order(columns: Sequence[Column[Row]], rows: Sequence[Row], sort: str) -> list[Row]:
    """By the column that `sort` names, else as they come. Rows that are equal there keep their order, also when it falls."""
    column = next((one for one in columns if one.key == sort.removeprefix("-")), None)
    return list(rows) if column is None else sorted(rows, key=column.order, reverse=sort.startswith("-"))


def page_of(columns: Sequence[Column[Row]], rows: Sequence[Row], query: Mapping[str, str], default: str) -> Page[Row]:
    """query: of the address, with `sort` and `from`; what it cannot mean counts as absent."""
    sort = _sort(columns, query, default)
    start = whole_number(query.get("from")) or 0
    first = start if start < len(rows) else 0
    page_rows = in_order(columns, rows, sort)[first : first + A_PAGE]
    return Page(columns, [(row, [column.text(row) for column in columns]) for row in page_rows], len(rows), first, sort)


def csv_of(name: str, columns: Sequence[Column[Row]], rows: Sequence[Row], query: Mapping[str, str], default: str) -> Response:
    """Every row of the list, in the order of the page that linked here."""
    all_rows = in_order(columns, rows, _sort(columns, query, default))
    return csv_file(name, [column.title for column in columns], [[column.text(row) for column in columns] for row in all_rows])


def _sort(columns: Sequence[Column[Row]], query: Mapping[str, str], default: str) -> str:
    sort = query.get("sort", "")
    return sort if sort.removeprefix("-") in {column.key for column in columns} else default
