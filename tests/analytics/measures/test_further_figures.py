"""Reliability, mastery, reach, progress, activity and data health against figures counted by hand or by another program."""

import random
from collections import Counter
from datetime import timedelta

import numpy
import pytest
from saying import MONDAY, Saying
from scipy.stats import binom, pearsonr, ttest_1samp
from standing import NOW, Site

from analytics.measures import activity, distractors, mastery, reach, reliability
from analytics.measures.mastery import Knowing, fit, trace
from analytics.measures.play import adherence, play_progress
from xapi import activities, builders


def test_alpha_is_that_of_the_matrix(site: Site) -> None:
    chance, say = random.Random(4), Saying()
    marks = numpy.array([[chance.random() < 0.2 + 0.6 * who / 50 for _ in range(8)] for who in range(50)], dtype=float)
    said = [say.answered(who, f"q{item}", bool(marks[who, item])) for who in range(50) for item in range(8)]
    said += [say.answered(99, "q0", True), say.answered(1, "rare", True)]
    site.keep(said)
    (found,) = reliability.reliabilities(site.rows())
    expected = 8 / 7 * (1 - marks.var(axis=0, ddof=1).sum() / marks.sum(axis=1).var(ddof=1))
    assert (found.n, found.items) == (50, 8)
    assert found.alpha == pytest.approx(expected, abs=1e-9)
    assert found.mean == pytest.approx(marks.mean())
    assert found.sd == pytest.approx(marks.mean(axis=1).std(ddof=1))
    assert found.sem == pytest.approx(marks.mean(axis=1).std(ddof=1) * (1 - expected) ** 0.5)


def test_the_interval_of_alpha_covers_the_truth_as_often_as_it_says() -> None:
    """Parallel items: alpha is known, and the interval must hold it in about 95 of 100 samples."""
    draw = numpy.random.default_rng(8)
    truth, items, n = 0.8, 6, 60
    share = truth / (items - truth * (items - 1))
    hits = 0
    for _ in range(400):
        common = draw.normal(size=(n, 1)) * share**0.5
        marks = common + draw.normal(size=(n, items)) * (1 - share) ** 0.5
        alpha = items / (items - 1) * (1 - marks.var(axis=0, ddof=1).sum() / marks.sum(axis=1).var(ddof=1))
        low, high = reliability.feldt(alpha, n, items)
        hits += low <= truth <= high
    assert 0.92 <= hits / 400 <= 0.98


def test_options_are_told_by_thirds_and_linked_to_the_rest_as_in_scipy(site: Site) -> None:
    chance, say = random.Random(6), Saying()
    picks = [[chance.choices("abc", [1 + who, 20, 10])[0] for _ in range(5)] for who in range(36)]
    site.keep(say.answered(who, f"q{item}", pick == "a", response=pick) for who, row in enumerate(picks) for item, pick in enumerate(row))
    found = {(chosen.item, chosen.option): chosen for chosen in distractors.options(site.rows())}
    for item in range(5):
        rest = [sum(pick == "a" for place, pick in enumerate(row) if place != item) / 4 for row in picks]
        for option in "abc":
            chosen = found[f"fever/q{item}", option]
            is_chosen = [float(row[item] == option) for row in picks]
            assert (chosen.n, chosen.whole, chosen.is_right) == (sum(is_chosen), 36, option == "a")
            assert chosen.r == pytest.approx(pearsonr(is_chosen, rest).statistic)
        assert [sum(found[f"fever/q{item}", option].thirds[third][0] for option in "abc") for third in range(3)] == [12, 12, 12]


def test_the_rest_score_of_an_option_is_of_the_other_items_in_the_same_phase(site: Site) -> None:
    """Before and after are noise of another kind, and hold the item itself: neither may come into the link."""
    chance, say = random.Random(16), Saying()
    picks = [[chance.choices("abc", [1 + who, 20, 10])[0] for _ in range(4)] for who in range(36)]
    said = [say.answered(who, f"q{item}", pick == "a", response=pick) for who, row in enumerate(picks) for item, pick in enumerate(row)]
    for phase in ("pre", "post"):
        said += [say.answered(who, f"q{item}", (who + item) % 3 > 0, response="a", phase=phase) for who in range(36) for item in range(4)]
    site.keep(said)
    found = {(chosen.item, chosen.option): chosen for chosen in distractors.options(site.rows())}
    for item in range(4):
        rest = [sum(pick == "a" for place, pick in enumerate(row) if place != item) / 3 for row in picks]
        for option in "abc":
            is_chosen = [float(row[item] == option) for row in picks]
            assert found[f"fever/q{item}", option].r == pytest.approx(pearsonr(is_chosen, rest).statistic)


def test_responses_of_several_parts_are_no_single_choice(site: Site) -> None:
    say = Saying()
    site.keep([say.answered(1, "q1", True, response="a[,]b"), say.answered(1, "q2", True, response="a")])
    assert [chosen.item for chosen in distractors.options(site.rows())] == ["fever/q2"]


def test_scores_fall_in_their_fifths(site: Site) -> None:
    say = Saying()
    site.keep(say.answered(who, f"q{item}", item < who) for who in range(6) for item in range(5))
    assert [(band.band, band.n) for band in reliability.bands(site.rows())] == [(0, 1), (1, 1), (2, 1), (3, 1), (4, 2)]


def likelihood(counts: dict[str, int], knowing: Knowing) -> float:
    """By brute force over every hidden path, for short patterns."""
    total = 0.0
    for pattern, count in counts.items():
        chance = 0.0
        for learnt_at in range(len(pattern) + 1):
            path = (
                knowing.known
                if learnt_at == 0
                else (1 - knowing.known) * (1 - knowing.learns) ** (learnt_at - 1) * (knowing.learns if learnt_at < len(pattern) else 1)
            )
            for place, answer in enumerate(pattern):
                right = 1 - knowing.slips if place >= learnt_at else knowing.guesses
                path *= right if answer == "1" else 1 - right
            chance += path
        total += count * float(numpy.log(chance))
    return total


def simulated_patterns(truth: Knowing, learners: int, answers: int, seed: int) -> dict[str, int]:
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for _ in range(learners):
        knows, pattern = chance.random() < truth.known, ""
        for _ in range(answers):
            pattern += "1" if chance.random() < (1 - truth.slips if knows else truth.guesses) else "0"
            knows = knows or chance.random() < truth.learns
        counts[pattern] += 1
    return dict(counts)


def test_the_fit_finds_the_probabilities_that_made_the_answers() -> None:
    truth = Knowing(0.3, 0.25, 0.1, 0.2)
    counts = simulated_patterns(truth, 20_000, 6, seed=1)
    found = fit(counts)
    assert found == pytest.approx(truth, abs=0.04)
    assert likelihood(counts, found) >= likelihood(counts, truth) - 1e-6


def test_every_round_of_the_fit_is_likelier_than_the_one_before() -> None:
    counts = simulated_patterns(Knowing(0.5, 0.1, 0.2, 0.3), 300, 4, seed=2)
    knowing, before = mastery.START, likelihood(counts, mastery.START)
    for _ in range(15):
        knowing = mastery._round(counts, knowing)
        after = likelihood(counts, knowing)
        assert after >= before - 1e-9
        before = after


def test_right_answers_raise_what_is_likely_known() -> None:
    chances = [trace("1" * count, mastery.START) for count in range(6)]
    assert chances == sorted(chances)
    assert chances[0] == mastery.START.known
    assert trace("110", mastery.START) < trace("111", mastery.START)
    by_hand = 0.4 * 0.85 / (0.4 * 0.85 + 0.6 * 0.25)
    assert trace("1", mastery.START) == pytest.approx(by_hand + (1 - by_hand) * 0.2)


@pytest.mark.parametrize("right", range(4))
def test_under_four_answers_a_learner_counts_by_the_share_she_has_at_least(right: int) -> None:
    """Against the distribution itself, by a sum of binomials: Beta(1 + r, 1 + w) is over x as often as r or fewer of r + w + 1 are."""
    least = mastery.chance_of("1" * right + "0" * (3 - right), mastery.START)
    assert binom.cdf(right, 4, least) == pytest.approx(0.95)
    assert least < 0.5, "three answers, all right, are not on the way"
    assert mastery.chance_of("1111", mastery.START) == trace("1111", mastery.START)


def test_a_fit_that_ends_at_the_edge_says_so() -> None:
    """Learners who never change what they answer: nothing tells how fast one learns."""
    assert mastery.is_at_limit(fit({"1111": 20, "0000": 20}))
    assert not mastery.is_at_limit(Knowing(0.4, 0.2, 0.15, 0.25))


def test_mastery_reads_every_answer_in_order(site: Site) -> None:
    say = Saying()
    said = [say.answered(1, f"q{n}", True, objective="K02", at=MONDAY + timedelta(hours=n)) for n in range(5)]
    said += [say.answered(2, f"q{n}", n > 0, objective="K02", at=MONDAY - timedelta(hours=n)) for n in range(2)]
    site.keep(said)
    (found,) = mastery.objectives(site.rows())
    assert (found.objective, found.n, found.mastered, found.answers) == ("K02", 2, 1, 3.5)
    assert {row["pattern"] for row in site.rows().ask(mastery._patterns)} == {"11111", "10"}


def test_a_day_is_covered_when_each_of_its_doses_is_and_advised_holds_are_not_due(site: Site) -> None:
    say = Saying()
    said = [
        say.dose(1, "took", 1),
        say.dose(1, "took", 1, "late"),
        say.dose(1, "took", 2),
        say.dose(1, "skipped", 2, "forgotten", covered=False),
    ]
    said += [
        say.dose(1, "held", 3, "advice"),
        say.dose(1, "held", 4, "alone", covered=False),
        say.dose(1, "skipped", 5, "vomited", covered=True),
    ]
    said += [say.dose(2, "took", day) for day in range(1, 6)]
    said += [say.dose(2, "skipped", 1, "forgotten", covered=False, play="p2", at=MONDAY + timedelta(days=3))]
    site.keep(said)
    (found,) = adherence.campaigns(site.rows())
    assert (found.campaign, found.n, found.regular) == ("ambre", 2, 1)
    assert found.covered == pytest.approx((2 / 4 + 1) / 2)
    assert found.possession == pytest.approx((3 + 5) / (6 + 5))
    assert [tuple(band) for band in adherence.bands(site.rows())] == [("ambre", 2, 1), ("ambre", 4, 1)]


def test_the_interval_of_the_covered_days_is_students(site: Site) -> None:
    say = Saying()
    site.keep(say.dose(who, "took", day, covered=day > who % 5) for who in range(12) for day in range(1, 11))
    (found,) = adherence.campaigns(site.rows())
    shares = [1 - (who % 5) / 10 for who in range(12)]
    oracle = ttest_1samp(shares, 0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high))


def test_reach_counts_who_did_something_and_who_completed(site: Site) -> None:
    say = Saying()
    said = [say.registered(who) for who in range(9)]
    said += [say.module(who, "initialized", platform="window" if who < 3 else "pages") for who in range(8)]
    said += [say.module(who, "completed", platform="window" if who < 2 else "pages") for who in range(5)]
    said += [say.module(8, "initialized", offline=True, language="en-GB")]
    site.keep(said)
    found = {(share.dimension, share.value): (share.n, share.completed) for share in reach.shares(site.rows())}
    assert found[("edition", "window")] == (3, 2)
    assert found[("edition", "pages")] == (6, 3)
    assert found[("edition", "offline")] == (1, 0)
    assert (found[("language", "fr")], found[("language", "en")]) == ((8, 5), (1, 0))
    assert reach.learners(site.rows()) == 9


def test_weeks_tell_who_completed_who_came_back_and_where_others_stopped(site: Site) -> None:
    say = Saying()
    week = builders.activity(activities.week("azur", 2), "level")
    said = [say.say(who, "initialized", week, play=f"00000000-0000-4000-8000-00000000000{who}") for who in range(4)]
    said += [say.say(0, "completed", week), say.say(0, "initialized", week, play="00000000-0000-4000-8000-00000000000a")]
    said += [say.selected(who, "shivers", "call", safe=True, parent=(week,)) for who in (1, 2)]
    said += [say.selected(2, "supper", "soup", safe=True, parent=(week,))]
    site.keep(said)
    assert [tuple(found)[:4] for found in play_progress.weeks(site.rows())] == [("azur", 2, 4, 1)]
    assert [tuple(found) for found in play_progress.stops(site.rows())] == [("azur", 2, "shivers", 1), ("azur", 2, "supper", 1)]


def test_weeks_begin_on_monday(site: Site) -> None:
    say = Saying()
    sunday = MONDAY.replace(hour=23, minute=59) - timedelta(days=1)
    monday = MONDAY.replace(hour=0)
    acts = ((1, sunday), (2, monday), (2, MONDAY))
    site.keep([say.module(who, "initialized", at=at) for who, at in acts] + [say.registered(3, at=monday)])
    found = [(week.monday.isoformat(), week.role, week.n) for week in activity.weeks(site.rows())]
    assert found == [("2026-10-26", "patient", 1), ("2026-11-02", "patient", 1)]


def test_a_device_of_another_century_is_no_week_and_no_headline(site: Site) -> None:
    say = Saying()
    said = [say.module(who, "initialized", at=NOW - timedelta(days=8)) for who in range(9)]
    wrong = [say.module(who, "completed", at=NOW.replace(year=year)) for who in range(6) for year in (1971, 2099)]
    site.keep(said + wrong)
    found = [(week.monday.isoformat(), week.n) for week in activity.weeks(site.rows())]
    assert found == [("2026-11-09", 9), ("2026-11-23", 6)]
    (day,) = activity.days(site.rows())
    assert (day.statements, day.wrong_clock, day.lag_median) == (21, 12, 8 * 86_400.0)
    report = site.report("active")
    assert report.tables[0].figures[0].finding.values["week"] == "2026-11-23"
    assert site.report("health").tables[0].figures[0].finding.key == "health_clocks"


def test_data_health_tells_how_late_statements_came(site: Site) -> None:
    say = Saying()
    odd = say.registered(5, at=NOW - timedelta(seconds=30))
    odd["context"]["extensions"]["https://elsewhere.example/mood"] = 1
    site.keep([say.registered(who, at=NOW - timedelta(seconds=10 * who)) for who in range(5)] + [odd])
    (day,) = activity.days(site.rows())
    assert (day.day.isoformat(), day.statements, day.learners, day.odd) == ("2026-11-23", 6, 6, 1)
    assert day.lag_median == pytest.approx(25.0)
    assert day.lag_p95 == pytest.approx(37.5)
