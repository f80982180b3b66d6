"""Patients and carers: completion alone. Staff: bring in, see who is how far, spare a unit, take out; erased is erased."""

import io
import json
import zipfile
from uuid import UUID

import pytest
from flask import Flask
from foreign_packages import archive, structure, unit
from launch_cast import Unit, bring, brought, launch, newest, page_of, told, verbs
from lms_cast import PASSPHRASE, Person
from sqlalchemy import func, select

from lms.cmi5 import package_files
from lms.cmi5_modules.models import Cmi5Module, Cmi5Registration, Cmi5Session
from lms.cmi5_modules.standing import left
from lms.cohorts import registering
from lms.cohorts.models import COURSE
from lms.learning import reading
from lms.learning.models import Progress
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

PASSING = unit(more='moveOn="Passed" masteryScore="0.5"')
COURSE_KEY = "patient-essentials"


@pytest.fixture
def scored(site: Flask, educator: Person) -> Cmi5Module:
    return brought(site, educator, PASSING)


@pytest.fixture
def patient_unit(learner: Person, scored: Cmi5Module) -> Unit:
    one = launch(learner, scored).begin()
    one.say("initialized")
    return one


def ended(site: Flask, module: Cmi5Module) -> None:
    with site.app_context():
        submit(lambda work: setattr(work.get_one(Cmi5Module, module.id), "ended_at", now()))


def test_a_patient_is_asked_to_complete_whatever_the_package_wants(patient_unit: Unit) -> None:
    assert patient_unit.data["moveOn"] == "Completed"
    assert "masteryScore" not in patient_unit.data


def test_what_a_patient_scored_is_answered_as_taken_and_kept_nowhere(patient_unit: Unit, site: Flask) -> None:
    failed = patient_unit.statement("failed", score={"scaled": 0.1})
    assert patient_unit.send(failed).status_code == 200
    asked = patient_unit.statement("answered", defined=False, response="what my urine looks like", success=False, score={"scaled": 0.3})
    assert patient_unit.send(asked).status_code == 200
    patient_unit.say("completed", "terminated")
    rows = told(site, patient_unit.terms["registration"])
    assert [one["verb"]["id"].rsplit("/", 1)[1] for one in rows] == [
        "launched", "initialized", "answered", "completed", "satisfied", "terminated",
    ]  # fmt: skip
    text = json.dumps(rows)
    for word in ("urine", "scaled", "failed", '"success"'):
        assert word not in text, word
    with site.app_context():
        (units,) = db.session.scalars(
            select(Cmi5Registration.units).where(Cmi5Registration.uuid == UUID(patient_unit.terms["registration"]))
        ).all()
        assert set(units["1"]) == {"completed"}


def test_a_run_is_finished_only_with_its_packages(patient_unit: Unit, site: Flask, learner: Person, scored: Cmi5Module) -> None:
    catalogue = site_of(site).newest_content.catalogue
    course = catalogue.courses[COURSE_KEY]
    learner_id = learner.account.learner.id

    def done_but_package(work) -> int:
        run = registering.find(work, learner_id, COURSE, COURSE_KEY)
        for key in course.modules:
            work.add(Progress(registration_id=run.id, module=key, screen=9, started_at=now(), completed_at=now()))
        reading.note_finished(work, run, course, now())
        return left(work, COURSE_KEY, run.id) if run.finished_at is None else -1

    with site.app_context():
        before = submit(done_but_package)
        assert before >= 1
        others = db.session.scalars(select(Cmi5Module).where(Cmi5Module.id != scored.id)).all()
    for other in others:
        ended(site, other)
    patient_unit.say("completed")
    with site.app_context():
        assert registering.find(db.session(), learner_id, COURSE, COURSE_KEY).finished_at is not None


def test_the_educator_sees_it_and_spares_a_unit_once(
    site: Flask, educator: Person, stranger: Person, learner: Person, cohort: UUID
) -> None:
    package = brought(site, educator, unit(more='moveOn="Completed"') + unit("urn:x:2", more='moveOn="Completed"'))
    people = f"/en/writing/packages/{package.uuid}/people"
    assert "not begun" in educator.get(people).text
    one = launch(learner, package, 2).begin()
    one.say("initialized", "completed", "terminated")
    page = educator.get(people).text
    assert "1 of 2 units done" in page
    assert learner.name not in page, "a patient is known by the name of her card"
    learner_id = learner.account.learner.id
    assert stranger.post(f"{people}/{learner_id}", unit="1").status_code == 404
    for _time in range(2):
        assert educator.post(f"{people}/{learner_id}", unit="1").status_code == 303
    rows = told(site, one.terms["registration"])
    assert verbs(site, one.terms["registration"])[-2:] == ["waived", "satisfied"]
    (waived,) = [row for row in rows if row["verb"]["id"].endswith("waived")]
    assert waived["result"]["extensions"] == {"https://w3id.org/xapi/cmi5/result/extensions/reason": "Administrative"}
    assert waived["result"]["success"] is waived["result"]["completion"] is True
    sessions = {row["context"]["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/sessionid"] for row in rows[-2:]}
    assert len(sessions) == 1
    assert not sessions & {one.data["contextTemplate"]["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/sessionid"]}
    assert "units done" not in educator.get(people).text


def test_staff_look_around_without_a_result(site: Flask, educator: Person, scored: Cmi5Module) -> None:
    one = launch(educator, scored).begin()
    assert one.data["launchMode"] == "Browse"
    one.say("initialized")
    assert one.send(one.statement("completed")).json["error"] == "session_mode"
    one.say("terminated")


def test_a_package_that_is_refused_leaves_nothing_and_the_page_says_why(site: Flask, educator: Person, learner: Person) -> None:
    folder = site_of(site).settings.data / package_files.FOLDER
    package_files.make_folder(site_of(site).settings, UUID(int=7)).rmdir()
    before, last = {one.name for one in folder.iterdir()}, newest_id(site)
    for raw, words in (
        (archive({"cmi5.xml": structure(unit(more='moveOn="x"')), "au.html": ""}), "cmi5.xml, line 4: “x”"),
        (archive({"cmi5.xml": structure(), "au.html": "", "../evil": ""}), "outside itself"),
        (b"nothing", "neither a cmi5.xml nor a zip"),
    ):
        answer = bring(educator, raw)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'id="file-error"' in answer.text
    assert bring(educator, b"", "nowhere").status_code == 422
    assert ({one.name for one in folder.iterdir()}, newest_id(site)) == (before, last)
    assert bring(learner, archive({})).status_code == 403


def newest_id(site: Flask) -> int:
    with site.app_context():
        return db.session.scalar(select(func.max(Cmi5Module.id))) or 0


def test_a_package_taken_out_is_not_opened_nor_asked_for_any_more(
    site: Flask, educator: Person, learner: Person, patient_unit: Unit
) -> None:
    package = newest(site)
    assert page_of(package) in learner.get(f"/en/courses/{COURSE_KEY}").text
    assert educator.post(f"/en/writing/packages/{package.uuid}/end").status_code == 303
    assert learner.get(page_of(package)).status_code == 404
    assert learner.post(f"{page_of(package)}/open", unit="1").status_code == 404
    assert page_of(package) not in learner.get(f"/en/courses/{COURSE_KEY}").text
    assert told(site, patient_unit.terms["registration"]), "what was done in it stays"


def test_a_unit_that_is_not_there_opens_nothing(learner: Person, scored: Cmi5Module) -> None:
    for number in ("", "0", "2", "x", "9" * 30):
        assert learner.post(f"{page_of(scored)}/open", unit=number).status_code == 400


def test_who_is_erased_leaves_no_row_and_no_statement(site: Flask, patient_unit: Unit, learner: Person) -> None:
    registration = patient_unit.terms["registration"]
    assert told(site, registration)
    learner.post("/fr/compte/effacer", passphrase=PASSPHRASE)
    assert told(site, registration) == []
    with site.app_context():
        assert db.session.scalar(select(Cmi5Registration.id).where(Cmi5Registration.uuid == UUID(registration))) is None
        assert (
            db.session.scalar(
                select(func.count()).select_from(Cmi5Session).where(Cmi5Session.uuid == UUID(patient_unit.path.split("/")[2]))
            )
            == 0
        )
    assert patient_unit.call("GET", "statements").status_code == 404


def test_her_copy_tells_what_she_opened_and_no_secret(patient_unit: Unit, learner: Person) -> None:
    text = unpacked(learner.post("/fr/vos-donnees/copie", passphrase=PASSPHRASE).data)
    assert patient_unit.terms["registration"] in text
    assert patient_unit.address.split("/files/")[1].split("/")[0] not in text
    assert "fetch_hash" not in text


def unpacked(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as made:
        return "".join(made.read(name).decode("utf-8", "replace") for name in made.namelist())
