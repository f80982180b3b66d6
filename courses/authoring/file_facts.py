"""What was read once of a text: title, state as written, expiry, translation, words. In memory, and on disk for the next process."""

import hashlib
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from courses.serving.compiled_cache import shape
from courses.text.file_writing import PRIVATE, write_whole

log = logging.getLogger(__name__)
NAME = "file-facts.json"
MOST = 8192
"""Texts whose facts stay in memory; a site of 200 modules has 1,200."""


@dataclass(frozen=True, slots=True)
class Facts:
    """state: as written, whatever the day. expires: None for no day, or one that cannot be read. translation: as compared, "" for none."""

    title: str
    state: str
    expires: date | None
    translation: str
    words: int


class FactStore:
    """Facts by a digest of every byte they were read from: after a save only what that file touches is read again."""

    def __init__(self) -> None:
        self._facts: dict[str, Facts] = {}
        self._files_read: set[Path] = set()
        self._lock = threading.Lock()

    def load(self, cache: Path) -> None:
        """What another process left there, once; nothing when it is absent, damaged or another version's."""
        with self._lock:
            if cache in self._files_read:
                return
            self._files_read.add(cache)
        try:
            whole = json.loads((cache / NAME).read_bytes())
            if whole["code"] != shape():
                return
            read_facts = {key: _facts(values) for key, values in whole["facts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return
        with self._lock:
            self._facts = read_facts | self._facts

    def of(self, key: str, read: Callable[[], Facts]) -> tuple[Facts, bool]:
        """The facts of this digest, and whether they had to be read now."""
        known = self._facts.get(key)
        if known is not None:
            return known, False
        facts = read()
        with self._lock:
            while len(self._facts) >= MOST:
                self._facts.pop(next(iter(self._facts)))
            self._facts[key] = facts
        return facts, True

    def save(self, cache: Path, keys: set[str]) -> None:
        """Leave the facts of these digests for the next process. Failing costs time only."""
        with self._lock:
            kept = {key: asdict(self._facts[key]) for key in keys if key in self._facts}
        body = json.dumps({"code": shape(), "facts": kept}, default=date.isoformat).encode()
        try:
            write_whole(cache / NAME, body, mode=PRIVATE)
        except OSError as error:
            log.warning("facts of texts are not kept for the next start: %s", error.strerror or type(error).__name__)


def key_of(path: str, marks: list[bytes]) -> str:
    """marks: of courses.text.source_texts, of each file that the facts are read from."""
    digest = hashlib.sha256(path.encode())
    for mark in marks:
        digest.update(b"\0%d\0" % len(mark))
        digest.update(mark)
    return digest.hexdigest()[:32]


def _facts(values: dict[str, Any]) -> Facts:
    """Raises KeyError, TypeError, ValueError for anything but what `save` wrote."""
    expires = None if values["expires"] is None else date.fromisoformat(values["expires"])
    return Facts(str(values["title"]), str(values["state"]), expires, str(values["translation"]), int(values["words"]))
