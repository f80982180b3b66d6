"""What every report gives, and the pieces they share."""

from collections.abc import Callable
from typing import NamedTuple

from analytics.disclosure import Rule, count, is_small, percent
from analytics.engines import Rows
from analytics.measures.intervals import wilson
from analytics.measures.shares import Share
from analytics.shape import Cell, Finding, Hidden, Stat, Table


class Content(NamedTuple):
    """n: distinct learners counted; tables and stats as they may be shown."""

    n: int
    tables: tuple[Table, ...]
    stats: tuple[Stat, ...] = ()


Measure = Callable[[Rows, Rule], Content]
"""(rows of one cohort, rule) -> content."""


def bounds(part: int, whole: int, rule: Rule) -> tuple[Cell, Cell]:
    """The 95 % interval of a share in percent, hidden as the share is."""
    share, interval = percent(part, whole, rule), wilson(part, whole)
    if isinstance(share, Hidden) or interval is None:
        return share, share
    return 100 * interval[0], 100 * interval[1]


def share_stat(key: str, share: Share, rule: Rule) -> Stat:
    """A share with its counts and interval. Hidden when few learners are behind the whole or the part (outside the site: or the rest)."""
    n = count(share.learners, rule)
    groups = (share.learners, share.part_learners, *((share.rest_learners,) if rule.both_ends else ()))
    if any(is_small(learners, rule) for learners in groups):
        return Stat(key, "percent", n, Hidden("few", rule.below))
    interval = wilson(share.part, share.whole)
    if interval is None:
        return Stat(key, "percent", n, None)
    low, high = (round(100 * limit) for limit in interval)
    return Stat(key, "percent", n, round(100 * share.part / share.whole), (share.part, share.whole), (low, high))


def too_few(n: int, rule: Rule) -> Finding:
    """What to say when a figure has nothing to find."""
    return Finding("nothing_yet") if n == 0 else Finding("too_few", {"below": rule.below})
