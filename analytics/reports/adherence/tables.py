"""R13, simulated adherence: days covered in the game, by campaign; never a sign about a person's treatment."""

from analytics import disclosure
from analytics.disclosure import Rule, count, percent
from analytics.engines import Rows
from analytics.measures.play import adherence as measure
from analytics.measures.play.adherence import BANDS, Adherence
from analytics.reports.content import Content, bounds
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

LEARNERS = 10
"""Under this many learners staff see nothing of it, even inside the site."""

COLUMNS = (
    Column("campaign", "name", "campaign"),
    Column("n", "count"),
    Column("covered", "percent"),
    Column("covered_low", "percent"),
    Column("covered_high", "percent"),
    Column("regular", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
    Column("possession", "percent"),
)
DAYS = (Column("campaign", "name", "campaign"), Column("band", "word"), Column("n", "count"), Column("share", "percent"))


def adherence(rows: Rows, rule: Rule) -> Content:
    """One row a campaign and the spread of its plays."""
    campaigns = measure.campaigns(rows)
    counts = {(band.campaign, band.band): band.n for band in measure.bands(rows)}
    spread: list[tuple[Cell, ...]] = []
    figures = []
    for one in campaigns:
        if one.n >= max(LEARNERS, rule.below):
            spread += _spread(one, _bands(one, counts), rule)
            figures.append(Figure(one.campaign, "bars", Finding("covered", {"share": 100 * one.covered, "n": one.n})))
    figures_of_campaigns = [_row(one, _bands(one, counts), rule) for one in campaigns]
    tables = (table("covered_days", DAYS, spread, figures), table("adherence", COLUMNS, figures_of_campaigns))
    return Content(measure.learners(rows), tables)


def _bands(one: Adherence, counts: dict[tuple[str, int], int]) -> list[int]:
    return [counts.get((one.campaign, band), 0) for band in range(BANDS)]


def _row(one: Adherence, counts: list[int], rule: Rule) -> tuple[Cell, ...]:
    """Learners at 80 % or more are the last band of the other table: what is hidden there is hidden here."""
    n = count(one.n, rule)
    if isinstance(n, Hidden) or one.n < LEARNERS:
        return one.campaign, n, *([n if isinstance(n, Hidden) else Hidden("under", LEARNERS)] * 7)
    shares: list[Cell] = [None if part is None else 100 * part for part in (one.covered, one.low, one.high)]
    last = disclosure.row(counts, rule)[1][-1]
    regular: tuple[Cell, ...] = (last,) * 3
    if not isinstance(last, Hidden):
        regular = (percent(one.regular, one.n, rule), *bounds(one.regular, one.n, rule))
    return one.campaign, n, *shares, *regular, 100 * one.possession


def _spread(one: Adherence, counts: list[int], rule: Rule) -> list[tuple[Cell, ...]]:
    total, cells = disclosure.row(counts, rule)
    bands: list[tuple[Cell, ...]] = []
    for band, (cell, n) in enumerate(zip(cells, counts, strict=True)):
        share: Cell = cell if isinstance(cell, Hidden) or isinstance(total, Hidden) else 100 * n / one.n
        bands.append((one.campaign, f"band_{band}", cell, share))
    return bands
