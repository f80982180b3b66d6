"""What is to look at today: five cards at most, however long she was away, and when the next ones come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.content import Item
from lms.spaced_review.models import ReviewCard, ReviewPause

MOST_A_DAY = 5
FindItem = Callable[[str, str], Item | None]


@dataclass(frozen=True)
class Desk:
    """today: cards with their items, safety items first. done: looked at today. next_on: the day of the next ones, None without any.

    How many cards wait beyond today is told to nobody. is_paused: she wants none; until: the day they come again, None when she says.
    """

    today: tuple[tuple[ReviewCard, Item], ...]
    done: int = 0
    next_on: date | None = None
    is_paused: bool = False
    until: date | None = None

    @property
    def total(self) -> int:
        """Of the day: those done and those left."""
        return self.done + len(self.today)


def of(reader: Session, learner_id: int | None, today: date, find_item: FindItem) -> Desk:
    """In two queries. find_item: an item by module and key, None when it is no longer there; its card then waits, unseen."""
    if learner_id is None:
        return Desk(())
    rows = reader.scalars(select(ReviewCard).where(ReviewCard.learner_id == learner_id).order_by(ReviewCard.due_on, ReviewCard.id)).all()
    pairs = [(card, item) for card in rows if (item := find_item(card.module, card.item)) is not None]
    # A clock that was set back leaves days ahead of today: they count as today, or the five would begin again.
    done = sum(card.looked_at_on is not None and card.looked_at_on >= today for card in rows)
    due = sorted((pair for pair in pairs if pair[0].due_on <= today), key=lambda pair: not pair[1].is_safety)
    shown, left = due[: max(0, MOST_A_DAY - done)], due[max(0, MOST_A_DAY - done) :]
    later = [card.due_on for card, _ in pairs if card.due_on > today]
    next_on = today + timedelta(days=1) if left else min(later, default=None)
    pause = reader.get(ReviewPause, learner_id)
    if pause is not None and (pause.until is None or pause.until > today):
        return Desk((), done, pause.until, True, pause.until)
    return Desk(tuple(shown), done, next_on)
