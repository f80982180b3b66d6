"""The end of a sitting: by its learner, by its time or by staff, once; marks, verdict, statements and award are kept together."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.items.marking import mark
from courses.model import passing
from courses.model.passing import Tally
from lms.assessment import keeping, outcome, sitting_statements
from lms.assessment.errors import NothingAnswered
from lms.assessment.frozen_items import thaw
from lms.assessment.models import FINAL, LEARNER, LEFT, NOT_YET, PASSED, STAFF, STOPPED, TIME, Sitting, SittingItem
from lms.cohorts.models import Registration


def hand_in(work: Session, sitting: Sitting, now: datetime, home_page: str) -> None:
    """End a sitting as its learner asks. A second time changes nothing. Raises NothingAnswered.

    Read it with `keeping.of(..., for_change=True)`. Past its time it ends by its time, with the answers it has.
    """
    if not sitting.is_open:
        return
    if keeping.is_over(sitting, now):
        end_by_time(work, sitting, now, home_page)
        return
    items = keeping.items_of(work, sitting)
    if not any(item.is_answered for item in items):
        raise NothingAnswered
    sitting.handed_in_at = _after_answers(sitting, items, now)
    _close(work, sitting, items, LEARNER, sitting.handed_in_at, home_page)


def end_by_time(work: Session, sitting: Sitting, now: datetime, home_page: str) -> None:
    """End a sitting whose time is over: its answers are marked; one that holds none was left, and has no mark."""
    if sitting.is_open and keeping.is_over(sitting, now):
        _close(work, sitting, keeping.items_of(work, sitting), TIME, sitting.ends_at, home_page)


def stop(sitting: Sitting, now: datetime) -> None:
    """End a sitting as staff ask: it has no mark and takes no attempt."""
    if sitting.is_open:
        sitting.ended_at, sitting.ended_by, sitting.verdict, sitting.counts = max(now, sitting.started_at), STAFF, STOPPED, False


def lengthen(sitting: Sitting, minutes: int) -> bool:
    """Give more time, counted from the next request on; False when it has no limit or is ended."""
    if not sitting.is_open or sitting.limit_minutes is None:
        return False
    sitting.extra_minutes += minutes
    sitting.ends_at += timedelta(minutes=minutes)
    return True


def end_all_over(work: Session, now: datetime, home_page: str, *, most: int = 50) -> int:
    """End the sittings whose time is over and that nobody looks at any more; gives how many. For the worker's turns."""
    late = select(Sitting).where(Sitting.ended_at.is_(None), Sitting.ends_at <= now - keeping.GRACE)
    rows = list(work.scalars(late.order_by(Sitting.ends_at).limit(most).with_for_update(skip_locked=True)))
    for sitting in rows:
        end_by_time(work, sitting, now, home_page)
    return len(rows)


def has_any_over(reader: Session, now: datetime) -> bool:
    """Whether `end_all_over` would find anything; one short query."""
    late = select(Sitting.id).where(Sitting.ended_at.is_(None), Sitting.ends_at <= now - keeping.GRACE)
    return reader.scalar(late.limit(1)) is not None


def _after_answers(sitting: Sitting, items: Sequence[SittingItem], now: datetime) -> datetime:
    """Now, but never before an answer: the server's clock may have been set back."""
    return max([now, sitting.started_at, *(item.answered_at for item in items if item.answered_at is not None)])


def _close(work: Session, sitting: Sitting, items: Sequence[SittingItem], by: str, at: datetime, home_page: str) -> None:
    sitting.ended_at, sitting.ended_by = at, by
    if not any(item.is_answered for item in items):
        sitting.verdict = LEFT
        return
    mark_items(items)
    judge(sitting, items)
    registration = work.get_one(Registration, sitting.registration_id)
    sitting_statements.tell_ended(work, sitting, items, registration, home_page)
    outcome.award_passed(work, sitting, items, home_page)


def mark_items(items: Sequence[SittingItem]) -> None:
    """Mark each answer by its frozen item; what was not answered is not right, and not unsafe."""
    for item in items:
        one_mark = mark(thaw(item.frozen).item, item.response) if item.is_answered else None
        item.is_right = bool(one_mark and one_mark.is_right)
        item.is_unsafe = bool(one_mark and one_mark.is_unsafe)


def tally_of(items: Sequence[SittingItem]) -> Tally:
    """What was counted; an answer that a reviewer accepted is right, and not unsafe."""
    critical = [item for item in items if item.frozen["item"]["is_safety"]]
    return Tally(
        right=sum(_is_right(item) for item in items),
        total=len(items),
        critical=len(critical),
        critical_right=sum(_is_right(item) for item in critical),
        unsafe=sum(bool(item.is_unsafe) and not item.is_accepted for item in items),
    )


def judge(sitting: Sitting, items: Sequence[SittingItem]) -> None:
    """Write counts and verdict. A phase that only compares has no verdict."""
    tally = tally_of(items)
    sitting.right, sitting.total, sitting.unsafe = tally.right, tally.total, tally.unsafe
    if sitting.phase == FINAL:
        sitting.verdict = NOT_YET if passing.missing(rule_of(sitting), tally) else PASSED


def rule_of(sitting: Sitting) -> passing.PassingRule:
    """The rule as it was at the start."""
    return passing.from_json(sitting.frozen["rule"])


def _is_right(item: SittingItem) -> bool:
    return bool(item.is_right) or item.is_accepted
