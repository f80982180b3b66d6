"""R8, item analysis: what each item tells apart, who passed it by, and who was sure of a wrong response."""

from analytics import disclosure
from analytics.disclosure import Rule, is_small, percent
from analytics.measures.item_statistics import LEARNERS_FOR_R
from analytics.measures.items.after_unsafe import AfterUnsafe
from analytics.measures.items.confidence import Confidence
from analytics.measures.items.discrimination import Discrimination
from analytics.reports.content import bounds
from analytics.shape import Cell, Column, Hidden

LEARNERS_FOR_ALPHA = 20
"""As in R10, test quality."""

DISCRIMINATION = (
    Column("module", "name", "module"),
    Column("item", "name", "item"),
    Column("phase", "word"),
    Column("n", "count"),
    Column("d", "r"),
    Column("complete_n", "count"),
    Column("alpha", "r"),
    Column("alpha_without", "r"),
    Column("ended_n", "count"),
    Column("omitted", "percent"),
)
CONFIDENCE = (
    Column("module", "name", "module"),
    Column("item", "name", "item"),
    Column("phase", "word"),
    Column("n", "count"),
    Column("sure_right", "count"),
    Column("sure_wrong", "count"),
    Column("unsure_right", "count"),
    Column("unsure_wrong", "count"),
    Column("wrong_of_sure", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)
AFTER_UNSAFE = (
    Column("module", "name", "module"),
    Column("n", "count"),
    Column("completed", "count"),
    Column("unfinished", "count"),
)


def discrimination_row(one: Discrimination, answers: int, rule: Rule) -> tuple[Cell, ...]:
    """answers: learners who answered the item; those of them who answered no other are a group too."""
    n: Cell = disclosure.count(one.n, rule)
    if is_small(answers - one.n, rule) and not isinstance(n, Hidden):
        n = Hidden("protected")
    return (
        one.module,
        one.item,
        one.phase,
        n,
        _statistic(one.d, one.n, LEARNERS_FOR_R, rule),
        disclosure.count(one.complete, rule),
        *(_statistic(value, one.complete, LEARNERS_FOR_ALPHA, rule) for value in (one.alpha, one.alpha_without)),
        disclosure.count(one.finishers, rule),
        percent(one.omissions, one.finishers, rule),
    )


def _statistic(value: float | None, n: int, needed: int, rule: Rule) -> Cell:
    if n == 0:
        return None
    if is_small(n, rule):
        return Hidden("few", rule.below)
    return Hidden("under", needed) if n < needed else value


def confidence_row(one: Confidence, rule: Rule) -> tuple[Cell, ...]:
    """The four counts add up to n."""
    n, cells = disclosure.row(one.parts, rule)
    sure = one.sure_right + one.sure_wrong
    rates: tuple[Cell, ...] = (percent(one.sure_wrong, sure, rule), *bounds(one.sure_wrong, sure, rule))
    hidden = next((cell for cell in cells[:2] if isinstance(cell, Hidden)), None)
    if hidden is not None:
        rates = (hidden,) * 3
    return (one.module, one.item, one.phase, n, *cells, *rates)


def after_unsafe_row(one: AfterUnsafe, rule: Rule) -> tuple[Cell, ...]:
    """Those who completed the module after an unsafe response, and those who have not, add up to n."""
    n, cells = disclosure.row((one.completions, one.still_open), rule)
    return (one.module, n, *cells)
