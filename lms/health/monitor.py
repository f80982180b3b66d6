"""One web process's view of the site's health: read at most every two seconds, and never waited for longer than that."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine

from courses.serving.catalogue_reader import Trouble
from lms.health import database, readings
from lms.health.ages import Ages
from lms.health.database import DatabaseReading
from lms.health.effects import effects_of, state_of
from lms.health.jobs import JobsReading
from lms.health.readings import Readings
from lms.health.reasons import Reason, judge, status_of
from lms.health.spells import Spell, Spells
from lms.settings import Settings
from lrs.storage.group_commit import GroupCommit

FRESH_S = 2.0
WAIT_S = 2.0


@dataclass(frozen=True)
class Health:
    """status: ok, degraded or unavailable, with its reasons and all that was read.

    effects: what people notice (lms/health/effects.py); spell: that state, and since when.
    """

    status: str
    reasons: tuple[Reason, ...]
    told: Readings
    effects: tuple[str, ...]
    spell: Spell


@dataclass
class Parts:
    """What this process tells of itself. trouble: why the content is not renewed; search: ready, failed or empty.

    jobs: reads how the work stands that is done later; this package knows no table of it.
    """

    trouble: Callable[[], Trouble | None] = lambda: None
    content_looked_at: Callable[[], datetime | None] = lambda: None
    search: Callable[[], str] = lambda: ""
    jobs: Callable[[Connection, datetime], JobsReading] = database.no_jobs


class Monitor:
    """Asked by /healthz, /metrics and the pages of admins. One thread at most asks the database: one that hangs holds up nobody else."""

    def __init__(self, settings: Settings, engine: Engine, writer: GroupCommit, now: Callable[[], datetime], parts: Parts) -> None:
        self._settings, self._engine, self._writer, self._now, self._parts = settings, engine, writer, now, parts
        self._file = database.DatabaseFile(engine)
        self._begun = time.monotonic()
        self._lock = threading.Lock()
        self._ages = Ages()
        self._spells = Spells(settings.data, now)
        self._thread: threading.Thread | None = None
        self._asked_at = 0.0
        self._last: tuple[float, DatabaseReading] | None = None

    def health(self, wait_s: float = WAIT_S, fresh_s: float = FRESH_S) -> Health:
        """Wait at most `wait_s` for a reading of the database younger than `fresh_s`; take the last one otherwise."""
        stuck_s = self._ask(wait_s, fresh_s)
        readings = self._take(stuck_s)
        reasons = judge(readings, self._settings)
        effects = effects_of(reasons)
        return Health(status_of(reasons), reasons, readings, effects, self._spells.note(state_of(effects)))

    def _ask(self, wait_s: float, fresh_s: float) -> float:
        """Seconds for which the database has owed an answer; 0 when it gave one."""
        with self._lock:
            now = time.monotonic()
            if self._last is not None and now - self._last[0] < fresh_s:
                return 0.0
            if self._thread is None or not self._thread.is_alive():
                self._asked_at = now
                self._thread = threading.Thread(target=self._read, name="health", daemon=True)
                self._thread.start()
            thread = self._thread
        thread.join(wait_s)
        return time.monotonic() - self._asked_at if thread.is_alive() else 0.0

    def _read(self) -> None:
        last = readings.last_in_lake(self._settings.data)
        reading = database.take(self._engine, self._writer, last, self._now, self._file, self._parts.jobs)
        self._last = (time.monotonic(), reading)

    def _take(self, stuck_s: float) -> Readings:
        data, now = self._settings.data, self._now()
        last = self._last[1] if self._last is not None else DatabaseReading()
        if stuck_s:
            last = replace(last, fault="")  # what the last one said is over: the reason is that this one does not come
        free, total = readings.disk(data)
        turn = readings.turn(data, self._ages)
        trouble, content_looked_at = self._parts.trouble(), self._parts.content_looked_at()
        waits = [last.unfed_s] if turn is None or turn.complete_s is None else [last.unfed_s, turn.complete_s]
        writing_since = self._writer.in_flight_since
        return Readings(
            taken_at=now,
            up_s=time.monotonic() - self._begun,
            database=last,
            database_stuck_s=stuck_s,
            writer_busy_s=max(0.0, time.time() - writing_since) if writing_since else 0.0,
            beats=readings.beats(data, self._ages),
            starts=readings.starts(data),
            turn=turn,
            lag_s=min(waits),
            disk_free=free,
            disk_total=total,
            backup=readings.backup(data),
            clock_behind_s=database.seconds_since(now, last.newest) if last.newest else 0.0,
            content_since=trouble.since if trouble else None,
            content_looked_s=database.seconds_since(content_looked_at, now) if content_looked_at else None,
            search=self._parts.search(),
        )
