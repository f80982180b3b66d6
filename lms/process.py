"""The web process: granian serving the application, one worker with SQLite, several with PostgreSQL."""

import os
import signal
import threading
import time
from collections.abc import Callable

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lms import logs, restoring
from lms.app import create_app
from lms.health import heartbeat
from lms.settings import Settings, read
from lrs.locks import hold_while_running
from lrs.private_files import UMASK

THREADS = 16
"""Requests answered at once in one process; writers among them share one commit."""
LOOK_S = 0.3


def make() -> Flask:
    """The application, from the environment: what granian, gunicorn and others call.

    Raises InUse while a restore or an upgrade goes on; what create_app raises.
    """
    logs.configure("web")
    os.umask(UMASK)
    settings = read()
    restoring.prepare_folder(settings)
    hold_while_running(settings.data, "web")
    restoring.apply_journal(settings)
    return create_app(settings)


def make_watched() -> Flask:
    """The application in a granian worker: it leaves when its parent was killed, so that no orphan goes on serving the port."""
    leave_with_parent(lambda: os._exit(1))
    logs.configure("web")
    heartbeat.start(read().data, f"web-{os.getpid()}")
    return make()


def leave_with_parent(leave: Callable[[], None]) -> None:
    """Call `leave` once the parent of this process is gone. What was acknowledged is on disk by then."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_S)
        leave()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def serve(settings: Settings) -> None:
    logs.configure("web")
    leave_with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    heartbeat.start(settings.data, "web-parent")
    Granian(
        "lms.process:make_watched",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=settings.web_processes,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        log_dictconfig=logs.granian("web"),
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    serve(read())
