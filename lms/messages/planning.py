"""Which reminders are due: looked for once an hour, each a job under a key of its own, so that none is made twice."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.mail.mail_models import MailAddress
from lms.accounts.models import PATIENT_ROLES, Account, Learner
from lms.cohorts import assignments
from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.jobs.queue import NewJob
from lms.messages import activity, choices
from lms.messages.choices import DUE_DATES, LEARNING, RENEWALS, TRIAL
from lms.messages.models import MessageChoice
from lms.trial.schedule import NOBODY, Standing

KIND = "mail"
RENEWAL_STEPS = (90, 30, 7)
DUE_STEPS = (14, 3)
"""Days before the end."""
PAUSE = timedelta(days=14)
"""Without a sign for this long, somebody who asked for it is reminded; and never more often."""


def step(days_left: int, steps: tuple[int, ...]) -> int | None:
    """The step that stands now: the smallest that is not behind; None before the first one and after the end."""
    return min((one for one in steps if 0 <= days_left <= one), default=None)


def window_end(last_day: date, current: int, steps: tuple[int, ...]) -> datetime:
    """When the message of a step has come too late: the next step begins, or the last day is over."""
    later = max((one for one in steps if one < current), default=-1)
    return datetime.combine(last_day - timedelta(days=later), time(), assignments.ZONE)


def plan(reader: Session, now: datetime, trial: Standing = NOBODY) -> list[NewJob]:
    """Every reminder whose time it is. Most of them were made before: their keys tell. Who takes part in a trial has its messages alone."""
    others = [
        *_renewals(reader, now, trial.learners),
        *_due_dates(reader, now, trial.learners),
        *_learning(reader, now, trial.learners),
    ]
    return [*others, *_of_trials(reader, now, trial)]


def _wanting(kind: str) -> tuple[object, ...]:
    """The accounts that get this kind now. Who agreed to a trial was told of its messages; they are no choice of this page."""
    wanted = {DUE_DATES: MessageChoice.due_dates, RENEWALS: MessageChoice.renewals, LEARNING: MessageChoice.learning}
    chosen_kind = (wanted[kind],) if kind in wanted else ()
    reachable = (MailAddress.confirmed_at.is_not(None), MailAddress.bounced_at.is_(None), Account.active)
    return (*reachable, *chosen_kind, MessageChoice.stopped_at.is_(None))


def _accounts(reader: Session, kind: str, held: frozenset[int] = frozenset()) -> dict[int, tuple[Learner, MessageChoice]]:
    """By account. held: learners to whom this kind is not sent now."""
    base = select(Account.id, Learner, MessageChoice).join(Learner, Learner.account_id == Account.id)
    base = base.join(MailAddress, MailAddress.account_id == Account.id).join(MessageChoice, MessageChoice.account_id == Account.id)
    rows = reader.execute(base.where(*_wanting(kind)))  # type: ignore[arg-type]  # conditions of several kinds
    return {
        account_id: (learner, choice)
        for account_id, learner, choice in rows
        if learner.id not in held and (kind == TRIAL or kind in choices.kinds_of(learner.role))
    }


def _of_trials(reader: Session, now: datetime, trial: Standing) -> Iterator[NewJob]:
    if not trial.notices:
        return
    reachable = _accounts(reader, TRIAL)
    for one in trial.notices:
        if one.account_id in reachable and one.due_at <= now < one.expires_at:
            payload = {"template": TRIAL, "participant": one.participant.hex, "phase": one.phase}
            yield NewJob(f"{TRIAL}:{one.participant.hex}:{one.phase}", KIND, one.due_at, one.expires_at, one.account_id, payload)


def _renewals(reader: Session, now: datetime, held: frozenset[int]) -> Iterator[NewJob]:
    wanting = _accounts(reader, RENEWALS, held)
    ending = select(Attestation).where(Attestation.expires_at > now, Attestation.expires_at <= now + timedelta(days=RENEWAL_STEPS[0] + 2))
    alive = (Attestation.released_at.is_not(None), Attestation.revoked_at.is_(None), Attestation.superseded_at.is_(None))
    for row in reader.scalars(ending.where(*alive).order_by(Attestation.id)):
        account_id = row.learner.account_id
        if row.expires_at is None or account_id not in wanting:
            continue
        last_day = validity.last_day(row.expires_at)
        current = step((last_day - validity.day_of(now)).days, RENEWAL_STEPS)
        if current is not None:
            payload = {"template": RENEWALS, "attestation": row.id}
            yield NewJob(f"{RENEWALS}:{row.uuid}:{current}", KIND, now, window_end(last_day, current, RENEWAL_STEPS), account_id, payload)


def _due_dates(reader: Session, now: datetime, held: frozenset[int]) -> Iterator[NewJob]:
    wanting = {learner.id: (account_id, learner) for account_id, (learner, _choice) in _accounts(reader, DUE_DATES, held).items()}
    today = assignments.today(now)
    for due in assignments.due_between(reader, today, today + timedelta(days=DUE_STEPS[0])):
        current = step(due.days_left(today), DUE_STEPS)
        if due.learner_id not in wanting or current is None:
            continue
        account_id, learner = wanting[due.learner_id]
        payload = {"template": DUE_DATES, "assignment": due.assignment_id, "due_on": due.due_on.isoformat()}
        key = f"{DUE_DATES}:{due.assignment_uuid}:{learner.uuid}:{due.due_on}:{current}"
        yield NewJob(key, KIND, now, window_end(due.due_on, current, DUE_STEPS), account_id, payload)


def _learning(reader: Session, now: datetime, held: frozenset[int]) -> Iterator[NewJob]:
    for account_id, (learner, choice) in _accounts(reader, LEARNING, held).items():
        if choice.reminder_at is not None and choice.reminder_at > now - PAUSE:
            continue
        last = activity.last(reader, learner.id)
        if last is None or last > now - PAUSE or not activity.has_begun_something(reader, learner.id):
            continue
        period = now.date().toordinal() // PAUSE.days
        yield NewJob(f"{LEARNING}:{learner.uuid}:{period}", KIND, now, now + timedelta(days=3), account_id, {"template": LEARNING})


def silent(reader: Session, now: datetime, held: frozenset[int] = frozenset()) -> tuple[list[int], list[int]]:
    """Accounts of patients and carers whose reminders end, since two had no sign; and those that gave one, whose count begins anew.

    held: learners in a trial. What counts as a sign is closed to some arms, so nobody of them counts as silent.
    """
    base = select(MessageChoice, Learner).join(Learner, Learner.account_id == MessageChoice.account_id)
    counted_rows = base.where(MessageChoice.silent_count > 0, MessageChoice.stopped_at.is_(None), Learner.role.in_(PATIENT_ROLES))
    ends, answers = [], []
    for choice, learner in reader.execute(counted_rows):
        last, reminder_at = activity.last(reader, learner.id), choice.reminder_at
        if reminder_at is None or learner.id in held:
            continue
        if last is not None and last > reminder_at:
            answers.append(choice.account_id)
        elif choice.silent_count >= choices.FEWEST_ANSWERS and reminder_at <= now - PAUSE:
            ends.append(choice.account_id)
    return ends, answers
