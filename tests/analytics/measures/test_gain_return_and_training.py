"""Gain, return and compliance of training, each against another way to count it."""

import random
from datetime import timedelta
from typing import Any

import numpy
import pytest
from saying import MONDAY, Saying
from scipy import stats
from standing import NOW, Site

from analytics.engines import Rows
from analytics.measures import paired_scores, weekly_return
from analytics.measures.compliance import training
from analytics.shape import Hidden


def test_the_gain_is_that_of_scipy_and_of_the_matrix_of_both_scores() -> None:
    chance = numpy.random.default_rng(4)
    before = chance.uniform(0.2, 0.7, 40)
    after = numpy.clip(before + chance.normal(0.15, 0.1, 40), 0, 1)
    one = paired_scores.gain(list(zip(before.tolist(), after.tolist(), strict=True)))
    interval = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (one.low, one.high) == (pytest.approx(interval.low), pytest.approx(interval.high))
    cov = numpy.cov(before, after)
    d = (after - before).mean() / numpy.sqrt(numpy.trace(cov) / 2)
    r = cov[0, 1] / numpy.sqrt(cov[0, 0] * cov[1, 1])
    j = 1 - 3 / (4 * 39 - 1)
    half = 1.959963984540054 * j * numpy.sqrt((1 / 40 + d**2 / 80) * 2 * (1 - r))
    assert (one.g, one.g_low, one.g_high) == (pytest.approx(j * d), pytest.approx(j * d - half), pytest.approx(j * d + half))


@pytest.mark.slow
def test_the_interval_of_g_covers_the_truth() -> None:
    """2,000 cohorts of 30 with a true d of 0.5 and a correlation of 0.6."""
    chance = numpy.random.default_rng(9)
    covered = 0
    for _ in range(2000):
        scores = chance.multivariate_normal([0.0, 0.5], [[1, 0.6], [0.6, 1]], 30).tolist()
        one = paired_scores.gain([(a, b) for a, b in scores])
        assert one.g_low is not None
        assert one.g_high is not None
        covered += one.g_low <= 0.5 <= one.g_high
    assert 0.93 <= covered / 2000 <= 0.97


@pytest.mark.parametrize("scores", [[(0.5, 0.7)], [(0.5, 0.5), (0.5, 0.5)], [(0.5, 0.5), (0.5, 0.9)]])
def test_one_learner_and_scores_that_do_not_vary_are_no_error(scores: list[tuple[float, float]]) -> None:
    one = paired_scores.gain(scores)
    assert one.n == len(scores)
    assert (one.g is None) == (len({score for pair in scores for score in pair}) == 1 or len(scores) == 1)


def test_the_first_sitting_of_each_phase_counts_and_those_who_left_are_told(site: Site) -> None:
    say = Saying()
    said = [say.sat(who, "pre", 0.4) for who in range(20)] + [say.sat(who, "post", 0.4 + who / 50) for who in range(12)]
    said += [say.sat(who, "post", 1.0) for who in range(12)]
    (pair,) = paired_scores.pairs(_rows(site, said))
    assert (pair.course, pair.first, pair.second, pair.n_first, pair.lost) == ("patients", "pre", "post", 20, 8)
    assert sorted(pair.scores) == [(0.4, pytest.approx(0.4 + who / 50)) for who in range(12)]
    row = site.report("gain").tables[1].rows[0]
    assert row[:4] == ("patients", "pre_post", 12, 8)
    assert row[6] == pytest.approx(100 * sum(who / 50 for who in range(12)) / 12, abs=0.05)


def test_learners_come_back_as_counted_by_hand(site: Site) -> None:
    say, chance = Saying(), random.Random(3)
    said, weeks = [], {}
    for who in range(40):
        weeks[who] = sorted({chance.randrange(3) for _ in range(3)})
        said += [say.answered(who, "q1", True, at=MONDAY + timedelta(weeks=week, days=chance.randrange(5))) for week in weeks[who]]
    for one in weekly_return.returns(_rows(site, said), NOW):
        start = (one.monday - MONDAY.date()).days // 7
        began = [who for who in weeks if weeks[who][0] == start]
        assert (one.n, one.active) == (len(began), sum(start + one.week in weeks[who] for who in began))
        assert one.monday + timedelta(weeks=one.week) <= NOW.date()


def test_duties_and_attestations_at_a_date(site: Site) -> None:
    say = Saying()
    said = [say.assigned(who, "pharmacists", "2026-11-20" if who < 14 else "2026-12-20") for who in range(30)]
    said += [say.assigned(0, "pharmacists", "2026-12-24")]
    ends = {days: NOW + timedelta(days=days) for days in (-10, 40, 400)}
    said += [say.attested(who, "earned", "pharmacists", ends[400]) for who in range(8, 20)]
    said += [say.attested(who, "earned", "gps", ends[-10 if who < 45 else 40]) for who in range(40, 52)]
    said += [say.attested(40, "renewed", "gps", ends[400]), say.attested(41, "revoked", "gps", None)]
    rows = _rows(site, said)
    assert training.duties(rows, NOW) == [("pharmacists", 30, 12, 7, 11)]
    assert training.standings(rows, NOW) == [("gps", 12, 1, 7, 3, 1, 1), ("pharmacists", 12, 12, 0, 0, 0, 0)]
    duties, attestations, *_ = site.report("training").tables
    assert duties.rows[0][:5] == ("pharmacists", 30, 12, 7, 11)
    assert all(isinstance(attestations.rows[0][place], Hidden) for place in (2, 4, 5, 6)), attestations.rows


def _rows(site: Site, said: list[dict[str, Any]]) -> Rows:
    site.keep(said)
    return site.rows()
