"""The index D, alpha without the item, omissions and confidence: against numpy, every order of ties, and counts by hand."""

import random
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from saying import MONDAY, Saying
from standing import Site

from analytics.measures.items.confidence import Confidence, confidences
from analytics.measures.items.discrimination import Level, alpha_without, discriminations, upper_lower
from analytics.shape import Hidden


def marks_of(learners: int, items: int, seed: int = 7) -> list[list[bool]]:
    chance = random.Random(seed)
    return [[chance.random() < (0.25 + 0.5 * skill / learners + 0.05 * item) for item in range(items)] for skill in range(learners)]


def keep_marks(site: Site, marks: list[list[bool]]) -> None:
    say = Saying()
    site.keep(say.answered(who, f"q{item}", right) for who, row in enumerate(marks) for item, right in enumerate(row))


def alpha(marks: np.ndarray) -> float:
    """From the covariance matrix: the mean covariance over the mean of all entries."""
    spread = np.cov(marks.T)
    k = len(spread)
    return float(k / (k - 1) * (1 - np.trace(spread) / spread.sum()))


def test_alpha_without_each_item_is_that_of_the_matrix_without_its_column(site: Site) -> None:
    marks = marks_of(60, 6)
    keep_marks(site, marks)
    matrix = np.array(marks, dtype=float)
    for item, one in enumerate(discriminations(site.rows())):
        assert one.complete == 60
        assert one.alpha == pytest.approx(alpha(matrix))
        assert one.alpha_without == pytest.approx(alpha(np.delete(matrix, item, axis=1)))


def test_d_is_the_mean_over_every_order_of_those_who_tie() -> None:
    """Seven learners, two in each group (27 % of 7): all 5,040 orders of the seven, sorted by the rest score alone."""
    people = [(0.2, 0), (0.2, 1), (0.2, 0), (0.6, 1), (0.6, 0), (0.8, 1), (0.8, 1)]
    figures = Fraction(0)
    orders = list(permutations(people))
    for order in orders:
        ranked = sorted(order, key=lambda one: one[0])
        figures += Fraction(sum(score for _, score in ranked[-2:]) - sum(score for _, score in ranked[:2]), 2)
    levels = [Level(rest, sum(r == rest for r, _ in people), sum(s for r, s in people if r == rest)) for rest in (0.2, 0.6, 0.8)]
    assert upper_lower(levels) == pytest.approx(float(figures / len(orders)))


def test_d_without_ties_is_the_difference_of_two_shares() -> None:
    chance = random.Random(5)
    people = sorted((chance.random(), chance.random() < 0.5) for _ in range(100))
    upper, lower = people[-27:], people[:27]
    d = sum(right for _, right in upper) / 27 - sum(right for _, right in lower) / 27
    assert upper_lower([Level(rest, 1, float(right)) for rest, right in people]) == pytest.approx(d)


@pytest.mark.parametrize(
    "levels",
    [
        [],
        [Level(0.5, 1, 1.0)],
        [Level(0.5, 9, 4.0)],
        [Level(0.2, 5, 5.0), Level(0.9, 5, 5.0)],
        [Level(0.2, 5, 0.0), Level(0.9, 5, 0.0)],
    ],
)
def test_nobody_one_learner_all_right_and_all_wrong_have_no_d(levels: list[Level]) -> None:
    assert upper_lower(levels) is None


def test_two_items_or_constant_scores_have_no_alpha_without_one() -> None:
    assert alpha_without(2, 0.5, 0.2, 0.25) is None
    assert alpha_without(5, 0.0, 0.0, 0.0) is None


def test_omissions_are_those_who_reached_the_end_without_an_answer(site: Site) -> None:
    """By hand: 12 complete the module, 9 of them answered q0, 10 q3 or q0; 3 others answered q0 and went no further.

    Form A of the entry test was handed in by 10, of whom 8 answered q1 and the 2 others q4; form B, in which q1 does not stand, by 4."""
    say = Saying()
    acts = [say.module(who, "completed") for who in range(12)] + [say.answered(9, "q3", True)]
    acts += [say.answered(who, "q0", True) for who in (*range(9), 20, 21, 22)]
    acts += [say.sat(who, "pre", 0.5, form="A") for who in range(10)] + [say.sat(who, "pre", 0.5, form="B") for who in range(10, 14)]
    acts += [say.answered(who, "q1", True, phase="pre", form="A") for who in range(8)]
    acts += [say.answered(who, "q4", False, phase="pre", form="A") for who in (8, 9)]
    acts += [say.answered(who, "q2", True, phase="pre", form="B") for who in range(10, 14)]
    site.keep(acts)
    figures = {(one.item, one.phase): (one.finishers, one.omissions) for one in discriminations(site.rows())}
    practice = {("fever/q0", "practice"): (10, 1), ("fever/q3", "practice"): (10, 9)}
    assert figures == practice | {("fever/q1", "pre"): (10, 2), ("fever/q4", "pre"): (10, 8), ("fever/q2", "pre"): (4, 0)}


def test_sure_and_right_are_counted_at_the_first_attempt_alone(site: Site) -> None:
    say = Saying()
    acts = [say.answered(who, "q0", who < 20, confidence="sure" if who % 2 else "unsure") for who in range(40)]
    acts += [say.answered(who, "q0", True, confidence="sure", at=MONDAY.replace(day=20)) for who in range(40)]
    site.keep([*acts, say.answered(50, "q0", True)])
    assert confidences(site.rows()) == [Confidence("fever", "fever/q0", "practice", 10, 10, 10, 10)]


def test_the_report_says_what_an_item_tells_apart_and_hides_what_few_did(site: Site) -> None:
    marks = marks_of(43, 4)
    say = Saying()
    site.keep(say.answered(who, f"q{item}", right) for who, row in enumerate(marks) for item, right in enumerate(row) if item or who < 40)
    site.keep([say.module(who, "completed") for who in range(43)])
    result = site.report("items")
    apart = result.table("discrimination")
    assert apart is not None
    first = dict(zip([column.key for column in apart.columns], apart.rows[0], strict=True))
    assert first["n"] == first["complete_n"] == 40
    assert isinstance(first["d"], float)
    assert isinstance(first["omitted"], Hidden), "three learners passed it by"


def test_thirty_learners_are_needed_for_d_and_twenty_for_alpha(site: Site) -> None:
    keep_marks(site, marks_of(25, 4))
    apart = site.report("items").table("discrimination")
    assert apart is not None
    assert {row[4] for row in apart.rows} == {Hidden("under", 30)}
    assert all(isinstance(row[7], float) for row in apart.rows)
