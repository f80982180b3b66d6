"""What the worker does for other programs: looks for what happened, and tells each webhook of it until it answers well."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from infrastructure import guarded_http
from infrastructure.errors import AddressRefused, HostUnreachable
from infrastructure.http_client import Limits
from lms.api import person_ids
from lms.api.webhooks import events, hooks, signatures
from lms.api.webhooks.models import Webhook
from lms.jobs import queue
from lms.jobs.models import DONE, DROPPED, WAITING, Job
from lms.jobs.queue import ClaimedJob, NewJob, Outcome
from lms.jobs.running import Runner, writer_of
from lms.settings import Settings
from lrs.storage.store import Store

WINDOW = timedelta(days=3)
"""For so long an event is tried. The worker looks back as far, so that a stop of a day loses none."""
LOOK_S = 30.0
LIMITS = Limits(connect_s=5.0, read_s=15.0)
GONE = 410


class WebhookWork:
    """Without webhooks it asks the database one short question a turn. look_s: seconds between two looks for events.

    find: addresses of a name.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        now: Callable[[], datetime],
        *,
        look_s: float = LOOK_S,
        find: guarded_http.Find | None = None,
    ) -> None:
        self._store, self._settings, self._now, self._find = store, settings, now, find
        self._every, self._looked_at = timedelta(seconds=look_s), datetime.min.replace(tzinfo=now().tzinfo)
        self._runner = Runner(store, {hooks.KIND: self.send}, now)

    def turn(self, stop: threading.Event) -> int:
        """Give how many requests were tried."""
        now = self._now()
        if now < self._looked_at or now - self._looked_at >= self._every:
            self._looked_at = now
            with Session(self._store.engine) as reader:
                jobs = self._planned(reader, now)
            if jobs:
                writer_of(self._store)(lambda work: [queue.enqueue(work, job, now) for job in jobs])
        return self._runner.turn(stop)

    def _planned(self, reader: Session, now: datetime) -> list[NewJob]:
        receivers = hooks.open_ones(reader)
        if not receivers:
            return []
        happenings = events.since(reader, person_ids.key_of(self._settings), now - WINDOW)
        jobs = [
            NewJob(
                f"{hooks.keys_of(hook)}{event.id}", hooks.KIND, now, now + WINDOW, event.account_id,
                {"hook": str(hook.uuid), "id": event.id, "event": event.payload},
            )
            for hook in receivers
            for event in happenings
            if events.kind_of(event.message) in hook.events and event.message.timestamp >= hook.tells_from
        ]  # fmt: skip
        known_keys = set(reader.scalars(select(Job.key).where(Job.key.in_([job.key for job in jobs])))) if jobs else set()
        return [job for job in jobs if job.key not in known_keys]

    def send(self, job: ClaimedJob, _may_leave: Callable[[], bool]) -> Outcome:
        """Each try is signed anew and bears the same id: a receiver that did take it and whose answer was lost knows it by that."""
        with Session(self._store.engine, expire_on_commit=False) as reader:
            hook = hooks.alive(reader, UUID(str(job.payload["hook"])))
        if hook is None or hook.paused_at is not None:
            return Outcome(DROPPED)
        body = msgspec.json.encode(job.payload["event"])
        headers = signatures.headers(signatures.key_of(self._settings), hook, str(job.payload["id"]), body, self._now())
        may_loopback = self._settings.webhooks_to_loopback
        try:
            answer = guarded_http.send(hook.address, body, headers, LIMITS, may_loopback=may_loopback, find=self._find)
        except AddressRefused:
            return self._failed(hook, "address_refused")
        except HostUnreachable:
            return self._failed(hook, "unreachable")
        if 200 <= answer.status < 300:
            return Outcome(DONE, follow=lambda work, at: hooks.note_answer(work, hook.id, at))
        return self._failed(hook, f"http_{answer.status}", is_gone=answer.status == GONE)

    def _failed(self, hook: Webhook, error: str, *, is_gone: bool = False) -> Outcome:
        state = DROPPED if is_gone else WAITING
        return Outcome(state, error, follow=lambda work, at: hooks.note_failure(work, hook.id, at, is_gone=is_gone))
