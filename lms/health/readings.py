"""Everything that is known of the site's health at one moment: plain values, without a judgement."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lms.health import notes
from lms.health.ages import Ages
from lms.health.database import DatabaseReading
from lms.health.hangs import TURN
from lms.health.notes import Note

WEB, WORKER, SUPERVISOR, BACKUP = "web-", "worker", "supervisor", "backup"
DEAD_FOR_S = 60.0
"""The note of a process that is gone is removed after this long."""


@dataclass(frozen=True)
class Beat:
    """One process. age_s: seconds since it last said anything; is_alive: False when its process is gone."""

    name: str
    pid: int
    age_s: float
    is_alive: bool


@dataclass(frozen=True)
class PartStarts:
    """What the supervisor knows of one part. recent: starts in the last ten minutes; up_s: how long the present process runs."""

    recent: int
    up_s: float
    killed: int


@dataclass(frozen=True)
class Turn:
    """The worker's last finished turn. fed: last statement in the lake; complete_s: since the lake last had everything, None for never.

    age_s: since the last turn ended; failures: turns in a row that failed; error: name of the last error's kind.
    missing_engine: of the reports, by name, while it cannot be used.
    """

    age_s: float
    is_alive: bool
    fed: int
    complete_s: float | None
    failures: int
    error: str
    reports_failing: int
    damaged_files: int
    is_forwarding: bool
    missing_engine: str = ""


@dataclass(frozen=True)
class BackupReading:
    """What was written down of copies. made_s: since the last one, None when none was made. failure: kind of error of the last try.

    tried_s: since one was last brought back apart, None for never; trial_failure: kind of error of the last trial.
    copies: how many lie in the folder. failure_words: the error itself, for the operator alone.
    """

    made_s: float | None = None
    failure: str = ""
    tried_s: float | None = None
    trial_failure: str = ""
    copies: int = 0
    failure_words: str = ""


@dataclass(frozen=True)
class Readings:
    """Times in seconds, sizes in bytes. lag_s: how late the reports are.

    clock_behind_s: how far the clock stands before the newest statement. up_s: how long this process runs.
    content_since: since when the content cannot be renewed. search: ready, failed, or empty when nobody searched yet.
    """

    taken_at: datetime
    up_s: float
    database: DatabaseReading
    database_stuck_s: float = 0.0
    writer_busy_s: float = 0.0
    beats: tuple[Beat, ...] = ()
    starts: Mapping[str, PartStarts] = field(default_factory=dict)
    turn: Turn | None = None
    lag_s: float = 0.0
    disk_free: int | None = None
    disk_total: int | None = None
    backup: BackupReading = field(default_factory=BackupReading)
    clock_behind_s: float = 0.0
    content_since: datetime | None = None
    content_looked_s: float | None = None
    search: str = ""

    def beat(self, name: str) -> Beat | None:
        return next((beat for beat in self.beats if beat.name == name), None)

    @property
    def web(self) -> tuple[Beat, ...]:
        return tuple(beat for beat in self.beats if beat.name.startswith(WEB))


def last_in_lake(data: Path) -> int:
    """Number of the last statement in the lake, as the worker last told it; 0 when it never did."""
    note = notes.read(data, TURN)
    return note.count("fed") if note else 0


def beats(data: Path, ages: Ages) -> tuple[Beat, ...]:
    """Every process that says that it runs. Notes of web processes long gone are removed."""
    all_beats = []
    for note in notes.every(data):
        if note.name in (WORKER, SUPERVISOR) or note.name.startswith(WEB):
            beat = Beat(note.name, note.count("pid"), ages.of(note), notes.is_alive(note))
            if note.name.startswith(WEB) and not beat.is_alive:
                if beat.age_s > DEAD_FOR_S:
                    notes.remove(data, note.name)
                continue
            all_beats.append(beat)
    return tuple(all_beats)


def starts(data: Path) -> dict[str, PartStarts]:
    """What the supervisor wrote; empty without a supervisor."""
    note, now = notes.read(data, SUPERVISOR), time.time()
    parts = note.values.get("parts") if note and notes.is_alive(note) else None
    starts_of_parts = {}
    for name, values in parts.items() if isinstance(parts, dict) else ():
        if isinstance(values, dict):
            part = Note(str(name)[:20], 0, values)
            since = part.number("since")
            starts_of_parts[part.name] = PartStarts(part.count("recent"), max(0.0, now - since) if since else 0.0, part.count("killed"))
    return starts_of_parts


def turn(data: Path, ages: Ages) -> Turn | None:
    """The worker's last turn; None when it never took one, or its note is damaged."""
    note = notes.read(data, TURN)
    if note is None:
        return None
    complete = note.number("complete_at")
    return Turn(
        age_s=ages.of(note),
        is_alive=notes.is_alive(note),
        fed=note.count("fed"),
        complete_s=max(0.0, time.time() - complete) if complete else None,
        failures=note.count("failures"),
        error=note.text("error"),
        reports_failing=note.count("reports_failing"),
        damaged_files=note.count("damaged_files"),
        is_forwarding=note.values.get("is_forwarding") is not False,
        missing_engine=note.text("missing_engine"),
    )


def disk(data: Path) -> tuple[int | None, int | None]:
    """Free and total bytes of the data folder's disk; None when it cannot be asked."""
    try:
        usage = shutil.disk_usage(data)
    except OSError:
        return None, None
    return usage.free, usage.total


def backup(data: Path) -> BackupReading:
    """What the command and the worker wrote down of copies."""
    note = notes.read(data, BACKUP)
    if note is None:
        return BackupReading()

    def since(key: str) -> float | None:
        instant = note.number(key)
        return max(0.0, time.time() - instant) if instant else None

    words = note.text("failure_words") or note.text("trial_words")
    return BackupReading(since("made_at"), note.text("failure"), since("tried_at"), note.text("trial_failure"), note.count("copies"), words)
