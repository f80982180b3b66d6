"""A background task: work in a thread of its own, one at a time, that never keeps the game from closing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

log = logging.getLogger(__name__)
REST = 30.0  # seconds after an unexpected exception


class Task(Protocol):
    """Work beside the game, one at a time."""

    @property
    def is_running(self) -> bool: ...
    @property
    def is_free(self) -> bool: ...
    def run(self, work: Callable[[], object]) -> None: ...
    def has_ended(self) -> bool: ...
    def wait(self, seconds: float) -> None: ...


class BackgroundTask:
    """An exception in it is a line in the log: the game goes on, and the task is run again when it is due."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._resume_at = 0.0

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_free(self) -> bool:
        return not self.is_running and time.monotonic() >= self._resume_at

    def run(self, work: Callable[[], object]) -> None:
        self._thread = threading.Thread(target=self._run_logged, args=(work,), daemon=True)
        self._thread.start()

    def has_ended(self) -> bool:
        """True once after each run that ended."""
        if self._thread is None or self._thread.is_alive():
            return False
        self._thread = None
        return True

    def wait(self, seconds: float) -> None:
        if self._thread is not None:
            self._thread.join(seconds)

    def _run_logged(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            self._resume_at = time.monotonic() + REST
            log.warning("Something went wrong beside the game (%s); it is tried again.", type(error).__name__, exc_info=error)
