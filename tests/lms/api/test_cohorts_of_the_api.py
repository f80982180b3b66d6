"""What a program reads of cohorts: of professionals how far they are, of patients and carers what is finished and nothing else."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from api_cast import AT, make_program
from award_site import award, issued
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lms_cast import MakePerson, Person
from people_cast import change, counted_queries, open_cohort, put_in
from sitting_cast import finish_modules
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts import professions
from lms.accounts.professions import Facts
from lms.api import paging
from lms.audit.models import AuditLine
from lms.cohorts import assigning
from lms.cohorts.assigning import Order, Shelf
from lms.cohorts.models import COURSE, Cohort
from lms.credentials.models import Attestation
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now

NOTHING_MORE = {"id", "is_professional", "role", "name", "username", "is_suspended", "joined_at", "progress"}


@pytest.fixture
def pharmacists(site: Flask, educator: Person, make_person: MakePerson) -> tuple[UUID, Person]:
    """A cohort of the pharmacists' course, with one who has read it."""
    cohort, anna = open_cohort(site, educator, "Officines", "pharmacists"), make_person("pharmacist")
    put_in(site, anna, cohort)
    account_id = anna.account.id
    change(site, lambda work: professions.declare(work, account_id, Facts("pharmacist", family_name="Durand", given_name="Anna"), now()))
    return cohort, anna


def ask_of(site: Flask, cohort: UUID, days: int) -> None:
    catalogue, home_page = site_of(site).newest_content.catalogue, site_of(site).settings.home_page
    order = Order(COURSE, "pharmacists", (now() + timedelta(days=days)).date(), None, now())
    change(site, lambda work: assigning.to_cohort(work, _row(work, cohort), order, Shelf(dict(catalogue.courses), home_page)))


def _row(work: Session, cohort: UUID) -> Cohort:
    return work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one()


def test_a_professional_is_told_with_name_and_progress(site: Flask, pharmacists: tuple[UUID, Person]) -> None:
    cohort, anna = pharmacists
    finish_modules(site, anna, but=1)
    (row,) = make_program(site).get(f"/cohorts/{cohort}/people").json["items"]
    assert (row["name"], row["username"], row["role"]) == ("Anna Durand", anna.name, "pharmacist")
    assert row["progress"]["modules_done"] == row["progress"]["modules"] - 1 > 0
    assert row["progress"]["is_finished"] is False
    assert row["progress"]["last_step_at"].endswith("Z")
    assert set(row) == NOTHING_MORE


def test_without_the_right_to_names_there_is_none_and_never_the_pseudonym(site: Flask, pharmacists: tuple[UUID, Person]) -> None:
    cohort, anna = pharmacists
    answers = [make_program(site).get(f"/cohorts/{cohort}/{part}").text for part in ("people", "due", "attestations")]
    nameless = make_program(site, "api/progress").get(f"/cohorts/{cohort}/people")
    assert "Anna" not in nameless.text
    assert "Durand" not in nameless.text
    assert nameless.json["items"][0]["id"]
    assert not any(str(anna.pseudonym) in text for text in (*answers, nameless.text, anna.get(f"{AT}/me").text))
    assert nameless.json["items"][0]["id"] == anna.get(f"{AT}/me").json["id"]


def test_of_patients_only_what_is_finished_is_told(site: Flask, cohort: UUID, learner: Person, make_person: MakePerson) -> None:
    """Whoever is no professional and no staff, a guest too: no id, no role, no day; nothing is due of her, she earned nothing."""
    carer = make_person("caregiver")
    put_in(site, carer, cohort)
    finish_modules(site, learner, "patient-essentials", but=1)
    ask_of(site, cohort, 20)
    program = make_program(site)
    rows = program.get(f"/cohorts/{cohort}/people").json["items"]
    assert len(rows) == 2
    for row in rows:
        assert {name for name, value in row.items() if value is not None} == {"is_professional", "name", "progress"}
        assert row["is_professional"] is False
        assert row["progress"]["last_step_at"] is None
        assert row["name"] not in (learner.name, carer.name)
    assert program.get(f"/cohorts/{cohort}/due").json["items"] == []
    assert program.get(f"/cohorts/{cohort}/attestations").json["items"] == []


def test_an_educator_reads_of_her_patients_what_the_roster_shows(site: Flask, educator: Person, cohort: UUID, learner: Person) -> None:
    (row,) = educator.get(f"{AT}/cohorts/{cohort}/people", headers={"Accept-Language": "en"}).json["items"]
    page = educator.get(f"/en/cohorts/{cohort}/people").text
    assert row["name"] in page
    assert f"{row['progress']['modules_done']} of {row['progress']['modules']}" in page.replace("\u00a0", " ")


def test_who_is_in_a_trial_shows_no_progress(site: Flask, pharmacists: tuple[UUID, Person], monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from lms.people.rosters import members

    cohort, anna = pharmacists
    ask_of(site, cohort, 20)
    award(site, anna)
    of_cohorts = members.of_cohorts
    monkeypatch.setattr(members, "of_cohorts", lambda *values: [replace(one, is_sealed=True) for one in of_cohorts(*values)])
    program = make_program(site)
    assert [row["progress"] for row in program.get(f"/cohorts/{cohort}/people").json["items"]] == [None]
    assert program.get(f"/cohorts/{cohort}/due").json["items"] == []
    assert program.get(f"/cohorts/{cohort}/attestations").json["items"] == []


def test_what_is_due_is_told_by_person_and_day(site: Flask, pharmacists: tuple[UUID, Person]) -> None:
    cohort, anna = pharmacists
    ask_of(site, cohort, 20)
    program = make_program(site)
    (row,) = program.get(f"/cohorts/{cohort}/due").json["items"]
    assert (row["kind"], row["key"], row["state"], row["finished_at"]) == ("course", "pharmacists", "soon", None)
    assert row["person"] == program.get(f"/cohorts/{cohort}/people").json["items"][0]["id"]
    (asked,) = program.get(f"/cohorts/{cohort}/assignments").json["items"]
    assert (asked["id"], asked["people"], asked["done"]) == (row["assignment"], 1, 0)
    (own,) = anna.get(f"{AT}/me/assignments").json
    assert own["due_on"] == row["due_on"]


def test_attestations_are_told_with_their_state_without_name_and_code(site: Flask, pharmacists: tuple[UUID, Person]) -> None:
    cohort, anna = pharmacists
    award(site, anna)
    row = issued(site, anna)
    program = make_program(site)
    answer = program.get(f"/cohorts/{cohort}/attestations")
    (told,) = answer.json["items"]
    assert told["state"] == "valid"
    assert row.code not in answer.text
    assert row.name not in answer.text
    change(site, lambda work: work.execute(update(Attestation).where(Attestation.id == row.id).values(revoked_at=now())))
    assert program.get(f"/cohorts/{cohort}/attestations").json["items"][0]["state"] == "revoked"
    (own,) = anna.get(f"{AT}/me/attestations").json["items"]
    assert (own["code"], own["state"]) == (row.code, "revoked")


def test_a_persons_own_runs_hold_her_modules(site: Flask, learner: Person) -> None:
    finish_modules(site, learner, "patient-essentials", but=1)
    runs = {row["key"]: row for row in learner.get(f"{AT}/me/progress").json["items"]}
    modules = runs["patient-essentials"]["modules"]
    assert len(modules) == 3
    assert all(module["completed_at"] for module in modules)
    assert runs["patient-essentials"]["finished_at"] is None


def test_courses_are_told_in_the_language_asked_for(site: Flask) -> None:
    program = make_program(site)
    titles = {row["key"]: row["title"] for row in program.get("/courses").json}
    french = {row["key"]: row["title"] for row in program.get("/courses", Accept_Language="fr").json}
    assert titles.keys() == french.keys() >= {"pharmacists", "azur"}
    assert titles["pharmacists"] != french["pharmacists"]


def test_each_reading_of_people_stands_in_the_audit_log(site: Flask, educator: Person, cohort: UUID) -> None:
    program = make_program(site)
    program.get(f"/cohorts/{cohort}/people")
    educator.get(f"{AT}/cohorts/{cohort}/due")
    with site.app_context():
        rows = db.session.scalars(select(AuditLine).where(AuditLine.action == "api_people_read").order_by(AuditLine.number.desc()).limit(2))
        by_person, by_program = list(rows)
    assert by_program.thing == f"{program.key.id}/{cohort}"
    assert by_program.by == ""
    assert by_person.thing == str(cohort)
    assert by_person.by


def test_pages_hold_each_person_once_whatever_their_size(site: Flask, educator: Person, make_person: MakePerson) -> None:
    cohort = open_cohort(site, educator, "Pages")
    for _ in range(5):
        put_in(site, make_person("nurse"), cohort)
    program, found, address = make_program(site), [], f"/cohorts/{cohort}/people?limit=2"
    while address:
        answer = program.get(address).json
        assert len(answer["items"]) <= 2
        found += [row["id"] for row in answer["items"]]
        address = f"/cohorts/{cohort}/people?limit=2&cursor={answer['next']}" if answer["next"] else ""
    assert len(found) == len(set(found)) == 5


@given(st.lists(st.integers(1, 10**9), unique=True), st.integers(1, 7))
def test_cursors_lead_through_any_numbers_once(numbers: list[int], limit: int) -> None:
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page, following = paging.part(numbers, lambda number: number, after, limit)
        seen += page
        assert following is None or len(page) == limit
        after = None if following is None else paging.number_in(following)
    assert seen == sorted(numbers)


@given(st.text(max_size=60))
def test_a_text_that_is_no_cursor_is_none(text: str) -> None:
    number = paging.number_in(text)
    assert number is None or paging.cursor_after(number) == text


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "limit=%C2%B2", "cursor=abc", "cursor=", "odd=1", "limit=1&limit=2"])
def test_a_parameter_that_does_not_fit_is_named(site: Flask, query: str) -> None:
    answer = make_program(site).get(f"/cohorts?{query}")
    assert answer.status_code == 400
    assert answer.json["parameter"] == re.split("[=&]", query)[0]


def test_an_answer_that_is_known_already_is_not_sent_again(site: Flask, pharmacists: tuple[UUID, Person]) -> None:
    cohort, anna = pharmacists
    program = make_program(site)
    first = program.get(f"/cohorts/{cohort}/people")
    again = program.get(f"/cohorts/{cohort}/people", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    finish_modules(site, anna, but=2)
    assert program.get(f"/cohorts/{cohort}/people", If_None_Match=first.headers["ETag"]).status_code == 200


def test_many_people_cost_no_more_queries_than_few(site: Flask, educator: Person, make_person: MakePerson) -> None:
    program, counts = make_program(site), []
    for size in (1, 6):
        cohort = open_cohort(site, educator, f"Of {size}", "pharmacists")
        for _ in range(size):
            put_in(site, make_person("pharmacist"), cohort)
        program.get("/courses")
        with counted_queries(site) as queries:
            program.get(f"/cohorts/{cohort}/people")
        counts.append(len([words for words in queries if words.startswith("SELECT")]))
    assert counts[0] == counts[1]
