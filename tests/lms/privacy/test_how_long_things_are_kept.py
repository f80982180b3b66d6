"""How long things are kept: every table has a rule, what is over goes, what is not stays, and a page and the papers say it."""

import errno
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from canaries import WEEK
from flask import Flask
from lms_cast import FEVER, MakePerson, Person
from lms_site import make_settings
from sqlalchemy import func, insert, select, text, update

from lms.accounts.models import Account, Learner
from lms.accounts.sign_ins import browser_sign_ins
from lms.audit.models import AuditLine
from lms.cohorts import registering
from lms.privacy.retention import removal, rules, run_note
from lms.running.papers import writing
from lms.running.retention_run import RetentionRun
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.errors import StoreBusy
from lrs.storage.tables import documents, metadata

DAY = timedelta(days=1)
T0 = now()


def missing(tables: set[str]) -> set[str]:
    covered = {table for rule in rules.RULES for table in rule.tables} | rules.OF_NOBODY
    return tables - covered


def test_each_table_has_a_rule_or_is_of_nobody() -> None:
    tables = {*db.metadata.tables, *metadata.tables}
    assert missing(tables) == set()
    assert {table for rule in rules.RULES for table in rule.tables} <= tables
    assert missing({*tables, "new_table"}) == {"new_table"}, "a table that nobody thought of is named"


def test_what_removes_a_kind_of_row_stands_in_the_register() -> None:
    by_key = {rule.key: rule for rule in rules.RULES}
    assert len(by_key) == len(rules.RULES)
    for key, removals in removal.REMOVALS.items():
        assert {one.table for one in removals} <= set(by_key[key].tables)
    for rule in rules.RULES:
        assert not rule.setting or rule.setting in vars(make_settings("/tmp")), rule.key


def values_of(table: str, person: Person, at: datetime, cohort_id: int) -> dict[str, Any]:
    """One row of a table, made at an instant and ended at once."""
    account = person.account
    hash = uuid4().hex
    seen = {"browser": "", "system": "", "created_at": at, "seen_at": at, "ends_at": at}
    link = {"cohort_id": cohort_id, "kind": "link", "uses": 0, "created_at": at, "expires_at": at}
    return {
        "sign_in": {"uuid": uuid4(), "account_id": account.id, "hash": hash, **seen},
        "pairing_code": {"hash": hash, "learner_id": account.learner.id, "expires_at": at},
        "device": {"uuid": uuid4(), "learner_id": account.learner.id, "name": "PC", "access_key": hash, "created_at": at, "revoked_at": at},
        "start_code": {"account_id": account.id, "hash": hash, "issued_at": at, "expires_at": at},
        "recovery_code": {"account_id": account.id, "hash": hash, "created_at": at, "used_at": at},
        "paper_code": {"account_id": account.id, "hash": hash, "used_at": at},
        "mail_link": {"hash": hash, "purpose": "confirm", "account_id": account.id, "expires_at": at},
        "invitation": {"uuid": uuid4(), "hash": hash, **link},
        "lti_launch": {"hash": hash, "launch_box": "", "ends_at": at},
        "guess_count": {"key": hash, "failures": 1, "last_at": at},
        "record_look": {"learner_id": account.learner.id, "by_role": "educator", "what": "record", "at": at},
    }[table]  # fmt: skip


LASTS = {
    "sign_in": timedelta(0), "pairing_code": DAY, "device": 90 * DAY, "start_code": 30 * DAY, "recovery_code": 30 * DAY,
    "paper_code": 30 * DAY, "mail_link": 2 * DAY, "invitation": 90 * DAY, "guess_count": timedelta(hours=4), "record_look": 365 * DAY,
    "lti_launch": timedelta(0),
}  # fmt: skip


def remove(site: Flask, table: str, at: datetime) -> int:
    (one,) = [one for removals in removal.REMOVALS.values() for one in removals if one.table == table]
    settings = site_of(site).settings
    with site.app_context():
        return submit(lambda work: removal.remove(work, one, at, settings))


@pytest.mark.parametrize("table", LASTS)
def test_a_row_goes_when_its_time_is_over_and_not_before(site: Flask, learner: Person, educator: Person, table: str) -> None:
    educator_id, key = educator.account.id, uuid4().hex
    with site.app_context():
        cohort_id = submit(lambda work: registering.open_cohort(work, key, "patient-essentials", "azur", educator_id, T0).id)
        submit(lambda work: work.execute(insert(db.metadata.tables[table]).values(**values_of(table, learner, T0, cohort_id))).rowcount)
    remove(site, table, T0 + LASTS[table] - timedelta(minutes=5))
    before = count(site, table)
    assert remove(site, table, T0 + LASTS[table] + timedelta(minutes=5)) >= 1
    assert count(site, table) < before


def count(site: Flask, table: str) -> int:
    with site.app_context(), db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(db.metadata.tables[table])) or 0


def test_every_removal_is_tried_above() -> None:
    assert {one.table for removals in removal.REMOVALS.values() for one in removals} == {*LASTS, "learner"}


def test_a_guest_goes_after_thirty_idle_days_with_her_weeks_and_an_account_stays(site: Flask, guest: Person, learner: Person) -> None:
    guest.post(f"{FEVER}/commencer")
    learner.post(f"{FEVER}/commencer")
    with site.app_context():
        row = db.session.scalars(select(Learner).where(Learner.account_id.is_(None)).order_by(Learner.id.desc())).first()
        assert row is not None
        guest_id = row.id
        submit(lambda work: work.execute(update(Learner).where(Learner.id == guest_id).values(created_at=T0 - 60 * DAY)).rowcount)
    assert remove(site, "learner", now() + 29 * DAY) == 0, "what she read is younger than her row"
    assert remove(site, "learner", now() + 31 * DAY) >= 1
    with site.app_context():
        assert db.session.get(Learner, guest_id) is None
    assert learner.get("/fr/compte").status_code == 200


def test_the_weeks_of_a_guest_go_from_the_store(site: Flask, guest: Person) -> None:
    assert guest.post("/fr/jouer/commencer", **WEEK, name="Zoé", token=str(uuid4())).status_code == 303
    with site.app_context(), db.engine.connect() as connection:
        before = connection.scalar(select(func.count()).select_from(documents)) or 0
    assert before >= 1
    remove(site, "learner", now() + 31 * DAY)
    with site.app_context(), db.engine.connect() as connection:
        assert (connection.scalar(select(func.count()).select_from(documents)) or 0) < before


def test_the_worker_takes_all_away_once_a_day_says_so_and_the_page_shows_it(site: Flask, make_person: MakePerson) -> None:
    idle, used, professional = make_person("patient"), make_person("caregiver"), make_person("pharmacist")
    ids = {person.name: person.account.id for person in (idle, used, professional)}
    old = [ids[idle.name], ids[professional.name]]
    with site.app_context():
        submit(lambda work: work.execute(update(Account).where(Account.id.in_(old)).values(seen_on=(T0 - 1200 * DAY).date())).rowcount)
    at = [now() + 35 * DAY]
    run = RetentionRun(site_of(site).store, site_of(site).settings, lambda: at[0])
    counts = run.turn()
    assert counts["idle_accounts"] == 1
    assert counts["sign_ins"] >= 3
    assert run.turn() == {}, "once a day"
    at[0] += DAY
    assert "idle_accounts" not in run.turn()
    with site.app_context():
        left = set(db.session.scalars(select(Account.id).where(Account.id.in_(ids.values()))))
        actions = list(db.session.scalars(select(AuditLine.action).order_by(AuditLine.number.desc()).limit(3)))
    assert left == {ids[used.name], ids[professional.name]}
    assert {"rows_removed", "account_erased"} <= set(actions)
    assert run_note.read(site_of(site).settings.data).all["idle_accounts"] == 1
    officer = make_person("data_protection_officer")
    page = officer.get("/fr/vos-donnees/durees").text
    assert "idle_months" in page
    assert "36 mois sans visite" in page
    plain = Person(site, None).get("/en/your-data/how-long").text
    assert "idle_months" not in plain
    assert "36 months without a visit" in plain


def test_a_rule_that_fails_keeps_no_other_from_being_followed_and_is_told(
    site: Flask, learner: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = removal.Removal("learner", lambda _table, _at, _settings: text("no_such_column = 1"))
    monkeypatch.setattr(removal, "REMOVALS", {"broken": (broken,), **removal.REMOVALS})
    run = RetentionRun(site_of(site).store, site_of(site).settings, lambda: now() + 35 * DAY)
    with pytest.raises(StoreBusy):
        run.turn()
    assert run_note.read(site_of(site).settings.data).last["sign_ins"] >= 1
    assert "rows of broken cannot be taken away (StoreBusy)" in caplog.text
    with pytest.raises(StoreBusy):
        run.turn()  # not done for the day


def test_an_account_that_cannot_be_erased_keeps_no_rule_from_being_noted(
    site: Flask, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_run: RetentionRun, _at: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(RetentionRun, "_erase_idle", fail)
    with pytest.raises(OSError, match="No space"):
        RetentionRun(site_of(site).store, site_of(site).settings, lambda: now() + 35 * DAY).turn()
    assert run_note.read(site_of(site).settings.data).last["sign_ins"] >= 1


def test_no_account_ends_by_itself_where_the_site_says_so(site: Flask, learner: Person, tmp_path: Any) -> None:
    account_id = learner.account.id
    with site.app_context():
        submit(lambda work: work.execute(update(Account).where(Account.id == account_id).values(seen_on=(T0 - 9000 * DAY).date())).rowcount)
        ends, stays = make_settings(tmp_path, idle_months="36"), make_settings(tmp_path, idle_months="0")
        assert account_id not in removal.idle_accounts(db.session(), now(), ends), "she is signed in"
        submit(lambda work: browser_sign_ins.end_all(work, account_id))
        assert account_id in removal.idle_accounts(db.session(), now(), ends)
        assert removal.idle_accounts(db.session(), now(), stays) == []


def test_the_papers_hold_every_rule(tmp_path: Any) -> None:
    text = writing.draft(make_settings(tmp_path, idle_months="24", audit_months="9"), "registre.md", "01/12/2026")
    for words in ("24 mois sans visite", "journal d’audit", "9 mois", "copies de sauvegarde"):
        assert words in text
    assert text.count("\n| ") > len(rules.RULES)
    assert "n’a pas encore de règle" not in text
