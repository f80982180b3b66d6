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
    cells: list[tuple[Cell, ...]] = []
    figures = []
    for dimension, group in groupby(measure.shares(rows), lambda share: share.dimension):
        shares = list(group)
        part = _rows(shares, rule)
        cells += part
        figures.append(Figure(dimension, "rates", _finding(part, rule)))
    return Content(measure.learners(rows), (table("reach", COLUMNS, cells, figures),))


def _rows(shares: list[Share], rule: Rule) -> list[tuple[Cell, ...]]:
    """Counts of one dimension are protected together: most learners stand under one value, so the values nearly add up.

    So do those who completed, whose sum another dimension tells; outside the site those who did not are protected as well.
    """
    ns, completions = [share.n for share in shares], [share.completed for share in shares]
    rest = [share.n - share.completed for share in shares]
    _, cells = disclosure.row(ns, rule)
    hidden_places = _hidden_places(cells)
    while True:
        total, completed = disclosure.row(completions, rule, ns, hidden_places)
        together = hidden_places | _hidden_places(completed)
        if rule.both_ends:
            together |= _hidden_places(disclosure.row(rest, rule, ns, together)[1])
        if together == hidden_places:
            break
        hidden_places = together
    if not isinstance(total, Hidden) and len(hidden_places) == len(shares) > 1:
        cells = [Hidden("protected")] * len(shares)  # how many there are bounds how many of them completed
    share_rows: list[tuple[Cell, ...]] = []
    for share, n, cell in zip(shares, cells, completed, strict=True):
        rates: tuple[Cell, ...] = (cell,) * 3
        if not isinstance(cell, Hidden):
            rates = (percent(share.completed, share.n, rule), *bounds(share.completed, share.n, rule))
        share_rows.append((share.dimension, share.value, n, cell, *rates))
    return share_rows


def _hidden_places(cells: list[Cell]) -> set[int]:
    return {place for place, cell in enumerate(cells) if isinstance(cell, Hidden)}


def _finding(rows: list[tuple[Cell, ...]], rule: Rule) -> Finding:
    """The widest gap between two values, when two may be shown."""
    rates = sorted((float(row[4]), str(row[1])) for row in rows if isinstance(row[4], (int, float)))
    if len(rates) < 2:
        return Finding("reach_one", {"below": rule.below})
    (least, behind), (most, ahead) = rates[0], rates[-1]
    if most - least < 1:
        return Finding("reach_even")
    return Finding("reach_gap", {"ahead": ahead, "most": most, "behind": behind, "least": least})
