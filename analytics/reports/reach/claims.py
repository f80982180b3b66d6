"""What this report says about numbers of learners, and which of them add up."""

from analytics.release.claims import Claims
from analytics.release.system import Key
from analytics.shape import Cell

Cells = list[tuple[int, Cell]]
"""Number and cell of each value of a dimension."""


def claims_of(claims: Claims) -> None:
    """The worst case: each learner stands under one value of each dimension, so that all dimensions have one total."""
    of_dimension: dict[str, tuple[Cells, Cells]] = {}
    for row in claims.rows("reach"):
        key = ("reach", row["dimension"], row["value"])
        ns, completed = of_dimension.setdefault(row["dimension"], ([], []))
        n, done = claims.count(key, row, "n"), claims.count((*key, "completed"), row, "completed", "share", "low", "high")
        claims.nested(done, n)
        ns.append((n, row["n"]))
        completed.append((done, row["completed"]))
    everybody, completed_by_all = ("reach", "everybody"), ("reach", "everybody", "completed")
    n, done = claims.everybody(everybody), claims.number(completed_by_all)
    claims.nested(done, n)
    _one_total(claims, everybody, {name: ns for name, (ns, _) in of_dimension.items()}, claims.result.n)
    _one_total(claims, completed_by_all, {name: cells for name, (_, cells) in of_dimension.items()}, None)


def _one_total(claims: Claims, whole: Key, dimensions: dict[str, Cells], printed: Cell) -> None:
    """whole: what all dimensions add up to; printed: its cell, None when no cell prints it."""
    total = claims.number(whole)
    has_one_total = _may_be_equal([*dimensions.values(), [(total, printed)]] if isinstance(printed, int) else [*dimensions.values()])
    for dimension, cells in dimensions.items():
        claims.sums([at for at, _ in cells], total if has_one_total else claims.number((*whole, dimension)))


def _may_be_equal(dimensions: list[Cells]) -> bool:
    """Whether what is printed leaves one total possible: some learner may stand under two values, and then it may not."""
    printed = [[cell for _, cell in cells if isinstance(cell, int)] for cells in dimensions]
    whole = [sum(values) for values, cells in zip(printed, dimensions, strict=True) if len(values) == len(cells)]
    return len(set(whole)) < 2 and all(sum(values) <= total for values in printed for total in whole)
