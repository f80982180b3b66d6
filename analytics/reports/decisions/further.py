"""R15, decision quality: the second play beside the first, and choices with and without a hint."""

from analytics import disclosure
from analytics.disclosure import Rule, is_small
from analytics.measures.play.replays import Hinted, Replay
from analytics.shape import Cell, Column, Hidden

LEARNERS = 11
"""Under this many learners a share over acts of several learners says nothing."""

REPLAYS = (
    Column("situation", "name", "situation"),
    Column("n", "count"),
    Column("safe_twice", "count"),
    Column("now_safe", "count"),
    Column("no_longer_safe", "count"),
    Column("never_safe", "count"),
    Column("p_change", "p"),
)
HINTS = (
    Column("hint", "word"),
    Column("n", "count"),
    Column("choices_n", "count"),
    Column("safe_share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)


def replay_row(one: Replay, rule: Rule) -> tuple[Cell, ...]:
    """The four counts add up to n."""
    n, cells = disclosure.row(one[1:], rule)
    hidden = next((cell for cell in (n, *cells) if isinstance(cell, Hidden)), None)
    return (one.situation, n, *cells, one.p if hidden is None else hidden)


def hint_row(one: Hinted, rule: Rule) -> tuple[Cell, ...]:
    """Choices are many while learners are few: the threshold is theirs, also of those who chose safely and those who did not."""
    lead = ("with_hint" if one.has_hint else "without_hint", disclosure.count(one.learners, rule))
    if is_small(one.learners, rule):
        return (*lead, *(Hidden("few", rule.below),) * 4)
    if one.learners < max(LEARNERS, rule.below):
        return (*lead, *(Hidden("under", LEARNERS),) * 4)
    if is_small(one.with_safe, rule) or is_small(one.with_rest, rule):
        return (*lead, *(Hidden("protected"),) * 4)
    return (*lead, one.choices, *(None if part is None else 100 * part for part in (one.share, one.low, one.high)))
