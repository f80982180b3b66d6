"""Two processes add lines at once, on SQLite and on PostgreSQL: one chain without a gap."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lms_site import make_database, make_settings
from own_postgresql import own_postgresql
from sqlalchemy.orm import Session

from lms.audit import chain, lines
from lms.audit.chain import Entry
from lms.jobs.running import writer_of
from lms.running import database_setup
from lms.settings import Settings
from lms.web.database.instants import now
from lrs.storage.group_commit import GroupCommit
from lrs.storage.store import Store

EACH = 60


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield make_settings(tmp_path)
        return
    with own_postgresql(tmp_path_factory) as address:
        yield make_settings(tmp_path, database=address)


def add_lines(settings: Settings, name: str) -> None:
    engine = database_setup.open_engine(settings)
    store = Store(engine, GroupCommit(engine), settings.home_page)
    key, write = lines.key_of(settings), writer_of(store)
    try:
        for number in range(EACH):
            write(lambda work, number=number: lines.add(work, key, Entry(now(), "people.record", thing=f"{name}/{number}")))
    finally:
        store.writer.close()
        engine.dispose()


def test_two_writers_make_one_chain(settings: Settings) -> None:
    make_database(settings)
    lines.key_of(settings)
    with ThreadPoolExecutor(2) as both:
        list(both.map(add_lines, [settings] * 2, ["one", "other"]))
    engine = database_setup.open_engine(settings)
    with Session(engine) as reader:
        log = list(lines.read_all(reader))
        assert chain.faults(lines.key_of(settings), log, lines.read_end(reader)) == []
    engine.dispose()
    expected = {f"{name}/{number}" for name in ("one", "other") for number in range(EACH)}
    assert {line.entry.thing for line in log if line.entry.action != lines.BEGUN} == expected
    assert len(log) == 2 * EACH + 1
