"""What staff look at and change stands in the audit log before it is done; sign-ins, keys and erasures stand there too, without a name."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from lms_cast import Person, add_person
from lms_site import close, make_site
from people_cast import open_cohort, put_in
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from lms.audit import actions, chain, lines, recording
from lms.audit.models import AuditLine
from lms.audit.recording import is_of_staff
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.routing.pages import access_of


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"))
    yield app
    close(app)


def rows(site: Flask) -> list[AuditLine]:
    with site.app_context():
        return list(db.session.scalars(select(AuditLine).where(AuditLine.action != lines.BEGUN).order_by(AuditLine.number)))


def told(site: Flask) -> list[str]:
    return [row.action for row in rows(site)]


def whole(site: Flask) -> bool:
    with site.app_context(), Session(db.engine) as reader:
        return chain.faults(lines.key_of(site_of(site).settings), lines.read_all(reader), lines.read_end(reader)) == []


def test_each_page_of_staff_has_its_words_or_shows_nobody(site: Flask) -> None:
    of_staff = {endpoint for endpoint, view in site.view_functions.items() if is_of_staff(access_of(view))}
    assert of_staff == {*actions.REQUESTS, *actions.SHOWS_NOBODY}
    assert not actions.SHOWS_NOBODY & actions.REQUESTS.keys()
    writing = {rule.endpoint for rule in site.url_map.iter_rules() if "POST" in (rule.methods or set())}
    drafts = {
        "authoring.begin",
        "authoring.check",
        "authoring.close_reports",
        "authoring.look_at_questions",
        "preview.try_one",
        "dashboards.cohorts",
    }
    assert actions.SHOWS_NOBODY & writing <= drafts, "texts have their own history; what else changes something is put in the log"


def test_a_look_a_change_and_a_refusal_are_lines_about_the_person(site: Flask) -> None:
    admin, pharmacist = add_person(site, "admin", "chef"), add_person(site, "pharmacist", "aubert")
    cohort = open_cohort(site, admin, "Officines", "pharmacists")
    put_in(site, pharmacist, cohort)
    with site.app_context():
        learner_id, account_id = pharmacist.account.learner.id, pharmacist.account.id
    before = len(rows(site))
    assert admin.get(f"/fr/cohortes/{cohort}/personnes/{learner_id}").status_code == 200
    assert admin.post(f"/fr/cohortes/{cohort}/personnes/{learner_id}/suspendre").status_code == 303
    assert admin.post(f"/fr/site/personnes/{account_id}/cohorte", cohort="nothing").status_code == 400
    new = rows(site)[before:]
    assert [row.action for row in new] == ["people.record", "people.suspend", "admin.join_cohort", "refused"]
    assert len({row.about for row in new[:3]}) == 1
    assert len({"", new[0].about, new[0].by}) == 3
    assert {row.by_role for row in new} == {"admin"}
    assert new[0].thing == str(cohort)
    assert new[3].thing == f"{new[2].number}/400"
    assert whole(site)


def test_a_page_denied_to_a_role_is_a_line_and_a_strangers_request_is_none(site: Flask) -> None:
    educator, stranger = add_person(site, "educator", "nadia"), Person(site, None)
    before = len(rows(site))
    assert educator.get("/fr/site/personnes").status_code == 403
    assert stranger.get("/fr/site/personnes").status_code == 302
    assert [(row.action, row.thing) for row in rows(site)[before:]] == [("denied", "admin.people")]


def test_sign_ins_and_their_refusals_are_lines(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_refusals", recording.Refusals())  # other tests of this process were refused often
    patient = add_person(site, "patient", "camille")
    with site.app_context():
        name = patient.account.username
    before = len(rows(site))
    stranger = Person(site, None)
    assert stranger.post("/fr/connexion", name=name, passphrase="not the right one").status_code == 422
    assert stranger.post("/fr/connexion", name="nobody-of-this-name", passphrase="not the right one").status_code == 422
    new = rows(site)[before:]
    assert [(row.action, row.by, bool(row.about)) for row in new] == [("sign_in_refused", "", True), ("sign_in_refused", "", False)]


def test_a_machine_that_guesses_does_not_fill_the_log() -> None:
    refusals = recording.Refusals()
    assert [refusals.may_write() for _ in range(recording.REFUSALS_AN_HOUR + 3)].count(True) == recording.REFUSALS_AN_HOUR


def test_what_cannot_be_put_in_the_log_is_not_done(site: Flask) -> None:
    site.config["PROPAGATE_EXCEPTIONS"] = False
    admin, pharmacist = add_person(site, "admin", "chef"), add_person(site, "pharmacist", "aubert")
    with site.app_context():
        account_id, stored = pharmacist.account.id, pharmacist.account.password
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE audit_end"))
    assert admin.post(f"/fr/site/personnes/{account_id}/phrase").status_code >= 500
    with site.app_context():
        assert pharmacist.account.password == stored


def test_no_name_stands_in_the_log_and_an_erased_persons_lines_lead_to_nobody(site: Flask) -> None:
    officer, admin = add_person(site, "data_protection_officer", "dpo"), add_person(site, "admin", "chef")
    patient = add_person(site, "patient", "camille")
    with site.app_context():
        account_id, name, pseudonym = patient.account.id, patient.account.username, str(patient.pseudonym)
    admin.get(f"/fr/site/personnes/{account_id}")
    assert name in officer.post("/fr/site/journal", name=name).text
    kept = "".join(f"{row.action}{row.by}{row.about}{row.thing}" for row in rows(site))
    assert name not in kept
    assert pseudonym not in kept
    patient.post("/fr/compte/effacer", passphrase="", confirm="yes")


def test_the_page_and_its_file_are_the_same_and_are_filtered(site: Flask) -> None:
    officer, admin = add_person(site, "data_protection_officer", "dpo"), add_person(site, "admin", "chef")
    admin.get("/fr/site/personnes")
    admin.get("/fr/site/personnes.csv")
    page, file = officer.get("/fr/site/journal?kind=exports").text, officer.get("/fr/site/journal.csv?kind=exports").text
    body = list(csv.reader(io.StringIO(file.removeprefix("\ufeff")), delimiter=";"))
    assert [row[4] for row in body[1:]][-1] == "liste des comptes enregistrée"
    assert "liste des comptes enregistrée" in page
    assert "liste des comptes ouverte" not in file
    far = (now() + timedelta(days=3)).date().isoformat()
    assert len(list(csv.reader(io.StringIO(officer.get(f"/fr/site/journal.csv?since={far}").text)))) == 1


def test_lines_are_removed_after_their_time_and_the_log_says_so(site: Flask) -> None:
    admin = add_person(site, "admin", "chef")
    for _ in range(3):
        admin.get("/fr/site/personnes")
    key = lines.key_of(site_of(site).settings)
    later = now() + timedelta(days=1)

    def work(connection: object) -> int:
        with Session(bind=connection) as session:  # type: ignore[arg-type]  # the writer's connection
            count = lines.remove_until(session, key, later, later)
            session.commit()
            return count

    count = site_of(site).writer.submit(work)
    assert count >= 3
    assert told(site) == ["lines_removed"]
    assert whole(site)
