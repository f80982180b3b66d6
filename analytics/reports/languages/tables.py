"""R10, the same item in French and in English: what may be shown of it."""

from analytics.disclosure import Rule, count, is_small, percent
from analytics.engines import Rows
from analytics.measures import item_languages
from analytics.measures.item_languages import ItemLanguages
from analytics.reports.content import Content
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

LEARNERS = 20
"""Learners of each language that a comparison needs."""

COLUMNS = (
    Column("item", "name", "item"),
    Column("phase", "word"),
    Column("fr_n", "count"),
    Column("en_n", "count"),
    Column("fr_facility", "percent"),
    Column("en_facility", "percent"),
    Column("ratio", "r"),
    Column("ratio_low", "r"),
    Column("ratio_high", "r"),
    Column("bias", "word"),
)


def languages(rows: Rows, rule: Rule) -> Content:
    """One row an item, one chart of all."""
    items = item_languages.items(rows)
    cells = [_row(one, rule) for one in items]
    figures = [Figure(None, "languages", _finding(cells))] if cells else []
    return Content(item_languages.learners(rows), (table("languages", COLUMNS, cells, figures),))


def _row(one: ItemLanguages, rule: Rule) -> tuple[Cell, ...]:
    french, english = one.total(0, 1), one.total(2, 3)
    shares = (percent(one.total(0), french, rule), percent(one.total(2), english, rule))
    lead = (one.item, one.phase, count(french, rule), count(english, rule), *shares)
    if is_small(french, rule) or is_small(english, rule):
        return *lead, *(Hidden("few", rule.below),) * 3, ""
    bias = item_languages.bias(one.strata)
    if min(french, english) < max(LEARNERS, rule.below) or any(isinstance(share, Hidden) for share in shares):
        return *lead, *(Hidden("under", LEARNERS),) * 3, ""
    if bias is None:
        return *lead, None, None, None, ""
    return *lead, bias.ratio, bias.low, bias.high, f"bias_{bias.letter.lower()}"


def _finding(rows: list[tuple[Cell, ...]]) -> Finding:
    letters = [str(row[9]) for row in rows if row[9]]
    if not letters:
        return Finding("languages_early", {"need": LEARNERS})
    count_c = letters.count("bias_c")
    return (
        Finding("languages_apart", {"count": count_c, "of": len(letters)}) if count_c else Finding("languages_alike", {"of": len(letters)})
    )
