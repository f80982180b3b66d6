"""How long ago a note changed, by a clock that cannot be put back."""

import time
from collections.abc import Callable

from lms.health.notes import Note


class Ages:
    """Remembers when it first saw each state of each note.

    The file's own time alone would not do: after the clock was put back, a process that hangs would look alive for as long as the jump.
    """

    def __init__(self, steady: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        self._steady, self._wall = steady, wall
        self._seen: dict[str, tuple[int, float]] = {}

    def of(self, note: Note) -> float:
        """Seconds since the note changed, 0 or more."""
        return max(self.watched(note), self._wall() - note.changed_ns / 1e9)

    def watched(self, note: Note) -> float:
        """Seconds that this process has seen the note unchanged: the wall clock has no part in it."""
        now, entry = self._steady(), self._seen.get(note.name)
        if entry is None or entry[0] != note.changed_ns:
            self._seen[note.name] = entry = (note.changed_ns, now)
        return max(0.0, now - entry[1])

    def forget(self) -> None:
        """Begin anew: whoever watches was itself stopped for a while."""
        self._seen.clear()
