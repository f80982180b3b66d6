"""Figures over nobody: there is none, and nothing is said to be hidden."""

import pytest

from analytics.disclosure import EXPORT, INTERNAL, Rule, percent, statistic, steps
from analytics.shape import Hidden


@pytest.mark.parametrize("rule", [INTERNAL, EXPORT])
def test_there_is_no_figure_over_nobody(rule: Rule) -> None:
    assert statistic(3.0, 0, rule) is None
    assert percent(0, 0, rule) is None


@pytest.mark.parametrize("rule", [INTERNAL, EXPORT])
def test_one_learner_is_a_small_group_and_the_threshold_is_none(rule: Rule) -> None:
    assert statistic(3.0, 1, rule) != 3.0
    assert statistic(3.0, rule.below - 1, rule) != 3.0
    assert statistic(3.0, rule.below, rule) == 3.0


def test_no_two_steps_set_a_small_group_apart() -> None:
    assert steps([20, 18, 3, 0], INTERNAL) == [20, Hidden("protected"), Hidden("few", 5), 0]
    assert steps([40, 38, 20, 3], EXPORT) == [40, Hidden("protected"), 20, Hidden("few", 11)]
