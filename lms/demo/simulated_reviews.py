"""Simulated learners look at their review cards on a few later days, and one in six is on a pause."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from courses.model.content import Course, Item, Module
from courses.serving.catalogue import Catalogue
from courses.serving.item_languages import in_each_language
from lms.demo.simulated_answers import SimulatedLearner, knows
from lms.spaced_review import card_rating, cards, desk, scheduling

VISITS = (2, 4, 9, 16, 30)
"""Days after the last module on which she may come back."""
SECONDS_A_CARD = 20


@dataclass(frozen=True)
class Visit:
    """Who comes back: a simulated learner by her row, in her language, after `since` and before the day of `now`."""

    learner: SimulatedLearner
    learner_id: int
    language: str
    since: datetime
    now: datetime


def look_again(work: Session, catalogue: Catalogue, home_page: str, visit: Visit) -> int:
    """Look at what is due on each of her visits; what is due today is left to look at. Gives how many cards. Call it inside the writer."""
    learner, learner_id, now = visit.learner, visit.learner_id, visit.now
    n_cards = 0
    for days in VISITS:
        at = visit.since + timedelta(days=days)
        if cards.day_of(at) >= cards.day_of(now) or learner.chance(f"visit|{days}") > 0.3 + 0.6 * learner.skill:
            continue
        for card, item in desk.of(work, learner_id, cards.day_of(at), _finder(catalogue, visit.language)).today:
            at += timedelta(seconds=SECONDS_A_CARD)
            rating = scheduling.GOOD if knows(learner, item) or learner.chance(f"card|{item.key}|{days}") < 0.5 else scheduling.AGAIN
            one_look = card_rating.RatingForm(
                card=card.uuid,
                number=card.ratings + 1,
                rating=rating,
                item=item,
                items=in_each_language(catalogue, catalogue.module(item.module, visit.language), item),
                titles={one: catalogue.module(item.module, one).title for one in ("fr", "en")},
                course=_course(catalogue, item),
                home_page=home_page,
                now=at,
            )
            n_cards += card_rating.rate_card(work, learner_id, one_look)
    if learner.chance("pause") < 1 / 6 and visit.since < now - timedelta(days=5):
        card_rating.pause(work, learner_id, 6, now - timedelta(days=1))
    return n_cards


def _finder(catalogue: Catalogue, language: str) -> desk.FindItem:
    def find(module: str, item: str) -> Item | None:
        one_module: Module = catalogue.module(module, language)
        return next((one for one in one_module.items if one.key == item), None)

    return find


def _course(catalogue: Catalogue, item: Item) -> Course:
    return next(course for course in catalogue.courses.values() if item.module in course.modules)
