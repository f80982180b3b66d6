"""In which order options, right sides and choices are offered: the same for one learner and attempt, another for the next, nothing lost."""

import pytest

from courses.items import responses, syntax
from courses.model.content import Item

ITEMS = """
## pairs Q ? {match objective=k}
- day => team
- night => night number
- alarm => 15
- else => pharmacy

## rows Q ? {order objective=k}
1. first
2. second
3. third

## fixed Q ? {single objective=k}
- [ ] wait
- [x] call
"""
CHANCES = [f"learner {number}" for number in range(40)]


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return {one.key: one for one in syntax.parse("x.items.md", "en", "m", ITEMS).items}


def test_right_sides_are_all_offered_in_an_order_of_chance(items: dict[str, Item]) -> None:
    pairs = items["pairs"]
    orders = [responses.shown_pairs(pairs, chance) for chance in CHANCES]
    assert orders == [responses.shown_pairs(pairs, chance) for chance in CHANCES], "the same learner sees the same order again"
    assert all(sorted(order, key=lambda option: option.key) == sorted(pairs.options, key=lambda option: option.key) for order in orders)
    assert len({tuple(option.key for option in order) for order in orders}) > 10


def test_right_sides_are_not_offered_in_the_order_of_the_left(items: dict[str, Item]) -> None:
    """The same chance mixes the two apart, or each right side would stand beside its left one."""
    pairs = items["pairs"]
    firsts = {responses.shown_pairs(pairs, chance)[0].key for chance in CHANCES}
    assert firsts == {option.key for option in pairs.options}


def test_rows_to_order_never_come_in_the_right_order(items: dict[str, Item]) -> None:
    rows = items["rows"]
    assert all(responses.shown_options(rows, chance) != rows.options for chance in CHANCES)


def test_options_stay_as_written_unless_the_item_asks(items: dict[str, Item]) -> None:
    assert all(responses.shown_options(items["fixed"], chance) == items["fixed"].options for chance in CHANCES)
