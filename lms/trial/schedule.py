"""The mail of a trial: the same messages, at the same moments, to everybody who takes part, whatever her arm; and no others meanwhile.

What somebody does depends on what she was given. A reminder of something begun, of a due date or of an attestation would therefore come
more often in one arm than in another: all of them wait until her part is over. Nothing here reads an arm.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Learner
from lms.settings import Settings
from lms.trial import sealing, trials
from lms.trial.errors import SealBroken
from lms.trial.models import DAY_30, END, TAKES_PART, Trial, TrialParticipant, TrialSitting
from lms.trial.participation import day_of
from lms.web.database.instants import ZONE

PHASES_TOLD = (END, DAY_30)
HOUR = time(9)
"""Of the first day of a questionnaire, in the site's zone."""


class Notice(NamedTuple):
    """One message that a questionnaire is open. due_at, expires_at: from the morning of its first day to the end of its last one."""

    account_id: int
    participant: UUID
    phase: str
    due_at: datetime
    expires_at: datetime
    last_day: date


class Standing(NamedTuple):
    """learners: ids of those who take part now, to whom nothing else is sent. notices: all messages of them, also of days to come."""

    learners: frozenset[int]
    notices: tuple[Notice, ...]


NOBODY = Standing(frozenset(), ())


def standing(reader: Session, settings: Settings, now: datetime, learner_id: int | None = None) -> Standing:
    """Who takes part now, or whether this learner does. A trial that the site's key does not open sends nothing, and holds back as well."""
    if not sealing.has_trials(settings):
        return NOBODY
    box = sealing.box_of(settings)
    query = select(TrialParticipant, Learner.account_id).join(Learner, Learner.id == TrialParticipant.learner_id)
    query = query.join(Trial, Trial.id == TrialParticipant.trial_id).where(Trial.closed_at.is_(None))
    query = query.where(TrialParticipant.excluded == "", TrialParticipant.status == TAKES_PART).order_by(TrialParticipant.id)
    if learner_id is not None:
        query = query.where(TrialParticipant.learner_id == learner_id)
    with_last_sitting = select(TrialSitting.participant_id).where(TrialSitting.phase == DAY_30)
    learners, notices = set[int](), list[Notice]()
    for row, account_id in reader.execute(query.where(TrialParticipant.id.not_in(with_last_sitting))):
        try:
            own = _notices(row, account_id, {phase: _window(row, box, phase) for phase in PHASES_TOLD}) if row.place is not None else []
        except SealBroken:
            learners.add(row.learner_id)
            continue
        if row.place is None or own[-1].expires_at > now:
            learners.add(row.learner_id)
            notices += [one for one in own if account_id is not None]
    return Standing(frozenset(learners), tuple(notices))


def _window(row: TrialParticipant, box: Fernet, phase: str) -> tuple[int, int]:
    window = trials.instruments_of(row.trial, box).window(phase)
    return window.first_day, window.last_day


def _notices(row: TrialParticipant, account_id: int | None, windows: dict[str, tuple[int, int]]) -> list[Notice]:
    """By phase, in their order."""
    begins = day_of(row.place.at) if row.place is not None else date.max
    notices = []
    for phase, (first, last) in windows.items():
        due_at = datetime.combine(begins + timedelta(days=first), HOUR, ZONE)
        ends = datetime.combine(begins + timedelta(days=last + 1), time(), ZONE)
        notices.append(Notice(account_id or 0, row.uuid, phase, due_at, ends, begins + timedelta(days=last)))
    return notices
