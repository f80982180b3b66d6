"""Webhooks as rows: made, renewed, stopped, opened again, ended. Each function runs inside a transaction of its caller."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session

from lms.api.webhooks.models import Webhook
from lms.jobs.models import DROPPED, WAITING, Job

KIND = "webhook"
PATIENCE = timedelta(days=5)
"""After failing for so long a webhook is stopped."""
MOST = 20
"""Open webhooks of a site."""


def open_ones(reader: Session) -> Sequence[Webhook]:
    """Those that are told, the oldest first."""
    query = select(Webhook).where(Webhook.ended_at.is_(None), Webhook.paused_at.is_(None))
    return reader.scalars(query.order_by(Webhook.id)).all()


def alive(reader: Session, uuid: UUID) -> Webhook | None:
    """One that no admin ended, stopped or not."""
    return reader.scalar(select(Webhook).where(Webhook.uuid == uuid, Webhook.ended_at.is_(None)))


def keys_of(hook: Webhook) -> str:
    """How the keys of its jobs begin."""
    return f"{KIND}/{hook.uuid}/"


def renew_secret(hook: Webhook, now: datetime) -> None:
    hook.secret_number, hook.rotated_at = hook.secret_number + 1, now


def resume(hook: Webhook, now: datetime) -> None:
    """Tell what happens from now on; what happened while it was stopped is read in the lists of the API."""
    if hook.paused_at is not None:
        hook.paused_at, hook.failing_since, hook.tells_from = None, None, now


def end(work: Session, hook: Webhook, now: datetime) -> None:
    hook.ended_at = now
    _drop(work, hook, now)


def note_answer(work: Session, hook_id: int, now: datetime) -> None:
    work.execute(update(Webhook).where(Webhook.id == hook_id).values(answered_at=now, failing_since=None))


def note_failure(work: Session, hook_id: int, now: datetime, *, is_gone: bool) -> None:
    """is_gone: the receiver said that it wants nothing more."""
    hook = work.get(Webhook, hook_id)
    if hook is None or hook.paused_at is not None:
        return
    hook.failing_since = hook.failing_since or now
    if is_gone or now >= hook.failing_since + PATIENCE:
        hook.paused_at = now
        _drop(work, hook, now)


def stopped_count(connection: Connection) -> int:
    """How many the site stopped and no admin has looked after since."""
    query = select(func.count()).select_from(Webhook).where(Webhook.paused_at.is_not(None), Webhook.ended_at.is_(None))
    return connection.scalar(query) or 0


def _drop(work: Session, hook: Webhook, now: datetime) -> None:
    mine = update(Job).where(Job.kind == KIND, Job.state == WAITING, Job.key.startswith(keys_of(hook), autoescape=True))
    work.execute(mine.values(state=DROPPED, ended_at=now))
