"""A platform learns that a professional finished a course when she agreed to it, once, and nothing else; of a patient never anything."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet
from launch_walk import Visitor
from lms_cast import MakePerson, Person
from small_platform import CLIENT, GRADES, LTI, SCORE, SmallPlatform
from sqlalchemy import select

from lms.cohorts.models import COURSE, Registration
from lms.jobs.models import Job
from lms.lti.models import LtiResult
from lms.lti.sending import PlatformWork
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

QUESTION = "/fr/resultat-pour-la-plateforme"
OWN = "/fr/compte/resultats-pour-les-plateformes"


def column(platform: SmallPlatform, name: str = "7", **more: Any) -> dict[str, Any]:
    usual = {"scope": [SCORE], "lineitem": f"{platform.issuer}/columns/{name}/lineitem?type_id=3", **more}
    return {GRADES: usual}


def finish(site: Flask, person: Person, course: str = "pharmacists") -> None:
    with site.app_context():
        learner_id, at = person.account.learner.id, now()
        submit(lambda work: work.add(Registration(learner_id=learner_id, kind=COURSE, key=course, created_at=at, finished_at=at)))


def work_of(site: Flask) -> int:
    store, settings = site_of(site).store, site_of(site).settings
    return PlatformWork(store, settings, now).turn(threading.Event())


@pytest.fixture
def linked(visitor: Visitor, make_person: MakePerson) -> Callable[[str], Visitor]:
    def made(subject: str) -> Visitor:
        hers = Visitor(make_person("pharmacist"), visitor.platform, "moodle")
        hers.link(subject)
        return hers

    return made


def agree(hers: Visitor, subject: str, words: str = "yes", name: str = "7") -> None:
    answer = hers.launch(subject, **column(hers.platform, name))
    assert answer.headers["Location"] == QUESTION
    assert "Moodle de test" in hers.person.get(QUESTION).text
    assert hers.person.post(QUESTION, agree=words).headers["Location"] == "/fr/cours/pharmacists"


def test_who_agreed_and_finished_is_told_of_once(linked: Callable[[str], Visitor], site: Flask, moodle: SmallPlatform) -> None:
    hers = linked("grade-1")
    agree(hers, "grade-1")
    assert work_of(site) == 0
    assert moodle.scores == [], "she has not finished"
    finish(site, hers.person)
    assert work_of(site) == 1
    assert work_of(site) == 0
    ((path, score, authorization),) = moodle.scores
    assert path == "/columns/7/lineitem/scores"
    assert authorization == "Bearer access-1"
    at = score.pop("timestamp")
    assert at.endswith("+00:00")
    assert score == {
        "userId": "grade-1",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 1,
        "scoreMaximum": 1,
    }
    assert "a été informé" in hers.person.get(OWN).text
    assert hers.launch("grade-1", **column(moodle)).headers["Location"] == "/fr/cours/pharmacists", "she is not asked again"


def test_the_request_for_a_token_is_signed_for_that_platform_alone(
    linked: Callable[[str], Visitor], site: Flask, moodle: SmallPlatform
) -> None:
    hers = linked("token-1")
    agree(hers, "token-1")
    finish(site, hers.person)
    work_of(site)
    (asked,) = moodle.assertions
    assert (asked["grant_type"], asked["scope"]) == ("client_credentials", SCORE)
    keys = KeySet.import_key_set(site.test_client().get("/lti/keys").get_json())
    claims = jwt.decode(asked["client_assertion"], keys, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["sub"], claims["aud"]) == (CLIENT, CLIENT, f"{moodle.issuer}/token")
    assert claims["exp"] - claims["iat"] == 60


def test_no_is_kept_and_nothing_goes_out(linked: Callable[[str], Visitor], site: Flask, moodle: SmallPlatform) -> None:
    hers = linked("no-1")
    agree(hers, "no-1", "no")
    finish(site, hers.person)
    assert work_of(site) == 0
    assert moodle.scores == []
    with site.app_context():
        assert db.session.scalars(select(LtiResult.subject_box).where(LtiResult.account_id == hers.person.account.id)).all() == [""]
    assert hers.launch("no-1", **column(moodle)).headers["Location"] == "/fr/cours/pharmacists"


def test_an_answer_is_asked_for_again_when_it_is_missing(linked: Callable[[str], Visitor], moodle: SmallPlatform) -> None:
    hers = linked("missing-1")
    hers.launch("missing-1", **column(moodle))
    assert hers.person.post(QUESTION).status_code == 422
    assert hers.person.post(QUESTION, agree="perhaps").status_code == 422


def test_what_she_took_back_is_not_told(linked: Callable[[str], Visitor], site: Flask, moodle: SmallPlatform) -> None:
    hers = linked("back-1")
    agree(hers, "back-1")
    finish(site, hers.person)
    moodle.broken = True
    assert work_of(site) == 1
    with site.app_context():
        uuid = db.session.scalars(select(LtiResult.uuid).where(LtiResult.account_id == hers.person.account.id)).one()
    assert hers.person.post(f"{OWN}/{uuid}").status_code == 303
    moodle.broken = False
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        assert work_of(site) == 0
    assert moodle.scores == []
    assert hers.launch("back-1", **column(moodle)).headers["Location"] == QUESTION


def test_nobody_takes_back_somebody_elses_answer(linked: Callable[[str], Visitor], site: Flask, make_person: MakePerson) -> None:
    hers = linked("others-1")
    agree(hers, "others-1")
    with site.app_context():
        uuid = db.session.scalars(select(LtiResult.uuid).where(LtiResult.account_id == hers.person.account.id)).one()
    assert make_person("pharmacist").post(f"{OWN}/{uuid}").status_code == 404


@pytest.mark.parametrize(("status", "state"), [(500, "waiting"), (503, "waiting"), (401, "waiting"), (400, "failed"), (403, "failed")])
def test_only_what_may_pass_is_tried_again(
    linked: Callable[[str], Visitor], site: Flask, moodle: SmallPlatform, status: int, state: str
) -> None:
    hers = linked(f"status-{status}")
    agree(hers, f"status-{status}")
    finish(site, hers.person)
    moodle.refusal = status
    assert work_of(site) == 1
    assert job(site, hers).state == state
    assert job(site, hers).error == f"http_{status}"
    moodle.refusal = 0
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        work_of(site)
    assert len(moodle.scores) == (1 if state == "waiting" else 0)


def job(site: Flask, hers: Visitor) -> Job:
    with site.app_context():
        return db.session.scalars(select(Job).where(Job.account_id == hers.person.account.id, Job.kind == "lti_result")).one()


@pytest.mark.parametrize(
    "change",
    [
        {"lineitem": None},
        {"lineitem": "https://evil.example/column"},
        {"lineitem": "http://169.254.169.254/latest"},
        {"scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"]},
        {"scope": SCORE},
        {"lineitem": "x" * 700},
    ],
)
def test_a_column_that_is_not_the_platforms_own_is_no_column(
    linked: Callable[[str], Visitor], moodle: SmallPlatform, change: dict[str, Any]
) -> None:
    subject = f"column-{abs(hash(str(change)))}"
    assert linked(subject).launch(subject, **column(moodle, **change)).headers["Location"] == "/fr/cours/pharmacists"


@pytest.mark.parametrize("wish", ["module/pharmacists/fever", "campaign/azur", "course/patient-essentials", "course/caregivers"])
def test_nothing_is_asked_about_other_things_than_a_whole_course_for_professionals(
    linked: Callable[[str], Visitor], moodle: SmallPlatform, wish: str
) -> None:
    hers = linked(f"wish-{wish}")
    answer = hers.launch(f"wish-{wish}", **{f"{LTI}custom": {"open": wish}}, **column(moodle))
    assert QUESTION not in answer.headers["Location"]


def test_a_patient_is_never_asked_and_never_told_of(site: Flask, moodle: SmallPlatform, make_person: MakePerson) -> None:
    """Not even when a row is there: whoever was a nurse and is a patient now."""
    hers = Visitor(make_person("patient"), moodle, "moodle")
    hers.link("patient-1")
    for wish in ("course/patient-essentials", "course/pharmacists"):
        assert QUESTION not in hers.launch("patient-1", **{f"{LTI}custom": {"open": wish}}, **column(moodle)).headers["Location"]
    with site.app_context():
        account_id, at = hers.person.account.id, now()
        row = {"platform": "moodle", "course": "pharmacists", "line_item": f"{moodle.issuer}/columns/9", "subject_box": "x"}
        submit(lambda work: work.add(LtiResult(account_id=account_id, asked_at=at, agreed_at=at, **row)))
    finish(site, hers.person)
    assert work_of(site) == 0
    assert moodle.scores == []


def test_a_new_account_is_asked_before_its_first_page(visitor: Visitor, moodle: SmallPlatform) -> None:
    visitor.launch("asked-new", **column(moodle))
    assert visitor.person.post("/fr/premiere-fois/compte", name="asked-new", consent="yes").headers["Location"] == QUESTION


def test_without_platforms_the_worker_looks_for_nothing(tmp_path: Any) -> None:
    from lms_site import close, make_site

    app = make_site(tmp_path / "data")
    assert work_of(app) == 0
    close(app)
