"""What this report says about numbers of learners, and which of them add up."""

from typing import NamedTuple

from analytics.release.claims import Claims
from analytics.shape import Cell


class Value(NamedTuple):
    """One value of a dimension: its number, and the cells of those who did something and of those who completed."""

    number: int
    n: Cell
    completed: Cell


def claims_of(claims: Claims) -> None:
    """The worst case: each learner stands under one value of a dimension, unless what is printed says that some stand under two."""
    of_dimension: dict[str, list[Value]] = {}
    for row in claims.rows("reach"):
        key = ("reach", row["dimension"], row["value"])
        n = claims.count(key, row, "n")
        of_dimension.setdefault(row["dimension"], []).append(Value(n, row["n"], row["completed"]))
        claims.nested(claims.count((*key, "completed"), row, "completed", "share", "low", "high"), n)
    for values in of_dimension.values():
        if may_add_up(values, claims.result.n):
            claims.sums([one.number for one in values], claims.number(("reach", "everybody")))


def may_add_up(values: list[Value], whole: Cell) -> bool:
    """Whether the values may be parts of the whole: what is printed of them, at least, is not more, and all of them are not less."""
    least = sum(next((cell for cell in (one.n, one.completed) if isinstance(cell, int)), 0) for one in values)
    if not isinstance(whole, int):
        return False
    return least == whole if all(isinstance(one.n, int) for one in values) else least <= whole
