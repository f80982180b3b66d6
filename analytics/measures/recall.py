"""What learners say they remember of a review card, by the days since they last saw it, beside what the scheduler expected."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import log, sqrt
from statistics import fmean
from typing import NamedTuple

import ibis.expr.types as ir
from fsrs import Card, Rating, Scheduler
from scipy.stats import t as t_distribution

from analytics.engines import Rows

GAPS = (1, 3, 7, 14, 30, 60, 90)
"""Days since the last review, each up to the day before the next."""
LONGEST_LOG, LONGEST_GAP = 200, 3650
"""Ratings of one card, and days between two, beyond which a log is not followed: no learner has such a one."""

_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_START = datetime(2000, 1, 1, 12, tzinfo=UTC)

Log = tuple[tuple[int, int], ...]
"""(days since the rating before, 0 for the first; rating 1-4) of one card, oldest first."""


class Review(NamedTuple):
    """One rating but the first of one card. days: since the one before; expected: chance of recall by the scheduler, 0.0-1.0."""

    subject: str
    days: int
    is_recalled: bool
    expected: float


class Gap(NamedTuple):
    """Reviews as many days after the last. with_recall, with_lapse: learners who remembered at least once, and who did not.

    share: reviews in which the card was remembered, 0.0-1.0; low, high: its 95 % interval, None under 2 learners; expected: mean chance.
    None for all four when there is no review.
    """

    days: int
    learners: int
    with_recall: int
    with_lapse: int
    reviews: int
    share: float | None
    low: float | None
    high: float | None
    expected: float | None


class Fit(NamedTuple):
    """All reviews. log_loss: mean of minus the logarithm of the chance given to what happened; constant: the same if every review had the
    mean share as its chance; rmse: root of the mean squared difference of share and expected over the gaps, weighed by reviews."""

    learners: int
    with_recall: int
    with_lapse: int
    reviews: int
    log_loss: float
    constant: float
    rmse: float


def reviews(rows: Rows) -> list[Review]:
    """The reviews of the cards whose log is whole from its first rating; a log is followed up to the first value that is none."""
    by_log: dict[str, list[tuple[int, bool, float]]] = {}  # many cards have one of few logs
    all_reviews: list[Review] = []
    subject = ""
    for row in rows.each(_logs):
        text = row["log"]
        subject = subject if subject == row["subject"] else row["subject"]  # one text in memory for all cards of a learner
        if text not in by_log:
            by_log[text] = list(_reviews_of(text))
        all_reviews += [Review(subject, *one) for one in by_log[text]]
    return all_reviews


def _reviews_of(text: str) -> Iterator[tuple[int, bool, float]]:
    """(days, is remembered, expected) of each rating but the first of one card."""
    card_log: Log = ()
    for entry in text.split():
        days, rating = map(int, entry.split(":"))
        if (days == 0) != (not card_log) or not 0 <= days <= LONGEST_GAP or len(card_log) == LONGEST_LOG:
            return
        if card_log:
            yield days, rating > 1, expected_recall(card_log, days)
        card_log = (*card_log, (days, rating))


def learners(rows: Rows) -> int:
    """Distinct learners who rated a card."""
    return rows.learners(_ratings)


def expected_recall(card_log: Log, days: int) -> float:
    """The chance that a card with this log is remembered that many days after its last rating.

    Source: open-spaced-repetition/py-fsrs 6, default parameters, as the product schedules its cards.
    """
    card, last = _state(card_log)
    return _SCHEDULER.get_card_retrievability(card, last + timedelta(days=days))


@lru_cache(maxsize=20_000)
def _state(card_log: Log) -> tuple[Card, datetime]:
    """Most learners have one of few logs: 0.3 ms a rating is paid once for each."""
    card, day = (Card(card_id=0, due=_START), _START) if len(card_log) == 1 else _state(card_log[:-1])
    days, rating = card_log[-1]
    day += timedelta(days=days)
    return _SCHEDULER.review_card(card, Rating(rating), day)[0], day


def gaps(all_reviews: Sequence[Review]) -> list[Gap]:
    """One entry for each of GAPS."""
    by_gap: dict[int, list[Review]] = {first: [] for first in GAPS}
    for one in all_reviews:
        by_gap[gap_of(one.days)].append(one)
    return [_gap(*pair) for pair in by_gap.items()]


@lru_cache(maxsize=LONGEST_GAP + 1)
def gap_of(days: int) -> int:
    """The entry of GAPS that `days` lies in."""
    return GAPS[max(bisect_right(GAPS, days), 1) - 1]


def fit(all_reviews: Sequence[Review], by_gap: Sequence[Gap]) -> Fit:
    """Of one review or more. by_gap: what `gaps` makes of them.

    Source of both measures: open-spaced-repetition/srs-benchmark (log loss, RMSE over bins; here over GAPS).
    """
    whole = _gap(0, all_reviews)
    chances = [one.expected if one.is_recalled else 1 - one.expected for one in all_reviews]
    mean = whole.share or 0.0
    constant = sum(-part * log(part) for part in (mean, 1 - mean) if 0 < part < 1)
    squares = [one.reviews * (one.share - one.expected) ** 2 for one in by_gap if one.share is not None and one.expected is not None]
    return Fit(*whole[1:5], -fmean(log(min(max(chance, 1e-9), 1.0)) for chance in chances), constant, sqrt(sum(squares) / len(all_reviews)))


def _gap(first: int, some: Sequence[Review]) -> Gap:
    counts = Counter(one.subject for one in some)
    recalled = Counter(one.subject for one in some if one.is_recalled)
    by_learner = [(recalled.get(subject, 0), whole) for subject, whole in counts.items()]
    with_recall, with_lapse = sum(part > 0 for part, _ in by_learner), sum(part < whole for part, whole in by_learner)
    if not some:
        return Gap(first, 0, 0, 0, 0, None, None, None, None)
    share, low, high = share_by_learner(by_learner)
    return Gap(first, len(counts), with_recall, with_lapse, len(some), share, low, high, fmean(one.expected for one in some))


def share_by_learner(counts: Iterable[tuple[int, int]]) -> tuple[float, float | None, float | None]:
    """(share, low, high) of acts of several learners, each (acts of the kind, acts); the interval takes each learner's acts as one draw.

    Source: W. G. Cochran, Sampling techniques, 3rd edition, 1977, section 3.12 (proportion over clusters), Student's t with n - 1 degrees.
    """
    pairs = list(counts)
    n, whole = len(pairs), sum(acts for _, acts in pairs)
    share = sum(part for part, _ in pairs) / whole
    if n < 2:
        return share, None, None
    squares = sum((part - share * acts) ** 2 for part, acts in pairs)
    width = float(t_distribution.ppf(0.975, n - 1)) * sqrt(n / (n - 1) * squares) / whole
    return share, max(0.0, share - width), min(1.0, share + width)


def _ratings(rows: ir.Table) -> ir.Table:
    """What is in a card's log."""
    table = rows.filter(rows.verb == "reviewed", rows.kind == "item", rows.thing.notnull(), rows.rating.between(1, 4))
    return table.select("subject", "rating", "elapsed_days", "seq", card="thing")


def _logs(rows: ir.Table) -> ir.Table:
    """One row a learner and card: `days:rating` of each rating. An act that a wrong clock dated is in its place by its number."""
    table = _ratings(rows)
    entry = table.elapsed_days.fill_null(0).cast("string") + ":" + table.rating.cast("string")
    table = table.mutate(entry=entry)
    return table.group_by("subject", "card").agg(log=table.entry.group_concat(" ", order_by=table.seq)).order_by("subject", "card")
