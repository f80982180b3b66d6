"""What the worker does for platforms: says that somebody finished a course who agreed to it, once (Assignment and Grade Services 2.0).

Neither marks nor answers go out: the score is one of one. Its time is the end of the course, so that a platform that heard it already
takes nothing new from a second telling.
"""

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from infrastructure.errors import AddressRefused, HostUnreachable
from lms.accounts.models import PROFESSIONAL_ROLES, Learner
from lms.accounts.providers import sealing
from lms.cohorts.models import COURSE, Registration
from lms.jobs import queue
from lms.jobs.models import DONE, DROPPED, FAILED, WAITING
from lms.jobs.queue import ClaimedJob, NewJob, Outcome
from lms.jobs.running import Runner, writer_of
from lms.lti import platform_tokens, results
from lms.lti.launch_token import SCORE
from lms.lti.models import LtiResult
from lms.lti_platforms import LtiPlatform
from lms.platforms import known
from lms.settings import Settings
from lrs.storage.store import Store

EXPIRES = timedelta(days=60)
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
LATER = (401, 408, 425, 429)
"""Statuses that another try may change, beside those of a fault at the platform (5xx)."""


class PlatformWork:
    """Without platforms it does nothing."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._settings, self._now = store, settings, now
        self._runner = Runner(store, {results.JOB: self.send}, now)

    def turn(self, stop: threading.Event) -> int:
        """Plan what is to be said, then say what is due; gives how many jobs were looked at."""
        now = self._now()
        with Session(self._store.engine) as reader:
            if not known.of_site(reader, self._settings):
                return 0
            jobs = list(_planned(reader, now))
        if jobs:
            writer_of(self._store)(lambda work: [queue.enqueue(work, job, now) for job in jobs])
        return self._runner.turn(stop)

    def send(self, job: ClaimedJob, may_leave: Callable[[], bool]) -> Outcome:
        with Session(self._store.engine) as reader:
            found = _found(reader, job.payload.get("result"))
            platform = known.of_site(reader, self._settings).get(found[0].platform) if found is not None else None
        if found is None or platform is None or not platform.has_grades or not platform.owns(found[0].line_item):
            return Outcome(DROPPED)
        row, finished_at = found
        subject = sealing.unseal_on(self._settings, row.subject_box)
        if not isinstance(subject, str):
            return Outcome(FAILED, "key_lost")
        if not may_leave():
            return Outcome(WAITING)
        try:
            status = self._status_of(platform, row.line_item, _score(subject, finished_at))
        except HostUnreachable:
            return Outcome(WAITING, "unreachable")
        except AddressRefused:
            return Outcome(FAILED, "address")
        if 200 <= status < 300:
            return Outcome(DONE, follow=lambda work, at: _note(work, row.id, at))
        return Outcome(WAITING if status >= 500 or status in LATER else FAILED, f"http_{status}")

    def _status_of(self, platform: LtiPlatform, line_item: str, score: dict[str, Any]) -> int:
        """The status of the answer, of the request for a token where that failed. Raises HostUnreachable, AddressRefused."""
        token = platform_tokens.token_for(platform, self._settings, SCORE, int(self._now().timestamp()))
        if not token.value:
            return token.status
        headers = {"Content-Type": SCORE_TYPE, "Authorization": f"Bearer {token.value}"}
        return platform_tokens.post(platform, _scores(line_item), json.dumps(score), headers).status


def _planned(reader: Session, now: datetime) -> list[NewJob]:
    query = select(LtiResult).join(Learner, Learner.account_id == LtiResult.account_id).join(Registration, _of_hers())
    query = query.where(LtiResult.agreed_at.is_not(None), LtiResult.sent_at.is_(None), Registration.finished_at.is_not(None)).distinct()
    return [
        NewJob(results.job_key(row), results.JOB, now, now + EXPIRES, account_id=row.account_id, payload={"result": row.id})
        for row in reader.scalars(query)
    ]


def _of_hers() -> Any:
    same = (Registration.learner_id == Learner.id) & (Registration.kind == COURSE)
    return same & (Registration.key == LtiResult.course) & Learner.role.in_(PROFESSIONAL_ROLES)


def _found(reader: Session, result_id: object) -> tuple[LtiResult, datetime] | None:
    """The row and when she finished; None when she took it back or is no professional any more."""
    row = reader.scalar(select(LtiResult).where(LtiResult.id == result_id, LtiResult.agreed_at.is_not(None)))
    if row is None:
        return None
    query = select(func.max(Registration.finished_at)).join(Learner, Learner.id == Registration.learner_id)
    query = query.where(Learner.account_id == row.account_id, Learner.role.in_(PROFESSIONAL_ROLES))
    finished_at = reader.scalar(query.where(Registration.kind == COURSE, Registration.key == row.course))
    return (row, finished_at) if finished_at is not None else None


def _score(subject: str, finished_at: datetime) -> dict[str, Any]:
    return {
        "userId": subject,
        "timestamp": finished_at.isoformat(timespec="milliseconds"),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 1,
        "scoreMaximum": 1,
    }


def _scores(line_item: str) -> str:
    """The address of a column's scores (2.0, 3.4.1): `/scores` goes before the question mark."""
    parts = urlsplit(line_item)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores"))


def _note(work: Session, result_id: int, at: datetime) -> None:
    work.execute(update(LtiResult).where(LtiResult.id == result_id).values(sent_at=at))
