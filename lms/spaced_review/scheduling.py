"""When a card comes back: the one place that knows FSRS. Days in, days out; no clock and no chance.

Source of the method: open-spaced-repetition/py-fsrs 6, default parameters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fsrs import Card, Rating, Scheduler

AGAIN, GOOD = int(Rating.Again), int(Rating.Good)
"""The two buttons. FSRS's Hard is a pass, so a button between the two would lengthen what was forgotten."""
LONGEST_DAYS = 180
"""Red flags are read again by clinicians every six months; a card comes back as often."""
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False)
"""Whole days only, and no fuzz: the same log gives the same day on every device."""


@dataclass(frozen=True)
class Schedule:
    """Where a card stands after its log. due_on: the day it may come again, at least one day after the last rating."""

    stability: float
    difficulty: float
    due_on: date


def replay(log: Iterable[tuple[date, int]]) -> Schedule | None:
    """The state of a card from its whole log, oldest first: (day, AGAIN or GOOD). None for an empty log.

    A day before the one above it (a clock set back) counts as that one.
    """
    card, last = Card(card_id=0, due=_noon(date.min + timedelta(days=1))), None
    for day, rating in log:
        last = day if last is None else max(day, last)
        card, _log = SCHEDULER.review_card(card, Rating(rating), _noon(last))
    if last is None or card.stability is None or card.difficulty is None:
        return None
    return Schedule(card.stability, card.difficulty, card.due.date())


def _noon(day: date) -> datetime:
    """FSRS counts whole days between instants in UTC: from noon to noon they are the days of the calendar, whatever the hour or zone."""
    return datetime.combine(day, time(12), UTC)
