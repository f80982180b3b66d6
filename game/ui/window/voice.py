"""Reading aloud by the voice this system has, if it has one: a program on the path is given the words, nothing is installed or sent."""

from __future__ import annotations

import contextlib
import logging
import shutil
import subprocess
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

log = logging.getLogger(__name__)

QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Voice(Protocol):
    """What the app needs of a voice."""

    @property
    def is_there(self) -> bool: ...
    @property
    def is_speaking(self) -> bool: ...
    def speak(self, text: str, language: str) -> None: ...
    def stop(self) -> None: ...


class NoVoice:
    """The twin of a device without a voice."""

    is_there = is_speaking = False

    def speak(self, text: str, language: str) -> None:
        return

    def stop(self) -> None:
        return


class Program(NamedTuple):
    """speak: what is run, the words at its standard input; language: the option before "fr" or "en". cancel: what ends a speech that
    goes on without the program; empty where it ends with it."""

    speak: tuple[str, ...]
    language: str
    cancel: tuple[str, ...] = ()


PROGRAMS = (
    Program(("spd-say", "--wait", "--pipe-mode"), "--language", ("spd-say", "--cancel")),
    Program(("espeak-ng", "-s", "150", "--stdin"), "-v"),
    Program(("espeak", "-s", "150", "--stdin"), "-v"),
)
"""Tried in this order. 150 words a minute: what the length of a week is promised by."""


class SystemVoice:
    """find: where a program is, as shutil.which says it; asked once."""

    def __init__(self, find: Callable[[str], str | None] = shutil.which) -> None:
        self._program = next((one for one in PROGRAMS if find(one.speak[0])), None)
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def is_there(self) -> bool:
        return self._program is not None

    @property
    def is_speaking(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def speak(self, text: str, language: str) -> None:
        """Begins to read; what was being read ends. A program that cannot be started counts as none from then on."""
        self.stop()
        if self._program is None:
            return
        command = [*self._program.speak, self._program.language, language]
        try:
            self._running = subprocess.Popen(command, stdin=subprocess.PIPE, **QUIET)  # noqa: S603  fixed words
        except OSError as error:
            log.warning("The voice %s cannot be started (%s).", command[0], error.strerror)
            self._program = None
            return
        if self._running.stdin is not None:
            with contextlib.suppress(OSError):  # it ended at once: nothing is heard, nothing is broken
                self._running.stdin.write(text.encode())
                self._running.stdin.close()

    def stop(self) -> None:
        if not self.is_speaking or self._running is None or self._program is None:
            return
        if self._program.cancel:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(self._program.cancel, check=False, timeout=2, **QUIET)  # noqa: S603  fixed words
        self._running.terminate()
        self._running.wait()
