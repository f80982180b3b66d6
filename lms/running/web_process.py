"""The web process: granian and the front in `lms.asgi` serving the application; one worker with SQLite, several with PostgreSQL."""

import os
import signal
import threading
from collections.abc import Callable

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]  # the module is not on this system

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from lms import logs
from lms.app import create_app
from lms.asgi.bodies import Bodies, BodyLimits
from lms.asgi.front import Front
from lms.health import heartbeat
from lms.running import parent_process, site_restore
from lms.settings import Settings, read
from lms.web.current_site import site_of
from lms.web.guards.body_refusal import largest_body
from lms.web.site import long_lived
from lrs.storage.locks import hold_while_running
from lrs.storage.private_files import UMASK

THREADS = 16
"""Requests answered at once in one process; writers among them share one commit."""
LOOK_S = 0.3
LOOK_ON_S = 30.0
"""A process that nobody asks how it is looks for itself this often, in seconds: one small write."""
CONNECTIONS = 8192
"""Open connections of one process; the next ones wait in the system's queue. An idle one is closed after HEADERS_MS."""
HEADERS_MS = 30_000
"""How long a connection may be open without a whole request header, at its start and between two requests."""


def make() -> Flask:
    """The WSGI application, from the environment: what gunicorn and others call. They need a proxy in front that reads whole bodies.

    Raises InUse while a restore or an upgrade goes on; what create_app raises.
    """
    logs.configure("web")
    os.umask(UMASK)
    settings = read()
    site_restore.prepare_folder(settings)
    hold_while_running(settings.data, "web")
    site_restore.apply_journal(settings)
    app = create_app(settings)
    long_lived.keep_out_of_collection()
    return app


def make_watched() -> Front:
    """The front in a granian worker: it leaves when its parent was killed, so that no orphan goes on serving the port."""
    leave_with_parent(lambda: os._exit(1))
    logs.configure("web")
    heartbeat.start(read().data, f"web-{os.getpid()}")
    app = make()
    look_on(app)
    return make_front(app)


def look_on(app: Flask) -> None:
    """Look at the site's health even when nobody asks, so that `since when` is no matter of who looked last."""
    monitor, pause = site_of(app).health, threading.Event()

    def watch() -> None:
        while True:
            monitor.health(fresh_s=LOOK_ON_S)
            pause.wait(LOOK_ON_S)

    threading.Thread(target=watch, name="health-watch", daemon=True).start()


def make_front(app: Flask) -> Front:
    settings = site_of(app).settings
    bodies = Bodies(BodyLimits(seconds=settings.body_seconds), settings.data)
    return Front(app, bodies, lambda path: largest_body(app, path), threads=THREADS)


def allow_open_files(count: int) -> None:
    """Raise this process's own limit of open files towards `count`: each connection is one."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def leave_with_parent(leave: Callable[[], None]) -> None:
    """Call `leave` once the parent of this process is gone. What was acknowledged is on disk by then."""
    parent = parent_process.parent_id()

    def watch() -> None:
        pause = threading.Event()  # time.sleep fails under some libraries that change the clock, and this thread must not end
        while parent_process.is_alive(parent):
            pause.wait(LOOK_S)
        leave()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def serve(settings: Settings) -> None:
    logs.configure("web")
    leave_with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    heartbeat.start(settings.data, "web-parent")
    allow_open_files(2 * CONNECTIONS)
    os.environ.update(parent_process.environment())
    Granian(
        "lms.running.web_process:make_watched",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_MS),
        backpressure=CONNECTIONS,
        factory=True,
        workers=settings.web_processes,
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
