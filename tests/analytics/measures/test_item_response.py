"""Difficulties of items: against girth, against the likelihood maximised by scipy, and true values that the intervals cover."""

import random
from collections import Counter
from math import exp

import numpy as np
import pytest
from saying import Saying
from scipy.optimize import minimize
from standing import Site

from analytics.measures.items.item_response import Difficulty, difficulties, scales
from analytics.shape import Hidden

NO_FIT = Difficulty(None, None, None, None)


def marks_of(learners: int, items: int, seed: int, slopes: list[float] | None = None) -> list[list[int]]:
    """True difficulties from -1.5 to 1.5, evenly; one slope of 1.2 unless others are given."""
    chance, marks = random.Random(seed), []
    truth = list(zip(slopes or [1.2] * items, [-1.5 + 3 * item / (items - 1) for item in range(items)], strict=True))
    for _ in range(learners):
        ability = chance.gauss(0, 1)
        marks.append([int(chance.random() < 1 / (1 + exp(-slope * (ability - b)))) for slope, b in truth])
    return marks


def counted(marks: list[list[int]], *, has_slopes: bool = False) -> list[Difficulty]:
    patterns = Counter(tuple(row) for row in marks)
    return difficulties(list(patterns), list(patterns.values()), has_slopes=has_slopes)


def test_one_slope_is_that_of_girth() -> None:
    """girth 0.8.0, `onepl_mml`, 61 nodes from -6 to 6, on the same marks."""
    fits = counted(marks_of(250, 6, 3))
    assert [one.b for one in fits] == pytest.approx([-1.8078, -1.5157, -0.5416, 0.0396, 1.1344, 2.04], abs=0.005)
    assert {round(one.a or 0, 3) for one in fits} == {0.970}


def test_slopes_of_their_own_are_those_of_girth() -> None:
    """girth 0.8.0, `twopl_mml`, 61 nodes from -6 to 6, on the same marks."""
    fits = counted(marks_of(1000, 6, 4, [0.7, 1.0, 1.3, 1.6, 1.9, 0.8]), has_slopes=True)
    assert [one.b for one in fits] == pytest.approx([-1.2533, -1.0265, -0.346, 0.2244, 0.8908, 1.6054], abs=0.005)
    assert [one.a for one in fits] == pytest.approx([0.7971, 0.9584, 1.1984, 1.6972, 1.9358, 0.7321], abs=0.005)


@pytest.mark.parametrize("has_slopes", [False, True])
def test_no_other_parameters_are_more_likely(has_slopes: bool) -> None:
    """The likelihood over Gauss and Hermite's nodes, climbed by scipy from another start."""
    marks = np.array(marks_of(200, 4, 8))
    nodes, weights = np.polynomial.hermite_e.hermegauss(61)

    def less_likely(guess: np.ndarray) -> float:
        slopes = guess[4:] if has_slopes else guess[4]
        right = np.clip(1 / (1 + np.exp(-slopes * (nodes[:, None] - guess[:4]))), 1e-12, 1 - 1e-12)
        return -float(np.log(np.exp(marks @ np.log(right).T + (1 - marks) @ np.log(1 - right).T) @ (weights / weights.sum())).sum())

    best = minimize(less_likely, np.array([0.0] * 4 + [1.0] * (4 if has_slopes else 1)), method="BFGS").x
    fits = counted(marks.tolist(), has_slopes=has_slopes)
    assert [one.b for one in fits] == pytest.approx(best[:4], abs=0.002)
    assert [one.a for one in fits] == pytest.approx(best[4:] if has_slopes else [best[4]] * 4, abs=0.002)


def test_intervals_cover_the_true_difficulty_in_about_95_of_100_cohorts() -> None:
    truth, hits, size = [-1.5 + 3 * item / 5 for item in range(6)], 0, 150
    for seed in range(size):
        fits = counted(marks_of(120, 6, 100 + seed))
        hits += sum((one.low or 0) <= b <= (one.high or 0) for one, b in zip(fits, truth, strict=True))
    assert 0.93 <= hits / (6 * size) <= 0.98


@pytest.mark.parametrize(
    "marks",
    [
        [[1, 0, 1]],
        [[1, 1, 1]] * 40,
        [[0, 0, 0]] * 40,
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]] * 20,
        [[1, 0], [0, 1], [1, 1], [0, 0]] * 20,
    ],
)
def test_one_learner_constant_items_and_items_that_measure_nothing_together_have_no_difficulty(marks: list[list[int]]) -> None:
    assert counted(marks) == [NO_FIT] * len(marks[0])


def test_an_item_that_everybody_had_right_has_no_difficulty_and_leaves_the_others_as_they_are() -> None:
    marks = marks_of(200, 5, 2)
    fits = counted([[*row, 1] for row in marks])
    assert fits == [*counted(marks), NO_FIT]


def test_the_report_places_items_on_one_scale_from_thirty_learners(site: Site) -> None:
    say, marks = Saying(), marks_of(60, 5, 9)
    acts = [say.answered(who, f"q{item}", bool(right)) for who, row in enumerate(marks) for item, right in enumerate(row)]
    others = [(who, item, right) for who, row in enumerate(marks[:25]) for item, right in enumerate(row)]
    acts += [say.answered(who, f"q{item}", bool(right), module="pain") for who, item, right in others]
    site.keep(acts)
    (scale,) = scales(site.rows(), 30)
    assert (scale.module, scale.n, scale.has_slopes) == ("fever", 60, False)
    assert [item for item, _ in scale.items] == [f"fever/q{item}" for item in range(5)]
    fits = counted(marks)
    assert [one.b for _, one in scale.items] == pytest.approx([one.b for one in fits])
    assert [one.low for _, one in scale.items] == pytest.approx([one.low for one in fits])
    lot = site.report("quality").table("scale")
    assert lot is not None
    lines = [dict(zip([column.key for column in lot.columns], row, strict=True)) for row in lot.rows]
    assert sorted(line["item"] for line in lines) == [f"fever/q{item}" for item in range(5)]
    assert [line["b"] for line in lines] == sorted(line["b"] for line in lines)
    assert all(line["model"] == "one_slope" and not isinstance(line["b"], Hidden) for line in lines)
