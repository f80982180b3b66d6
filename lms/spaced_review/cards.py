"""Which practice items become cards: safety items that were met, and whatever was missed, doubted, or marked `srs` by its author."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.model.content import Item, Module
from lms.accounts.models import GUEST, Learner
from lms.accounts.presence import Presence, learner_row
from lms.cohorts import trial_rule
from lms.spaced_review import scheduling
from lms.spaced_review.models import CardRating, ReviewCard
from lms.web.database.instants import ZONE

ANSWER, LOOK = "answer", "card"
OFFER = 2
"""How many cards a failed safety item, or a sign missed in the game, brings."""


@dataclass(frozen=True)
class Encounter:
    """An answer to a practice item. was_safe: the answer to remember, or a call that was not needed; was_doubted: she said not sure."""

    module: Module
    item: Item
    was_safe: bool
    was_doubted: bool


def day_of(now: datetime) -> date:
    """The day of the calendar where the site is."""
    return now.astimezone(ZONE).date()


def may_have_cards(work: Session, learner: Learner, now: datetime) -> bool:
    """Not a guest, whose pseudonym ends with her visit; nobody in a trial before its last test."""
    return learner.role != GUEST and not trial_rule.is_quiet(trial_rule.entered_on(work, learner.uuid), day_of(now))


def meet(work: Session, learner: Learner, encounter: Encounter, now: datetime) -> None:
    """Take note of an answer given in a module. Call it inside the writer, once an attempt.

    The first answer begins the log of the card. A later miss is noted on another day only: right after the feedback it says nothing.
    A missed safety item brings a second card of the same objective.
    """
    item = encounter.item
    if not _comes_back(encounter) or not may_have_cards(work, learner, now):
        return
    card = card_of(work, learner.id, item)
    rating = scheduling.GOOD if encounter.was_safe else scheduling.AGAIN
    if card is None:
        _add_rated(work, _new_card(learner.id, item, now), rating, now)
    elif not encounter.was_safe and (_last_day(work, card) or date.min) < day_of(now):
        note(work, card, rating, ANSWER, now)
    if item.is_safety and not encounter.was_safe:
        _add_missing(work, learner, companions(encounter.module, item), now)


def offer(work: Session, learner: Learner, items: Iterable[Item], now: datetime) -> None:
    """Cards that are due tomorrow, for items that were not met yet; a card that is there stays as it is. Call it inside the writer."""
    if may_have_cards(work, learner, now):
        _add_missing(work, learner, items, now)


def _add_missing(work: Session, learner: Learner, items: Iterable[Item], now: datetime) -> None:
    for item in items:
        if card_of(work, learner.id, item) is None:
            work.add(_new_card(learner.id, item, now))
            work.flush()


def offer_to(work: Session, who: Presence, items: Iterable[Item], now: datetime) -> None:
    """The same, for whoever is here. Call it inside the writer."""
    offer(work, learner_row(work, who, now), items, now)


def companions(module: Module, item: Item) -> list[Item]:
    """What goes with a missed item, so that two cards come: a safety item of its objective, else another of it, else of the module."""
    others = [one for one in module.items if one.key != item.key and one.kind != "survey"]
    ranks = [
        [one for one in others if one.objective == item.objective and one.is_safety],
        [one for one in others if one.objective == item.objective],
        [one for one in others if one.is_safety],
    ]
    return next((rank[: OFFER - 1] for rank in ranks if rank), [])


def for_skill(modules: Iterable[Module], skill: str) -> list[Item]:
    """Two items on a skill, safety items first, in the order of the modules given; fewer when there are fewer."""
    items = [item for module in modules for item in module.items if item.objective == skill and item.kind != "survey"]
    return sorted(items, key=lambda item: not item.is_safety)[:OFFER]


def card_of(reader: Session, learner_id: int, item: Item) -> ReviewCard | None:
    """The learner's card of an item."""
    chosen = select(ReviewCard).where(ReviewCard.learner_id == learner_id, ReviewCard.module == item.module, ReviewCard.item == item.key)
    return reader.scalar(chosen)


def note(work: Session, card: ReviewCard, rating: int, origin: str, now: datetime) -> CardRating:
    """Add a line to a card's log and put the card where the whole log says. Call it inside the writer."""
    log = list(work.scalars(select(CardRating).where(CardRating.card_id == card.id).order_by(CardRating.number)))
    today = max([day_of(now), *(line.rated_on for line in log)])
    line = CardRating(card_id=card.id, number=len(log) + 1, rating=rating, origin=origin, rated_on=today, created_at=now)
    work.add(line)
    _set_state(card, [*log, line])
    work.flush()
    return line


def _add_rated(work: Session, card: ReviewCard, rating: int, now: datetime) -> None:
    """A new card with the first line of its log: two rows written once, and no log asked for that cannot be there."""
    line = CardRating(number=1, rating=rating, origin=ANSWER, rated_on=day_of(now), created_at=now)
    _set_state(card, [line])
    work.add(card)
    work.flush()
    line.card_id = card.id
    work.add(line)
    work.flush()


def _set_state(card: ReviewCard, log: Sequence[CardRating]) -> None:
    state = scheduling.replay((line.rated_on, line.rating) for line in log)
    assert state is not None  # noqa: S101 - a log has a line
    card.stability, card.difficulty, card.due_on, card.ratings = state.stability, state.difficulty, state.due_on, len(log)


def _last_day(reader: Session, card: ReviewCard) -> date | None:
    return reader.scalar(select(func.max(CardRating.rated_on)).where(CardRating.card_id == card.id))


def _new_card(learner_id: int, item: Item, now: datetime) -> ReviewCard:
    tomorrow = day_of(now) + timedelta(days=1)
    return ReviewCard(learner_id=learner_id, module=item.module, item=item.key, due_on=tomorrow, ratings=0, created_at=now)


def _comes_back(encounter: Encounter) -> bool:
    item = encounter.item
    is_weak = not encounter.was_safe or encounter.was_doubted
    return item.kind != "survey" and (item.is_safety or item.is_review_card or is_weak)
