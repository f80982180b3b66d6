"""A person who asks for it leaves no row, no statement and no byte behind; the others keep theirs."""

import sqlite3
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from canaries import CanarySite, command
from child_environment import clock_variables
from flask import Flask
from lms_cast import PASSPHRASE, MakePerson, Person
from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Account, Device, Learner
from lms.accounts.models import PairingCode as Code
from lms.learning.models import Attempt, Progress
from lms.privacy import erasing, finishing
from lms.running import worker
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit
from lms.weeks.models import Play
from lrs.errors import KeyUnknown, StoreBusy
from lrs.keys import access_keys as keys
from lrs.maintenance import erasure
from lrs.maintenance.erasure_journal import tombstones_in
from lrs.storage.tables import access_keys, metadata

ROOT = Path(__file__).resolve().parents[3]
NOT_OF_ONE_PERSON = {
    "role": "names of roles",
    "account_role": "goes with the account",
    "cohort": "of many learners",
    "invitation": "of a cohort; who made it goes by SET NULL, who used it is not kept",
    "unclear_page": "nothing of who said it",
    "attestation_code": "hash of a random code and a random number: what tells that a code was given out, and nothing of whom to",
    "badge_key": "public keys of the site",
    "audit_line": "keyed marks of pseudonyms: once the pseudonym is gone they lead to nobody (docs/audit.md)",
    "audit_end": "the number and digest of the last line",
    "used_logout_token": "digests of messages by which a provider ended sign-ins, gone after a quarter of an hour",
    "api_repeat": "hashes of programs' calls, and assignments of whole cohorts, gone after a day",
    "cmi5_module": "packages of other publishers",
    "platform_course": "which courses of learning platforms open a course here; nothing of who follows them",
    "platform_registration": "what learning platforms said of themselves; nothing of their people",
    "webhook": "addresses of other programs; what is told of her waits in `job` under her account and goes with it",
    "lti_launch": "digests of launches, with what they said encrypted until a browser comes for it, gone after a quarter of an hour",
    "trial": "protocols, and questions under seal",
    "trial_place": "places of a list with the arm under seal: they name nobody, and the flow adds up once somebody is erased",
    "guess_count": "keyed hashes of what was guessed at, gone after four hours",
    "alembic_version": "the form of the tables",
}
"""Tables of the site that need no erasing, and why."""


@pytest.fixture
def canary_site(tmp_path: Path) -> Iterator[CanarySite]:
    made = CanarySite(tmp_path / "data")
    yield made
    made.close()


def test_nothing_of_her_is_left_in_any_file_and_the_others_keep_theirs(canary_site: CanarySite) -> None:
    gone, stays = canary_site.live(), canary_site.live()
    before = {word.rpartition(" ")[2] for word in canary_site.where_is(gone)}
    assert before == {word.decode() for word in gone.canaries}, "each canary was there, else its absence would say nothing"
    assert canary_site.erase_on_the_page(gone), "the page says that she is erased"
    assert canary_site.where_is(gone) == []
    assert canary_site.lost(stays) == set()
    assert canary_site.lost(gone) == gone.rows
    assert len(tombstones_in(canary_site.data / erasing.JOURNAL)) == 1
    assert canary_site.person(stays).get("/fr/compte").status_code == 200


def test_the_command_erases_as_the_page_does(canary_site: CanarySite) -> None:
    gone = canary_site.live()
    assert "is erased" in command(canary_site.data, "user", "erase", gone.name, "--yes").stdout
    assert canary_site.where_is(gone) == []


def test_another_phrase_erases_nothing(learner: Person) -> None:
    answer = learner.post("/fr/compte/effacer", passphrase="not the right one")
    assert answer.status_code == 422
    assert 'id="passphrase-error"' in answer.text, "the field says what is wrong"
    assert learner.get("/fr/compte").status_code == 200


def test_while_somebody_reads_the_page_says_being_erased_and_the_worker_ends_it(canary_site: CanarySite) -> None:
    gone = canary_site.live()
    reader = sqlite3.connect(canary_site.data / "horslesmurs.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM account").fetchone()
    assert not canary_site.erase_on_the_page(gone)
    assert "en cours d’effacement" in canary_site.app.test_client().get("/fr/efface").text
    reader.close()
    assert canary_site.where_is(gone) != [], "this is why the page did not say that she is erased"
    canary_site.close()  # a stop of the site in between loses nothing: the state is in the database
    assert finishing.finish(site_of(canary_site.app).store, canary_site.data)
    assert canary_site.where_is(gone) == []
    assert "Votre compte est effacé" in canary_site.app.test_client().get("/fr/efface").text


def test_a_database_too_large_to_rewrite_meanwhile_is_left_to_the_worker(canary_site: CanarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finishing, "SMALL", 1000)
    gone = canary_site.live()
    assert not canary_site.erase_on_the_page(gone)
    assert finishing.finish(site_of(canary_site.app).store, canary_site.data)
    assert canary_site.where_is(gone) == []


def test_a_request_let_in_before_and_kept_after_is_swept_up(canary_site: CanarySite) -> None:
    """A device's statement that passed the door before the erasure, and came to its turn after the page said that all is gone."""
    gone, stays = canary_site.live(), canary_site.live()
    assert canary_site.erase_on_the_page(gone)
    canary_site.send(gone)
    canary_site.send(stays)
    assert finishing.finish(site_of(canary_site.app).store, canary_site.data)
    assert [word for word in canary_site.where_is(gone) if "free-" in word or str(gone.pseudonym) in word] == []
    assert canary_site.lost(stays) == set()


def test_the_worker_tries_again_and_again_while_somebody_reads(canary_site: CanarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try makes writers wait, so the tries become rarer, and the last one succeeds."""
    tries: list[int] = []
    now = [0]
    monkeypatch.setattr(finishing, "finish", lambda *_: tries.append(now[0]) or now[0] > 20)
    finisher = finishing.Finisher(site_of(canary_site.app).store, canary_site.data)
    for now[0] in range(40):
        finisher.turn()
    assert tries == [0, 2, 6, 14, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39]


def test_the_lake_made_before_her_erasure_is_emptied(canary_site: CanarySite) -> None:
    gone = canary_site.live()
    lake = canary_site.data / "lake"
    lake.mkdir()
    (lake / "0-3.parquet").write_bytes(gone.pseudonym.hex.encode())
    (lake / ".mark").write_text("", "utf-8")
    assert canary_site.erase_on_the_page(gone)
    assert canary_site.where_is(gone) == []


def test_when_the_journal_cannot_be_written_nobody_is_erased_and_the_page_says_so(canary_site: CanarySite) -> None:
    stays = canary_site.live()
    (canary_site.data / erasing.JOURNAL).mkdir()
    answer = canary_site.person(stays).post("/fr/compte/effacer", passphrase=PASSPHRASE)
    assert answer.status_code == 503
    assert "Rien n’a été effacé" in answer.text
    said = command(canary_site.data, "user", "erase", stays.name, "--yes")
    assert said.exit_code == 2
    assert erasing.JOURNAL in said.stderr
    assert canary_site.lost(stays) == set()
    assert canary_site.person(stays).get("/fr/compte").status_code == 200


def test_an_erasure_that_failed_is_not_made_up_for_at_the_next_start(canary_site: CanarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page said that something went wrong; she goes on learning and must find what she did."""
    stays = canary_site.live()

    def fail(*_: object) -> None:
        raise StoreBusy

    with monkeypatch.context() as broken:
        broken.setattr(erasing, "_delete_learner", fail)
        assert canary_site.person(stays).post("/fr/compte/effacer", passphrase=PASSPHRASE).status_code == 503
    canary_site.close()
    assert stays.name in command(canary_site.data, "user", "list").stdout
    assert canary_site.lost(stays) == set()


def test_the_worker_finishes_an_erasure_by_itself(canary_site: CanarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finishing, "SMALL", 1000)
    monkeypatch.setattr(worker, "turn", lambda *_: None)
    monkeypatch.setattr(worker, "EVERY_S", 0.01)
    gone = canary_site.live()
    assert not canary_site.erase_on_the_page(gone)
    stop = threading.Event()
    running = threading.Thread(target=worker.run, args=(site_of(canary_site.app).settings, stop))
    running.start()
    try:
        for _ in range(3000):
            if finishing.is_finished(site_of(canary_site.app).store.engine):
                break
            time.sleep(0.01)
    finally:
        stop.set()
        running.join()
    assert canary_site.where_is(gone) == []


KILLED = """
import os, sys
from lrs.maintenance import erasure
erasure._apply = lambda connection, grave: os._exit(9)
from horslesmurs import main
main(["user", "erase", sys.argv[1], "--yes"])
"""


@pytest.mark.slow
def test_a_kill_between_the_journal_and_the_commit_does_not_lose_the_erasure(canary_site: CanarySite) -> None:
    gone, stays = canary_site.live(), canary_site.live()
    canary_site.close()
    environment = {"HORSLESMURS_DATA": str(canary_site.data), "PATH": "", **clock_variables()}
    process = subprocess.run([sys.executable, "-c", KILLED, gone.name], cwd=ROOT, env=environment, check=False)
    assert process.returncode == 9
    assert canary_site.lost(gone) == set(), "the commit did not happen"
    canary_site.close()
    names = command(canary_site.data, "user", "list").stdout
    assert gone.name not in names
    assert stays.name in names
    assert finishing.finish(site_of(canary_site.app).store, canary_site.data)
    assert canary_site.where_is(gone) == []
    assert canary_site.lost(stays) == set()


def test_the_keys_of_her_devices_open_nothing_whatever_actor_they_bear(site: Flask, make_person: MakePerson) -> None:
    """The store takes the keys of the erased actor; a key given under another home page has another actor, and must go too."""
    nadia = make_person("patient")
    store = site_of(site).store
    learner_id, account_id = nadia.account.learner.id, nadia.account.id
    key, secret = store.writer.submit(lambda work: keys.create(work, label="device"))
    with site.app_context(), Session(db.engine) as work, work.begin():
        work.add(Device(learner_id=learner_id, name="PC", access_key=key.id, created_at=datetime.now(UTC)))
        work.execute(update(access_keys).where(access_keys.c.id == key.id).values(actor=None))
    basic = {"Authorization": "Basic " + b64encode(f"{key.id}:{secret}".encode()).decode(), "X-Experience-API-Version": "2.0.0"}
    assert site.test_client().get("/xapi/statements", headers=basic).status_code == 200
    with site.app_context():
        erasing.erase_person(submit, store.engine, site_of(site).settings.data, lambda _work: account_id, store.home_page)
        with db.engine.connect() as connection, pytest.raises(KeyUnknown):
            keys.check(connection, key.id, secret)


def test_each_table_of_the_site_goes_with_the_learner_or_is_of_nobody() -> None:
    """A new table that points to a person without ON DELETE CASCADE, or to nobody at all, must say here why it needs no erasing."""

    def goes_with_a_person(table: Table, seen: tuple[str, ...] = ()) -> bool:
        if table.name in ("account", "learner"):
            return True
        up = [key for key in table.foreign_keys if key.ondelete == "CASCADE" and key.column.table.name not in seen]
        return any(goes_with_a_person(key.column.table, (*seen, table.name)) for key in up)

    tables = {table.name: table for table in db.metadata.sorted_tables if table.name not in metadata.tables}
    assert {name for name, table in tables.items() if not goes_with_a_person(table)} <= set(NOT_OF_ONE_PERSON)


def test_every_row_that_points_to_her_goes_with_her(canary_site: CanarySite) -> None:
    gone, stays = canary_site.live(), canary_site.live()
    for person in (gone, stays):
        canary_site.person(person).post("/fr/compte/appareils/code")
    assert canary_site.erase_on_the_page(gone)
    with canary_site.app.app_context():
        kept = {table: len(db.session.scalars(select(table)).all()) for table in (Account, Learner, Code, Play, Attempt, Progress)}
        assert kept == {Account: 1, Learner: 1, Code: 1, Play: 1, Attempt: 1, Progress: 1}
        with db.engine.connect() as connection:
            assert erasure.unfinished_erasures(connection) == []
