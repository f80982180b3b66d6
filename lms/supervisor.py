"""Keeps the web process and the worker running: starts them, starts a dead one again, stops both on SIGTERM."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import FrameType

from courses import rule_files
from lms import database
from lms.errors import DatabaseUnready, PortTaken
from lms.settings import Settings
from lms.web.hosts import LOOPBACK

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


def exposure(settings: Settings) -> str:
    """What the operator of a site that other machines can reach should know before anybody comes; empty when there is nothing to say."""
    if settings.host in (*LOOPBACK, "::1") or settings.trusted_proxies:
        return ""
    return (
        f"the site listens on {settings.host} and no trusted proxy is set: it is meant to stand behind a proxy that ends TLS and holds "
        "back floods of connections (deploy/nginx.conf, deploy/Caddyfile); then set HORSLESMURS_TRUSTED_PROXIES=1"
    )


def serve(settings: Settings, environment: Mapping[str, str]) -> None:
    """Run both parts until SIGTERM or Ctrl-C. Raises what check raises."""
    check(settings)
    if words := exposure(settings):
        print(words, file=sys.stderr, flush=True)
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
