"""Putting work into the table, taking it out under a lease, and ending it. Each function runs inside a transaction of its caller.

A process that dies keeps its lease until it lapses; then the job waits again. What was handed over (lms.jobs.queue.hand_over) and
never answered is done once more at most, since nobody can know whether the first time arrived.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from infrastructure.backoff import Backoff
from lms.jobs.models import DROPPED, FAILED, RUNNING, UNCERTAIN, WAITING, Job

LEASE = timedelta(minutes=5)
BACKOFF = Backoff(first_s=60.0, longest_s=6 * 3600.0)
MOST_ATTEMPTS = 25
MOST_HANDOVERS = 2
MEMORY = timedelta(days=400)
"""How long an ended job stays, so that its key is not used anew."""


@dataclass(frozen=True)
class NewJob:
    """A job to be made. key: see Job.key. due_at: not before; expires_at: not after."""

    key: str
    kind: str
    due_at: datetime
    expires_at: datetime
    account_id: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimedJob:
    """A job that this process has under its lease."""

    id: int
    key: str
    kind: str
    account_id: int | None
    payload: Mapping[str, Any]
    attempts: int
    lease: str
    created_at: datetime


@dataclass(frozen=True)
class Outcome:
    """How one try went. state: an end, or `waiting` for a later try. error: a code or the kind of an error.

    is_unanswered: it was handed over and nothing was heard: the handover stays counted. is_host_away: the fault is not this job's, and
    the others of its kind would meet it too. follow: written together with the end, or not at all.
    """

    state: str
    error: str = ""
    is_unanswered: bool = False
    is_host_away: bool = False
    follow: Callable[[Session, datetime], None] | None = None


def enqueue(work: Session, job: NewJob, now: datetime) -> bool:
    """Put a job in the table; False when one with its key was ever there."""
    insert = postgresql.insert if work.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {
        "key": job.key,
        "kind": job.kind,
        "account_id": job.account_id,
        "payload": dict(job.payload),
        "state": WAITING,
        "due_at": job.due_at,
        "expires_at": job.expires_at,
        "attempts": 0,
        "handovers": 0,
        "error": "",
        "created_at": now,
    }
    new = insert(Job).values(row).on_conflict_do_nothing(index_elements=["key"]).returning(Job.id)
    return work.scalar(new) is not None


def has_work(reader: Session, now: datetime, kinds: Collection[str]) -> bool:
    """Whether claim or tidy would do anything for these kinds: one short query, so that an idle worker writes nothing."""
    waiting = (Job.state == WAITING) & ((Job.due_at <= now) | (Job.expires_at <= now))
    is_lapsed = (Job.state == RUNNING) & (Job.lease_until <= now)
    return reader.scalar(select(Job.id).where(Job.kind.in_(kinds), waiting | is_lapsed).limit(1)) is not None


def tidy(work: Session, now: datetime) -> None:
    """Let go of leases that lapsed, drop what came too late, forget what ended long ago."""
    is_lapsed = (Job.state == RUNNING) & (Job.lease_until <= now)
    free = {"lease": None, "lease_until": None}
    over = {**free, "ended_at": now}
    work.execute(update(Job).where(is_lapsed, Job.handovers >= MOST_HANDOVERS).values(state=UNCERTAIN, **over))
    work.execute(update(Job).where(is_lapsed, Job.attempts >= MOST_ATTEMPTS).values(state=FAILED, error="process_ended", **over))
    work.execute(update(Job).where(is_lapsed).values(state=WAITING, error="process_ended", **free))
    work.execute(update(Job).where(Job.state == WAITING, Job.expires_at <= now).values(state=DROPPED, **over))
    work.execute(delete(Job).where(Job.ended_at < now - MEMORY))


def claim(work: Session, lease: str, now: datetime, kinds: Collection[str]) -> ClaimedJob | None:
    """Take the job of these kinds that has been due for longest. lease: a mark of the caller's own, drawn for this job."""
    due = select(Job).where(Job.kind.in_(kinds), Job.state == WAITING, Job.due_at <= now, Job.expires_at > now).order_by(Job.due_at, Job.id)
    job = work.scalar(due.limit(1).with_for_update(skip_locked=True))
    if job is None:
        return None
    job.state, job.lease, job.lease_until, job.attempts = RUNNING, lease, now + LEASE, job.attempts + 1
    return ClaimedJob(job.id, job.key, job.kind, job.account_id, dict(job.payload), job.attempts, lease, job.created_at)


def hand_over(work: Session, job: ClaimedJob, now: datetime) -> bool:
    """Note that the job is about to leave this process. To be committed before it does; False when the lease is no longer ours."""
    result = work.execute(_row_of(job).values(handovers=Job.handovers + 1, lease_until=now + LEASE))
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def end(work: Session, job: ClaimedJob, outcome: Outcome, now: datetime, chance: float = 1.0) -> str:
    """Write down how a try went; give the job's state. Nothing is written when the lease is no longer ours.

    chance: 0.0-1.0, see Backoff.wait_s.
    """
    state, handovers = outcome.state, Job.handovers if outcome.is_unanswered else 0
    values: dict[str, Any] = {"lease": None, "lease_until": None, "error": outcome.error, "handovers": handovers}
    if state == WAITING and job.attempts >= MOST_ATTEMPTS:
        state = FAILED
    if state == WAITING:
        values["due_at"] = now + timedelta(seconds=BACKOFF.wait_s(job.attempts, chance=chance))
        is_over = (Job.handovers >= MOST_HANDOVERS) if outcome.is_unanswered else Job.id.is_(None)
        values |= {"state": case((is_over, UNCERTAIN), else_=WAITING), "ended_at": case((is_over, now), else_=None)}
    else:
        values |= {"state": state, "ended_at": now}
    result = work.execute(_row_of(job).values(**values))
    if result.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        return ""
    if outcome.follow is not None:
        outcome.follow(work, now)
    return str(work.scalar(select(Job.state).where(Job.id == job.id)))


def _row_of(job: ClaimedJob) -> Any:
    return update(Job).where(Job.id == job.id, Job.state == RUNNING, Job.lease == job.lease)


def drop_waiting(work: Session, account_id: int, kinds_of_keys: tuple[str, ...], now: datetime) -> None:
    """Drop what waits for this account under keys that begin so."""
    for beginning in kinds_of_keys:
        mine = update(Job).where(Job.account_id == account_id, Job.state == WAITING, Job.key.startswith(beginning, autoescape=True))
        work.execute(mine.values(state=DROPPED, ended_at=now))
