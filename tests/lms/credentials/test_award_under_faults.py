"""Awards on PostgreSQL at once, and in a process that is killed before its commit: one attestation, never two, never half."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from award_site import attestation_of, award, pharmacist, register, request_of
from child_environment import python_path
from flask import Flask
from lms_site import close, make_site
from own_postgresql import own_postgresql
from sqlalchemy import func, select

from lms.credentials import awarding
from lms.credentials.models import Attestation, AttestationCode
from lms.web.database.extensions import db
from lms.web.database.writing import submit

pytestmark = pytest.mark.slow
KILLED = Path(__file__).with_name("killed_award.py")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_postgresql(tmp_path_factory) as address:
        yield address


@pytest.fixture
def sites(address: str, tmp_path: Path) -> Iterator[list[Flask]]:
    """Two web processes' worth of applications over one PostgreSQL database."""
    made = [make_site(tmp_path, database=address), make_site(tmp_path, database=address)]
    yield made
    for app in made:
        close(app)


def counts(site: Flask) -> tuple[int, int]:
    with site.app_context():
        codes = select(func.count(AttestationCode.id))
        return db.session.scalars(select(func.count(Attestation.id))).one(), db.session.scalars(codes).one()


def test_ten_awards_at_once_from_two_processes_give_one_row(sites: list[Flask]) -> None:
    claire = pharmacist(sites[0])
    made = request_of(sites[0], claire, register(sites[0], claire))
    before = counts(sites[0])
    ids: list[Any] = []
    ready = threading.Barrier(10)

    def hand_in(app: Flask) -> None:
        ready.wait()
        with app.app_context():
            ids.append(submit(lambda work: awarding.award(work, made)))

    threads = [threading.Thread(target=hand_in, args=(sites[number % 2],)) for number in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(ids) == 10
    assert len(set(ids)) == 1
    assert counts(sites[0]) == (before[0] + 1, before[1] + 1)


def test_a_process_killed_before_its_commit_leaves_nothing_and_the_next_try_awards_once(tmp_path: Path) -> None:
    app = make_site(tmp_path)
    claire = pharmacist(app)
    registration = register(app, claire)
    close(app)
    words = json.dumps({"name": claire.name, "registration": registration})
    environment = {**os.environ, "PYTHONPATH": python_path(KILLED.parent, KILLED.parents[1], KILLED.parents[3])}
    process = subprocess.run([sys.executable, KILLED, str(tmp_path), words], capture_output=True, text=True, timeout=300, env=environment)
    assert process.returncode == -9, process.stderr
    app = make_site(tmp_path)
    try:
        assert counts(app) == (0, 0)
        claire.site = app
        id = award(app, claire, registration)
        assert award(app, claire, registration) == id
        assert counts(app) == (1, 1)
        assert attestation_of(app, id).registration_id == registration
    finally:
        close(app)
