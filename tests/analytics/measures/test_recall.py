"""What is remembered of review cards, against a count by hand, the product's own schedule, and numpy."""

import math
import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy
import pytest
from saying import Saying, Statement
from scipy import stats
from standing import Site

from analytics.measures import recall
from analytics.measures.recall import GAPS, Review
from analytics.shape import Hidden
from lms.spaced_review import scheduling


def logs(chance: random.Random, learners: int) -> dict[tuple[int, str], list[tuple[int | None, int]]]:
    """(learner, card) -> (days since the one before, rating), None for the first."""
    made = {}
    for who in range(learners):
        for card in ("q1", "q2", "q3"):
            gaps: list[int | None] = [None, *(chance.choice([1, 2, 3, 6, 7, 20, 40]) for _ in range(chance.randrange(5)))]
            made[who, card] = [(gap, chance.choice([1, 3, 3])) for gap in gaps]
    return made


def said_of(all_logs: dict[tuple[int, str], list[tuple[int | None, int]]]) -> list[Statement]:
    say = Saying()
    return [say.reviewed(who, card, rating, gap) for (who, card), log in all_logs.items() for gap, rating in log]


def test_each_gap_is_that_of_a_count_by_hand(site: Site) -> None:
    all_logs = logs(random.Random(5), 60)
    site.keep(said_of(all_logs))
    by_hand: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for (who, _), log in all_logs.items():
        for gap, rating in log[1:]:
            by_hand[max(first for first in GAPS if first <= (gap or 0))].append((who, rating == 3))
    measured = recall.gaps(recall.reviews(site.rows()))
    assert [one.days for one in measured] == list(GAPS)
    for one in measured:
        some = by_hand[one.days]
        assert (one.learners, one.reviews) == (len({who for who, _ in some}), len(some))
        assert (one.with_recall, one.with_lapse) == tuple(len({who for who, good in some if good is wanted}) for wanted in (True, False))
        assert one.share == (pytest.approx(sum(good for _, good in some) / len(some)) if some else None)
    rows = site.report("recall").tables[0].rows
    assert [row[0] for row in rows] == [f"gap_{first}" for first in GAPS]
    assert rows[0][1:3] == (measured[0].learners, measured[0].reviews)
    assert rows[0][3] == pytest.approx(100 * (measured[0].share or 0), abs=0.5)
    assert rows[-1] == ("gap_90", 0, 0, None, None, None, None)


def test_what_is_expected_is_what_the_product_schedules_by() -> None:
    """Its schedule keeps the stability; the chance is FSRS 6's curve of it, written out here."""
    chance = random.Random(8)
    for _ in range(200):
        log, day, dated = (), date(2026, 1, 1), []
        for number in range(chance.randrange(1, 7)):
            gap = 0 if number == 0 else chance.randrange(1, 120)
            rating = chance.choice([scheduling.AGAIN, scheduling.GOOD])
            day += timedelta(days=gap)
            log, dated = (*log, (gap, rating)), [*dated, (day, rating)]
        schedule = scheduling.replay(dated)
        assert schedule is not None
        decay = -scheduling.SCHEDULER.parameters[20]
        factor = 0.9 ** (1 / decay) - 1
        days = chance.randrange(1, 200)
        assert recall.expected_recall(log, days) == pytest.approx((1 + factor * days / schedule.stability) ** decay)


def test_the_interval_takes_a_learners_reviews_as_one_draw() -> None:
    chance = random.Random(2)
    counts = [
        (sum(chance.random() < 0.3 + 0.5 * (who % 2) for _ in range(acts)), acts) for who in range(40) if (acts := chance.randrange(1, 9))
    ]
    y = [value for part, acts in counts for value in [1] * part + [0] * (acts - part)]
    groups = [who for who, (_, acts) in enumerate(counts) for _ in range(acts)]
    design = numpy.ones((len(y), 1))
    bread = numpy.linalg.inv(design.T @ design)
    (fitted,) = bread @ design.T @ numpy.array(y)
    scores = [
        design[own].T @ (numpy.array(y)[own] - fitted) for who in set(groups) if (own := [n for n, g in enumerate(groups) if g == who])
    ]
    meat = sum(numpy.outer(one, one) for one in scores) * len(scores) / (len(scores) - 1)
    error = float(numpy.sqrt(bread @ meat @ bread)[0, 0])
    share, low, high = recall.share_by_learner(counts)
    bounds = stats.t.interval(0.95, len(scores) - 1, loc=fitted, scale=error)
    assert (share, low, high) == (pytest.approx(fitted), *(pytest.approx(bound) for bound in bounds))


def test_the_loss_and_the_mean_difference_are_those_of_their_definitions() -> None:
    chance = random.Random(4)
    some = [
        Review(f"s{chance.randrange(30)}", chance.choice([1, 4, 9]), chance.random() < 0.7, chance.uniform(0.3, 0.99)) for _ in range(300)
    ]
    one = recall.fit(some, recall.gaps(some))
    assert one.log_loss == pytest.approx(-sum(math.log(r.expected if r.is_recalled else 1 - r.expected) for r in some) / 300)
    share = sum(r.is_recalled for r in some) / 300
    assert one.constant == pytest.approx(-(share * math.log(share) + (1 - share) * math.log(1 - share)))
    by_gap = {days: [r for r in some if r.days == days] for days in (1, 4, 9)}
    squares = sum(len(own) * ((sum(r.is_recalled for r in own) - sum(r.expected for r in own)) / len(own)) ** 2 for own in by_gap.values())
    assert one.rmse == pytest.approx(math.sqrt(squares / 300))


def test_a_card_that_everybody_remembered_costs_a_constant_chance_nothing() -> None:
    some = [Review(f"s{number}", 4, True, 0.9) for number in range(12)]
    one = recall.fit(some, recall.gaps(some))
    assert str(one.constant) == "0", one.constant
    assert one.log_loss == pytest.approx(-math.log(0.9))


@pytest.mark.parametrize(
    "log",
    [
        [(4, 3), (2, 3)],  # begins in the middle
        [(None, 3), (None, 3)],
        [(None, 3), (0, 3)],
        [(None, 3), (-3, 1)],
        [(None, 3), (10**9, 3)],
        [(None, 3), (10**15, 3)],
        [(None, 7), (3, 9)],
    ],
)
def test_a_log_is_followed_up_to_the_first_value_that_is_none(site: Site, log: list[tuple[int | None, int]]) -> None:
    say = Saying()
    site.keep([say.reviewed(0, "q1", rating, gap) for gap, rating in log] + [say.reviewed(1, "q1", 3, None), say.reviewed(1, "q1", 1, 3)])
    assert [(one.days, one.is_recalled) for one in recall.reviews(site.rows())] == [(3, False)]


def test_a_log_of_thousands_of_ratings_ends_at_its_limit(site: Site) -> None:
    say = Saying()
    site.keep([say.reviewed(0, "q1", 3, None), *(say.reviewed(0, "q1", 3, 1) for _ in range(600))])
    assert len(recall.reviews(site.rows())) == recall.LONGEST_LOG - 1


@pytest.mark.parametrize(
    ("learners", "forgetful", "shown"), [(10, 5, False), (11, 4, False), (11, 7, False), (30, 2, False), (30, 12, True)]
)
def test_a_gap_says_nothing_of_few_learners_nor_of_few_who_remember_or_forget(
    site: Site, learners: int, forgetful: int, shown: bool
) -> None:
    say = Saying()
    said: list[dict[str, Any]] = []
    for who in range(learners):
        said += [say.reviewed(who, "q1", 3, None)] + [say.reviewed(who, "q1", 1 if who < forgetful else 3, 3) for _ in range(6)]
    site.keep(said)
    gaps, fit = site.report("recall").tables
    assert isinstance(gaps.rows[1][3], Hidden) is not shown
    assert isinstance(gaps.rows[1][2], Hidden) is not shown
    assert isinstance(fit.rows[0][3], Hidden) is not shown
