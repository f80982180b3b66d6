"""R9, distractor analysis: what each option of an item attracts."""

from itertools import groupby

from analytics import disclosure
from analytics.disclosure import Rule
from analytics.engines import Rows
from analytics.measures import distractors as measure
from analytics.measures.distractors import Chosen
from analytics.measures.item_statistics import LEARNERS_FOR_R
from analytics.reports.content import Content, too_few
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

COLUMNS = (
    Column("item", "name", "item"),
    Column("response", "name", "response"),
    Column("right", "word"),
    Column("n", "count"),
    Column("share", "percent"),
    Column("low_third", "percent"),
    Column("middle_third", "percent"),
    Column("high_third", "percent"),
    Column("r", "r"),
)


def distractors(rows: Rows, rule: Rule) -> Content:
    """One figure an item."""
    made: list[tuple[Cell, ...]] = []
    figures = []
    for item, group in groupby(measure.options(rows), lambda option: option.item):
        options = list(group)
        made += _rows(options, rule)
        figures.append(Figure(item, "bars", _finding(options, rule)))
    return Content(measure.learners(rows), (table("responses", COLUMNS, made, figures),))


def _rows(options: list[Chosen], rule: Rule) -> list[tuple[Cell, ...]]:
    """Options of one item add up to its learners, so the item is protected as a whole; a hidden option shows no share either."""
    total, cells = disclosure.row([option.n for option in options], rule)
    made: list[tuple[Cell, ...]] = []
    for option, cell in zip(options, cells, strict=True):
        shares: list[Cell] = [option.n / option.whole, option.low, option.middle, option.high]
        shares = [100 * share if isinstance(share, float) else Hidden("under", LEARNERS_FOR_R) for share in shares]
        r: Cell = option.r if option.low is not None else Hidden("under", LEARNERS_FOR_R)
        if isinstance(cell, Hidden) or isinstance(total, Hidden):
            shares, r = [cell if isinstance(cell, Hidden) else total] * 4, cell if isinstance(cell, Hidden) else total
        made.append((option.item, f"{option.item}/{option.option}", "right" if option.is_right else "distractor", cell, *shares, r))
    return made


def _finding(options: list[Chosen], rule: Rule) -> Finding:
    """A distractor that strong learners choose, if one may be shown."""
    whole = options[0].whole
    if whole < rule.below:
        return too_few(whole, rule)
    if options[0].low is None:
        return Finding("items_early", {"need": LEARNERS_FOR_R})
    odd = [option for option in options if not option.is_right and option.n >= rule.below and option.r is not None and option.r > 0]
    return Finding("distractor_odd") if odd else Finding("distractor_calm")
