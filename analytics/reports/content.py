"""What every report gives, and the pieces they share."""

from collections.abc import Callable
from typing import NamedTuple

from analytics.disclosure import Rule, count, percent
from analytics.engines import Rows
from analytics.measures.intervals import wilson
from analytics.shape import Cell, Finding, Hidden, Stat, Table


class Content(NamedTuple):
    """n: distinct learners counted; tables and stats as they may be shown."""

    n: int
    tables: tuple[Table, ...]
    stats: tuple[Stat, ...] = ()


Measured = Callable[[Rows, Rule], Content]
"""(rows of one cohort, rule) -> content."""


def bounds(part: int, whole: int, rule: Rule) -> tuple[Cell, Cell]:
    """The 95 % interval of a share in percent, hidden as the share is."""
    shown, interval = percent(part, whole, rule), wilson(part, whole)
    if isinstance(shown, Hidden) or interval is None:
        return shown, shown
    return 100 * interval[0], 100 * interval[1]


def share_stat(key: str, part: int, whole: int, rule: Rule) -> Stat:
    """A share with its counts and interval; a small numerator hides the counts and the share with them."""
    shown = percent(part, whole, rule)
    if isinstance(count(part, rule), Hidden):
        shown = Hidden("few", rule.below)
    if shown is None or isinstance(shown, Hidden):
        return Stat(key, "percent", shown)
    low, high = (round(bound) if isinstance(bound, float) else bound for bound in bounds(part, whole, rule))
    return Stat(key, "percent", round(100 * part / whole), (part, whole), (low, high))


def too_few(n: int, rule: Rule) -> Finding:
    """What to say when a figure has nothing to find."""
    return Finding("nothing_yet") if n == 0 else Finding("too_few", {"below": rule.below})
