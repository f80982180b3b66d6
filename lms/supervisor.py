"""Keeps the web process and the worker running: starts them, starts a dead one again, stops both on SIGTERM."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from courses import rule_files
from lms import database, restoring
from lms.errors import DatabaseUnready, PortTaken
from lms.settings import Settings
from lrs.locks import SERVE, SITE, locked

PARTS = {"web": "lms.process", "worker": "lms.worker"}
LOOK_S = 0.3
LONGEST_WAIT_S = 30.0
HEALTHY_S = 20.0
"""A part that ran this long is started again at once when it dies; one that dies sooner waits longer each time."""
PATIENCE_S = 15.0


class Part:
    """One process under watch."""

    def __init__(self, name: str, environment: Mapping[str, str]) -> None:
        self.name = name
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._since = 0.0
        self._again_at = 0.0
        self._wait = 0.5

    def look(self, now: float) -> None:
        """Start the process if it is not running and its wait is over."""
        if self._process is not None and self._process.poll() is None:
            return
        if self._process is not None and self._again_at <= self._since:
            self._wait = 0.5 if now - self._since > HEALTHY_S else min(2 * self._wait, LONGEST_WAIT_S)
            self._again_at = now + self._wait
            print(f"the {self.name} process stopped; it starts again in {self._wait:.0f} s", file=sys.stderr, flush=True)
        if now >= self._again_at:
            self._since = self._again_at = now
            command = [sys.executable, "-m", PARTS[self.name]]
            self._process = subprocess.Popen(command, env=self._environment)  # noqa: S603 - our own module

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end; a process that does not end is killed: what was acknowledged is on disk."""
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def check(settings: Settings) -> None:
    """Raises UnknownRule, ContentUnreadable, DatabaseUnready or PortTaken, in words for the operator, before anything is started."""
    restoring.prepare_folder(settings)
    rule_files.load(settings.shown_content).preset(settings.site_rule or None)
    database.check(settings)
    probe = settings.data / ".writable"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise DatabaseUnready(f"the data folder {settings.data} cannot be written ({error.strerror}); check who owns it") from error
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(settings.host, settings.port, error.strerror) from error


@contextmanager
def only_serve(settings: Settings) -> Iterator[None]:
    """The one `serve` of this data folder, which no restore or upgrade may touch; both locks end with this process, however it ends.

    Raises InUse, TooOpen, OSError.
    """
    restoring.prepare_folder(settings)
    with locked(settings.data / SERVE, "serve"), locked(settings.data / SITE, "serve", shared=True):
        yield


def serve(settings: Settings, environment: Mapping[str, str]) -> None:
    """Run both parts until SIGTERM or Ctrl-C, inside `only_serve`. Raises what check raises."""
    check(settings)
    if back := restoring.apply_journal(settings):
        print(f"{back} people who were erased had come back with a copy; they are erased again", file=sys.stderr, flush=True)
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    parts = [Part(name, environment) for name in PARTS]
    while not stop.is_set():
        for part in parts:
            part.look(time.monotonic())
        stop.wait(LOOK_S)
    for part in parts:
        part.stop()
    for part in parts:
        part.wait(PATIENCE_S)
