"""The verbs of a learner at her cards: say whether she had the answer in mind, pause, come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.items.interaction import definition
from courses.model.content import Course, Item
from lms import statements
from lms.accounts.models import Learner
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.errors import NotFound
from lms.spaced_review import cards
from lms.spaced_review.desk import MOST_A_DAY
from lms.spaced_review.models import CardRating, ReviewCard, ReviewPause
from xapi import activities, builders


@dataclass(frozen=True)
class RatingForm:
    """What a form brought: which card, the number of the line it was shown for, AGAIN or GOOD.

    items: the item in each language; titles: the module's; course: where the module belongs.
    """

    card: UUID
    number: int
    rating: int
    item: Item
    items: Mapping[str, Item]
    titles: Mapping[str, str]
    course: Course
    home_page: str
    now: datetime


def own_card(reader: Session, learner_id: int | None, card: UUID) -> ReviewCard:
    """Raises NotFound for somebody else's, and for none."""
    row = reader.scalar(select(ReviewCard).where(ReviewCard.uuid == card))
    if row is None or row.learner_id != learner_id:
        raise NotFound
    return row


def rate_card(work: Session, learner_id: int, one_look: RatingForm) -> bool:
    """Keep one look at a card with its statement. Call it inside the writer.

    False, and nothing changes, for a form that was sent already (double click, second tab, another device), for a card that is no longer
    due, and for a sixth of the day. Raises NotFound for somebody else's card.
    """
    card = own_card(work, learner_id, one_look.card)
    today = cards.day_of(one_look.now)
    if one_look.number != card.ratings + 1 or card.due_on > today or _done(work, learner_id, today) >= MOST_A_DAY:
        return False
    last = work.scalar(select(CardRating).where(CardRating.card_id == card.id).order_by(CardRating.number.desc()).limit(1))
    line = cards.note(work, card, one_look.rating, cards.LOOK, one_look.now)
    card.looked_at_on = line.rated_on
    learner = work.get_one(Learner, learner_id)
    registration = _registration(work, learner, one_look)
    elapsed = None if last is None else (line.rated_on - last.rated_on).days
    statements.put(work, [statement_of(registration, one_look, line, elapsed)], home_page=one_look.home_page)
    return True


def _done(work: Session, learner_id: int, today: date) -> int:
    chosen = select(ReviewCard.looked_at_on).where(ReviewCard.learner_id == learner_id, ReviewCard.looked_at_on >= today)
    return len(work.scalars(chosen).all())


def _registration(work: Session, learner: Learner, one_look: RatingForm) -> Registration:
    """The newest run of the course; made and told for a card that came from the game alone."""
    last = registering.find(work, learner.id, COURSE, one_look.course.key)
    if last is not None:
        return last
    registration = registering.register(work, learner, COURSE, one_look.course.key, one_look.now)
    registering.tell_registered(work, registration, one_look.course, one_look.item.language, one_look.home_page, one_look.now)
    return registration


def statement_of(registration: Registration, one_look: RatingForm, line: CardRating, elapsed: int | None) -> statements.Json:
    """The `reviewed` statement; its id is the line's. elapsed: days since the line before it, None for the first.

    It bears no success and no mark: the rating is what the learner said of her own memory.
    """
    item = one_look.item
    about = builders.activity(
        activities.item(item.module, item.key), "cmi.interaction", {language: one.question for language, one in one_look.items.items()}
    )
    about["definition"] |= definition(one_look.items)
    return statements.make_statement(
        registering.speaker(registration, item.language, one_look.home_page),
        "reviewed",
        about,
        one_look.now,
        id=line.uuid,
        parent=[statements.module(item.module, one_look.titles)],
        grouping=[statements.course(one_look.course.key, one_look.course.title)],
        extensions={
            "course_version": one_look.course.version,
            "item_version": item.version,
            "objective": item.objective or None,
            "rating": line.rating,
            "elapsed_days": elapsed,
        },
    )


def pause(work: Session, learner_id: int, weeks: int | None, now: datetime) -> None:
    """No cards for that many weeks, or until she says so (None). A second press gives the same. Call it inside the writer."""
    until = None if weeks is None else cards.day_of(now) + timedelta(weeks=weeks)
    work.merge(ReviewPause(learner_id=learner_id, until=until, created_at=now))


def resume(work: Session, learner_id: int) -> None:
    """Cards come again, five a day at most as before. Call it inside the writer."""
    row = work.get(ReviewPause, learner_id)
    if row is not None:
        work.delete(row)
