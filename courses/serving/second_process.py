"""Work that is shared with a second process of our own: each takes the next thing from its end of one line until nothing is left."""

import logging
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import courses

log = logging.getLogger(__name__)
T = TypeVar("T")
BATCH = 4
"""Things the second process is asked for at once: few, so that neither waits long for the other at the end."""
PATIENCE_S = 10.0
"""How long the second process may take for its last batch once this one has nothing left to do."""


def has_second_core() -> bool:
    """Whether two processes of ours can run at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


def share(keys: Sequence[str], make: Callable[[str], T], module: str, arguments: Sequence[str]) -> dict[str, T]:
    """What `make` gives for each key; some of it comes from `python -m module arguments`, which calls `serve`.

    A second process that cannot start, dies or hangs costs time only: what it was asked for is made here.
    """
    waiting, results = deque(keys), dict[str, T]()
    helper = _Helper(waiting, [sys.executable, "-m", module, *arguments])
    helper.start()
    _make_all(waiting, make, results)
    helper.end()
    _make_all(waiting, make, results)
    return results | helper.results


def serve(make: Callable[[str], object]) -> None:
    """The second process's side: answers each batch of keys on standard input with what `make` gives, until there are no more."""
    keys, answers = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            batch: list[str] = pickle.load(keys)  # noqa: S301 - from the process that started this one
            pickle.dump({key: make(key) for key in batch}, answers, protocol=pickle.HIGHEST_PROTOCOL)
            answers.flush()


def _make_all(waiting: deque[str], make: Callable[[str], T], results: dict[str, T]) -> None:
    with suppress(IndexError):  # the other side may take the last one between a look and a take
        while True:
            key = waiting.popleft()
            results[key] = make(key)


class _Helper(threading.Thread):
    """Hands batches to the second process and takes its answers; a thread, since reading a pipe waits without holding this process up."""

    def __init__(self, waiting: deque[str], command: Sequence[str]) -> None:
        super().__init__(name="second-process", daemon=True)
        self.results: dict[str, Any] = {}
        self._waiting, self._command, self._batch = waiting, command, list[str]()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        # Our own package, wherever this process found it: it need not be installed.
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(courses.__file__).parents[1]), *filter(None, sys.path)])}
        try:
            with subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:  # noqa: S603 - our own module
                self._process = process
                assert process.stdin is not None  # noqa: S101 - both are pipes
                assert process.stdout is not None  # noqa: S101
                while self._take():
                    pickle.dump(self._batch, process.stdin)
                    process.stdin.flush()
                    self.results |= pickle.load(process.stdout)  # noqa: S301 - from a process of our own code
                    self._batch = []
        except Exception as error:  # whatever it is: this process can do the work alone
            log.warning("a second process did not help to read the content (%s)", type(error).__name__)

    def end(self) -> None:
        """Wait for the last batch; what was asked for and did not come is put back."""
        self.join(PATIENCE_S)
        if self.is_alive() and self._process is not None:
            self._process.kill()
            self.join()
        self._waiting.extend(self._batch)

    def _take(self) -> bool:
        with suppress(IndexError):
            while len(self._batch) < BATCH:
                self._batch.append(self._waiting.pop())
        return bool(self._batch)
