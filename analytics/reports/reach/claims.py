"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims
from analytics.shape import Cell

Ns = list[tuple[int, Cell]]
"""Number and cell of each value of a dimension."""


def claims_of(claims: Claims) -> None:
    """The worst case: each learner stands under one value of each dimension, so that all dimensions have one total."""
    of_dimension: dict[str, Ns] = {}
    for row in claims.rows("reach"):
        key = ("reach", row["dimension"], row["value"])
        n = claims.count(key, row, "n")
        of_dimension.setdefault(row["dimension"], []).append((n, row["n"]))
        claims.nested(claims.count((*key, "completed"), row, "completed", "share", "low", "high"), n)
    has_one_total = _may_be_equal(list(of_dimension.values()))
    for dimension, ns in of_dimension.items():
        whole = ("reach", "everybody") if has_one_total else ("reach", dimension, "all values")
        claims.sums([at for at, _ in ns], claims.number(whole))


def _may_be_equal(dimensions: list[Ns]) -> bool:
    """Whether what is printed leaves one total possible: some learner may stand under two values, and then it may not."""
    printed = [[cell for _, cell in ns if isinstance(cell, int)] for ns in dimensions]
    whole = [sum(cells) for cells, ns in zip(printed, dimensions, strict=True) if len(cells) == len(ns)]
    return len(set(whole)) < 2 and all(sum(cells) <= total for cells in printed for total in whole)
