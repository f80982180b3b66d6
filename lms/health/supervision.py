"""What the supervisor tells the web process: that it runs, and how often it started each part."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from lms.health import notes

NAME = "supervisor"
EVERY_S = 2.0
WINDOW_S = 600.0
"""Starts of the last ten minutes count."""


class Supervision:
    """Writes the supervisor's note: anew when something changed, else its time alone."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._said: dict[str, dict[str, float]] = {}
        self._said_at = 0.0
        self._can_write = True

    def write_when_due(self, parts: Mapping[str, tuple[Sequence[float], int]]) -> bool:
        """parts: name -> (Unix times of its starts, how often it was killed). False when the disk takes no note: then nobody else's can
        be expected either. Cheap: it does something every two seconds."""
        if time.monotonic() - self._said_at < EVERY_S:
            return self._can_write
        self._said_at = time.monotonic()
        parts_now = {name: _part(starts, kills) for name, (starts, kills) in parts.items()}
        if parts_now != self._said or not notes.touch(self._data, NAME):
            self._can_write = notes.write(self._data, NAME, {**notes.identity(), "parts": parts_now}) or notes.touch(self._data, NAME)
            self._said = parts_now if self._can_write else {}
        else:
            self._can_write = True
        return self._can_write

    def end(self) -> None:
        """The site stops on purpose: nobody misses it."""
        notes.remove(self._data, NAME)


def _part(starts: Sequence[float], kills: int) -> dict[str, float]:
    """recent: starts in the window, the first one too; since: when the present process was started."""
    edge = time.time() - WINDOW_S
    return {"recent": sum(start > edge for start in starts), "since": starts[-1] if starts else 0.0, "killed": kills}
