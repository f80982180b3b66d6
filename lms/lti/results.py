"""Whether a platform may know that a professional finished a course: asked of her after a launch, for her professional courses alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from courses.model.content import Course
from lms.accounts.models import PROFESSIONAL_ROLES, Account
from lms.jobs import queue
from lms.lti.models import LtiResult

JOB = "lti_result"
KEYS = "lti-result/"


def is_asked_about(course: Course | None, account: Account) -> bool:
    """Never of a patients' or carers' course, and of no patient or carer: that she is treated is nobody's mark."""
    return course is not None and course.audience in PROFESSIONAL_ROLES and account.role in PROFESSIONAL_ROLES


def has_answered(reader: Session, account_id: int, platform: str, course: str, line_item: str) -> bool:
    same = (LtiResult.account_id == account_id, LtiResult.platform == platform)
    query = select(LtiResult.id).where(*same, LtiResult.course == course, LtiResult.line_item == line_item)
    return reader.scalar(query) is not None


def answer(work: Session, new: LtiResult) -> None:
    """Keep what she said; nothing when another tab was quicker. Call it inside the writer."""
    if not has_answered(work, new.account_id, new.platform, new.course, new.line_item):
        work.add(new)
        work.flush()


def of_account(reader: Session, account_id: int) -> Sequence[LtiResult]:
    """The newest first."""
    return reader.scalars(select(LtiResult).where(LtiResult.account_id == account_id).order_by(LtiResult.id.desc())).all()


def take_back(work: Session, account_id: int, uuid: UUID, now: datetime) -> bool:
    """Forget what she said; what waits to be sent is dropped. False when she has no such row. Call it inside the writer."""
    row = work.scalar(select(LtiResult).where(LtiResult.account_id == account_id, LtiResult.uuid == uuid))
    if row is None:
        return False
    queue.drop_waiting(work, account_id, (job_key(row),), now)
    work.execute(delete(LtiResult).where(LtiResult.id == row.id))
    return True


def job_key(row: LtiResult) -> str:
    return f"{KEYS}{row.uuid}"
