"""A part of a whole with the learners behind it: acts may be many while the people are few."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import ibis.expr.types as ir

from analytics.engines import Query, Rows


class Share(NamedTuple):
    """part of whole: acts of any kind (answers, choices, learner-modules).

    part_learners, rest_learners: distinct learners with an act inside the part, and outside it; learners: with an act at all.
    """

    part: int
    whole: int
    part_learners: int
    rest_learners: int
    learners: int


def ask_share(rows: Rows, query: Query) -> Share:
    """query: a row an act, with `subject` and `is_part`; a function of a module, like every query."""
    return Share(**rows.ask(_share_query(query, None))[0])


def ask_shares(rows: Rows, query: Query, by: str) -> dict[str, Share]:
    """The same for each value of the column `by`."""
    return {row.pop(by): Share(**row) for row in rows.ask(_share_query(query, by))}


@cache
def _share_query(query: Query, by: str | None) -> Callable[[ir.Table], ir.Table]:
    """One function a query, so that its SQL is compiled once."""

    def count(rows: ir.Table) -> ir.Table:
        table = query(rows)
        return table.aggregate(
            by=[] if by is None else [by],
            part=table.is_part.sum().fill_null(0),
            whole=table.count(),
            part_learners=table.subject.nunique(where=table.is_part),
            rest_learners=table.subject.nunique(where=~table.is_part),
            learners=table.subject.nunique(),
        )

    return count
