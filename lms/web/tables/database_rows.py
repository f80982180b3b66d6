"""Rows of a list that stay in the database: it filters, sorts and counts, and only one page of them is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from lms.web.tables.listing import Column

Row = TypeVar("Row")


@dataclass(frozen=True)
class DatabaseRows(Generic[Row]):
    """query: filtered, without an order. last: what tells equal rows apart, so that no row stands on two pages or on none.

    make: makes rows of what the query gives, so many at once; it may ask for more, of all of them in one query.
    """

    reader: Session
    query: Select[Any]
    last: Any
    make: Callable[[Sequence[Any]], Sequence[Row]] = list

    def count(self) -> int:
        counting = self.query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        return self.reader.scalar(counting) or 0

    def part(self, column: Column[Row] | None, first: int, many: int | None, *, falls: bool) -> Sequence[Row]:
        order = [] if column is None else [column.order.desc() if falls else column.order.asc()]
        ordering = self.query.order_by(*order, self.last).offset(first)
        return self.make(self.reader.execute(ordering if many is None else ordering.limit(many)).all())
