"""No hidden small cell can be worked out from what is shown: rows are attacked by enumeration, not by the code under test."""

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics import disclosure
from analytics.disclosure import EXPORT, INTERNAL, Rule
from analytics.errors import DifferenceTooSmall
from analytics.measures.shares import Share
from analytics.reports.content import share_stat
from analytics.shape import Cell, Hidden, Stat

SMALL, SMALL_OUTSIDE = Rule(3, False), Rule(3, True)
"""Threshold 3, so that all the values that fit can be tried."""


def reader_span(cell: Cell, row: list[Cell], rule: Rule, top: int) -> range:
    """What a reader of the printed row knows of one cell, knowing the rules."""
    if not isinstance(cell, Hidden):
        return range(cell, cell + 1)  # type: ignore[operator,arg-type]
    if cell.reason == "few":
        return range(rule.below)
    has_hint = any(isinstance(other, Hidden) and other.reason == "few" for other in row)
    return range(rule.below if has_hint else 0, top + 1)


def possible_values(total: Cell, row: list[Cell], rule: Rule, top: int) -> list[set[int]]:
    """For each cell, every value it takes in some row that prints as this one does."""
    totals = reader_span(total, [], rule, top)
    found: list[set[int]] = [set() for _ in row]
    for values in product(*(reader_span(cell, row, rule, top) for cell in row)):
        if sum(values) in totals:
            for seen, value in zip(found, values, strict=True):
                seen.add(value)
    return found


@settings(max_examples=400, deadline=None)
@example([5, 2, 3], SMALL)
@example([3, 2, 0], SMALL)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=4), st.sampled_from([SMALL, SMALL_OUTSIDE]))
def test_a_hidden_cell_of_a_row_takes_as_many_values_as_the_threshold(counts: list[int], rule: Rule) -> None:
    total, cells = disclosure.row(counts, rule)
    values = possible_values(total, cells, rule, sum(counts))
    for cell, number, fits in zip(cells, counts, values, strict=True):
        assert number in fits
        if isinstance(cell, Hidden):
            assert len(fits) >= rule.below, (counts, total, cells)
        else:
            assert number == 0 or number >= rule.below
    if rule.both_ends and not isinstance(total, Hidden):
        hidden = sum(number for cell, number in zip(cells, counts, strict=True) if isinstance(cell, Hidden))
        assert hidden == 0 or hidden >= rule.below


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.sampled_from([INTERNAL, EXPORT]))
def test_no_small_count_is_ever_shown_and_shown_counts_are_true(counts: list[int], rule: Rule) -> None:
    total, cells = disclosure.row(counts, rule)
    for cell, number in zip(cells, counts, strict=True):
        assert isinstance(cell, Hidden) or cell == number
        assert isinstance(cell, Hidden) or cell == 0 or cell >= rule.below  # type: ignore[operator]
        if isinstance(cell, Hidden) and cell.reason == "few":
            assert number < rule.below
    assert isinstance(total, Hidden) or total == sum(counts)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.sampled_from([INTERNAL, EXPORT]))
def test_names_that_few_chose_are_told_together(counts: list[int], rule: Rule) -> None:
    shown, rest = disclosure.pool(counts, rule)
    assert all(counts[place] >= rule.below for place in shown)
    assert rest + sum(counts[place] for place in shown) == sum(counts)
    assert rest == 0 or rest >= rule.below or (not shown and rest == sum(counts))


@settings(max_examples=300, deadline=None)
@example([60, 51, 51, 40])
@given(st.lists(st.integers(0, 70), min_size=1, max_size=6).map(lambda counts: sorted(counts, reverse=True)))
def test_no_two_steps_that_leave_the_site_set_a_small_group_apart(counts: list[int]) -> None:
    cells = disclosure.steps(counts, EXPORT)
    shown = [cell for cell in cells if isinstance(cell, int)]
    for before, after in product(shown, shown):
        assert abs(before - after) == 0 or abs(before - after) >= EXPORT.below
    assert all(cell == 0 or cell >= EXPORT.below for cell in shown)


def test_the_smallest_neighbour_is_hidden_with_a_single_small_cell() -> None:
    total, cells = disclosure.row([20, 3, 9], INTERNAL)
    assert (total, cells) == (32, [20, Hidden("few", 5), Hidden("protected")])


def test_a_large_group_loses_nothing() -> None:
    assert disclosure.row([20, 0, 9], INTERNAL) == (29, [20, 0, 9])


def test_two_cells_that_only_one_pair_fits_print_no_hint() -> None:
    assert disclosure.row([4, 4], INTERNAL) == (8, [Hidden("protected"), Hidden("protected")])


@pytest.mark.parametrize(("part", "whole", "shown"), [(6, 30, 20.0), (30, 30, 100.0), (0, 30, 0.0), (2, 4, None), (0, 0, None)])
def test_a_rate_needs_five_learners_inside_the_site(part: int, whole: int, shown: float | None) -> None:
    cell = disclosure.percent(part, whole, INTERNAL)
    assert cell == (shown if shown is not None or whole == 0 else Hidden("few", 5))


@pytest.mark.parametrize(("part", "whole"), [(3, 30), (27, 30), (20, 24)])
def test_a_share_whose_part_or_rest_is_few_is_hidden_inside_the_site_too(part: int, whole: int) -> None:
    assert disclosure.percent(part, whole, INTERNAL) == Hidden("protected")


@pytest.mark.parametrize(("part", "whole", "is_shown"), [(3, 30, False), (27, 30, False), (0, 30, True), (15, 30, True), (5, 10, False)])
def test_a_rate_that_leaves_the_site_needs_eleven_at_both_ends(part: int, whole: int, is_shown: bool) -> None:
    assert isinstance(disclosure.percent(part, whole, EXPORT), float) == is_shown


@pytest.mark.parametrize(
    ("share", "rule", "is_shown"),
    [
        (Share(8, 11, 1, 1, 1), INTERNAL, False),  # one learner, 11 answers
        (Share(26, 40, 4, 4, 4), INTERNAL, False),
        (Share(26, 40, 5, 5, 5), INTERNAL, True),
        (Share(26, 40, 4, 9, 9), INTERNAL, False),  # four of the nine gave all the right ones
        (Share(26, 40, 10, 10, 10), EXPORT, False),
        (Share(26, 40, 20, 3, 20), EXPORT, False),  # the rest speaks of three
        (Share(260, 400, 20, 11, 20), EXPORT, True),
        (Share(0, 40, 0, 12, 12), EXPORT, True),
    ],
)
def test_the_threshold_counts_learners_and_never_answers(share: Share, rule: Rule, is_shown: bool) -> None:
    stat = share_stat("facility", share, rule)
    assert isinstance(stat.value, Hidden) != is_shown
    assert (stat.of is None, stat.interval is None) == (not is_shown, not is_shown)


def test_a_number_to_show_first_cannot_be_made_of_few_learners() -> None:
    with pytest.raises(ValueError, match="too few learners"):
        Stat("facility", "percent", Hidden("few", 5), 73)
    with pytest.raises(ValueError, match="counts must be too"):
        Stat("facility", "percent", 12, Hidden("few", 5), (8, 11))


@pytest.mark.parametrize(("whole", "part", "is_refused"), [(30, 30, False), (30, 29, True), (30, 26, True), (30, 25, False)])
def test_a_filter_that_sets_a_few_apart_is_refused(whole: int, part: int, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(DifferenceTooSmall, match="wider filter"):
            disclosure.check_difference(whole, part, INTERNAL)
    else:
        disclosure.check_difference(whole, part, INTERNAL)
