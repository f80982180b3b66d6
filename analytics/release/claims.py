"""What one result says about numbers of learners, in the words of its tables: each report's `claims.py` uses this."""

from collections.abc import Iterable, Iterator
from typing import Any

from analytics.release.system import ABOVE, Headline, Key, Place, System
from analytics.shape import Cell, Result


class Row:
    """One row of a table: its cells by column, and where it stands."""

    def __init__(self, cells: dict[str, Cell], table: int, row: int) -> None:
        self.cells, self.table, self.row = cells, table, row

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]


class Claims:
    """prefix: the learners a filtered result is about; its numbers bear it in their names. keys: the names used, without it."""

    def __init__(self, system: System, result: Result, place: int, prefix: Key) -> None:
        self._system, self.result, self._place, self._prefix = system, result, place, prefix
        self.keys: list[Key] = []

    def rows(self, table_key: str) -> Iterator[Row]:
        """The rows of one table, in order; none when the result has no such table."""
        for table_place, table in enumerate(self.result.tables):
            if table.key == table_key:
                names = [column.key for column in table.columns]
                for row_place, row in enumerate(table.rows):
                    yield Row(dict(zip(names, row, strict=True)), table_place, row_place)

    def count(self, key: Key, row: Row, column: str, *columns: str) -> int:
        """A count in `column`; columns: others of the row that would tell it."""
        return self._system.count(self._named(key), row[column], Place(self._place, row.table, row.row, (column, *columns)))

    def everybody(self, key: Key) -> int:
        """The number of learners that stands above the report."""
        return self._system.count(self._named(key), self.result.n, Place(self._place, *ABOVE, ()))

    def share(self, key: Key, whole: int, row: Row, column: str, *columns: str) -> int:
        """A part of `whole` that is printed as a percent in `column`."""
        return self._system.share(self._named(key), whole, row[column], Place(self._place, row.table, row.row, (column, *columns)))

    def number(self, key: Key) -> int:
        """A number that is not printed."""
        return self._system.number(self._named(key))

    def is_said(self, at: int, value: int) -> bool:
        """Whether the number is printed, with this value."""
        one = self._system.numbers[at]
        return one.shown and one.low == value

    def sums(self, parts: Iterable[int], total: int) -> None:
        self._system.sums(parts, total)

    def nested(self, inner: int, outer: int) -> None:
        self._system.nested(inner, outer)

    def headline(self, stat_key: str, parts: Iterable[int], wholes: Iterable[int]) -> None:
        """A headline whose two counts of acts are sums of numbers of learners: they go when one of those is hidden."""
        for place, stat in enumerate(self.result.stats):
            if stat.key == stat_key and stat.of is not None:
                self._system.headlines.append(Headline(self._place, place, (*parts, *wholes)))

    def _named(self, key: Key) -> Key:
        self.keys.append(key)
        return (*self._prefix, *key)
