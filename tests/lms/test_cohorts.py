"""An educator sees her own cohorts and nobody else's, in figures and never by name."""

from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person

from lms import worker
from lms.web.extensions import db

REPORTS = ("completion", "items", "decisions", "signs")


def refresh(site: Flask) -> None:
    """One turn of the real worker."""
    data: Path = site.extensions["settings"].data
    with site.app_context():
        worker.turn(db.engine, worker.Refresher(db.engine, data))


def test_a_strangers_cohort_is_not_here(stranger: Person, cohort: UUID) -> None:
    for path in ("", *(f"/{key}" for key in REPORTS), "/completion/steps.csv"):
        assert stranger.get(f"/fr/cohortes/{cohort}{path}").status_code == 404


def test_a_cohort_that_does_not_exist_answers_the_same(educator: Person, stranger: Person, cohort: UUID) -> None:
    other = stranger.get(f"/fr/cohortes/{cohort}")
    none = stranger.get("/fr/cohortes/00000000-0000-4000-8000-000000000000")
    assert (other.status_code, len(other.text) // 100) == (none.status_code, len(none.text) // 100)


@pytest.mark.slow
def test_reports_count_the_answer_and_hide_the_small_group(site: Flask, educator: Person, learner: Person, cohort: UUID) -> None:
    learner.post(f"{FEVER}/question/1/reponse", attempt="1", shown_at="1790000000", choice="b")
    refresh(site)
    for key in REPORTS:
        page = educator.get(f"/fr/cohortes/{cohort}/{key}")
        assert page.status_code == 200
        assert learner.name not in page.text
        assert str(learner.pseudonym) not in page.text
    assert "moins de 5" in educator.get(f"/fr/cohortes/{cohort}/completion").text


def test_an_educator_opens_a_cohort_of_her_own(educator: Person, stranger: Person) -> None:
    made = educator.post("/fr/cohortes", name="Hiver", course="patient-essentials", campaign="")
    assert made.status_code == 303
    assert educator.get(made.headers["Location"]).status_code == 200
    assert stranger.get(made.headers["Location"]).status_code == 404
    assert educator.post("/fr/cohortes", name="", course="patient-essentials", campaign="").status_code == 422


def test_simulated_and_real_learners_never_share_a_cohort(make_person: MakePerson, admin: Person, cohort: UUID) -> None:
    simulated = make_person("patient", simulated=True)
    refused = admin.post(f"/fr/site/personnes/{simulated.account.id}/cohorte", cohort=str(cohort))
    assert refused.status_code == 404
    real = make_person("patient")
    assert admin.post(f"/fr/site/personnes/{real.account.id}/cohorte", cohort=str(cohort)).status_code == 303
