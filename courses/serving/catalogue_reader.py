"""The catalogue a server holds: looked at again when content or the day changes, and the last good one kept when that fails."""

import contextlib
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from courses.errors import ContentUnreadable, CoursesError
from courses.library.content_folder import LANGUAGES
from courses.sentences import Sentence, sentence, words
from courses.serving import catalogue
from courses.serving.catalogue import Catalogue
from courses.serving.showing import Instance

log = logging.getLogger(__name__)
LOOK_EVERY = timedelta(seconds=2)
FEWER_THAN = 0.5


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the catalogue being shown is older than the folder; for staff."""

    since: datetime
    sentence: Sentence


class Shelf:
    """Holds one catalogue. `current(now)` is cheap: it looks at the folder every two seconds at most.

    A folder that vanishes, is half written, or suddenly holds less than half of its modules leaves the last good catalogue
    in place and sets `trouble`; a second look that finds the same rest again believes it, unless nothing is left at all.
    What is withdrawn or expires is still a file: that is believed at once.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        rule_key: str | None = None,
        instance: Instance = "demo",
        cache: Path | None = None,
    ) -> None:
        """Loads at once. Raises what catalogue.load raises: a server does not start without content."""
        self._folder, self._clock, self._rule_key, self._instance, self._cache = folder, clock, rule_key, instance, cache
        self._lock = threading.Lock()
        now = clock()
        self._seen, self._looked = _folder_marks(folder), now
        self._held = self._load(now, None)
        self._doubted: str = ""
        self.trouble: Trouble | None = None

    def current(self) -> Catalogue:
        now = self._clock()
        if now - self._looked >= LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._looked = now
                self._renew(now)
            finally:
                self._lock.release()
        return self._held

    @property
    def looked_at(self) -> datetime:
        """When the folder was last looked at."""
        return self._looked

    def _renew(self, now: datetime) -> None:
        marks = _folder_marks(self._folder)
        if marks == self._seen and now.date() == self._held.loaded_at.date() and self.trouble is None:
            return
        try:
            catalogue = self._load(now, self._held)
            self._refuse_less(catalogue, marks)
        except Exception as error:  # whatever it is: the pages go on with the last good content, and staff see why
            log.warning("content not renewed: %s", error, exc_info=not isinstance(error, CoursesError | OSError))
            self.trouble = Trouble(self.trouble.since if self.trouble else now, _sentence_of(error))
            return
        self._held, self._seen, self.trouble, self._doubted = catalogue, marks, None, ""

    def _refuse_less(self, catalogue: Catalogue, marks: str) -> None:
        """What goes because its day has come is believed at once; what goes with its files is looked at twice."""
        is_less = marks != self._seen and catalogue.written < FEWER_THAN * self._held.written
        if is_less and (marks != self._doubted or not catalogue.written):
            self._doubted = marks
            raise HalfWritten(catalogue.written, self._held.written)

    def _load(self, now: datetime, before: Catalogue | None) -> Catalogue:
        return catalogue.load(
            self._folder, rule_key=self._rule_key, now=now, instance=self._instance, cache_folder=self._cache, before=before
        )


class HalfWritten(CoursesError):
    """The folder holds far less than a moment ago; somebody is probably writing it."""

    def __init__(self, now: int, before: int) -> None:
        self.sentence = sentence(
            "The content folder holds {now} {now:module|modules} where it held {before}; the last good ones stay. Look at the folder.",
            now=now,
            before=before,
        )
        super().__init__(str(self.sentence))
        self.found, self.held = now, before


def _sentence_of(error: Exception) -> Sentence:
    if isinstance(error, ContentUnreadable):
        return sentence("{path}, line {line}: {sentence}", path=error.path, line=error.line, sentence=error.sentence)
    return error.sentence if isinstance(error, HalfWritten) else words(str(error))


def _folder_marks(folder: Path) -> str:
    """Names, sizes and times of every text file; empty when the folder is away. A request waits for it: no Path is made."""
    marks: list[str] = []
    for top in ("_structure", *LANGUAGES):
        _add_marks(f"{folder}/{top}", marks)
    return "\n".join(sorted(marks))


def _add_marks(folder: str, marks: list[str]) -> None:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _add_marks(entry.path, marks)
            elif entry.name.endswith((".md", ".yml")) and not entry.name.startswith("."):
                with contextlib.suppress(OSError):  # gone since the folder was read
                    state = entry.stat()
                    marks.append(f"{entry.path} {state.st_size} {state.st_mtime_ns}")
