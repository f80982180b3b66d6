"""What this report says about numbers of learners, and which of them add up."""

from collections.abc import Iterable
from typing import NamedTuple

from analytics.release.claims import Claims
from analytics.release.system import Key
from analytics.shape import Cell

EVERYBODY: Key = ("reach", "everybody")
COMPLETED: Key = ("reach", "everybody", "completed")


class Value(NamedTuple):
    """One value of a dimension: those who did something and those who completed, each by its number and its cell."""

    number: int
    n: Cell
    completed_number: int
    n_completed: Cell


def claims_of(claims: Claims) -> None:
    """The worst case: each learner stands under one value of a dimension, unless what is printed says that some stand under two."""
    of_dimension: dict[str, list[Value]] = {}
    for row in claims.rows("reach"):
        key = ("reach", row["dimension"], row["value"])
        n, done = claims.count(key, row, "n"), claims.count((*key, "completed"), row, "completed", "share", "low", "high")
        of_dimension.setdefault(row["dimension"], []).append(Value(n, row["n"], done, row["completed"]))
        claims.nested(done, n)
    everybody, completed_by_all = claims.everybody(EVERYBODY), claims.number(COMPLETED)
    claims.nested(completed_by_all, everybody)
    apart = _adding_up(of_dimension.values(), claims.result.n)
    for values in apart:
        claims.sums([one.number for one in values], everybody)
    if _have_one_total([[one.n_completed for one in values] for values in apart]):
        for values in apart:
            claims.sums([one.completed_number for one in values], completed_by_all)


def _adding_up(dimensions: Iterable[list[Value]], whole: Cell) -> list[list[Value]]:
    """The dimensions that set the learners apart, as far as one can see. whole: how many they are; hidden, when it waits."""
    if isinstance(whole, int):
        return [values for values in dimensions if may_add_up(values, whole)]
    found = list(dimensions)
    return found if _have_one_total([[one.n for one in values] for values in found]) else []


def may_add_up(values: list[Value], whole: int) -> bool:
    """Whether the values may be parts of the whole: what is printed of them, at least, is not more, and all of them are not less."""
    least = sum(next((cell for cell in (one.n, one.n_completed) if isinstance(cell, int)), 0) for one in values)
    return least == whole if all(isinstance(one.n, int) for one in values) else least <= whole


def _have_one_total(dimensions: list[list[Cell]]) -> bool:
    """Whether what is printed leaves one total possible."""
    counts = [[cell for cell in cells if isinstance(cell, int)] for cells in dimensions]
    whole = [sum(values) for values, cells in zip(counts, dimensions, strict=True) if len(values) == len(cells)]
    return len(set(whole)) < 2 and all(sum(values) <= total for values in counts for total in whole)
