"""What may be shown of small groups: thresholds, and the hiding of neighbours that would give a hidden cell away.

Two thresholds: 5 for an educator who looks at her own cohort, 11 for what leaves the site. What a reader knows of a cell:
a number shown is that number; "fewer than k" lies in 0..k-1 (a zero beside it is hidden with it); "hidden" beside such a cell
is k or more; a group where every hidden cell reads "hidden" says nothing about any of them. A cell is safe when two or more
values fit all of that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analytics.errors import DifferenceTooSmall
from analytics.shape import Cell, Hidden

UNBOUNDED = 10**12


class Rule(NamedTuple):
    """below: a group of 1..below-1 is not shown; both_ends: for rates, the learners who are not in the numerator count as a group too."""

    below: int
    both_ends: bool


INTERNAL = Rule(5, False)
"""An educator and her own cohort."""
EXPORT = Rule(11, True)
"""Whatever leaves the site: no cell under 11 patients or stays, as the French health-data custom asks."""


def is_small(n: int, rule: Rule) -> bool:
    return 0 < n < rule.below


def count(n: int, rule: Rule) -> Cell:
    """A count that stands alone (no total of a row or column gives it away)."""
    return Hidden("few", rule.below) if is_small(n, rule) else n


def percent(part: int, whole: int, rule: Rule) -> Cell:
    """part/whole in percent; None when whole is 0, hidden when it is small (for export also when part or the rest is)."""
    if whole == 0:
        return None
    ends = (part, whole - part) if rule.both_ends else ()
    if any(is_small(n, rule) for n in (whole, *ends)):
        return Hidden("few", rule.below)
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


@dataclass
class Node:
    """A count that is the sum of its parts, if it has any. mark: "" shown, few, protected, or blurred (hidden without a hint)."""

    value: int
    parts: list["Node"] = field(default_factory=list)
    mark: str = ""

    def cell(self, rule: Rule) -> Cell:
        if self.mark == "few":
            return Hidden("few", rule.below)
        return Hidden("protected") if self.mark else self.value


def row(parts: Sequence[int], rule: Rule) -> tuple[Cell, list[Cell]]:
    """The total and the cells of one row whose total is known."""
    root = Node(sum(parts), [Node(part) for part in parts])
    protect(root, rule)
    return root.cell(rule), [node.cell(rule) for node in root.parts]


def protect(root: Node, rule: Rule) -> None:
    """Marks what must not be shown in a tree of sums, until no hidden small cell can be worked out from the rest."""
    for node in _walk(root):
        if is_small(node.value, rule):
            node.mark = "few"
    for node in _walk(root):
        if any(part.mark == "few" for part in node.parts):
            for part in node.parts:
                if part.value == 0:
                    part.mark = "few"
    while (found := _given_away(root, rule)) is not None:
        _hide_more(*found)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _walk(part)


def _hide(node: Node) -> None:
    """Hides a node that is not small; one of its parts goes too, else their sum would be the node."""
    if not node.mark:
        node.mark = "protected"
    if node.parts and all(not part.mark for part in node.parts):
        _hide(min(node.parts, key=lambda part: part.value))


def _hide_more(parent: Node | None, node: Node) -> None:
    """One more cell around `node`: its smallest shown neighbour, else no hints in this group, else the total."""
    neighbours = [part for part in parent.parts if not part.mark] if parent else []
    if parent is None:
        node.mark = "blurred"
    elif neighbours:
        _hide(min(neighbours, key=lambda part: part.value))
    elif any(part.mark in ("few", "protected") for part in parent.parts):
        for part in parent.parts:
            part.mark = "blurred"
            _hide(part)
    else:
        _hide(parent)


def _given_away(root: Node, rule: Rule) -> tuple[Node | None, Node] | None:
    """A small hidden node (with its parent) for which only one value fits what is shown; None when every one is safe."""
    known: dict[int, tuple[int, int]] = {}
    _upward(root, rule, known)
    return _downward(None, root, rule, known)


def _upward(node: Node, rule: Rule, known: dict[int, tuple[int, int]], has_hint: bool = False) -> tuple[int, int]:
    """Least and greatest value of each node as its own mark and its parts allow. has_hint: a neighbour reads "fewer than"."""
    least = {"": node.value, "protected": rule.below if has_hint else 0}.get(node.mark, 0)
    most = {"": node.value, "few": rule.below - 1}.get(node.mark, UNBOUNDED)
    if node.parts:
        hint = any(part.mark == "few" for part in node.parts)
        spans = [_upward(part, rule, known, hint) for part in node.parts]
        least, most = max(least, sum(span[0] for span in spans)), min(most, sum(span[1] for span in spans))
    known[id(node)] = (least, most)
    return least, most


def _downward(parent: Node | None, node: Node, rule: Rule, known: dict[int, tuple[int, int]]) -> tuple[Node | None, Node] | None:
    """Narrows the parts by their total and by each other, then looks at them."""
    low, high = known[id(node)]
    if node.mark and is_small(node.value, rule) and low == high:
        return parent, node
    spans = {id(part): known[id(part)] for part in node.parts}
    all_low, all_high = sum(span[0] for span in spans.values()), sum(span[1] for span in spans.values())
    for part in node.parts:
        least, most = spans[id(part)]
        known[id(part)] = (max(least, low - (all_high - most)), min(most, high - (all_low - least)))
        found = _downward(node, part, rule, known)
        if found is not None:
            return found
    return None
