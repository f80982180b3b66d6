"""R10, test quality: how hard each item is on one scale with how able the learners are."""

from analytics.disclosure import Rule
from analytics.measures.items.item_response import Scale
from analytics.shape import Cell, Column, Finding, Hidden

LEARNERS = 30
"""Under this many learners a difficulty is known to no better than one standard deviation of ability."""

SCALE = (
    Column("module", "name", "module"),
    Column("item", "name", "item"),
    Column("phase", "word"),
    Column("n", "count"),
    Column("model", "word"),
    Column("b", "r"),
    Column("b_low", "r"),
    Column("b_high", "r"),
    Column("slope", "r"),
)


def scale_rows(one: Scale, n: Cell, rule: Rule) -> list[tuple[Cell, ...]]:
    """The items of one module and phase, the easiest first; n: as the table of reliability prints it."""
    model = "own_slopes" if one.has_slopes else "one_slope"
    if isinstance(n, Hidden) or one.n < max(LEARNERS, rule.below):
        return []
    ordered = sorted(one.items, key=lambda pair: (pair[1].b is None, pair[1].b or 0.0, pair[0]))
    return [(one.module, item, one.phase, n, model, part.b, part.low, part.high, part.a) for item, part in ordered]


def finding(rows: list[tuple[Cell, ...]]) -> Finding:
    """The hardest item of those on the scale."""
    placed = [(float(row[5]), str(row[1]), row[3]) for row in rows if isinstance(row[5], (int, float))]
    if not placed:
        return Finding("scale_none")
    b, item, n = max(placed)
    return Finding("scale_hardest", {"item": item, "b": b, "n": n})
