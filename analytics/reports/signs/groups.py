"""R14, time from a warning sign to its report: groups beside each other, and calls with and without a sign."""

from math import sqrt

from analytics import disclosure
from analytics.disclosure import EXPORT, Rule, is_small
from analytics.measures.intervals import Z_95
from analytics.measures.play.calls import Callers
from analytics.measures.play.episodes import LIMIT_HOURS
from analytics.measures.survival import is_followed, kaplan_meier, log_rank, restricted_mean
from analytics.shape import Cell, Column, Hidden

LEARNERS = EXPORT.below
"""As for a curve: 11 learners in each of two groups."""
OTHERS = "others_together"

Lasting = list[tuple[float, bool, int]]
"""(hours, reported, learners)."""

GROUPS = (
    Column("sign", "name", "sign"),
    Column("dimension", "word"),
    Column("value", "word"),
    Column("n", "count"),
    Column("mean_hours", "days"),
    Column("mean_low", "days"),
    Column("mean_high", "days"),
    Column("reference", "word"),
    Column("hours_difference", "days"),
    Column("low", "days"),
    Column("high", "days"),
    Column("p", "p"),
)
CALLERS = (
    Column("callers", "word"),
    Column("n", "count"),
    Column("right_alone", "count"),
    Column("both_kinds", "count"),
    Column("false_alone", "count"),
)


def group_rows(groups: dict[tuple[str, str], dict[str, Lasting]], shown_signs: set[str], rule: Rule) -> list[tuple[Cell, ...]]:
    """Each value that enough learners have beside the most frequent one; the others together. shown_signs: those whose numbers are told."""
    rows: list[tuple[Cell, ...]] = []
    for (sign, dimension), values in groups.items():
        sizes = {value: sum(learners for *_, learners in lasting) for value, lasting in values.items()}
        ordered = sorted(values, key=lambda value: (-sizes[value], value))
        places, rest = disclosure.pool([sizes[value] for value in ordered], rule)
        alone = [ordered[place] for place in places]
        if rest:  # told together, they are a group like another
            values = {**values, OTHERS: [one for value in ordered if value not in alone for one in values[value]]}
        lines = [*alone, *([OTHERS] if rest else [])]
        if sign in shown_signs and alone and len(lines) > 1:
            rows += [(sign, dimension, value, *_figures(value, alone[0], values, rule)) for value in lines]
    return rows


def _figures(value: str, reference: str, values: dict[str, Lasting], rule: Rule) -> tuple[Cell, ...]:
    lasting = values[value]
    n, own = disclosure.count(sum(learners for *_, learners in lasting), rule), _mean(lasting, rule)
    if value == reference:
        return (n, *own[:3], "", None, None, None, None)
    other = _mean(values[reference], rule)
    hidden = next((cell for cell in (own[0], other[0]) if isinstance(cell, Hidden)), None)
    if hidden is not None:
        return (n, *own[:3], reference, *(hidden,) * 4)
    rank = log_rank(_each(lasting), _each(values[reference]))
    p = None if rank is None else rank[1]
    if not isinstance(own[0], float) or not isinstance(other[0], float):
        return (n, *own[:3], reference, None, None, None, p)
    difference, width = own[0] - other[0], Z_95 * sqrt(own[3] ** 2 + other[3] ** 2)
    return (n, *own[:3], reference, difference, difference - width, difference + width, p)


def _mean(lasting: Lasting, rule: Rule) -> tuple[Cell, Cell, Cell, float]:
    """Mean hours up to the limit with its interval, and its standard error."""
    n = sum(learners for *_, learners in lasting)
    n_reported = sum(learners for _, has_reported, learners in lasting if has_reported)
    if n < max(LEARNERS, rule.below):
        return (*(Hidden("under", LEARNERS),) * 3, 0.0)
    if is_small(n_reported, rule) or is_small(n - n_reported, rule):
        return (*(Hidden("protected"),) * 3, 0.0)
    curve = kaplan_meier(lasting)
    if not is_followed(curve, LIMIT_HOURS):
        return None, None, None, 0.0
    mean, error = restricted_mean(curve, LIMIT_HOURS)
    return mean, max(0.0, mean - Z_95 * error), min(LIMIT_HOURS, mean + Z_95 * error), error


def _each(lasting: Lasting) -> list[tuple[float, bool]]:
    return [(hours, has_reported) for hours, has_reported, learners in lasting for _ in range(learners)]


def caller_rows(one: Callers, rule: Rule) -> list[tuple[Cell, ...]]:
    """One line, whose three counts add up to n; none before the first call."""
    n, cells = disclosure.row(one, rule)
    return [("all_callers", n, *cells)] if sum(one) else []
