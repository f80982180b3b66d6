"""What a learner says of a course reaches the store, one statement a sentence, and the report knows every sentence."""

import json
from typing import Any

import pytest
from flask import Flask
from lms_cast import Person, add_person
from lms_site import close, make_site
from sqlalchemy import text

from analytics.reports.experience.definition import DEFINITION
from analytics.reports.experience.tables import WORD_OF
from lms.cohorts import registering
from lms.cohorts.models import COURSE
from lms.evidence import satisfaction
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

AT = "/fr/cours/patient-essentials/avis"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    app = make_site(tmp_path_factory.mktemp("opinions") / "data")
    yield app
    close(app)


def registered(site: Flask, role: str, name: str, course: str = "patient-essentials") -> Person:
    person = add_person(site, role, name)
    learner_id = person.account.learner.id

    def work_of(work: Any) -> None:
        registering.register(work, work.get_one(type(person.account.learner), learner_id), COURSE, course, now(), None)

    with site.app_context():
        submit(work_of)
    return person


def told(site: Flask) -> list[tuple[str, str, str]]:
    """(actor, object, response) of what was rated, in order."""
    with site.app_context():
        rows = db.session.execute(text("SELECT body FROM lrs_statements ORDER BY seq")).scalars()
        every = [row if isinstance(row, dict) else json.loads(row) for row in rows]
    rated = [one for one in every if one["verb"]["id"].endswith("/rated")]
    return [(one["actor"]["account"]["name"], one["object"]["id"].split("/opinion/")[1], one["result"]["response"]) for one in rated]


def test_a_patient_answers_changes_one_answer_and_presses_twice(site: Flask) -> None:
    person = registered(site, "patient", "opinion-patient")
    page = person.get(AT).get_data(as_text=True)
    assert all(words[0] in page for words in satisfaction.QUESTIONS_AT_HOME.values())
    assert "reclamation" not in page
    assert AT in person.get("/fr/cours/patient-essentials").get_data(as_text=True)
    answers = dict.fromkeys(satisfaction.QUESTIONS_AT_HOME, "4")
    assert person.post(AT, **{**answers, "use": ""}).status_code == 422
    assert told(site) == []
    assert [person.post(AT, **answers).status_code for _ in range(2)] == [303, 303]
    actor = str(person.account.learner.uuid)
    assert told(site) == [(actor, f"patient-essentials/{key}", "4") for key in satisfaction.QUESTIONS_AT_HOME]
    person.post(AT, **{**answers, "use": "2"})
    assert told(site)[5:] == [(actor, f"patient-essentials/{key}", "2" if key == "use" else "4") for key in satisfaction.QUESTIONS_AT_HOME]


def test_who_is_not_in_the_course_has_no_form(site: Flask) -> None:
    stranger = add_person(site, "patient", "opinion-stranger")
    assert stranger.get(AT).status_code == 404
    assert stranger.post(AT, **dict.fromkeys(satisfaction.QUESTIONS_AT_HOME, "4")).status_code == 404


def test_the_report_has_words_for_every_sentence_of_the_form() -> None:
    shown = {WORD_OF.get(key, key) for key in (*satisfaction.QUESTIONS, *satisfaction.QUESTIONS_AT_HOME)}
    assert shown == set(DEFINITION.values) - {"all"}
