"""What the worker does for messages: plans reminders once an hour, sends what is due."""

import threading
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from courses.rules import cohort_names
from lms.accounts.mail import addresses
from lms.jobs import queue
from lms.jobs.running import Runner, writer_of
from lms.key_files import secret
from lms.messages import choices, planning
from lms.messages.delivery.smtp import MailHost
from lms.messages.mailing import Mailing
from lms.messages.models import MessageChoice
from lms.settings import Settings
from lms.trial import schedule
from lrs.storage.store import Store

PLAN_EVERY_S = 3600.0


class MessageWork:
    """Without a mail host it only lets go of what nobody will send."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._settings, self._now = store, settings, now
        self._write = writer_of(store)
        self._planned_at: float | None = None
        self._parts: tuple[MailHost, Runner] | None = None

    def turn(self, stop: threading.Event) -> int:
        """Plan when it is time, then send what is due; gives how many jobs were looked at. Raises HostAway."""
        is_time = self._planned_at is None or time.monotonic() - self._planned_at >= PLAN_EVERY_S
        if not self._settings.mail_host:
            if is_time:
                self._write(lambda work: queue.tidy(work, self._now()))
                self._planned_at = time.monotonic()
            return 0
        host, runner = self._parts or self._make_parts()
        if is_time:
            self.plan()
            self._planned_at = time.monotonic()
        try:
            return runner.turn(stop)
        finally:
            host.close()

    def _make_parts(self) -> tuple[MailHost, Runner]:
        """Made inside a turn: what cannot be read is tried again, and stops nothing else."""
        settings, host = self._settings, MailHost(self._settings)
        words = cohort_names.load(settings.content)
        mailing = Mailing(settings, secret(settings, "web"), self._store.engine, host, words, self._now)
        self._parts = (host, Runner(self._store, {planning.KIND: mailing}, self._now))
        return self._parts

    def plan(self) -> None:
        """Put the reminders whose time it is in the table, and end those of people who gave no sign."""
        now = self._now()
        with Session(self._store.engine) as reader:
            trial = schedule.standing(reader, self._settings, now)
            ends, answers = planning.silent(reader, now, trial.learners)
        if ends or answers:
            self._write(lambda work: _count_silence(work, ends, answers, now))
        with Session(self._store.engine) as reader:
            jobs = planning.plan(reader, now, trial)
        self._write(lambda work: [queue.enqueue(work, job, now) for job in jobs])
        self._write(lambda work: addresses.tidy(work, now))


def _count_silence(work: Session, ends: list[int], answers: list[int], now: datetime) -> None:
    for account_id in ends:
        choices.stop(work, account_id, "silence", now)
    work.execute(update(MessageChoice).where(MessageChoice.account_id.in_(answers)).values(silent_count=0))
