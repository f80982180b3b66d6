"""The site on PostgreSQL: the same tables, the same answers, one attempt under a double click."""

import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from child_environment import is_clock_shifted
from flask import Flask
from lms_cast import FEVER, PASSPHRASE, Person, add_person
from lms_site import close, make_site
from own_postgresql import own_postgresql
from plays_moved import check_down_and_up, check_moved, check_pages, fill
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from lms.accounts import opening
from lms.accounts.consents import consents
from lms.accounts.models import Account
from lms.accounts.sign_ins import browser_sign_ins
from lms.errors import WouldLose
from lms.health.database import take
from lms.learning.models import Attempt
from lms.privacy import erasing
from lms.running import database_setup, site_restore
from lms.running.retention_run import RetentionRun
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.maintenance import backup
from lrs.storage.database import connect
from lrs.storage.group_commit import GroupCommit
from lrs.storage.tables import forwards, metadata, statements


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_postgresql(tmp_path_factory) as address:
        yield address


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


def test_a_page_reads_without_a_transaction_and_an_answer_is_one_of_few_round_trips(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each round trip of an answer is paid by everybody who waits: at ten learners a second they were what a page waited for."""
    first, learner = (add_person(site, "patient", name) for name in ("odette", "odile"))
    for one in (first, learner):
        one.post(f"{FEVER}/commencer")
    answer = {"attempt": "1", "shown_at": "1790000000", "choice": "b"}
    first.post(f"{FEVER}/question/1/reponse", **answer)  # what the first answer of a process asks once is not counted
    sent: list[str] = []
    plain, command = psycopg.Cursor.execute, psycopg.Connection._exec_command

    here = threading.get_ident()  # the site's own threads ask the database too

    def note(query: Any) -> None:
        if threading.get_ident() == here:
            sent.append(str(query))

    def execute(cursor: psycopg.Cursor, query: Any, *rest: Any, **named: Any) -> Any:
        note(query)
        return plain(cursor, query, *rest, **named)

    def exec_command(connection: psycopg.Connection, query: Any, *rest: Any, **named: Any) -> Any:
        note(query)
        return command(connection, query, *rest, **named)

    monkeypatch.setattr(psycopg.Cursor, "execute", execute)
    monkeypatch.setattr(psycopg.Connection, "_exec_command", exec_command)
    assert learner.get(f"{FEVER}/question/1").status_code == 200
    assert len(sent) <= 4, sent
    assert not any("BEGIN" in one or "ROLLBACK" in one for one in sent), sent
    token = learner.token()
    sent.clear()
    assert learner.client.post(f"{FEVER}/question/1/reponse", data={"csrf_token": token, **answer}).status_code == 303
    assert sum("BEGIN" in one for one in sent) == sum("COMMIT'" in one for one in sent) == 1, sent  # a BEGIN may say READ COMMITTED
    assert not any("SAVEPOINT" in one for one in sent)
    assert len(sent) <= 17, sent


def test_a_guest_reads_a_whole_module(site: Flask) -> None:
    guest = Person(site, None)
    for number in range(1, 6):
        assert guest.post(f"{FEVER}/{number}/lu").status_code == 303
    assert guest.post(f"{FEVER}/finir").headers["Location"] == f"{FEVER}/fin"
    assert guest.get(f"{FEVER}/fin").status_code == 200


def test_one_name_registered_by_many_at_once_is_one_account(site: Flask) -> None:
    people, codes = [Person(site, None) for _ in range(8)], []
    tokens = [person.token() for person in people]

    def go(index: int) -> None:
        data = {"name": ("Élodie", "élodie", "ÉLODIE")[index % 3], "role": "patient", "passphrase": PASSPHRASE, "consent": "yes"}
        codes.append(people[index].client.post("/fr/nouveau-compte", data={"csrf_token": tokens[index], **data}).status_code)

    run_together(go, 8)
    assert sorted(codes) == [303] + [422] * 7
    with site.app_context():
        for typed in ("élodie", unicodedata.normalize("NFD", "ÉLODIE")):
            assert opening.find(db.session, typed) is not None  # type: ignore[arg-type]


def test_forty_parallel_guesses_pass_no_more_than_one_after_the_other(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    monkeypatch.setattr("lms.accounts.throttle.now", lambda: at)
    monkeypatch.setattr("lms.accounts.passphrases.verify_password", lambda passphrase, stored: False)
    people, codes = [Person(site, None) for _ in range(40)], []
    tokens = [person.token() for person in people]

    def go(index: int) -> None:
        data = {"csrf_token": tokens[index], "name": "Élodie", "passphrase": "a wrong passphrase"}
        codes.append(people[index].client.post("/fr/connexion", data=data).status_code)

    run_together(go, 40)
    assert sorted(codes) == [422] * 4 + [429] * 36


def run_together(go: Callable[[int], None], times: int) -> None:
    threads = [threading.Thread(target=go, args=(index,)) for index in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_an_upgrade_gives_the_later_of_two_equal_names_another(site: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    settings = site_of(site).settings
    with site.app_context():
        db.session.remove()
        db.engine.dispose()
    database_setup.downgrade(settings, "0003_authoring")
    engine = database_setup.open_engine(settings)
    with engine.begin() as connection:
        for name in ("Zoë", "ZOË"):
            values = {"name": name, "mark": name, "at": now()}
            connection.execute(
                text("insert into account (username, password, active, fs_uniquifier, created_at) values (:name, 'x', true, :mark, :at)"),
                values,
            )
    engine.dispose()
    database_setup.upgrade(settings)
    assert "'ZOË' is now 'ZOË-2'" in capsys.readouterr().out
    with site.app_context():
        first, second = (opening.find(db.session, name) for name in ("zoë", "zoë-2"))  # type: ignore[arg-type]
        assert first is not None
        assert second is not None
        assert (first.username, second.username, second.renamed_from) == ("Zoë", "ZOË-2", "ZOË")
        db.session.remove()


def test_it_goes_down_and_up_again(site: Flask) -> None:
    settings = site_of(site).settings
    with site.app_context():
        db.session.remove()
        db.engine.dispose()
    database_setup.downgrade(settings, "0001_lrs")
    database_setup.upgrade(settings)
    assert Person(site, None).get("/fr/").status_code == 200


def test_its_health_is_read_and_really_written(site: Flask) -> None:
    if not is_clock_shifted():  # what PostgreSQL stored today would seem to have waited for years
        assert site.test_client().get("/healthz").json == {"status": "ok"}
    told = site_of(site).health.health().told
    assert told.database.last_seq > 0
    assert told.database.newest is not None
    with site.app_context(), db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(forwards)) == 0


def test_a_server_that_is_away_is_a_reason_and_no_error(address: str) -> None:
    engine = connect("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    assert take(engine, GroupCommit(engine), 0, now).fault == "database_away"
    engine.dispose()


def test_the_weeks_of_an_older_version_go_on_after_the_upgrade_here_too(address: str, tmp_path: Path) -> None:
    with closing(psycopg.connect(address, autocommit=True)) as server:
        server.execute("CREATE DATABASE moved")
    base = make_url(address).set(database="moved").render_as_string(hide_password=False)
    settings = read({"HORSLESMURS_DATA": str(tmp_path / "data"), "HORSLESMURS_DATABASE": base})
    fill(settings)
    database_setup.upgrade(settings)
    check_moved(settings)
    check_down_and_up(settings)
    app = make_site(tmp_path / "data", database=base)
    check_pages(app)
    close(app)


def test_a_copy_brought_back_holds_nobody_who_was_erased_and_says_what_goes(address: str, tmp_path: Path) -> None:
    """A crash between the dump and the erasures is mended at the next start: the journal knows more than the database."""
    with closing(psycopg.connect(address, autocommit=True)) as server:
        server.execute("CREATE DATABASE restored")
    base = make_url(address).set(database="restored").render_as_string(hide_password=False)
    app = make_site(tmp_path / "data", database=base)
    settings, store = site_of(app).settings, site_of(app).store
    gone, stays = add_person(app, "patient", "gone"), add_person(app, "patient", "stays")
    for person in (gone, stays):
        person.post(f"{FEVER}/commencer")
    copy, gone_id = tmp_path / "copy", gone.account.id
    backup.backup(settings.database_url, copy)
    with app.app_context():
        erasing.erase_person(submit, store.engine, settings.data, lambda _work: gone_id, settings.home_page)
    add_person(app, "patient", "later")
    close(app)

    def names() -> list[str]:
        engine = database_setup.open_engine(settings)
        try:
            with engine.connect() as connection:
                return list(connection.execute(select(Account.username).order_by(Account.id)).scalars())
        finally:
            engine.dispose()

    with pytest.raises(WouldLose, match="learners: 1"):
        site_restore.restore(settings, copy)
    assert names() == ["stays", "later"]
    assert site_restore.restore(settings, copy, may_lose=True).erased == 1
    assert names() == ["stays"]
    backup.restore_postgresql(copy, settings.database_url)  # as a kill before the erasures would leave it
    assert names() == ["gone", "stays"]
    assert site_restore.apply_journal(settings) == 1
    assert names() == ["stays"]


def test_what_is_over_goes_and_consent_is_taken_back_here_too(site: Flask) -> None:
    idle, out = add_person(site, "patient", "zz-idle"), add_person(site, "patient", "zz-out")
    assert out.post("/fr/compte/accords/retirer/figures").status_code == 303
    assert Person(site, None).post(f"{FEVER}/commencer").status_code == 303
    old, idle_id = (now() - timedelta(days=1200)).date(), idle.account.id
    with site.app_context():
        assert consents.left_out(db.session()) == [out.pseudonym]
        submit(lambda work: browser_sign_ins.end_all(work, idle_id))
        submit(lambda work: setattr(work.get_one(Account, idle_id), "seen_on", old))
    counts = RetentionRun(site_of(site).store, site_of(site).settings, lambda: now() + timedelta(days=35)).turn()
    assert counts["idle_accounts"] == 1
    assert counts["guests"] >= 1
    with site.app_context():
        assert db.session.get(Account, idle_id) is None
