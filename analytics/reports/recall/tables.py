"""R12, recall: what may be shown of it."""

from analytics.disclosure import Rule, count, is_small
from analytics.engines import Rows
from analytics.measures import recall as measure
from analytics.measures.recall import Gap, Review
from analytics.reports.content import Content
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

LEARNERS = 11
"""Under this many learners a row says nothing."""

GAPS = (
    Column("gap", "word"),
    Column("n", "count"),
    Column("reviews", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
    Column("expected", "percent"),
)
FIT = (
    Column("cards", "word"),
    Column("n", "count"),
    Column("reviews", "count"),
    Column("log_loss", "share"),
    Column("constant", "share"),
    Column("rmse", "share"),
)


def recall(rows: Rows, rule: Rule) -> Content:
    """One row for each gap, whether anybody is in it or not; none before the first rating."""
    n, all_reviews = measure.learners(rows), measure.reviews(rows)
    gaps = measure.gaps(all_reviews) if n else []
    cells = [_row(one, rule) for one in gaps]
    figures = [Figure(None, "recall", _finding(gaps, cells))] if n else []
    return Content(n, (table("gaps", GAPS, cells, figures), table("fit", FIT, _fit(all_reviews, gaps, rule))))


def _row(one: Gap, rule: Rule) -> tuple[Cell, ...]:
    lead = (f"gap_{one.days}", count(one.learners, rule))
    if one.share is None:
        return *lead, 0, *(None,) * 4
    hidden = _why_hidden(one.learners, one.with_recall, one.with_lapse, rule)
    if hidden is not None:
        return *lead, *(hidden,) * 5
    return *lead, one.reviews, *(None if part is None else 100 * part for part in (one.share, one.low, one.high, one.expected))


def _fit(all_reviews: list[Review], gaps: list[Gap], rule: Rule) -> list[tuple[Cell, ...]]:
    if not all_reviews:
        return []
    one = measure.fit(all_reviews, gaps)
    lead = ("all_cards", count(one.learners, rule))
    hidden = _why_hidden(one.learners, one.with_recall, one.with_lapse, rule)
    figures: tuple[Cell, ...] = (one.reviews, one.log_loss, one.constant, one.rmse) if hidden is None else (hidden,) * 4
    return [(*lead, *figures)]


def _why_hidden(learners: int, with_recall: int, with_lapse: int, rule: Rule) -> Hidden | None:
    """Reviews are many while learners are few: the threshold is theirs, also of those who remembered and those who did not."""
    if is_small(learners, rule):
        return Hidden("few", rule.below)
    if learners < max(LEARNERS, rule.below):
        return Hidden("under", LEARNERS)
    return Hidden("protected") if is_small(with_recall, rule) or is_small(with_lapse, rule) else None


def _finding(gaps: list[Gap], cells: list[tuple[Cell, ...]]) -> Finding:
    """The gap with most learners speaks."""
    most = max(range(len(gaps)), key=lambda place: gaps[place].learners)
    _, n, _, share, _, _, expected = cells[most]
    if gaps[most].learners < LEARNERS:
        return Finding("recall_early", {"need": LEARNERS})
    if any(isinstance(cell, Hidden) for cell in (n, share, expected)):
        return Finding("part_hidden")
    return Finding("recall_as_expected", {"share": share, "expected": expected, "n": n})
