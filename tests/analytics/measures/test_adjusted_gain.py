"""The adjusted gain, groups at the same start score and the forms: against statsmodels, leaving each learner out, and scipy."""

import random
from math import sqrt
from statistics import fmean

import numpy as np
import pytest
from saying import Saying
from scipy.stats import t as t_distribution
from scipy.stats import ttest_ind
from standing import Site

from analytics.measures.adjusting.adjusted_gain import Sitting, adjusted_difference, adjusted_gain, form_starts, hake, sittings, welch
from analytics.shape import Hidden

GAIN = (0.1370833333, 0.0169535100, 0.10284503, 0.17132164)
GROUP = (0.1408979679, 0.0465863689, 0.0467434, 0.23505253)
"""statsmodels 0.15.0 on `people()`: value, standard error, interval."""


def people(seed: int = 11, n: int = 48) -> list[Sitting]:
    """Three forms, each order met by 8 learners; one in four is a GP."""
    chance, sat = random.Random(seed), []
    for who in range(n):
        pre = chance.choice([0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
        role = "gp" if who % 4 == 0 else "patient"
        post = min(1.0, round(pre + chance.uniform(-0.05, 0.35) + (0.05 if role == "gp" else 0), 2))
        sat.append(Sitting("patients", pre, post, "ABC"[who % 3], "ABC"[(who + 1 + who % 2) % 3], role, "fr", "pages"))
    return sat


def hc3_by_leaving_out(design: np.ndarray, outcome: np.ndarray, place: int) -> float:
    """The standard error from the errors of prediction of each learner by a fit to all the others."""
    inverse = np.linalg.inv(design.T @ design)
    meat = np.zeros_like(inverse)
    for one in range(len(outcome)):
        others = np.arange(len(outcome)) != one
        fit = np.linalg.lstsq(design[others], outcome[others], rcond=None)[0]
        meat += (outcome[one] - design[one] @ fit) ** 2 * np.outer(design[one], design[one])
    return sqrt((inverse @ meat @ inverse)[place, place])


def test_the_adjusted_gain_is_that_of_statsmodels() -> None:
    """statsmodels 0.15.0: OLS of the change on 1, the centred start score and the orders in effect coding, HC3, Student's t."""
    estimate, has_orders = adjusted_gain(people()) or (None, False)
    assert has_orders
    assert estimate is not None
    assert (estimate.value, estimate.se, estimate.low, estimate.high) == pytest.approx(GAIN, abs=1e-7)


def test_the_difference_of_a_group_is_that_of_statsmodels() -> None:
    gps = [one for one in people() if one.role == "gp"]
    lot = adjusted_difference(gps, [one for one in people() if one.role != "gp"])
    assert lot is not None
    assert (lot.value, lot.se, lot.low, lot.high) == pytest.approx(GROUP, abs=1e-7)


def test_without_enough_learners_of_each_order_the_start_score_alone_is_adjusted_for() -> None:
    few = [one._replace(form_pre="A" if place < 30 else "C", form_post="B") for place, one in enumerate(people()[:34])]
    estimate, has_orders = adjusted_gain(few) or (None, True)
    assert not has_orders
    assert estimate is not None
    assert estimate.value == pytest.approx(fmean((one.post or 0) - one.pre for one in few)), "it is the mean change"
    pre = np.array([one.pre for one in few])
    design = np.column_stack([np.ones(34), pre - pre.mean()])
    error = hc3_by_leaving_out(design, np.array([(one.post or 0) - one.pre for one in few]), 0)
    assert estimate.se == pytest.approx(error)
    assert estimate.high - estimate.value == pytest.approx(error * t_distribution.ppf(0.975, 32))


def test_a_form_that_is_harder_and_met_more_often_at_the_end_takes_nothing_from_the_adjusted_gain() -> None:
    """Everybody gains 0.2; form B costs 0.1. Thirty go from A to B (gain seen 0.1), ten from B to A (0.3): the mean seen is 0.15."""
    chance = random.Random(2)
    lot = []
    for who in range(40):
        able = chance.uniform(0.3, 0.6)
        first, second = ("A", "B") if who < 30 else ("B", "A")
        lot.append(Sitting("c", able - 0.1 * (first == "B"), able + 0.2 - 0.1 * (second == "B"), first, second, "gp", "fr", "pages"))
    assert fmean((one.post or 0) - one.pre for one in lot) == pytest.approx(0.15)
    estimate, _ = adjusted_gain(lot) or (None, False)
    assert estimate is not None
    assert estimate.value == pytest.approx(0.2, abs=1e-9)


@pytest.mark.parametrize("scores", [[], [(0.5, 0.6)], [(0.5, 0.6)] * 30, [(1.0, 1.0)] * 30, [(0.0, 0.0)] * 30])
def test_nobody_one_learner_and_constant_scores_have_no_adjusted_gain(scores: list[tuple[float, float]]) -> None:
    assert adjusted_gain([Sitting("c", pre, post, "A", "B", "gp", "fr", "pages") for pre, post in scores]) is None


def test_hake_by_hand() -> None:
    """Means 0.6 and 0.8: half of what was possible. Own: 0.75 of 0.4... and one who had all right at the start is left out of them."""
    lot = [Sitting("c", pre, post, "A", "B", "gp", "fr", "pages") for pre, post in ((0.2, 0.6), (0.6, 0.8), (1.0, 1.0))]
    one = hake(lot)
    assert one.class_gain == pytest.approx((0.8 - 0.6) / (1 - 0.6))
    assert one.mean_gain == pytest.approx((0.5 + 0.5) / 2)
    assert (one.full_first, one.full_second) == (1, 1)
    assert hake(lot[2:])[:2] == (None, None)


def test_a_difference_of_forms_is_welchs() -> None:
    chance = random.Random(6)
    one, other = [chance.gauss(0.5, 0.1) for _ in range(20)], [chance.gauss(0.6, 0.2) for _ in range(12)]
    expected = ttest_ind(one, other, equal_var=False)
    limits = expected.confidence_interval(0.95)
    assert welch(one, other) == pytest.approx((fmean(one) - fmean(other), limits.low, limits.high))


def test_forms_are_compared_at_the_start_alone() -> None:
    lot = form_starts([*people(), Sitting("c", 0.5, None, "", "", "gp", "fr", "pages")])
    assert [(one.form, one.n) for one in lot] == [("A", 16), ("B", 16), ("C", 16)]
    assert lot[0].easier is None
    assert lot[1].easier == pytest.approx(lot[1].mean - lot[0].mean)


def test_the_report_lays_groups_at_the_same_start_score_and_tells_few_together(site: Site) -> None:
    say, acts = Saying(), []
    for who, one in enumerate(people()):
        role = one.role if who < 45 else "nurse"
        acts += [say.sat(who, "pre", one.pre, form=one.form_pre, role=role)]
        acts += [say.sat(who, "post", one.post or 0.0, form=one.form_post, role=role)]
    site.keep(acts)
    assert len(sittings(site.rows())) == 48
    result = site.report("gain")
    lines = {lot.key: [dict(zip([one.key for one in lot.columns], row, strict=True)) for row in lot.rows] for lot in result.tables}
    assert lines["adjusted"][0]["gain"] == pytest.approx(100 * GAIN[0], abs=0.06)
    assert lines["adjusted"][0]["adjusted_for"] == "start_and_forms"
    values = {line["value"]: line["n"] for line in lines["groups"] if line["dimension"] == "role"}
    assert "nurse" not in values, "three nurses have no line of their own"
    assert not any(isinstance(n, int) and n < 5 for n in values.values())
    assert [line["form"] for line in lines["forms"]] == ["A", "B", "C"]
    assert not any(isinstance(line["mean"], Hidden) for line in lines["forms"])
