"""A launched unit tells its statements in order, in its own session, and nothing else; the store and the course know what it did."""

import json

import pytest
from flask import Flask
from foreign_packages import block, unit
from launch_cast import ADL, CATEGORY, CMI5, MASTERY, MOVEON, SESSION, Unit, brought, launch, page_of, told, verbs
from lms_cast import MakePerson, Person

from lms.cmi5_modules.models import Cmi5Module
from lms.web.current_site import site_of
from lrs.reading import query
from lrs.storage.tables import term
from xapi import activities

PATIENT, PHARMACIST = "patient-essentials", "pharmacists"
PASSING = unit(more='moveOn="CompletedAndPassed" masteryScore="0.8"', inside="<launchParameters>a=1</launchParameters>")


@pytest.fixture
def pharmacist(make_person: MakePerson) -> Person:
    return make_person("pharmacist")


@pytest.fixture
def package(site: Flask, educator: Person) -> Cmi5Module:
    return brought(site, educator, PASSING, PHARMACIST)


@pytest.fixture
def started(pharmacist: Person, package: Cmi5Module) -> Unit:
    """Launched, its token fetched, initialized."""
    one = launch(pharmacist, package).begin()
    one.say("initialized")
    return one


def refused(one: Unit, statement: dict, code: str, status: int = 403) -> None:
    before = told(one.site, one.terms["registration"])
    answer = one.send(statement)
    assert (answer.status_code, answer.json["error"]) == (status, code), answer.text
    assert told(one.site, one.terms["registration"]) == before, "nothing of it was kept"


def test_a_launch_gives_its_data_and_is_told_before_the_unit_speaks(site: Flask, pharmacist: Person, package: Cmi5Module) -> None:
    one = launch(pharmacist, package).begin()
    assert one.data["launchMode"] == "Normal"
    assert (one.data["moveOn"], one.data["masteryScore"], one.data["launchParameters"]) == ("CompletedAndPassed", 0.8, "a=1")
    assert one.data["returnURL"].endswith(page_of(package))
    assert one.data["contextTemplate"]["contextActivities"]["grouping"] == [{"objectType": "Activity", "id": "https://p.example/au/1"}]
    (launched,) = told(site, one.terms["registration"])
    extensions = launched["context"]["extensions"]
    assert launched["verb"]["id"] == f"{ADL}launched"
    assert extensions[SESSION] == one.data["contextTemplate"]["extensions"][SESSION]
    short = {key.rsplit("/", 1)[1]: value for key, value in extensions.items() if key.startswith(CMI5)}
    assert (short["launchmode"], short["moveon"], short["masteryscore"], short["launchparameters"]) == (
        "Normal", "CompletedAndPassed", 0.8, "a=1",
    )  # fmt: skip
    assert "?" not in short["launchurl"]
    assert short["launchurl"].endswith("/au.html")
    assert one.actor["account"]["name"] == str(pharmacist.pseudonym)
    assert pharmacist.name not in one.address, "a pseudonym, never a name"
    assert one.terms["activityId"] != "https://p.example/au/1"


def test_the_address_that_gives_the_token_gives_it_once(site: Flask, pharmacist: Person, package: Cmi5Module) -> None:
    one = launch(pharmacist, package)
    assert one.fetch().json["auth-token"]
    second = one.fetch()
    assert (second.status_code, second.json["error-code"]) == (200, "1")
    assert "Open it again" in second.json["error-text"]
    assert second.headers["Access-Control-Allow-Origin"] == "null"
    one.terms["fetch"] = one.terms["fetch"][:-4] + "zzzz"
    assert one.fetch().json["error-code"] == "2"
    assert site.test_client().get("/cmi5/" + one.terms["fetch"].split("/cmi5/")[1]).status_code == 405


def test_a_whole_session_ends_in_the_store_and_in_the_course(site: Flask, pharmacist: Person, package: Cmi5Module, started: Unit) -> None:
    started.say("passed", score={"scaled": 0.9})
    started.say("completed", "terminated")
    assert verbs(site, started.terms["registration"]) == [
        "launched", "initialized", "passed", "completed", "satisfied", "terminated",
    ]  # fmt: skip
    whole = told(site, started.terms["registration"])[4]
    assert whole["object"]["definition"]["type"] == f"{CMI5}activitytype/course"
    assert whole["object"]["id"] != "https://p.example/course/1"
    assert whole["context"]["contextActivities"]["grouping"][0]["id"] == "https://p.example/course/1"
    assert [one["id"] for one in whole["context"]["contextActivities"]["category"]] == [CATEGORY]
    assert whole["context"]["extensions"][SESSION] == started.data["contextTemplate"]["extensions"][SESSION]
    assert "You have done this module" in pharmacist.get(page_of(package)).text
    own = [one for one in told_of_module(site, package) if one["actor"]["account"]["name"] == str(pharmacist.pseudonym)]
    assert [one["verb"]["id"].rsplit("/", 1)[1] for one in own] == ["initialized", "completed"]


def told_of_module(site: Flask, package: Cmi5Module) -> list[dict]:
    """What reports of the course are made of."""
    with site_of(site).store.engine.connect() as connection:
        filters = query.Filters(activity=term("activity", activities.module(package.key)), ascending=True, limit=50)
        return [json.loads(row.whole) for row in query.find(connection, filters)]


def test_the_order_of_statements_is_held(started: Unit, pharmacist: Person, package: Cmi5Module) -> None:
    refused(started, started.statement("initialized"), "session_twice")
    started.say("failed", score={"scaled": 0.2})
    refused(started, started.statement("passed"), "session_judged")
    refused(started, started.statement("failed"), "session_twice")
    started.say("completed", "terminated")
    for verb in ("terminated", "completed"):
        assert started.send(started.statement(verb)).status_code == 401
    assert started.send(started.statement("experienced", defined=False)).json["error"] == "key_expired"
    second = launch(pharmacist, package).begin()
    refused(second, second.statement("completed"), "session_order")
    refused(second, second.statement("experienced", defined=False), "session_order")
    second.say("initialized")
    refused(second, second.statement("completed"), "session_twice")
    second.say("passed")
    third = launch(pharmacist, package).begin()
    assert third.data["launchMode"] == "Review", "all was done"
    third.say("initialized")
    refused(third, third.statement("failed"), "session_judged")


def test_a_batch_is_taken_whole_or_not_at_all(started: Unit) -> None:
    good, bad = started.statement("completed"), started.statement("completed")
    answer = started.send(good, bad)
    assert (answer.status_code, answer.json["error"]) == (403, "session_twice")
    assert verbs(started.site, started.terms["registration"]) == ["launched", "initialized"]
    assert started.send(good, started.statement("terminated")).status_code == 200


def test_a_statement_sent_again_after_a_lost_answer_is_taken_once(started: Unit) -> None:
    one = started.statement("completed")
    for _time in range(2):
        assert started.call("PUT", "statements", body=one, statementId=one["id"]).status_code == 204
    other = {**one, "result": {**one["result"], "duration": "PT8S"}}
    assert started.call("PUT", "statements", body=other, statementId=one["id"]).status_code == 409
    assert verbs(started.site, started.terms["registration"]).count("completed") == 1


def without(statement: dict, *keys: str) -> dict:
    inner = statement
    for key in keys[:-1]:
        inner = inner[key]
    inner.pop(keys[-1])
    return statement


def set_to(statement: dict, value: object, *keys: str) -> dict:
    inner = statement
    for key in keys[:-1]:
        inner = inner.setdefault(key, {})
    inner[keys[-1]] = value
    return statement


OTHER = "0b9e0f4e-2f0e-4d3a-9d3d-6c1f0a4a1f11"
HOME = "https://hors-les-murs.example/"
ACCOUNT = {"account": {"homePage": HOME, "name": OTHER}}
CATEGORIES = ("context", "contextActivities", "category")
BROKEN = {
    "no id": ("completed", lambda one: without(one, "id"), "session_id"),
    "no time": ("completed", lambda one: without(one, "timestamp"), "session_timestamp"),
    "a time in another zone": ("completed", lambda one: set_to(one, "2026-12-01T08:00:00+01:00", "timestamp"), "session_timestamp"),
    "another registration": ("completed", lambda one: set_to(one, OTHER, "context", "registration"), "session_registration"),
    "no registration": ("completed", lambda one: without(one, "context", "registration"), "session_registration"),
    "another session": ("completed", lambda one: set_to(one, OTHER, "context", "extensions", SESSION), "session_session"),
    "no publisher's id": ("completed", lambda one: without(one, "context", "contextActivities", "grouping"), "session_grouping"),
    "another actor": ("completed", lambda one: set_to(one, OTHER, "actor", "account", "name"), "session_actor"),
    "a group of her own account": ("completed", lambda one: set_to(one, "Group", "actor", "objectType"), "session_actor"),
    "a name": ("completed", lambda one: set_to(one, "Ana", "actor", "name"), "session_actor"),
    "an instructor": ("completed", lambda one: set_to(one, ACCOUNT, "context", "instructor"), "session_actor"),
    "another object": ("completed", lambda one: set_to(one, "https://p.example/au/1", "object", "id"), "session_object"),
    "no completion": ("completed", lambda one: without(one, "result", "completion"), "session_result"),
    "success of completed": ("completed", lambda one: set_to(one, True, "result", "success"), "session_result"),
    "a score of completed": ("completed", lambda one: set_to(one, {"scaled": 1}, "result", "score"), "session_score"),
    "no duration": ("completed", lambda one: without(one, "result", "duration"), "session_duration"),
    "no category moveOn": ("completed", lambda one: set_to(one, [{"id": CATEGORY}], *CATEGORIES), "session_category"),
    "passed below the mastery score": ("passed", lambda one: set_to(one, {"scaled": 0.79}, "result", "score"), "session_mastery"),
    "failed above it": ("failed", lambda one: set_to(one, {"scaled": 0.8}, "result", "score"), "session_mastery"),
    "another mastery score": ("passed", lambda one: set_to(one, 0.1, "context", "extensions", MASTERY), "session_mastery"),
    "a score without the mastery score": (
        "passed", lambda one: without(set_to(one, {"scaled": 0.9}, "result", "score"), "context", "extensions", MASTERY), "session_mastery"
    ),
    "a score above one": ("passed", lambda one: set_to(one, {"scaled": -0.5}, "result", "score"), "session_score"),
    "raw alone": ("passed", lambda one: set_to(one, {"scaled": 0.9, "raw": 9}, "result", "score"), "session_score"),
    "failed that says success": ("failed", lambda one: set_to(one, True, "result", "success"), "session_result"),
    "terminated without duration": ("terminated", lambda one: without(one, "result"), "session_duration"),
    "a verb of the site": ("completed", lambda one: set_to(one, f"{ADL}launched", "verb", "id"), "session_verb"),
    "a verb of nobody": ("completed", lambda one: set_to(one, "https://p.example/verbs/x", "verb", "id"), "session_verb"),
    "our own mark": ("completed", lambda one: set_to(one, OTHER, "context", "extensions", f"{HOME}xapi/ext/cohort"), "session_mark"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_defined_statement_that_breaks_a_rule_is_refused(started: Unit, case: str) -> None:
    verb, change, code = BROKEN[case]
    refused(started, change(started.statement(verb)), code)


def test_a_verdict_without_a_score_need_not_name_the_mastery_score(started: Unit) -> None:
    assert started.send(without(started.statement("passed"), "context", "extensions", MASTERY)).status_code == 200


def test_an_allowed_statement_is_kept_with_any_verb_and_may_void_nothing(started: Unit, site: Flask) -> None:
    own = started.statement("experienced", defined=False)
    own["object"] = {"id": "https://p.example/page/2"}
    assert started.send(own).status_code == 200
    refused(
        started,
        set_to(started.statement("x", defined=False), [{"id": MOVEON}], "context", "contextActivities", "category"),
        "session_category",
    )
    void = {**started.statement("voided", defined=False), "object": {"objectType": "StatementRef", "id": own["id"]}}
    refused(started, void, "session_voiding")
    assert [one["id"] for one in told(site, started.terms["registration"])][-1] == own["id"]


def test_blocks_are_satisfied_inner_first_each_once_and_failed_satisfies_nothing(site: Flask, pharmacist: Person, educator: Person) -> None:
    inner = block(unit("urn:x:2", more='moveOn="Completed"'), "urn:b:2")
    package = brought(site, educator, block(unit("urn:x:1", more='moveOn="CompletedOrPassed"') + inner) + unit("urn:x:3"), PHARMACIST)
    second = launch(pharmacist, package, 2).begin()
    second.say("initialized", "completed", "terminated")
    registration = second.terms["registration"]
    assert verbs(site, registration)[-2:] == ["satisfied", "terminated"]
    first = launch(pharmacist, package, 1).begin()
    first.say("initialized", "failed", "terminated")
    assert verbs(site, registration).count("satisfied") == 1
    again = launch(pharmacist, package, 1).begin()
    again.say("initialized", "passed", "completed", "terminated")
    satisfied = [one for one in told(site, registration) if one["verb"]["id"].endswith("satisfied")]
    assert [one["context"]["contextActivities"]["grouping"][0]["id"] for one in satisfied] == [
        "urn:b:2", "https://p.example/block/1", "https://p.example/course/1",
    ]  # fmt: skip
    assert first.terms["registration"] == again.terms["registration"]
    assert first.terms["activityId"] == again.terms["activityId"] != second.terms["activityId"]


def test_what_asks_for_nothing_is_satisfied_at_registration(site: Flask, pharmacist: Person, educator: Person) -> None:
    package = brought(site, educator, unit(), PHARMACIST)
    one = launch(pharmacist, package).begin()
    assert one.data["launchMode"] == "Normal"
    first, second = told(site, one.terms["registration"])
    assert (first["verb"]["id"].rsplit("/", 1)[1], second["verb"]["id"].rsplit("/", 1)[1]) == ("satisfied", "launched")
    assert first["context"]["extensions"][SESSION] != second["context"]["extensions"][SESSION]
