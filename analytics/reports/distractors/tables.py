"""R9, distractor analysis: what each option of an item attracts."""

from itertools import groupby

from analytics import disclosure
from analytics.disclosure import Rule, percent
from analytics.engines import Rows
from analytics.measures import distractors as measure
from analytics.measures.distractors import OptionFigures
from analytics.measures.item_statistics import LEARNERS_FOR_R
from analytics.reports.content import Content, too_few
from analytics.shape import POOL_KEY, Cell, Column, Figure, Finding, Hidden, table

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
    responses: list[tuple[Cell, ...]] = []
    figures = []
    for item, group in groupby(measure.options(rows), lambda option: option.item):
        options = list(group)
        if rows_of := _rows(options, rule):
            responses += rows_of
            figures.append(Figure(item, "bars", _finding(options, rule)))
    return Content(measure.learners(rows), (table("responses", COLUMNS, responses, figures),))


def _rows(options: list[OptionFigures], rule: Rule) -> list[tuple[Cell, ...]]:
    """Options by name when enough chose them, the others together: only options that somebody chose are known here."""
    whole = options[0].whole
    item = options[0].item
    places, rest = disclosure.pool([option.n for option in options], rule)
    if whole < rule.below:
        return []
    cells = [_row(options[place], rule) for place in places]
    if rest:
        cells.append((item, f"{item}/{POOL_KEY}", "pooled", rest, percent(rest, whole, rule), None, None, None, None))
    return cells


def _row(option: OptionFigures, rule: Rule) -> tuple[Cell, ...]:
    kind = "right" if option.is_right else "distractor"
    lead = (option.item, f"{option.item}/{option.option}", kind, option.n, percent(option.n, option.whole, rule))
    if not option.thirds:
        return *lead, *(Hidden("under", LEARNERS_FOR_R),) * 4
    return *lead, *(percent(count, size, rule) for count, size in option.thirds), option.r


def _finding(options: list[OptionFigures], rule: Rule) -> Finding:
    """A distractor that strong learners choose, if one may be shown."""
    whole = options[0].whole
    if whole < rule.below:
        return too_few(whole, rule)
    if not options[0].thirds:
        return Finding("items_early", {"need": LEARNERS_FOR_R})
    odd = [option for option in options if not option.is_right and option.n >= rule.below and option.r is not None and option.r > 0]
    return Finding("distractor_odd") if odd else Finding("distractor_calm")
