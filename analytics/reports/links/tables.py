"""R17, knowledge and play: what may be shown of it."""

from analytics import disclosure
from analytics.disclosure import Rule
from analytics.engines import Rows
from analytics.measures import score_links
from analytics.measures.score_links import BEHAVIOURS, Half, Link
from analytics.reports.content import Content
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

LEARNERS = 20
"""Under this many learners no link is shown."""

LINKS = (Column("behaviour", "word"), Column("n", "count"), Column("r", "r"), Column("r_low", "r"), Column("r_high", "r"))
HALVES = (Column("behaviour", "word"), Column("half", "word"), Column("n", "count"), Column("share", "percent"))


def links(rows: Rows, rule: Rule) -> Content:
    """One row a behaviour, whether anybody is in it or not (none before the first learner); one chart of the mean scores of both halves."""
    cells: list[tuple[Cell, ...]] = []
    halves: list[tuple[Cell, ...]] = []
    figures = []
    learners = score_links.learners(rows)
    for behaviour in BEHAVIOURS if learners else ():
        scores = score_links.pairs(rows, behaviour)
        parts = score_links.halves(scores)
        n, sizes = disclosure.row([half.n for half in parts], rule)
        one = score_links.link(scores)
        cells.append((behaviour, n, *_link(one, n, rule)))
        halves += [
            (behaviour, name, size, _score(half, one.n, size, rule))
            for name, half, size in zip(("lower", "upper"), parts, sizes, strict=True)
        ]
        figures.append(Figure(behaviour, "rates", _finding(one, n, rule)))
    return Content(learners, (table("halves", HALVES, halves, figures), table("links", LINKS, cells)))


def _link(one: Link, n: Cell, rule: Rule) -> tuple[Cell, ...]:
    if isinstance(n, Hidden):
        return (n,) * 3
    if one.n < max(LEARNERS, rule.below):
        return (Hidden("under", LEARNERS) if one.n else None,) * 3
    return one.r, one.low, one.high


def _score(half: Half, n: int, size: Cell, rule: Rule) -> Cell:
    if isinstance(size, Hidden):
        return size
    if n and n < max(LEARNERS, rule.below):
        return Hidden("under", LEARNERS)
    return None if half.score is None else disclosure.statistic(100 * half.score, half.n, rule)


def _finding(one: Link, n: Cell, rule: Rule) -> Finding:
    if isinstance(n, Hidden) or one.n < max(LEARNERS, rule.below):
        return Finding("links_early", {"need": LEARNERS})
    if one.r is None:
        return Finding("links_flat")
    return Finding("links_said", {"r": one.r, "low": one.low, "high": one.high, "n": n})
