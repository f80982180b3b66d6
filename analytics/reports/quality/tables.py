"""R10, test quality: how well the items of a module measure together, and how the scores spread."""

from analytics import disclosure
from analytics.disclosure import Rule
from analytics.engines import Rows
from analytics.measures import item_statistics, reliability
from analytics.measures.items import item_response
from analytics.measures.reliability import BANDS, Reliability
from analytics.reports.content import Content, too_few
from analytics.reports.quality import scale
from analytics.shape import Cell, Column, Figure, Finding, Hidden, Table, table

LEARNERS = 20
"""Under this many learners neither alpha nor the spread is shown."""

COLUMNS = (
    Column("module", "name", "module"),
    Column("phase", "word"),
    Column("items_n", "count"),
    Column("n", "count"),
    Column("alpha", "r"),
    Column("alpha_low", "r"),
    Column("alpha_high", "r"),
    Column("mean", "percent"),
    Column("sd", "percent"),
    Column("sem", "percent"),
)
SCORES = (
    Column("module", "name", "module"),
    Column("band", "word"),
    Column("phase", "word"),
    Column("n", "count"),
    Column("share", "percent"),
)


def quality(rows: Rows, rule: Rule) -> Content:
    """One row a module and phase; one chart of scores a module with enough learners."""
    reliabilities = reliability.reliabilities(rows)
    bands = {(band.module, band.phase, band.band): band.n for band in reliability.bands(rows)}
    scores: list[tuple[Cell, ...]] = []
    figures = []
    for figures_of in reliabilities:
        if figures_of.n >= max(LEARNERS, rule.below):
            scores += _scores(figures_of, [bands.get((figures_of.module, figures_of.phase, band), 0) for band in range(BANDS)], rule)
            figures.append(Figure(figures_of.module, "bars", _finding(figures_of, rule)))
    unique = list({figure.subject: figure for figure in figures}.values())
    reliable_rows = [_row(one, rule) for one in reliabilities]
    tables = (table("scores", SCORES, scores, unique), table("reliability", COLUMNS, reliable_rows), _scale(rows, reliable_rows, rule))
    return Content(item_statistics.learners(rows), tables)


def _scale(rows: Rows, reliable_rows: list[tuple[Cell, ...]], rule: Rule) -> Table:
    """One chart a module of the items of practice, or of whatever phase there is."""
    n_of = {(row[0], row[1]): row[3] for row in reliable_rows}
    cells: list[tuple[Cell, ...]] = []
    figures: dict[Cell, Figure] = {}
    for one in item_response.scales(rows, scale.LEARNERS):
        part = scale.scale_rows(one, n_of.get((one.module, one.phase)), rule)
        cells += part
        if part:
            figures.setdefault(one.module, Figure(one.module, "difficulty", scale.finding(part)))
    return table("scale", scale.SCALE, cells, list(figures.values()))


def _row(one: Reliability, rule: Rule) -> tuple[Cell, ...]:
    cells: list[Cell] = [one.alpha, one.low, one.high, *(None if part is None else 100 * part for part in (one.mean, one.sd, one.sem))]
    n = disclosure.count(one.n, rule)
    if isinstance(n, Hidden):
        cells = [n] * 6
    elif one.n < LEARNERS:
        cells = [Hidden("under", LEARNERS)] * 6
    return one.module, one.phase, one.items, n, *cells


def _scores(one: Reliability, counts: list[int], rule: Rule) -> list[tuple[Cell, ...]]:
    total, cells = disclosure.row(counts, rule)
    bands: list[tuple[Cell, ...]] = []
    for band, (cell, count) in enumerate(zip(cells, counts, strict=True)):
        share: Cell = cell if isinstance(cell, Hidden) or isinstance(total, Hidden) else 100 * count / one.n
        bands.append((one.module, f"band_{band}", one.phase, cell, share))
    return bands


def _finding(one: Reliability, rule: Rule) -> Finding:
    if one.alpha is None:
        return too_few(one.n, rule) if one.n < rule.below else Finding("alpha_none")
    return Finding("alpha", {"alpha": one.alpha, "low": one.low, "high": one.high, "n": one.n})
