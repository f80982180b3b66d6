"""What a launched unit can reach: its own state and what the learner prefers; nobody else's, no other session, no page, no cookie."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from foreign_packages import unit
from launch_cast import Unit, brought, launch, told, verbs
from lms_cast import MakePerson, Person

from lms.cmi5.abandoning import LaunchWork
from lms.cmi5_modules.models import Cmi5Module
from lms.web.current_site import site_of

COURSE = "pharmacists"


@pytest.fixture
def two_units(site: Flask, educator: Person) -> Cmi5Module:
    return brought(site, educator, unit(more='moveOn="Completed"') + unit("urn:x:2", more='moveOn="Completed"'), COURSE)


@pytest.fixture
def launched(make_person: MakePerson, two_units: Cmi5Module) -> Unit:
    one = launch(make_person("pharmacist"), two_units).begin()
    one.say("initialized")
    return one


def state(one: Unit, method: str, name: str, body: object = None, **other: str) -> int:
    return one.call(method, "activities/state", body=body, **{**one.own, "stateId": name, **other}).status_code


def test_it_keeps_documents_of_its_own_and_never_changes_its_launch_data(launched: Unit) -> None:
    assert state(launched, "PUT", "bookmark", {"page": 2}) == 204
    assert launched.call("GET", "activities/state", **launched.own, stateId="bookmark").json == {"page": 2}
    assert set(launched.call("GET", "activities/state", **launched.own).json) == {"LMS.LaunchData", "bookmark"}
    assert state(launched, "DELETE", "bookmark") == 204
    for method in ("PUT", "POST", "DELETE"):
        assert state(launched, method, "LMS.LaunchData", {"moveOn": "NotApplicable"}) == 403
    assert launched.call("DELETE", "activities/state", **launched.own).status_code == 403, "all documents at once would take it too"
    statuses = [state(launched, "PUT", f"d{n}", {}) for n in range(20)]
    assert statuses == [204] * 19 + [403]


def test_nothing_of_anybody_else_is_read_or_written(launched: Unit, make_person: MakePerson, two_units: Cmi5Module, site: Flask) -> None:
    other = launch(make_person("pharmacist"), two_units).begin()
    other.say("initialized")
    assert state(other, "PUT", "bookmark", {"page": 9}) == 204
    foreign = {
        "agent": other.terms["actor"],
        "registration": other.terms["registration"],
        "activityId": "https://hors-les-murs.example/content/plays",
    }
    for name, value in foreign.items():
        for method in ("GET", "PUT", "DELETE"):
            assert state(launched, method, "bookmark", {} if method == "PUT" else None, **{name: value}) == 403, (method, name)
    parameters = launched.own
    parameters.pop("registration")
    assert launched.call("GET", "activities/state", **parameters, stateId="bookmark").status_code == 400
    said = launched.call("GET", "statements").json["statements"]
    assert {one["context"]["registration"] for one in said} == {launched.terms["registration"]}
    strange = told(site, other.terms["registration"])[-1]["id"]
    assert launched.call("GET", "statements", statementId=strange).status_code == 404
    assert launched.call("GET", "statements", registration=other.terms["registration"]).json["statements"] == []
    for resource in ("agents", "activities", "activities/profile"):
        assert launched.call("GET", resource, agent=launched.terms["actor"], activityId=launched.terms["activityId"]).status_code in (
            403,
            404,
            405,
        )


def test_what_she_prefers_is_her_language_and_is_not_written_by_the_unit(launched: Unit) -> None:
    asked = {"agent": launched.terms["actor"], "profileId": "cmi5LearnerPreferences"}
    assert launched.call("GET", "agents/profile", **asked).json == {"languagePreference": "en,fr", "audioPreference": "on"}
    assert launched.call("PUT", "agents/profile", body={"audioPreference": "on"}, **asked).status_code == 403
    assert launched.call("PUT", "agents/profile", body={}, profileId=asked["profileId"]).status_code == 400, "whose it is comes first"
    other = {**asked, "agent": asked["agent"].replace(launched.actor["account"]["name"], str(uuid4()))}
    assert launched.call("GET", "agents/profile", **other).status_code == 403
    assert launched.call("GET", "agents/profile", **{**asked, "profileId": "x"}).status_code == 404


def test_a_token_opens_its_own_session_alone(launched: Unit, make_person: MakePerson, two_units: Cmi5Module, site: Flask) -> None:
    other = launch(make_person("pharmacist"), two_units).begin()
    for token in (launched.token, "", base64.b64encode(b"x:y").decode(), base64.b64encode(f"{uuid4()}:".encode()).decode()):
        other.token = token
        answer = other.call("GET", "statements")
        assert (answer.status_code, answer.json["error"]) == (401, "key_unknown")
    store = site.test_client().get(
        "/xapi/statements", headers={"Authorization": f"Basic {launched.token}", "X-Experience-API-Version": "1.0.3"}
    )
    assert store.status_code == 401, "the store itself does not know it"
    unfetched = launch(make_person("pharmacist"), two_units)
    unfetched.token = base64.b64encode(f"{unfetched.path.split('/')[2]}:".encode()).decode()
    assert unfetched.call("GET", "statements").status_code == 401, "no token was given out: none opens"


def test_a_preflight_is_answered_for_the_origin_of_the_unit_and_no_other(launched: Unit, site: Flask) -> None:
    ask = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"}
    client = site.test_client()
    own = client.options(f"{launched.path}statements", headers={"Origin": "null", **ask})
    assert own.headers["Access-Control-Allow-Origin"] == "null"
    assert "Authorization" in own.headers["Access-Control-Allow-Headers"]
    assert own.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in own.headers
    other = client.options(f"{launched.path}statements", headers={"Origin": "https://evil.example", **ask})
    assert "Access-Control-Allow-Origin" not in other.headers


def test_a_page_of_another_site_is_announced_and_its_origin_alone_may_call(site: Flask, make_person: MakePerson, educator: Person) -> None:
    two_units = brought(site, educator, unit(url="https://other.example:8443/start?lesson=2#top"), COURSE)
    person = make_person("pharmacist")
    page = person.post(f"/en/courses/{COURSE}/package/{two_units.uuid}/open", unit="1")
    assert "What follows is another site" in page.text
    assert "other.example:8443" in page.text
    one = launch(person, two_units)
    assert one.address.startswith("https://other.example:8443/start?lesson=2&endpoint=")
    assert one.address.endswith("#top")
    answer = site.test_client().post("/cmi5/" + one.terms["fetch"].split("/cmi5/")[1], headers={"Origin": "https://other.example:8443"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://other.example:8443"
    assert person.name not in page.text.split("<main")[1]


def test_files_open_in_a_sandbox_under_the_secret_of_the_launch_alone(launched: Unit, site: Flask) -> None:
    client, path = site.test_client(), launched.address.split("?")[0]
    answer = client.get(path, buffered=True)
    assert (answer.status_code, answer.mimetype, answer.data[:9]) == (200, "text/html", b"<!doctype")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in policy
    assert "/cmi5/" in policy.split("default-src ")[1].split(" ")[0]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"<!doctype html><script>" in answer.data, "stand-ins for cookies and storage come before any script of the page"
    folder, _slash, name = path.rpartition("/")
    for bad in (
        f"{folder[:-4]}zzzz/{name}",
        f"{folder}/absent.js",
        f"{folder}/../../../horslesmurs.sqlite",
        f"{folder}/%2e%2e/%2e%2e/keys/web",
        folder,
    ):
        assert client.get(bad).status_code == 404, bad
    assert client.post(path).status_code == 404
    part = client.get(f"{folder}/cmi5.xml", headers={"Range": "bytes=0-4"}, buffered=True)
    assert (part.status_code, part.data) == (206, b"<?xml")


def test_a_silent_session_is_abandoned_at_the_next_launch_and_takes_nothing_more(
    launched: Unit, make_person: MakePerson, two_units: Cmi5Module, site: Flask
) -> None:
    person = make_person("pharmacist")
    first = launch(person, two_units).begin()
    first.say("initialized", "completed")
    second = launch(person, two_units, 2)
    assert first.send(first.statement("terminated")).status_code == 401
    assert first.fetch().json["error-code"] == "1"
    rows = told(site, second.terms["registration"])
    (abandoned,) = [one for one in rows if one["verb"]["id"].endswith("abandoned")]
    assert abandoned["result"]["duration"].startswith("PT")
    assert abandoned["object"]["id"] == first.terms["activityId"]
    assert launched.send(launched.statement("completed")).status_code == 200, "another learner's session goes on"


def test_a_session_is_over_after_twelve_hours_and_the_worker_abandons_it_once(
    launched: Unit, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, settings = site_of(site).store, site_of(site).settings
    soon, late = datetime.now(UTC) + timedelta(hours=11), datetime.now(UTC) + timedelta(hours=13)
    assert LaunchWork(store, settings.home_page, lambda: soon).turn() == 0
    assert LaunchWork(store, settings.home_page, lambda: late).turn() >= 1
    assert LaunchWork(store, settings.home_page, lambda: late).turn() == 0
    assert verbs(site, launched.terms["registration"]).count("abandoned") == 1
    assert launched.send(launched.statement("completed")).status_code == 401


def test_an_address_of_no_session_is_not_there(site: Flask) -> None:
    for path in (
        "/cmi5/",
        "/cmi5/x/xapi/statements",
        f"/cmi5/{uuid4()}/xapi/statements",
        f"/cmi5/{uuid4()}/files/a/b",
        "/cmi5/%00/fetch/x",
    ):
        assert site.test_client().get(path).status_code == 404, path
