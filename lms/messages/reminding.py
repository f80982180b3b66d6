"""Staff remind one professional of what she was asked or left in the middle: one press, one message, once a day at most."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.accounts.models import PATIENT_ROLES, Account, Learner
from lms.cohorts import assignments, record_looks, registering
from lms.errors import NotFound
from lms.jobs import queue
from lms.jobs.queue import NewJob
from lms.messages import activity, choices
from lms.messages.planning import KIND

STAFF = "staff"
"""The template. It counts as a reminder of due dates: whoever turned those off, or stopped all, gets none."""
LIFE = timedelta(days=3)
"""A message that could not be sent for so long is dropped: what it is about may be over."""


def may_remind(learner: Learner) -> bool:
    """Professionals with an open account; patients and carers are never reminded by staff."""
    return learner.role not in PATIENT_ROLES and learner.account is not None and learner.account.active


def remind(work: Session, learner_id: int, cohort_id: int, by: Account, now: datetime) -> bool:
    """Put the message in the table and note who asked; False, and nothing is written, when she was reminded today in Paris already.

    Whether she gets it is looked at when it is sent, and told to nobody. Raises NotFound for somebody who is not in the cohort, who may
    not be reminded, or oneself.
    """
    learner = work.get(Learner, learner_id)
    if learner is None or not registering.is_member(work, learner_id, cohort_id) or not may_remind(learner) or learner.account_id == by.id:
        raise NotFound
    payload = {"template": STAFF, "cohort": cohort_id, "is_undone": has_something_undone(work, learner_id)}
    key = f"{choices.DUE_DATES}:{STAFF}:{learner.uuid}:{assignments.today(now)}"
    if not queue.enqueue(work, NewJob(key, KIND, now, now + LIFE, learner.account_id, payload), now):
        return False
    record_looks.note(work, learner_id, by, "reminded", now)
    return True


def is_wanted(reader: Session, learner: Learner, payload: Mapping[str, Any]) -> bool:
    """When it is sent: False once she left the cohort, may not be reminded, or did what was left when staff pressed."""
    if not may_remind(learner) or not registering.is_member(reader, learner.id, int(payload["cohort"])):
        return False
    return not payload["is_undone"] or has_something_undone(reader, learner.id)


def has_something_undone(reader: Session, learner_id: int) -> bool:
    """Whether something that was asked of her is not done, or a module was begun and not ended."""
    is_asked = any(not item.is_done for item in assignments.of_learner(reader, learner_id))
    return is_asked or activity.has_begun_something(reader, learner_id)
