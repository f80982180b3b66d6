"""Waits between tries: doubled, bounded, spread, and never shorter than what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.backoff import Backoff

WAITS = Backoff(first_s=2, longest_s=300)


def test_each_failure_in_a_row_doubles_the_wait_up_to_the_longest() -> None:
    assert [WAITS.wait_s(failures) for failures in range(11)] == [0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_row_without_end_does_not_overflow() -> None:
    assert WAITS.wait_s(10**9) == 300
    assert Backoff(0.5, float("inf")).wait_s(10**9) < float("inf")


@given(failures=st.integers(1, 100), chance=st.floats(0, 1), asked=st.floats(0, 10_000))
def test_chance_spreads_over_the_second_half_and_what_is_asked_is_kept(failures: int, chance: float, asked: float) -> None:
    whole = WAITS.wait_s(failures)
    assert whole / 2 <= WAITS.wait_s(failures, chance=chance) <= whole
    assert WAITS.wait_s(failures, chance=chance, asked_s=asked) == pytest.approx(max(asked, whole * (0.5 + 0.5 * chance)))
