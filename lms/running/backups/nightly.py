"""The worker's turns: a copy each night, a trial of it each week, and what the site tells of both."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from lms import logs
from lms.health import notes
from lms.health.readings import BACKUP
from lms.running import upgrading
from lms.running.audit_commands import note_command
from lms.running.backups import copies
from lms.running.backups.trial_restore import try_copy
from lms.settings import Settings

log = logging.getLogger("lms.running.backups")
AGAIN = timedelta(minutes=15)
"""After a failure: soon enough for a night, seldom enough for a disk that is full."""
TRIED_EACH = timedelta(days=7)


def is_due(newest: datetime | None, at: datetime, clock: str) -> bool:
    """Whether the last passing of `clock` (`03:10`, on the machine's own clock) has no copy yet; at once when there is none at all.

    A copy from the future (the clock was set back) counts for a day, no longer.
    """
    if newest is None or newest > at + timedelta(days=1):
        return True
    local = at.astimezone()
    hour, minute = map(int, clock.split(":"))
    passing = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return newest < (passing if passing <= local else passing - timedelta(days=1))


class Nightly:
    """For the worker, in a thread of its own. now: the clock."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings, self._now = settings, now
        self._not_before: datetime | None = None
        self._is_clean = False

    def turn(self) -> None:
        """Make or try a copy when it is time; what fails is told on the operator's page and raised, and tried again later."""
        at = self._now()
        if not self._is_clean:
            with copies.alone(self._settings, "backups"):  # a copy in clear that a killed process left
                self._is_clean = True
        upgrading.remove_old_copies(self._settings, at)
        if not self._settings.backup_folder or (self._not_before and at < self._not_before):
            return
        self._not_before = at + AGAIN
        if self._is_copy_due(at):
            make_and_note(self._settings, at, by="worker")
        elif self._is_trial_due():
            try_and_note(self._settings)
        self._not_before = None

    def _is_copy_due(self, at: datetime) -> bool:
        folder = Path(self._settings.backup_folder)
        all_copies = copies.every(folder) if folder.is_dir() else {}
        return is_due(max(all_copies, default=None), at, self._settings.backup_at)

    def _is_trial_due(self) -> bool:
        note = notes.read(self._settings.data, BACKUP)
        tried_at = note.number("tried_at") if note else None
        return tried_at is None or not 0 <= time.time() - tried_at < TRIED_EACH.total_seconds()


def make_and_note(settings: Settings, at: datetime, *, by: str) -> Path:
    """Make a copy and tell the site's health how it went. Raises what `copies.make` raises, InUse."""
    try:
        with copies.alone(settings, "backups"):
            file = copies.make(settings, at)
    except Exception as error:
        notes.merge(settings.data, BACKUP, {"failure": type(error).__name__, "failure_words": str(error)[:200]})
        raise
    size, count = file.stat().st_size, len(copies.every(file.parent))
    notes.merge(settings.data, BACKUP, {"made_at": time.time(), "failure": "", "failure_words": "", "bytes": size, "copies": count})
    logs.event("backup_made", by=by)
    note_command(settings, "backup_made")
    return file


def try_and_note(settings: Settings, file: Path | None = None) -> dict[str, int]:
    """Try a copy, the newest by default, and tell the site's health how it went. Raises what `try_copy` raises, InUse."""
    try:
        with copies.alone(settings, "backups"):
            all_copies = copies.every(copies.folder_of(settings))
            counts = try_copy(settings, file or all_copies[max(all_copies)])
    except Exception as error:
        notes.merge(settings.data, BACKUP, {"trial_failure": type(error).__name__, "trial_words": str(error)[:200]})
        raise
    notes.merge(settings.data, BACKUP, {"tried_at": time.time(), "trial_failure": "", "trial_words": ""})
    logs.event("backup_tried", count=sum(counts.values()))
    return counts
