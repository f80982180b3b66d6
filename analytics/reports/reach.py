"""R26, who is left out: starting and finishing by edition, language, text, help and role."""

from itertools import groupby

from analytics import disclosure
from analytics.disclosure import Rule, percent
from analytics.engines import Rows
from analytics.measures import reach as measure
from analytics.measures.reach import Share
from analytics.reports.content import Content, bounds
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

COLUMNS = (
    Column("dimension", "word"),
    Column("value", "word"),
    Column("n", "count"),
    Column("completed", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)


def reach(rows: Rows, rule: Rule) -> Content:
    """One figure a dimension."""
    made: list[tuple[Cell, ...]] = []
    figures = []
    for dimension, group in groupby(measure.shares(rows), lambda share: share.dimension):
        shares = list(group)
        part = _rows(shares, rule)
        made += part
        figures.append(Figure(dimension, "rates", _finding(part, rule)))
    return Content(measure.learners(rows), (table("reach", COLUMNS, made, figures),))


def _rows(shares: list[Share], rule: Rule) -> list[tuple[Cell, ...]]:
    """Counts of one dimension are protected together: most learners stand under one value, so the values nearly add up.

    So do those who completed, whose sum another dimension tells; outside the site those who did not are protected as well.
    """
    ns, done = [share.n for share in shares], [share.completed for share in shares]
    rest = [share.n - share.completed for share in shares]
    _, cells = disclosure.row(ns, rule)
    hidden = _hidden(cells)
    while True:
        total, completed = disclosure.row(done, rule, ns, hidden)
        together = hidden | _hidden(completed)
        if rule.both_ends:
            together |= _hidden(disclosure.row(rest, rule, ns, together)[1])
        if together == hidden:
            break
        hidden = together
    if not isinstance(total, Hidden) and len(hidden) == len(shares) > 1:
        cells = [Hidden("protected")] * len(shares)  # how many there are bounds how many of them completed
    made: list[tuple[Cell, ...]] = []
    for share, n, cell in zip(shares, cells, completed, strict=True):
        rates: tuple[Cell, ...] = (cell,) * 3
        if not isinstance(cell, Hidden):
            rates = (percent(share.completed, share.n, rule), *bounds(share.completed, share.n, rule))
        made.append((share.dimension, share.value, n, cell, *rates))
    return made


def _hidden(cells: list[Cell]) -> set[int]:
    return {place for place, cell in enumerate(cells) if isinstance(cell, Hidden)}


def _finding(rows: list[tuple[Cell, ...]], rule: Rule) -> Finding:
    """The widest gap between two values, when two may be shown."""
    known = sorted((float(row[4]), str(row[1])) for row in rows if isinstance(row[4], (int, float)))
    if len(known) < 2:
        return Finding("reach_one", {"below": rule.below})
    (least, behind), (most, ahead) = known[0], known[-1]
    if most - least < 1:
        return Finding("reach_even")
    return Finding("reach_gap", {"ahead": ahead, "most": most, "behind": behind, "least": least})
