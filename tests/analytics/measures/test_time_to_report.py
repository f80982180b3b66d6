"""Time from a warning sign to its report: Kaplan-Meier against scipy, censored learners kept, and no single step shown."""

import itertools
import random
import statistics
import warnings
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import MONDAY, Saying
from scipy.stats import CensoredData, ecdf
from standing import Site

from analytics.measures.play import episodes
from analytics.measures.survival import is_followed, kaplan_meier, median, restricted_mean, share_by
from analytics.reports.signs.tables import coarse
from analytics.shape import Hidden
from xapi import activities, builders


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.0, 5.0, 7.0, 13.0, 24.0, 31.0, 72.0]), st.booleans()), min_size=1, max_size=40))
def test_the_curve_is_that_of_scipy(durations: list[tuple[float, bool]]) -> None:
    curve = kaplan_meier((time, is_event, 1) for time, is_event in durations)
    data = CensoredData(uncensored=[t for t, e in durations if e], right=[t for t, e in durations if not e])
    oracle = ecdf(data).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # scipy warns where the interval does not exist; those points are not compared
        interval = oracle.confidence_interval(method="log-log") if any(e for _, e in durations) else None
    for place, point in enumerate(curve):
        assert point.time == oracle.quantiles[place]
        assert point.survival == pytest.approx(oracle.probabilities[place], abs=1e-12)
        if interval is not None and 0 < point.survival < 1:
            assert point.low == pytest.approx(interval.low.probabilities[place], abs=1e-9)
            assert point.high == pytest.approx(interval.high.probabilities[place], abs=1e-9)


def test_the_textbook_example_comes_out() -> None:
    """Remission of leukaemia under 6-MP, in weeks; Freireich and others 1963, as in Kalbfleisch and Prentice 1980."""
    events = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = kaplan_meier([(float(time), True, 1) for time in events] + [(float(time), False, 1) for time in censored])
    found = {point.time: round(point.survival, 4) for point in curve if point.events}
    assert found == {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    assert median(curve) == 23
    assert share_by(curve, 12) == pytest.approx(1 - 0.7529, abs=1e-4)


def test_who_did_not_report_is_censored_and_never_dropped(site: Site) -> None:
    say = Saying()
    said = [say.sign(1, "presented", "fever", 20), say.sign(1, "reported", "fever", 26)]
    said += [say.sign(2, "presented", "fever", 20), say.sign(2, "ignored", "fever", 50)]
    said += [say.sign(3, "presented", "fever", 20), say.selected(3, "shivers", "wait", safe=False, game_hour=44)]
    said += [say.sign(4, "presented", "fever", 20), say.sign(4, "reported", "fever", 200)]
    site.keep(said)
    assert [tuple(row) for row in episodes.durations(site.rows())] == [
        ("fever", "red", 6.0, True, 1),
        ("fever", "red", 24.0, False, 1),
        ("fever", "red", 30.0, False, 1),
        ("fever", "red", 72.0, False, 1),
    ]


def test_the_first_episode_of_each_sign_counts(site: Site) -> None:
    say = Saying()
    later = MONDAY + timedelta(days=5)
    said = [say.sign(1, "presented", "fever", 20, episode="e1"), say.sign(1, "ignored", "fever", 44, episode="e1")]
    said += [say.sign(1, "presented", "fever", 90, episode="e2"), say.sign(1, "reported", "fever", 90, episode="e2")]
    said += [say.sign(1, "presented", "fever", 20, play="p2", at=later), say.sign(1, "reported", "fever", 20, play="p2", at=later)]
    said += [say.sign(1, "presented", "diarrhoea", 44, flag="amber"), say.sign(1, "reported", "diarrhoea", 44, flag="amber")]
    site.keep(said)
    assert [tuple(row) for row in episodes.durations(site.rows())] == [
        ("diarrhoea", "amber", 0.0, True, 1),
        ("fever", "red", 24.0, False, 1),
    ]


def test_hours_of_another_week_of_the_play_do_not_count(site: Site) -> None:
    say = Saying()
    first, second = (builders.activity(activities.week("azur", number), "level") for number in (1, 2))
    said = [
        say.sign(1, "presented", "fever", 140, parent=(first,)),
        say.selected(1, "rest", "a", safe=True, game_hour=160, parent=(first,)),
    ]
    said += [
        say.sign(1, "presented", "cough", 20, episode="x", parent=(second,)),
        say.sign(1, "reported", "cough", 26, episode="x", parent=(second,)),
    ]
    said += [say.sign(1, "reported", "fever", 164, parent=(second,))]
    site.keep(said)
    assert [tuple(row)[2:4] for row in episodes.durations(site.rows()) if row.sign == "fever"] == [(20.0, False)]


def test_the_report_gives_delays_and_a_curve(site: Site) -> None:
    say = Saying()
    said = [say.sign(who, "presented", "fever", 20) for who in range(30)]
    said += [say.sign(who, "reported", "fever", 20) for who in range(18)]
    said += [say.sign(who, "reported", "fever", 44) for who in range(18, 25)]
    said += [say.sign(who, "ignored", "fever", 92) for who in range(25, 30)]
    site.keep(said)
    result = site.report("signs")
    curve, delays, *_ = result.tables
    assert delays.rows == (("fever", "red", 30, 25, 0, 60, 83, pytest.approx((7 * 24 + 5 * 72) / 30), 8.2, 27.0),)
    assert [row[1:4] for row in curve.rows] == [(0, 30, 60), (24, 12, 83), (72, 5, 83)]
    assert curve.figures[0].subject == "fever"
    assert (curve.figures[0].finding.key, result.n) == ("signs_at_once", 30)


def test_ten_learners_have_delays_but_no_curve(site: Site) -> None:
    say = Saying()
    said = [say.sign(who, "presented", "fever", 20) for who in range(10)] + [say.sign(who, "reported", "fever", 20) for who in range(10)]
    site.keep(said)
    curve, delays, *_ = site.report("signs").tables
    assert curve.rows == ()
    assert delays.rows == (("fever", "red", 10, 10, 0, 100, 100, 0, 0, 0),)


def test_the_curve_has_no_point_between_which_few_reported(site: Site) -> None:
    say = Saying()
    said = [say.sign(who, "presented", "fever", 20) for who in range(20)]
    said += [say.sign(who, "reported", "fever", 20 + 6 * (who // 4)) for who in range(20)]
    site.keep(said)
    assert [row[1:3] for row in site.report("signs").tables[0].rows] == [(6, 20), (18, 12)]


def test_few_reports_hide_every_delay_and_the_curve(site: Site) -> None:
    say = Saying()
    said = [say.sign(who, "presented", "fever", 20) for who in range(12)] + [say.sign(who, "reported", "fever", 20) for who in range(3)]
    site.keep(said)
    few = Hidden("few", 5)
    curve, delays, *_ = site.report("signs").tables
    assert delays.rows == (("fever", "red", 12, *(few,) * 7),)
    assert curve.rows == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=60))
def test_no_two_points_of_a_curve_set_a_few_learners_apart(durations: list[tuple[int, bool]]) -> None:
    points = coarse(kaplan_meier((float(time), is_event, 1) for time, is_event in durations), 5)
    for point in points:
        assert point.events == 0 or point.events >= 5
        assert point.censored == 0 or point.censored >= 5
    for before, after in itertools.pairwise(points):
        assert before.at_risk - after.at_risk == before.events + before.censored


def test_the_curve_of_chance_is_near_the_truth() -> None:
    chance = random.Random(11)
    curve = kaplan_meier((chance.expovariate(1 / 10), True, 1) for _ in range(4000))
    assert median(curve) == pytest.approx(6.93, abs=0.4)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 90), min_size=2, max_size=40))
def test_the_restricted_mean_of_those_all_followed_is_the_plain_mean(times: list[float]) -> None:
    """Without censoring the area is the mean of min(time, 72), and Greenwood's error that of a mean (n, not n-1)."""
    mean, error = restricted_mean(kaplan_meier((time, True, 1) for time in times), 72.0)
    cut = [min(time, 72.0) for time in times]
    assert mean == pytest.approx(statistics.fmean(cut))
    assert error == pytest.approx(statistics.pstdev(cut) / len(cut) ** 0.5, abs=1e-6)


def test_a_curve_that_ends_early_has_no_mean() -> None:
    assert not is_followed(kaplan_meier([(10.0, True, 1), (20.0, False, 1)]), 72.0)
    assert is_followed(kaplan_meier([(10.0, True, 2)]), 72.0)
