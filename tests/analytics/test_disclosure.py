"""No hidden small cell can be worked out from what is shown: every table is attacked by enumeration, not by the code under test."""

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics import disclosure
from analytics.disclosure import EXPORT, INTERNAL, Node, Rule
from analytics.errors import DifferenceTooSmall
from analytics.shape import Hidden

SMALL = Rule(3, False)
"""Threshold 3, so that all the values that fit can be tried."""


def reader_span(node: Node, siblings: list[Node], rule: Rule, top: int) -> range:
    """What a reader of the printed marks knows of one cell, knowing the rules."""
    if not node.mark:
        return range(node.value, node.value + 1)
    if node.mark == "few":
        return range(0, rule.below)
    has_hint = any(sibling.mark == "few" for sibling in siblings)
    return range(rule.below if has_hint else 0, top + 1)


def possible_values(root: Node, rule: Rule, top: int) -> list[set[int]]:
    """For each leaf, every value it takes in some whole table that prints as this one does."""
    leaves = [(part, leaf) for part in root.parts for leaf in part.parts or [part]]
    spans = [reader_span(leaf, part.parts or root.parts, rule, top) for part, leaf in leaves]
    found: list[set[int]] = [set() for _ in leaves]
    for values in product(*spans):
        if root.mark == "" and sum(values) != root.value:
            continue
        sums = [sum(v for v, (owner, _) in zip(values, leaves, strict=True) if owner is part) for part in root.parts]
        if any(total not in reader_span(part, root.parts, rule, top * 4) for total, part in zip(sums, root.parts, strict=True)):
            continue
        for seen, value in zip(found, values, strict=True):
            seen.add(value)
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=5))
def test_a_hidden_cell_of_a_row_cannot_be_recovered(counts: list[int]) -> None:
    root = Node(sum(counts), [Node(count) for count in counts])
    disclosure.protect(root, SMALL)
    for node, values in zip(root.parts, possible_values(root, SMALL, 8), strict=True):
        if 0 < node.value < SMALL.below:
            assert node.mark
            assert len(values) > 1, (counts, [part.mark for part in root.parts], root.mark)


@settings(max_examples=300, deadline=None)
@example([[1], [0, 3], [1, 3]])
@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=3), min_size=1, max_size=3).filter(lambda g: sum(map(len, g)) <= 5))
def test_a_hidden_cell_cannot_be_recovered_from_totals_of_totals(groups: list[list[int]]) -> None:
    root = Node(sum(map(sum, groups)), [Node(sum(group), [Node(count) for count in group]) for group in groups])
    disclosure.protect(root, SMALL)
    leaves = [leaf for part in root.parts for leaf in part.parts]
    marks = [(part.mark, [leaf.mark for leaf in part.parts]) for part in root.parts]
    for leaf, values in zip(leaves, possible_values(root, SMALL, 8), strict=True):
        if 0 < leaf.value < SMALL.below:
            assert leaf.mark
            assert len(values) > 1, (groups, marks, root.mark)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.sampled_from([INTERNAL, EXPORT]))
def test_no_small_count_is_ever_shown_and_shown_counts_are_true(counts: list[int], rule: Rule) -> None:
    total, cells = disclosure.row(counts, rule)
    for cell, count in zip(cells, counts, strict=True):
        assert isinstance(cell, Hidden) or cell == count
        assert isinstance(cell, Hidden) or cell == 0 or cell >= rule.below  # type: ignore[operator]
        if isinstance(cell, Hidden) and cell.reason == "few":
            assert count < rule.below
    assert isinstance(total, Hidden) or total == sum(counts)


def test_the_smallest_neighbour_is_hidden_with_a_single_small_cell() -> None:
    total, cells = disclosure.row([20, 3, 9], INTERNAL)
    assert (total, cells) == (32, [20, Hidden("few", 5), Hidden("protected")])


def test_a_large_group_loses_nothing() -> None:
    assert disclosure.row([20, 0, 9], INTERNAL) == (29, [20, 0, 9])


def test_two_cells_that_only_one_pair_fits_print_no_hint() -> None:
    assert disclosure.row([4, 4], INTERNAL) == (8, [Hidden("protected"), Hidden("protected")])


@pytest.mark.parametrize(("part", "whole", "shown"), [(3, 30, 10.0), (27, 30, 90.0), (0, 30, 0.0), (2, 4, None), (0, 0, None)])
def test_a_rate_needs_five_learners_inside_the_site(part: int, whole: int, shown: float | None) -> None:
    cell = disclosure.percent(part, whole, INTERNAL)
    assert cell == (shown if shown is not None or whole == 0 else Hidden("few", 5))


@pytest.mark.parametrize(("part", "whole", "is_shown"), [(3, 30, False), (27, 30, False), (0, 30, True), (15, 30, True), (5, 10, False)])
def test_a_rate_that_leaves_the_site_needs_eleven_at_both_ends(part: int, whole: int, is_shown: bool) -> None:
    assert isinstance(disclosure.percent(part, whole, EXPORT), float) == is_shown


@pytest.mark.parametrize(("whole", "part", "is_refused"), [(30, 30, False), (30, 29, True), (30, 26, True), (30, 25, False)])
def test_a_filter_that_sets_a_few_apart_is_refused(whole: int, part: int, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(DifferenceTooSmall, match="wider filter"):
            disclosure.check_difference(whole, part, INTERNAL)
    else:
        disclosure.check_difference(whole, part, INTERNAL)
