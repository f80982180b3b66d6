"""Which courses of platforms opened a professional course here, and where each says who follows it. No person stands in it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.accounts.models import PROFESSIONAL_ROLES
from lms.lti import destinations
from lms.lti.launch_token import Launch
from lms.platforms.models import PlatformCourse

KEPT = timedelta(days=400)
"""After the last launch: a course that was not opened for so long is over."""
ONCE = timedelta(days=1)


def professional_course(message: Launch) -> str:
    """The key of the professional course that a launch opens, of a whole course or of one of its modules; empty for any other.

    Of a patients' or carers' course it is never asked who follows it: the list would say who is treated.
    """
    course = destinations.course_of(message.wish) or destinations.course_around(message.wish)
    return course.key if course is not None and course.audience in PROFESSIONAL_ROLES else ""


def found(reader: Session, platform: str, message: Launch, course: str) -> PlatformCourse | None:
    """The row of this launch, if there is one."""
    same = (PlatformCourse.platform == platform, PlatformCourse.context_hash == _hash(message.context), PlatformCourse.course == course)
    return reader.scalar(select(PlatformCourse).where(*same))


def is_news(row: PlatformCourse | None, message: Launch, now: datetime) -> bool:
    """Whether a launch says something that is not kept: once a day that it was opened, and at once another address or title."""
    return row is None or (row.members, row.title) != (message.members, message.title) or now - row.opened_at >= ONCE


def note(work: Session, platform: str, message: Launch, course: str, now: datetime) -> None:
    """Keep where its members are said; those of courses that are over go. Call it inside the writer."""
    work.execute(delete(PlatformCourse).where(PlatformCourse.opened_at < now - KEPT))
    said = {"title": message.title, "members": message.members, "opened_at": now}
    key = {"platform": platform, "context_hash": _hash(message.context), "course": course}
    insert = postgresql.insert if work.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(PlatformCourse).values(uuid=uuid4(), **key, **said)  # a whole class may open its course for the first time at once
    work.execute(row.on_conflict_do_update(index_elements=[*key], set_=said))


def every(reader: Session) -> Sequence[PlatformCourse]:
    """The one opened last first."""
    return reader.scalars(select(PlatformCourse).order_by(PlatformCourse.opened_at.desc(), PlatformCourse.id)).all()


def one_of(reader: Session, uuid: UUID) -> PlatformCourse | None:
    return reader.scalar(select(PlatformCourse).where(PlatformCourse.uuid == uuid))


def _hash(context: str) -> str:
    return hashlib.sha256(context.encode()).hexdigest()
