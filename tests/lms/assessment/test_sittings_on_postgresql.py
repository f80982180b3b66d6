"""Sittings on PostgreSQL, where web process and worker write side by side."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from lms_cast import Person, add_person
from lms_site import close, make_site
from own_postgresql import own_postgresql
from sitting_cast import answer_all, change, finish_modules, hand_in, sitting, start, told
from sitting_steps import run_any_order

from lms.running import worker
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lrs.storage.group_commit import GroupCommit
from lrs.storage.store import Store

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_postgresql(tmp_path_factory) as address:
        yield address


def test_any_order_of_steps(address: str, tmp_path: Path) -> None:
    run_any_order(tmp_path, examples=12, steps=30, database=address)


def test_the_worker_and_a_hand_in_at_the_same_moment_make_one_result(address: str, tmp_path: Path) -> None:
    """The time is just over: the person presses while the worker, a process with a writer of its own, ends the sitting."""
    site = make_site(tmp_path, database=address)
    engine = site_of(site).store.engine
    other = Store(engine, GroupCommit(engine), site_of(site).settings.home_page)
    try:
        for number in range(6):
            add_person(site, "pharmacist", f"course-{number}")
            person = Person(site, f"course-{number}")
            finish_modules(site, person)
            sat = start(person)
            answer_all(site, person, sat)
            change(site, sat, lambda work, row: setattr(row, "ends_at", now() - timedelta(seconds=61)))
            both = [
                threading.Thread(target=hand_in, args=(person, sat)),
                threading.Thread(target=worker.end_sittings, args=(other, other.home_page)),
            ]
            for one in both:
                one.start()
            for one in both:
                one.join()
            assert sitting(site, sat).verdict == "passed"
            assert len(told(site, person, "passed", "failed")) == 1
            assert len(told(site, person, "answered")) == 20
    finally:
        other.writer.close()
        close(site)
