"""What may be shown of small groups: thresholds, and the hiding of neighbours that would give a hidden cell away.

Two thresholds: 5 for an educator who looks at her own cohort, 11 for what leaves the site. They count learners, never answers.
What a reader knows of a cell: a number shown is that number; "fewer than k" lies in 0..k-1 (a zero beside it is hidden with it);
"hidden" beside such a cell is k or more; where all hidden cells of a row read "hidden", nothing is said about any of them.
A row is safe when k or more values fit each hidden cell, given all that.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from analytics.errors import DifferenceTooSmall
from analytics.shape import Cell, Hidden


class Rule(NamedTuple):
    """below: a group of 1..below-1 is not shown; both_ends: for rates, the learners who are not in the numerator count as a group too."""

    below: int
    both_ends: bool


INTERNAL = Rule(5, True)
"""An educator and her own cohort."""
EXPORT = Rule(11, True)
"""Whatever leaves the site: no cell under 11 patients or stays, as the French health-data custom asks."""


def is_small(n: int, rule: Rule) -> bool:
    return 0 < n < rule.below


def count(n: int, rule: Rule) -> Cell:
    """A count that stands alone (no total of a row or column gives it away)."""
    return Hidden("few", rule.below) if is_small(n, rule) else n


def percent(part: int, whole: int, rule: Rule) -> Cell:
    """part/whole in percent; None when whole is 0, hidden when it is small, and when the part or the rest is: "20 of 24" tells of four."""
    if whole == 0:
        return None
    if is_small(whole, rule):
        return Hidden("few", rule.below)
    if rule.both_ends and (is_small(part, rule) or is_small(whole - part, rule)):
        return Hidden("protected")
    return 100 * part / whole


def statistic(value: float | None, n: int, rule: Rule) -> Cell:
    """A mean, a median or the like over n learners; None when there is none, hidden when n is small."""
    if n == 0:
        return None
    return Hidden("few", rule.below) if is_small(n, rule) else value


def check_difference(whole: int, part: int, rule: Rule) -> None:
    """Refuses a filter that sets a small group apart from what can be seen without it. Raises DifferenceTooSmall."""
    if is_small(whole - part, rule):
        raise DifferenceTooSmall(whole, part, rule.below)


def row(parts: Sequence[int], rule: Rule, most: Sequence[int] | None = None, also: Collection[int] = ()) -> tuple[Cell, list[Cell]]:
    """The total and the cells of one row that always lists the same cells and whose total is known.

    Under the threshold nothing is shown. Else the smallest shown neighbours are hidden with the small cells until the row is safe.
    most: what each cell can be at most, as a reader knows; then even a row with every cell hidden may not be safe, and who calls hides
    what told her so. also: places that are hidden for another reason.
    """
    caps = most or [sum(parts)] * len(parts)
    total, few = sum(parts), Hidden("few", rule.below)
    if is_small(total, rule):
        return few, [few] * len(parts)
    hidden_places = {place for place, part in enumerate(parts) if is_small(part, rule)} | set(also)
    if not hidden_places:
        return total, list(parts)
    hidden_places |= {place for place, part in enumerate(parts) if part == 0}
    while not _is_safe(parts, caps, hidden_places, rule, has_hints=True):
        if _is_safe(parts, caps, hidden_places, rule, has_hints=False) or len(hidden_places) == len(parts):
            return total, [Hidden("protected") if place in hidden_places else part for place, part in enumerate(parts)]
        hidden_places.add(min((part, place) for place, part in enumerate(parts) if place not in hidden_places)[1])
    protected_cell = Hidden("protected")
    return total, [part if place not in hidden_places else few if part < rule.below else protected_cell for place, part in enumerate(parts)]


def _is_safe(parts: Sequence[int], caps: Sequence[int], hidden_places: set[int], rule: Rule, *, has_hints: bool) -> bool:
    """True if `below` values or more fit each hidden cell; outside the site the hidden learners together are no small group either."""
    whole = sum(parts[place] for place in hidden_places)
    if rule.both_ends and is_small(whole, rule):
        return False
    spans = [_span(parts[place], whole, rule) if has_hints else (0, whole) for place in sorted(hidden_places)]
    spans = [(low, min(high, caps[place])) for (low, high), place in zip(spans, sorted(hidden_places), strict=True)]
    least, most = sum(low for low, _ in spans), sum(high for _, high in spans)
    return all(min(high, whole - (least - low)) - max(low, whole - (most - high)) + 1 >= rule.below for low, high in spans)


def _span(part: int, whole: int, rule: Rule) -> tuple[int, int]:
    """What the words of a hidden cell say of it."""
    return (0, rule.below - 1) if part < rule.below else (rule.below, whole)


def pool(counts: Sequence[int], rule: Rule) -> tuple[list[int], int]:
    """The places that may be listed, and the sum of the others, which are told together and not by name.

    For lists that only hold what somebody chose: a name in such a list already says "one or more". The sum is 0, or `below` or more,
    unless all of them together are fewer.
    """
    shown_places = [place for place, number in enumerate(counts) if number >= rule.below]
    rest = sum(counts) - sum(counts[place] for place in shown_places)
    while is_small(rest, rule) and shown_places:
        smallest = min(shown_places, key=lambda place: counts[place])
        shown_places.remove(smallest)
        rest += counts[smallest]
    return shown_places, rest


def steps(counts: Sequence[int], rule: Rule) -> list[Cell]:
    """The cells of groups that each lie inside the one before. Outside the site no two shown ones set a small group apart."""
    cells: list[Cell] = []
    last = counts[0] if counts else 0
    for number in counts:
        cell = count(number, rule)
        if rule.both_ends and not isinstance(cell, Hidden) and is_small(last - number, rule):
            cell = Hidden("protected")
        if not isinstance(cell, Hidden):
            last = number
        cells.append(cell)
    return cells
