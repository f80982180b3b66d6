"""An educator sees her own cohorts and nobody else's, in figures and never by name."""

import json
import re
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person

from analytics import results
from analytics.shape import Column, Figure, Finding, Hidden, Result, Table
from lms.running import worker
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.reading import query
from lrs.storage.tables import term
from xapi import actor
from xapi.actor import identifier
from xapi.vocabulary import VERBS

FEVER_EN = "/en/courses/patient-essentials/fever"
NOBODYS = "00000000-0000-4000-8000-000000000000"
TOKENS = re.compile(r'name="csrf_token" value="[^"]+"|\b[0-9a-f]{16}\b')  # and the number of the request, which an error page says
REPORTS = ("completion", "items", "decisions", "signs")


def refresh(site: Flask) -> None:
    """One turn of the real worker."""
    data: Path = site_of(site).settings.data
    with site.app_context():
        worker.turn(db.engine, worker.Refresher(db.engine, data))


@pytest.fixture
def result(site: Flask, cohort: UUID) -> Result:
    """A result file of the cohort, as the worker writes it: without it every table answers 404, whoever asks."""
    table = Table("steps", (Column("module", "name", "module"), Column("n", "count")), (("fever", 12),))
    now = "2026-11-23T17:20:00Z"
    made = Result("completion", "R1", 1, str(cohort), False, now, 1, now, 12, 5, (table,))
    results.write(site_of(site).settings.data / "results", made)
    return made


def paths_of(cohort: UUID) -> list[str]:
    return [f"/fr/cohortes/{cohort}{path}" for path in ("", *(f"/{key}" for key in REPORTS), "/completion/steps.csv")]


@pytest.mark.usefixtures("result")
def test_her_own_cohorts_pages_and_tables_open(educator: Person, admin: Person, cohort: UUID) -> None:
    for person in (educator, admin):
        assert [person.get(path).status_code for path in paths_of(cohort)] == [200] * len(paths_of(cohort))
        answer = person.get(f"/fr/cohortes/{cohort}/completion/steps.csv")
        assert answer.mimetype == "text/csv"
        assert ",12\r\n" in answer.text
        assert person.get(f"/fr/cohortes/{cohort}/completion/nothing.csv").status_code == 404


@pytest.mark.usefixtures("result")
def test_a_strangers_cohort_is_not_here(stranger: Person, learner: Person, guest: Person, cohort: UUID) -> None:
    for path in paths_of(cohort):
        assert stranger.get(path).status_code == 404
        assert learner.get(path).status_code == 403
        assert guest.get(path).status_code == 302


@pytest.mark.usefixtures("result")
def test_a_cohort_that_does_not_exist_answers_the_same(stranger: Person, cohort: UUID) -> None:
    for path in paths_of(cohort):
        other, none = stranger.get(path), stranger.get(path.replace(str(cohort), NOBODYS))
        assert other.status_code == none.status_code == 404
        assert TOKENS.sub("", other.text).replace(str(cohort), NOBODYS) == TOKENS.sub("", none.text)


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
    response = educator.post("/fr/cohortes", name="Hiver", course="patient-essentials", campaign="")
    assert response.status_code == 303
    assert educator.get(response.headers["Location"]).status_code == 200
    assert stranger.get(response.headers["Location"]).status_code == 404
    assert educator.post("/fr/cohortes", name="", course="patient-essentials", campaign="").status_code == 422


def test_an_empty_cohort_says_to_add_people_and_shows_no_report(educator: Person) -> None:
    made = educator.post("/fr/cohortes", name="Vide", course="patient-essentials", campaign="")
    page = educator.get(made.headers["Location"]).text
    assert "Ajouter des personnes" in page
    assert f"{made.headers['Location']}/inviter" in page
    assert f"{made.headers['Location']}/completion" not in page


def test_rows_that_rest_on_too_few_people_are_one_line(site: Flask, educator: Person, cohort: UUID) -> None:
    """The page folds them and names them there; the CSV has them all."""
    few = Hidden("few", 5)
    rows = (("fever", 12), *((f"module-{number}", few) for number in range(20)))
    table, at = Table("steps", (Column("module", "name", "module"), Column("n", "count")), rows), "2026-11-23T17:20:00Z"
    results.write(site_of(site).settings.data / "results", Result("completion", "R1", 1, str(cohort), False, at, 1, at, 12, 5, (table,)))
    page = educator.get(f"/fr/cohortes/{cohort}/completion").text
    assert "20 lignes reposent sur trop peu de personnes" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert page.count("moins de 5") == 0
    assert "module-19" in page
    assert educator.get(f"/fr/cohortes/{cohort}/completion/steps.csv").text.count("moins de 5") == 20


def test_a_card_of_the_cohort_calls_a_module_by_its_title(site: Flask, educator: Person, cohort: UUID) -> None:
    loss = Finding("biggest_loss", {"lost": 8, "before": "registered", "after": "initialized"})
    figures = tuple(Figure(module, "bars", loss) for module in ("treatment-cycle", "fever"))
    columns = (Column("module", "name", "module"), Column("stage", "word"), Column("n", "count"), Column("share", "percent"))
    rows = (("treatment-cycle", "registered", 12, 100.0), ("fever", "registered", 12, 100.0))
    table, at = Table("stages", columns, rows, figures), "2026-11-23T17:20:00Z"
    results.write(site_of(site).settings.data / "results", Result("completion", "R1", 1, str(cohort), False, at, 1, at, 12, 5, (table,)))
    page = educator.get(f"/en/cohorts/{cohort}").text
    assert "My treatment and my cycle. The biggest loss" in page
    assert "treatment-cycle:" not in page


def test_stories_of_the_game_are_called_by_their_titles(educator: Person) -> None:
    assert ">Tutorial<" not in educator.get("/fr/cohortes").text


def test_simulated_and_real_learners_never_share_a_cohort(make_person: MakePerson, admin: Person, cohort: UUID) -> None:
    simulated = make_person("patient", simulated=True)
    response = admin.post(f"/fr/site/personnes/{simulated.account.id}/cohorte", cohort=str(cohort))
    assert response.status_code == 404
    real = make_person("patient")
    assert admin.post(f"/fr/site/personnes/{real.account.id}/cohorte", cohort=str(cohort)).status_code == 303


def languages_of_registered(site: Flask, learner: Person) -> list[str | None]:
    """The language each `registered` statement of this learner names, oldest first."""
    with site.app_context():
        agent = term("agent", identifier(actor.account(site_of(site).settings.home_page, learner.pseudonym)) or "")
        verb = term("verb", VERBS["registered"].iri)
        found = query.find(db.session.connection(), query.Filters(agent=agent, verb=verb, ascending=True))
    return [json.loads(row.whole)["context"].get("language") for row in found]


def join(admin: Person, learner: Person, cohort: UUID) -> None:
    assert admin.post(f"/fr/site/personnes/{learner.account.id}/cohorte", cohort=str(cohort)).status_code == 303


@pytest.mark.parametrize(("path", "language"), [(FEVER, "fr"), (FEVER_EN, "en")])
def test_joining_a_cohort_is_told_in_the_language_the_learner_reads(
    site: Flask, admin: Person, cohort: UUID, make_person: MakePerson, path: str, language: str
) -> None:
    """Not in that of the administrator's page, and not in French for everybody."""
    learner = make_person("patient")
    assert learner.post(f"{path}/{'commencer' if language == 'fr' else 'start'}").status_code == 303
    join(admin, learner, cohort)
    assert set(languages_of_registered(site, learner)) == {language}
    assert len(languages_of_registered(site, learner)) >= 1


def test_joining_a_cohort_names_no_language_before_one_is_known(site: Flask, admin: Person, cohort: UUID, make_person: MakePerson) -> None:
    learner = make_person("patient")
    join(admin, learner, cohort)
    assert languages_of_registered(site, learner) == [None]
