"""Results of reading a content folder, held in memory and in one file each: made again only when what they were made from changed."""

import hashlib
import logging
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from courses.text.file_writing import PRIVATE, write_whole

log = logging.getLogger(__name__)
T = TypeVar("T")
SIZE = 32
"""Bytes of a digest."""


class ResultCache(Generic[T]):
    """The newest results of one kind, by digest of all that they were made from.

    mark: of this kind and form, in front of each file. most: results held in memory. may_keep: False for a result that failed
    for a reason which may pass, so that it is made again.
    A file is a pickle, so it lies in a folder that only we may write, and is never read from the content folder.
    """

    def __init__(self, mark: bytes, most: int, may_keep: Callable[[T], bool] = lambda _: True) -> None:
        self._mark, self._most, self._may_keep = mark, most, may_keep
        self._recent: dict[bytes, T] = {}

    def result(self, digest: Callable[[], bytes], make: Callable[[], T], file: Path | None) -> T:
        """digest: of what `make` reads, as it is when it is called. file: None for memory alone.

        What changes while `make` reads is not kept: nobody could say which state it belongs to.
        """
        state = digest()
        result = self._recent.get(state)
        if result is not None:
            return result
        result = self._from_file(file, state) if file is not None else None
        if result is None:
            result = make()
            if not self._may_keep(result) or digest() != state:
                return result
            if file is not None:
                self._write(file, state, result)
        self._recent[state] = result
        for old in list(self._recent)[: -self._most]:
            self._recent.pop(old, None)
        return result

    def forget(self) -> None:
        """Leave memory as it is in a process that has just begun."""
        self._recent.clear()

    def _from_file(self, file: Path, state: bytes) -> T | None:
        """What was kept for this very state; None when it is absent, damaged, older, or not ours alone."""
        try:
            if not all(is_ours_alone(path) for path in (file, file.parent)):
                return None
            raw = file.read_bytes()
        except OSError:
            return None
        head, body = raw[: len(self._mark) + 2 * SIZE], raw[len(self._mark) + 2 * SIZE :]
        if head != self._mark + state + hashlib.sha256(body).digest():
            return None
        try:
            result: T = pickle.loads(body)  # noqa: S301 - its sum was right, in a folder only we may write
        except Exception:  # a pickle can raise anything; the content itself is still there to read
            return None
        return result

    def _write(self, file: Path, state: bytes, result: T) -> None:
        body = pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)
        write_private(file, self._mark + state + hashlib.sha256(body).digest() + body)


def is_ours_alone(path: Path) -> bool:
    """Whether nobody else may write it: who can write a pickle can run code here. Raises OSError."""
    state = path.stat()
    return not state.st_mode & 0o022 and (not hasattr(os, "getuid") or state.st_uid == os.getuid())


def write_private(file: Path, raw: bytes) -> None:
    """The web process and the worker may both be starting. Failing costs time only."""
    try:
        write_whole(file, raw, mode=PRIVATE)
    except OSError as error:
        log.warning("what was read is not kept for the next start: %s", error.strerror or type(error).__name__)
