"""Since when the site has been as it is: kept in memory, and in a note so that a restarted process goes on from there."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lms.health import notes

NAME = "spell"
UNSEEN = timedelta(minutes=3)
"""A note older than this says that nobody looked: the site was away, and what it is now has begun anew."""


@dataclass(frozen=True)
class Spell:
    """One state and when it began."""

    state: str
    since: datetime


class Spells:
    """Told each state that is seen; gives the spell that it belongs to. Web processes share the note."""

    def __init__(self, data: Path, now: Callable[[], datetime]) -> None:
        self._data, self._now = data, now
        self._lock = threading.Lock()
        self._spell: Spell | None = None
        self._is_written = False

    def note(self, state: str) -> Spell:
        """The spell of this state, which has just been seen. Raises nothing: without a disk the memory of this process has to do."""
        now = self._now()
        with self._lock:
            if self._spell is None:
                self._spell = self._read(now)
                self._is_written = self._spell is not None
            if self._spell is None or self._spell.state != state or self._spell.since > now:
                self._spell, self._is_written = Spell(state, now), False
            self._write(self._spell)
            return self._spell

    def _read(self, now: datetime) -> Spell | None:
        note = notes.read(self._data, NAME)
        since = note.number("since") if note is not None else None
        if note is None or since is None or not 0 <= since <= now.timestamp():
            return None
        is_fresh = abs(now.timestamp() - note.changed_ns / 1e9) <= UNSEEN.total_seconds()
        return Spell(note.text("state"), datetime.fromtimestamp(since, UTC)) if is_fresh else None

    def _write(self, spell: Spell) -> None:
        """A note that cannot be written is taken away: an older one would say that its state went on."""
        if self._is_written and notes.touch(self._data, NAME):
            return
        self._is_written = notes.write(self._data, NAME, {"state": spell.state, "since": spell.since.timestamp()})
        if not self._is_written:
            notes.remove(self._data, NAME)
