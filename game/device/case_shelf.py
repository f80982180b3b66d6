"""The short cases of professionals on this device: read when first asked for, and where each stands kept in one file. Nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from courses.model.cases import PLACES, PROFESSIONS, Case, CaseBook
from game.core.cases.case_play import CasePlay
from game.core.errors import SaveUnreadable
from game.core.state.commands import Command
from game.device.files import DISK, Files

Standing = Literal["", "begun", "right", "unsafe", "other"]
"""Where a case stands: not met, begun, or how its last play ended."""
ENDS = ("right", "unsafe", "other")


class CaseShelf:
    """read: gives the cases, once. path: the file of what was played; None keeps nothing. is_there: whether there are any to show."""

    def __init__(
        self, read: Callable[[], CaseBook] = CaseBook, path: Path | None = None, *, is_there: bool = False, files: Files = DISK
    ) -> None:
        self._read, self._path, self.is_there, self._files = read, path, is_there, files
        self._rows: dict[str, dict[str, Any]] = _rows(path, files)

    @cached_property
    def book(self) -> CaseBook:
        return self._read()

    def professions(self) -> list[str]:
        """Those who have a case."""
        return [one for one in PROFESSIONS if self.book.of_profession(one)]

    def of(self, profession: str) -> list[Case]:
        """By place, the telephone first, as on the site."""
        return sorted(self.book.of_profession(profession), key=lambda case: PLACES.index(case.place))

    def standing(self, case: Case) -> Standing:
        row = self._rows.get(case.key, {})
        if self._open_save(case):
            return "begun"
        end = row.get("end")
        return end if end in ENDS else ""

    def next_case(self, profession: str, after: str) -> Case | None:
        """The first one after this that was not met yet, from the top again; None when all were."""
        cases = self.of(profession)
        at = next((number for number, case in enumerate(cases) if case.key == after), -1) + 1
        return next((case for case in (*cases[at:], *cases[:at]) if case.key != after and not self.standing(case)), None)

    def begin(self, case: Case, *, seed: int) -> CasePlay:
        """A new play. Raises DiskRefused, when it is kept no longer than the window is open."""
        play = CasePlay.start(self.book, case=case.key, seed=seed, play=str(uuid4()))
        self._write_rows(play)
        return play

    def resume(self, case: Case) -> CasePlay | None:
        """The play that was left; None when there is none, or the case was rewritten since."""
        save = self._open_save(case)
        try:
            return CasePlay.resume(self.book, save) if save else None
        except SaveUnreadable:
            return None

    def do(self, play: CasePlay, command: Command) -> None:
        """One command, kept. Raises NotNow and Unknown with nothing changed, and DiskRefused after the turn was taken."""
        play.do(command)
        self._write_rows(play)

    def _open_save(self, case: Case) -> Mapping[str, Any] | None:
        save = self._rows.get(case.key, {}).get("open")
        return save if isinstance(save, dict) and save.get("version") == case.version else None

    def _write_rows(self, play: CasePlay) -> None:
        row = self._rows.setdefault(play.case.key, {})
        if play.is_over:
            row["open"], row["end"] = None, "unsafe" if play.is_unsafe else "right" if play.is_right else "other"
        else:
            row["open"] = play.save()
        if self._path is not None:
            self._files.write_whole(self._path, json.dumps(self._rows, ensure_ascii=False).encode())


def _rows(path: Path | None, files: Files) -> dict[str, dict[str, Any]]:
    """What was kept; a file that is absent or damaged counts as empty."""
    try:
        document = json.loads(files.read(path)) if path is not None else {}
    except (OSError, ValueError):
        return {}
    return {key: row for key, row in document.items() if isinstance(row, dict)} if isinstance(document, dict) else {}
