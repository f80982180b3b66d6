"""A contested result: a person looks at it, sees first what her decision would change, and decides with a reason.

A review can only raise a result. What it decides on an answer holds for whoever gave the same answer to the same version of the item.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assessment import ending, keeping, outcome, sitting_statements
from lms.assessment.models import FINAL, NOT_YET, PASSED, Sitting, SittingItem
from lms.cohorts.models import Registration

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Effect:
    """What a decision changes. others: sittings of other people that would now be passed; raised: those of them with one more right."""

    right_before: int
    right_after: int
    is_passed_after: bool
    others_raised: int
    others_passed: int


def can_ask(sitting: Sitting) -> bool:
    return sitting.phase == FINAL and sitting.verdict == NOT_YET and sitting.review_asked_at is None


def ask(sitting: Sitting, now: datetime) -> None:
    """Note that a person is asked to look at a result; asked twice, the first day stands."""
    if can_ask(sitting):
        sitting.review_asked_at = now


def waiting(reader: Session) -> list[Sitting]:
    """Contested results that nobody has answered, the oldest first."""
    query = select(Sitting).where(Sitting.review_asked_at.is_not(None), Sitting.reviewed_at.is_(None))
    return list(reader.scalars(query.order_by(Sitting.review_asked_at)))


def decide(
    work: Session, sitting: Sitting, positions: Sequence[int], note: str, by: int | None, now: datetime, home_page: str, *,
    gives_attempt_back: bool = False,
) -> Effect:  # fmt: skip
    """Accept the answers at these places, for every sitting that holds the same; tell and award what follows.

    by: account of the reviewer. Run it in a transaction that is rolled back to learn its effect first.
    """
    items = keeping.items_of(work, sitting)
    answers_to_accept = [
        item for item in items if item.position in positions and item.is_answered and not item.is_right and not item.is_accepted
    ]
    before = ending.tally_of(items).right
    others = _others(work, sitting, answers_to_accept)
    for item in answers_to_accept:
        item.is_accepted = True
    sitting.reviewed_at, sitting.review_note, sitting.reviewed_by = now, note[:LONGEST_NOTE], by
    if gives_attempt_back:
        sitting.counts = False
    _judge_again(work, sitting, items, now, home_page)
    n_passing = 0
    for other, answers in others:
        for answer in answers:
            answer.is_accepted = True
        other.reviewed_at = other.reviewed_at or now
        n_passing += _judge_again(work, other, keeping.items_of(work, other), now, home_page)
    return Effect(before, sitting.right, sitting.verdict == PASSED, len(others), n_passing)


def _others(work: Session, sitting: Sitting, answers_to_accept: Sequence[SittingItem]) -> list[tuple[Sitting, list[SittingItem]]]:
    """Ended finals of other sittings with the same answer to the same version of one of these items."""
    same_answers: dict[int, list[SittingItem]] = {}
    for item in answers_to_accept:
        same = select(SittingItem).where(
            SittingItem.module == item.module, SittingItem.item == item.item, SittingItem.item_version == item.item_version
        )
        for row in work.scalars(same.where(SittingItem.sitting_id != sitting.id, SittingItem.is_right.is_(False))):
            if row.response == item.response and not row.is_accepted:
                same_answers.setdefault(row.sitting_id, []).append(row)
    if not same_answers:
        return []
    query = select(Sitting).where(Sitting.id.in_(list(same_answers)), Sitting.phase == FINAL, Sitting.ended_at.is_not(None))
    return [(other, same_answers[other.id]) for other in work.scalars(query.order_by(Sitting.id).with_for_update())]


def _judge_again(work: Session, sitting: Sitting, items: Sequence[SittingItem], now: datetime, home_page: str) -> bool:
    """Count anew; True when it is passed now and was not."""
    was_passed, before = sitting.verdict == PASSED, sitting.right
    ending.judge(sitting, items)
    if sitting.right != before:
        registration = work.get_one(Registration, sitting.registration_id)
        sitting_statements.tell_reviewed(work, sitting, registration, home_page)
    if sitting.verdict == PASSED and not was_passed:
        outcome.award_passed(work, sitting, items, home_page, at=now)
        return True
    return False
