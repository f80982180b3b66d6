"""What the worker writes down after each turn, for the web process: how far the lake is, and what failed."""

import time
from pathlib import Path

from sqlalchemy import Engine

from analytics.storage import lake
from lms.health import notes
from lms.health.database import oldest_unfed
from lms.health.hangs import TURN

SET_ASIDE = ("damaged/*", "*.damaged*")
MOST_COUNTED = 1000


class Turns:
    """Remembers between turns what goes into the note."""

    def __init__(self, data: Path, engine: Engine) -> None:
        self._data, self._engine = data, engine
        self._failures = 0
        self._reports_failing, self._missing_engine = 0, ""
        note = notes.read(data, TURN)
        self._complete_at = note.number("complete_at") if note else None
        self._fed = note.count("fed") if note else 0

    def note_success(self, reports_failing: int, *, is_forwarding: bool, missing_engine: str = "") -> None:
        """A turn ended. missing_engine: of the reports, by name, while it cannot be used. Raises what the database raises."""
        self._failures, self._reports_failing, self._missing_engine = 0, reports_failing, missing_engine
        at, self._fed = time.time(), lake.watermark(self._data / "lake")
        with self._engine.connect() as connection:
            oldest = oldest_unfed(connection, self._fed)
        if oldest is None:
            self._complete_at = at
        self._write("", is_forwarding)

    def note_failure(self, error: BaseException, *, is_forwarding: bool) -> None:
        """A turn failed, and where the lake stands is not looked at: it may be what failed."""
        self._failures += 1
        self._write(type(error).__name__, is_forwarding)

    def _write(self, error: str, is_forwarding: bool) -> None:
        values = {
            "fed": self._fed,
            "complete_at": self._complete_at,
            "failures": self._failures,
            "error": error,
            "reports_failing": self._reports_failing,
            "missing_engine": self._missing_engine,
            "damaged_files": damaged_files(self._data / "lake") + damaged_files(self._data / "results"),
            "is_forwarding": is_forwarding,
        }
        notes.write(self._data, TURN, notes.identity() | values)


def damaged_files(folder: Path) -> int:
    """Files that were set aside because they could not be read."""
    try:
        return len({path for pattern in SET_ASIDE for path in list(folder.glob(pattern))[:MOST_COUNTED]})
    except OSError:
        return 0
