"""Who opens the API: access keys by their rights, people by their session for what they may read, nobody else."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from api_cast import AT, EVERYTHING, make_program
from flask import Flask
from lms_cast import MakePerson, Person
from lms_site import close, make_site
from people_cast import open_cohort, put_in
from test_routes_and_roles import PLACES

from lms.accounts.models import ROLES
from lms.api import callers
from lms.api.operations import OPERATIONS, Operation
from lms.web.database.instants import now
from lrs.errors import TooFast
from lrs.web.access_control import Buckets

STAFF = {"educator", "training_manager", "admin"}


def path_of(operation: Operation, cohort: object) -> str:
    return AT + operation.path.replace("<uuid:cohort>", str(cohort)).replace("<uuid:assignment>", str(PLACES["uuid"]))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_by_its_session_what_is_its_own_and_staff_their_cohorts(site: Flask, make_person: MakePerson, role: str) -> None:
    """The table of the API: every operation, every role. Nobody changes anything by a session."""
    person = make_person(role)
    cohort = open_cohort(site, person if role in STAFF else make_person("educator"))
    for operation in OPERATIONS:
        answer = person.client.open(path_of(operation, cohort), method=operation.method, json={})
        if not operation.may_session:
            expected, word = 403 if role in STAFF else 404, "keys-only" if role in STAFF else "not-here"
        elif operation.is_own or role in STAFF:
            expected, word = (404, "not-here") if "assignment>" in operation.path else (200, "")
        else:
            expected, word = 404, "not-here"
        assert answer.status_code == expected, (role, operation.name, answer.text)
        assert not word or answer.json["type"].endswith(f":{word}"), (role, operation.name)


def test_nobody_is_asked_for_a_key(site: Flask, guest: Person) -> None:
    for operation in OPERATIONS:
        answer = guest.client.open(path_of(operation, uuid4()), method=operation.method)
        assert answer.status_code == 401, operation.name
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
        assert answer.mimetype == "application/problem+json"


def test_a_key_opens_only_what_its_rights_say(site: Flask, cohort: UUID) -> None:
    for operation in OPERATIONS:
        without = make_program(site, *(set(EVERYTHING) - {operation.scope}))
        answer = without.ask(operation.method, path_of(operation, cohort).removeprefix(AT), {})
        assert answer.status_code == 403, operation.name
        assert answer.json["type"].endswith(":no-right" if operation.scope else ":people-only")


def test_a_key_of_the_store_opens_nothing_here_and_a_key_of_the_api_nothing_there(site: Flask) -> None:
    """`all` is of the store, where everybody is a pseudonym."""
    assert make_program(site, "all").get("/cohorts").status_code == 403
    program = make_program(site)
    headers = {"Authorization": program.authorization, "X-Experience-API-Version": "2.0.0"}
    assert site.test_client().get("/xapi/statements", headers=headers).status_code == 403
    assert site.test_client().get("/metrics", headers=headers).status_code == 403


def test_a_device_of_a_learner_is_no_program(site: Flask) -> None:
    actor = {"objectType": "Agent", "account": {"homePage": "https://site.example", "name": str(uuid4())}}
    assert make_program(site, actor=actor).get("/cohorts").status_code == 403


def test_a_key_of_one_cohort_sees_no_other(site: Flask, educator: Person) -> None:
    mine, other = open_cohort(site, educator, "Hiver"), open_cohort(site, educator, "Automne")
    program = make_program(site, cohort=mine)
    assert [row["id"] for row in program.get("/cohorts").json["items"]] == [str(mine)]
    for path in (f"/cohorts/{other}", f"/cohorts/{other}/people", f"/cohorts/{other}/due", f"/cohorts/{other}/attestations"):
        assert program.get(path).status_code == 404, path
    assert program.assign(other, (now() + timedelta(days=9)).date().isoformat()).status_code == 404
    assert program.get(f"/cohorts/{mine}/people").status_code == 200


def test_an_educator_sees_her_cohorts_alone(site: Flask, educator: Person, stranger: Person) -> None:
    mine = open_cohort(site, educator)
    assert [row["id"] for row in educator.get(f"{AT}/cohorts").json["items"]] == [str(mine)]
    assert stranger.get(f"{AT}/cohorts").json["items"] == []
    assert stranger.get(f"{AT}/cohorts/{mine}/people").status_code == 404


def test_ended_keys_are_told_apart_from_unknown_ones(site: Flask) -> None:
    ended = make_program(site, expires=now() - timedelta(days=1))
    assert ended.get("/cohorts").json["type"].endswith(":key-expired")
    wrong = {"Authorization": "Basic " + "eDp5"}
    answer = site.test_client().get(f"{AT}/cohorts", headers=wrong)
    assert (answer.status_code, answer.json["type"]) == (401, "urn:hors-les-murs:problem:key-unknown")


def test_a_wrong_key_is_refused_in_the_browser_of_an_admin_too(site: Flask, admin: Person) -> None:
    assert admin.get(f"{AT}/cohorts").status_code == 200
    assert admin.get(f"{AT}/cohorts", headers={"Authorization": "Basic eDp5"}).status_code == 401


def test_the_caller_is_known_before_query_and_body_are_read(site: Flask, cohort: UUID) -> None:
    """A stranger hears 401 for what would be 400, 415 or 422 for somebody known."""
    client, path = site.test_client(), f"{AT}/cohorts/{cohort}/assignments"
    assert client.get(f"{AT}/cohorts?limit=x&odd=1").status_code == 401
    for body, kind in ((b"[" * 100_000, "application/json"), (b"\xff\x00", "application/json"), (b"x=1", "text/plain")):
        assert client.post(path, data=body, content_type=kind).status_code == 401
    assert make_program(site, "api/cohorts").ask("POST", f"/cohorts/{cohort}/assignments", data=b"{").status_code == 403


def test_a_key_without_a_bound_has_the_usual_one_and_one_with_a_bound_its_own(site: Flask) -> None:
    bounded = make_program(site, rate=2)
    answers = [bounded.get("/cohorts") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert answers[-1].json["type"].endswith(":too-fast")
    free = make_program(site)
    assert {free.get("/courses").status_code for _ in range(3)} == {200}
    buckets = Buckets()
    for _ in range(600):
        buckets.count("x", 600, 0.0)
    with pytest.raises(TooFast):
        buckets.count("x", 600, 0.0)


def test_a_person_may_not_call_faster_than_a_person_reads(learner: Person, stranger: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "READER_RATE", 3)
    assert [learner.get(f"{AT}/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert stranger.get(f"{AT}/me").status_code == 200


def test_who_has_not_agreed_yet_reads_nothing_and_a_programs_key_counts_beside_her_cookie(site: Flask, make_person: MakePerson) -> None:
    from lms_cast import add_person

    person = add_person(site, "nurse", f"nurse-{uuid4().hex[:6]}", has_consented=False)
    answer = person.get(f"{AT}/me")
    assert (answer.status_code, answer.json["type"]) == (403, "urn:hors-les-murs:problem:sign-in-incomplete")
    assert person.get(f"{AT}/cohorts", headers={"Authorization": make_program(site).authorization}).status_code == 200


def test_staff_of_a_real_site_have_shown_their_second_factor(tmp_path: object, make_person: MakePerson) -> None:
    from lms_cast import PASSED, add_person

    real = make_site(tmp_path, instance="real", training_body="", origin="https://site.example")
    try:
        person = add_person(real, "educator", "anna")
        assert person.get(f"{AT}/cohorts").status_code == 200
        with person.client.session_transaction() as session:
            session.pop(PASSED)
        assert person.get(f"{AT}/cohorts").json["type"].endswith(":sign-in-incomplete")
    finally:
        close(real)


def test_refusals_are_said_in_the_language_asked_for(site: Flask) -> None:
    program = make_program(site, "api/progress")
    french = program.ask("GET", "/cohorts", headers={"Accept-Language": "fr"})
    assert french.json["title"] == "Cette clé d’accès ne le permet pas"
    assert program.get("/cohorts").json["title"] == "This access key may not do that"
    assert json.loads(french.data)["scope"] == "api/cohorts"
    assert french.json["request"] == french.headers["X-Request-ID"]


def test_what_no_view_answers_has_the_same_form(site: Flask) -> None:
    program = make_program(site)
    for method, path, status in (("GET", "/nothing", 404), ("PUT", "/cohorts", 405), ("GET", "/cohorts/not-a-uuid", 404)):
        answer = program.ask(method, path)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), path
        assert answer.json["status"] == status
    assert "GET" in program.ask("PUT", "/cohorts").headers["Allow"]


def test_no_call_leaves_a_cookie(site: Flask, cohort: UUID, learner: Person) -> None:
    put_in(site, learner, cohort)
    assert "Set-Cookie" not in make_program(site).get(f"/cohorts/{cohort}/people").headers
