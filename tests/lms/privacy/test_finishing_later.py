"""When the second half of an erasure cannot be done at once: how often the worker tries again, and what counts as finished."""

import resource
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import Person

from infrastructure.locks import file_lock
from lms.privacy import erasing, finishing
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit
from lrs.maintenance import erasure
from lrs.storage.store import Store


@pytest.fixture
def store(site: Flask) -> Store:
    opened: Store = site_of(site).store
    return opened


@pytest.fixture
def data(site: Flask) -> Path:
    folder: Path = site_of(site).settings.data
    return folder


@pytest.fixture
def erased(site: Flask, learner: Person, data: Path) -> None:
    """A learner was erased, and the reports' files were made before."""
    account_id = learner.account.id
    (data / "lake").mkdir(exist_ok=True)
    (data / "lake" / "0-1.parquet").write_bytes(b"x")
    with site.app_context():
        erasing.erase_person(submit, db.engine, data, lambda _: account_id, site_of(site).settings.home_page)


def test_after_a_try_in_vain_it_waits_one_turn_then_three_then_seven_and_fifteen_at_most(
    site: Flask, erased: None, store: Store, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    real = finishing.finish
    now = [0]

    def noted(*given: object) -> bool:
        tries.append(now[0])
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(finishing, "finish", noted)
    finisher = finishing.Finisher(store, data)
    with file_lock(data / "lake" / ".lock", "reports"):  # somebody writes the reports' files all the while
        for now[0] in range(64):
            finisher.turn()
    assert tries == [0, 2, 6, 14, 30, 46, 62]
    assert not finishing.is_finished(store.engine)
    for now[0] in range(64, 64 + 16):
        finisher.turn()
    assert finishing.is_finished(store.engine)
    assert tries[7:] == [78, 79], "once it succeeds it looks each turn again"


def test_a_database_over_the_size_is_left_and_one_of_that_size_is_rewritten(erased: None, store: Store, data: Path) -> None:
    size = sum(path.stat().st_size for path in data.iterdir() if path.name.startswith(Path(str(store.engine.url.database)).name))
    assert finishing.finish(store, data, largest=size - 1) is False
    assert finishing.finish(store, data, largest=finishing.SMALL) is True
    assert finishing.SMALL == 64 * 1024 * 1024
    assert not list((data / "lake").glob("*.parquet"))


def test_a_disk_that_takes_no_second_form_of_the_file_is_waited_for_like_a_reader(erased: None, store: Store, data: Path) -> None:
    """A day of faults found it: the command that erases somebody broke off where the disk was full."""
    erasure.reclaim(store.engine)  # so that the log is empty, and what is written next fits
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        assert finishing.finish(store, data) is False
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert finishing.finish(store, data) is True


def test_nothing_to_finish_is_finished(store: Store, data: Path) -> None:
    assert finishing.finish(store, data, largest=0) is True


@pytest.mark.parametrize(("minutes", "is_late"), [(9.9, False), (10.1, True)])
def test_what_a_request_let_in_before_wrote_is_taken_for_ten_minutes(
    site: Flask, learner: Person, store: Store, data: Path, minutes: float, is_late: bool
) -> None:
    erased_at = datetime.now(UTC)
    actor = {"account": {"homePage": site_of(site).settings.home_page, "name": str(learner.pseudonym)}}
    grave = store.writer.submit(lambda connection: erasure.erase(connection, actor, now=erased_at)).tombstone
    store.writer.submit(lambda connection: erasure.mark_reclaimed(connection, [grave]))
    assert learner.post("/fr/cours/patient-essentials/fever/commencer").status_code == 303
    with store.engine.connect() as connection:
        assert erasure.is_written_to(connection, grave)
    later = Store(store.engine, store.writer, store.home_page, now=lambda: erased_at + timedelta(minutes=minutes))
    assert finishing.finish(later, data) is True
    with store.engine.connect() as connection:
        assert erasure.is_written_to(connection, grave) is is_late


def test_while_somebody_reads_it_is_not_finished_and_afterwards_it_is(erased: None, store: Store, data: Path) -> None:
    with store.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM lrs_statements").scalar()
        store.writer.submit(lambda connection: connection.exec_driver_sql("PRAGMA user_version").scalar())
        assert finishing.finish(store, data, wait_ms=1) is False
    assert finishing.finish(store, data, wait_ms=1) is True
