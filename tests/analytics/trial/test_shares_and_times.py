"""Effects by numbers printed in the papers they come from, and by scipy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, logrank

from analytics.measures.adjusting.regression import Estimate
from analytics.measures.survival import log_rank
from analytics.trial.effects import hedges_g, restricted_mean, shares

PEOPLE = st.lists(st.tuples(st.integers(0, 20).map(float), st.booleans()), min_size=2, max_size=30)


def test_the_difference_of_shares_is_newcombes_example() -> None:
    """56 of 70 and 48 of 80: 0.2000, from 0.0524 to 0.3339 (Newcombe 1998, table II, example a, method 10)."""
    made = shares((56, 48), (70, 80))
    assert made is not None
    assert made.difference == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_shares_of_nobody_are_not_compared_and_a_zero_has_no_ratio() -> None:
    assert shares((0, 0), (0, 5)) is None
    made = shares((0, 3), (10, 10))
    assert made is not None
    assert made.ratio is None


@settings(max_examples=60, deadline=None)
@given(PEOPLE, PEOPLE)
def test_log_rank_is_that_of_scipy(first: list[tuple[float, bool]], second: list[tuple[float, bool]]) -> None:
    def data(times: list[tuple[float, bool]]) -> CensoredData:
        return CensoredData.right_censored([time for time, _ in times], [not happened for _, happened in times])

    made = log_rank(first, second)
    if made is None:
        return
    with np.errstate(all="ignore"):
        assert made[0] == pytest.approx(logrank(data(first), data(second)).statistic ** 2, rel=1e-9, abs=1e-9)


def test_without_censoring_the_restricted_mean_is_the_mean_of_times_cut_at_its_end() -> None:
    times = [(3.0, True), (10.0, True), (40.0, True), (72.0, False), (72.0, False)]
    mean, error = restricted_mean(times, 72)
    assert mean == pytest.approx((3 + 10 + 40 + 72 + 72) / 5)
    assert error == pytest.approx(np.std([3, 10, 40, 72, 72]) / 5**0.5)


def test_two_people_an_arm_give_g_and_one_or_equal_scores_none() -> None:
    difference = Estimate(2.0, 1.0, 2.0, 0.0, 4.0, 0.1, 4)
    assert hedges_g(difference, [1.0, 3.0], [0.0, 2.0]) is not None
    assert hedges_g(difference, [1.0], [0.0, 2.0]) is None
    assert hedges_g(difference, [1.0, 1.0], [1.0, 1.0]) is None
