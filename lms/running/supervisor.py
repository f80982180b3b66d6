"""Keeps the web process and the worker running: starts them, starts a dead or hanging one again, stops both on SIGTERM."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType

from courses.rules import rule_files
from infrastructure.backoff import Backoff
from infrastructure.locks import file_lock
from lms import logs
from lms.errors import DatabaseUnready, PortTaken
from lms.health.hangs import Hangs
from lms.health.supervision import Supervision
from lms.running import database_setup, parent_process, site_restore
from lms.settings import Settings
from lms.web.guards.hosts import LOOPBACK
from lrs.storage.locks import SERVE, SITE

PARTS = {"web": "lms.running.web_process", "worker": "lms.running.worker"}
LOOK_S = 0.3
BACKOFF = Backoff(first_s=0.5, longest_s=30.0)
HEALTHY_S = 20.0
"""A part that ran this long is started again at once when it dies; one that dies sooner waits longer each time."""
PATIENCE_S = 15.0
PAUSED_S = 5.0
"""When this process itself did not run for so long, it knows nothing of the others' silence."""

log = logging.getLogger(__name__)


class Part:
    """One process under watch."""

    def __init__(self, name: str, environment: Mapping[str, str]) -> None:
        self.name = name
        self._environment = {**environment, **parent_process.environment()}
        self._process: subprocess.Popen[bytes] | None = None
        self._since = 0.0
        self.starts: list[float] = []
        self.killed = 0
        self._again_at = 0.0
        self._killed_starts = 0
        self._short_lives = 1
        """Lives in a row that ended young, counted from 1: the first wait is for one that lived long."""

    def start_if_due(self, now: float) -> None:
        """Start the process if it is not running and its wait is over."""
        if self._process is not None and self._process.poll() is None:
            return
        if self._process is not None and self._again_at <= self._since:
            self._short_lives = 1 if now - self._since > HEALTHY_S else self._short_lives + 1
            wait = BACKOFF.wait_s(self._short_lives)
            self._again_at = now + wait
            fields = {"place": self.name, "exit_code": self._process.returncode, "again_in": wait}
            log.warning("the %s process stopped", self.name, extra={"event": "part_stopped", "fields": fields})
        if now >= self._again_at:
            self._since = self._again_at = now
            command = [sys.executable, "-m", PARTS[self.name]]
            self._process = subprocess.Popen(command, env=self._environment)  # noqa: S603 - our own module
            self.starts = [*self.starts[-99:], time.time()]

    def kill_hanging(self, hangs: Hangs, now: float) -> None:
        """Kill what no longer says that it runs: its death is seen, and it starts again. What was acknowledged is on disk."""
        if self._process is None or self._process.poll() is not None:
            return
        for hang in hangs.of(self._process.pid, now - self._since, self._killed_starts):
            fields = {"place": self.name, "hung": hang.what, "seconds": round(hang.seconds)}
            log.error("the %s process hung and is killed", self.name, extra={"event": "part_hung", "fields": fields})
            self.killed += 1
            if hang.what != "start":
                self._killed_starts = 0
            elif hang.pid == self._process.pid:  # its children die with it: one start that was killed
                self._killed_starts += 1
            with suppress(ProcessLookupError):
                os.kill(hang.pid, signal.SIGKILL)

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
    site_restore.prepare_folder(settings)
    rule_files.load(settings.shown_content).preset(settings.site_rule or None)
    database_setup.check(settings)
    probe = settings.data / ".writable"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise DatabaseUnready(f"the data folder {settings.data} cannot be written ({error.strerror}); check who owns it") from error
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(settings.host, settings.port, str(error.strerror)) from error


@contextmanager
def only_serve(settings: Settings) -> Iterator[None]:
    """The one `serve` of this data folder, which no restore or upgrade may touch; both locks end with this process, however it ends.

    Raises InUse, TooOpen, OSError.
    """
    site_restore.prepare_folder(settings)
    with file_lock(settings.data / SERVE, "serve"), file_lock(settings.data / SITE, "serve", is_shared=True):
        yield


def exposure(settings: Settings) -> str:
    """What the operator of a site that other machines can reach should know before anybody comes; empty when there is nothing to say."""
    if settings.host in (*LOOPBACK, "::1") or settings.trusted_proxies:
        return ""
    return (
        f"the site listens on {settings.host} and no trusted proxy is set: it is meant to stand behind a proxy that ends TLS and holds "
        "back floods of connections (deploy/nginx.conf, deploy/Caddyfile); then set HORSLESMURS_TRUSTED_PROXIES=1"
    )


def serve(settings: Settings, environment: Mapping[str, str]) -> None:
    """Run both parts until SIGTERM or Ctrl-C, inside `only_serve`. Raises what check raises."""
    check(settings)
    logs.configure("supervisor")
    if back := site_restore.apply_journal(settings):
        print(f"{back} people who were erased had come back with a copy; they are erased again", file=sys.stderr, flush=True)
    if words := exposure(settings):
        print(words, file=sys.stderr, flush=True)
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    parts = [Part(name, environment) for name in PARTS]
    supervision = Supervision(settings.data)
    hangs = Hangs(settings.data, beat_limit=settings.hang_restart_s, turn_limit=settings.turn_limit_s if settings.hang_restart_s else 0)
    last_look = time.monotonic()
    while not stop.is_set():
        now = time.monotonic()
        if now - last_look > PAUSED_S or not supervision.write_when_due({part.name: (part.starts, part.killed) for part in parts}):
            hangs.forget()
        last_look = now
        for part in parts:
            part.kill_hanging(hangs, now)
            part.start_if_due(now)
        stop.wait(LOOK_S)
    supervision.end()
    for part in parts:
        part.stop()
    for part in parts:
        part.wait(PATIENCE_S)
