"""Lines of the audit log go after their time, once a day, by the worker; a line says so."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.audit import lines
from lms.audit.models import AuditLine
from lms.jobs.running import writer_of
from lms.settings import Settings
from lrs.storage.store import Store

DAYS_A_MONTH = 30.44


class Retention:
    """For the worker. now: the clock."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._settings, self._now = store, settings, now
        self._last_day: date | None = None

    def turn(self) -> int:
        """Remove what is over, at the first turn of each day; gives how many lines."""
        at = self._now()
        if at.date() == self._last_day:
            return 0
        before = at - timedelta(days=round(self._settings.audit_months * DAYS_A_MONTH))
        with Session(self._store.engine) as reader:
            is_due = reader.scalar(select(AuditLine.number).where(AuditLine.at < before).limit(1)) is not None
        count = 0
        if is_due:
            key = lines.key_of(self._settings)
            count = int(writer_of(self._store)(lambda work: lines.remove_until(work, key, before, at)))
        self._last_day = at.date()
        return count
