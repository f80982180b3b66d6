"""Doing the work of the table: one job at a time, each by the handler of its kind."""

import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from analytics.status import reason_of
from lms import logs
from lms.jobs import queue
from lms.jobs.models import WAITING
from lms.jobs.queue import ClaimedJob, Outcome
from lrs.storage.store import Store

log = logging.getLogger("lms.jobs")
Handler = Callable[[ClaimedJob, Callable[[], bool]], Outcome]
"""Does one job. The second argument is called right before the job leaves this process for good, and tells whether it still may."""


class Write(Protocol):
    """The site's way to write: all of the work is kept, or nothing."""

    def __call__(self, work: Callable[[Session], Any], /) -> Any: ...


class HostAway(Exception):
    """The outside world does not answer: what waits was put back, and is tried later."""


def writer_of(store: Store) -> Write:
    """Writing for a process without pages."""

    def write(work: Callable[[Session], Any]) -> Any:
        def run(connection: Connection) -> Any:
            with Session(bind=connection, expire_on_commit=False) as session:
                result = work(session)
                session.commit()
                return result

        return store.writer.submit(run)

    return write


class Runner:
    """Takes due jobs one by one. handlers: one for each kind; other kinds are left to whoever handles them."""

    def __init__(self, store: Store, handlers: Mapping[str, Handler], now: Callable[[], datetime]) -> None:
        self._store, self._handlers, self._now = store, handlers, now
        self._write = writer_of(store)

    def turn(self, stop: Event) -> int:
        """Do what is due until nothing is, or until stopped; gives how many. Raises HostAway after the first job that met nobody."""
        with Session(self._store.engine) as reader:
            if not queue.has_work(reader, self._now(), self._handlers):
                return 0
        self._write(lambda work: queue.tidy(work, self._now()))
        count = 0
        while not stop.is_set() and (job := self._claim()) is not None:
            self._do(job)
            count += 1
        return count

    def _claim(self) -> ClaimedJob | None:
        lease = secrets.token_hex(8)
        job: ClaimedJob | None = self._write(lambda work: queue.claim(work, lease, self._now(), self._handlers))
        return job

    def _do(self, job: ClaimedJob) -> None:
        try:
            outcome = self._handlers[job.kind](job, lambda: bool(self._write(lambda work: queue.hand_over(work, job, self._now()))))
        except Exception as error:  # a defect in one job ends neither the others nor the worker
            log.error("a job failed (%s)", reason_of(error))
            outcome = Outcome(WAITING, type(error).__name__, is_unanswered=True)
        chance = secrets.randbelow(1000) / 999
        state = self._write(lambda work: queue.end(work, job, outcome, self._now(), chance))
        logs.event("job_ended", account=job.account_id, key=job.kind, status=state or "lost", reason=outcome.error or None)
        if outcome.is_host_away:
            raise HostAway(outcome.error)
