"""Which processes of a part hang: for the supervisor, who kills them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lms.health import notes
from lms.health.ages import Ages

START_LIMIT_S = 300.0
"""A part of which nothing serves, and nothing ever said that it does in this time, hangs in its start, be it the first or a later one."""
LONGEST_PATIENCE = 16
"""Each start that was killed gives the next one twice the time, up to so many times: on a starved machine a start may only be slow."""
TURN = "turn"
WEB_PARENT = "web-parent"
"""The web process that starts the ones that serve: that it runs says nothing of them."""


class Hang(NamedTuple):
    """A process to kill. seconds: how long it has been silent; what: heartbeat, turn or start."""

    pid: int
    what: str
    seconds: float


class Hangs:
    """Looks at the notes of one site's processes."""

    def __init__(self, data: Path, *, beat_limit: float, turn_limit: float) -> None:
        """Limits in seconds; 0 for none."""
        self._data, self._beat_limit, self._turn_limit = data, beat_limit, turn_limit
        self._ages = Ages()
        self._told_at: dict[int, float | None] = {}
        """Part -> how long it had run when one of its processes last said that it runs; None: begin to count at the next look."""

    def forget(self) -> None:
        self._ages.forget()
        self._told_at = dict.fromkeys(self._told_at)

    def of(self, pid: int, running_s: float, killed_starts: int = 0) -> Iterator[Hang]:
        """Hanging processes among `pid` and its children.

        running_s: how long the part has run; killed_starts: how many starts in a row were killed before this one.
        """
        has_told = False
        for note in notes.every(self._data):
            noted_pid, parent = note.count("pid"), note.count("parent")
            if pid not in (noted_pid, parent) or not notes.is_alive(note):
                continue
            has_told = has_told or note.name != WEB_PARENT
            if noted_pid != pid and not is_child(noted_pid, pid):
                continue
            what, limit = ("turn", self._turn_limit) if note.name == TURN else ("heartbeat", self._beat_limit)
            silent = self._ages.watched(note)
            if limit and silent > limit:
                yield Hang(noted_pid, what, silent)
        if has_told or self._told_at.get(pid, 0.0) is None:
            self._told_at[pid] = running_s
        silent, patience = running_s - min(self._told_at.get(pid) or 0.0, running_s), min(2**killed_starts, LONGEST_PATIENCE)
        if self._beat_limit and not has_told and silent > patience * max(START_LIMIT_S, self._beat_limit):
            yield from (Hang(child, "start", silent) for child in children(pid))  # one that hangs would keep the port
            yield Hang(pid, "start", silent)


def children(parent: int) -> list[int]:
    """Living children of a process; none where the system does not tell."""
    numbers = [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if entry.name.isdecimal()]
    return [number for number in numbers if is_child(number, parent)]


def is_child(pid: int, parent: int) -> bool:
    """Whether the process is a living child of `parent` now: a number written down a minute ago may belong to somebody else by now.

    False where the system does not tell (no /proc): then nothing is killed by number.
    """
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
        letter, above = state.rpartition(")")[2].split()[:2]
        return letter not in ("Z", "X") and int(above) == parent
    except (OSError, ValueError, IndexError):
        return False
