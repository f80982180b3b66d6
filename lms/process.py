"""The web process: granian serving the application, one worker with SQLite, several with PostgreSQL."""

from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from lms.app import create_app
from lms.settings import Settings, read

THREADS = 16
"""Requests answered at once in one process; writers among them share one commit."""


def make() -> Flask:
    """The application, from the environment: what granian, gunicorn and others call."""
    return create_app(read())


def serve(settings: Settings) -> None:
    Granian(
        "lms.process:make",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=settings.web_processes,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    serve(read())
