"""State, agent profile and activity profile documents, requirement by requirement: XAPI-00182 to XAPI-00235, XAPI-00255 to XAPI-00314.

The three resources ask for the same things under numbers of their own: each test has one row of numbers a resource.
"""

import hashlib
import json
import time
from typing import Any, NamedTuple

import pytest
from asking import NONE_MATCH, keep, new_agent, new_iri, new_uuid
from lrs_cast import Caller, Json


class Resource(NamedTuple):
    """path: below the base; name: the parameter that names a document."""

    path: str
    name: str

    def place(self) -> Json:
        """Parameters of a document that nobody else has."""
        made: Json = {self.name: "document"}
        if self.path != "agents/profile":
            made["activityId"] = new_iri()
        if self.path != "activities/profile":
            made["agent"] = new_agent()
        return made


STATE = Resource("activities/state", "stateId")
AGENT = Resource("agents/profile", "profileId")
ACTIVITY = Resource("activities/profile", "profileId")


def rows(state: str = "", agent: str = "", activity: str = "") -> Any:
    """A test for each resource with its numbers, such as `190` or `189 231`."""
    said = {STATE: state, AGENT: agent, ACTIVITY: activity}
    return pytest.mark.parametrize(
        "resource",
        [
            pytest.param(resource, id="-".join(f"XAPI-{int(n):05}" for n in numbers.split()))
            for resource, numbers in said.items()
            if numbers
        ],
    )


def without(params: Json, name: str) -> Json:
    return {key: value for key, value in params.items() if key != name}


def put(ask: Caller, resource: Resource, place: Json, body: Any = None, **headers: str) -> Any:
    more = {name.replace("_", "-"): value for name, value in headers.items()} or (NONE_MATCH if resource is not STATE else {})
    return ask.put(resource.path, {"a": 1} if body is None else body, headers=more, **place)


@rows(state="190 230", agent="273 282", activity="287 293 311")
def test_a_put_is_taken(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    answer = put(ask, resource, place, b"\x00any bytes\xff", If_None_Match="*", Content_Type="application/octet-stream")
    assert (answer.status_code, answer.data) == (204, b"")
    response = ask.get(resource.path, **place)
    assert (response.status_code, response.data, response.content_type) == (200, b"\x00any bytes\xff", "application/octet-stream")


def test_xapi_00273_a_put_of_a_profile_without_condition_follows_its_version(ask: Caller) -> None:
    for resource in (AGENT, ACTIVITY):
        place = resource.place()
        new = ask.put(resource.path, {"a": 1}, **place)
        assert new.status_code == (400 if ask.version.startswith("1") else 204)
        put(ask, resource, place)
        again = ask.put(resource.path, {"a": 2}, **place)
        assert (again.status_code, again.json["error"]) == (409, "document_conflict")
        assert ask.get(resource.path, **place).json == {"a": 1}


@rows(state="189 231", agent="272 283", activity="286 292 312")
def test_a_post_is_taken(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    answer = ask.post(resource.path, {"a": 1}, **place)
    assert (answer.status_code, answer.data) == (204, b"")


@rows(state="188 192 217", agent="259 269 274", activity="288 290")
def test_a_get_with_its_name_gives_the_document(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    put(ask, resource, place, {"a": [1, {"b": "é"}]})
    answer = ask.get(resource.path, **place)
    assert (answer.status_code, answer.json) == (200, {"a": [1, {"b": "é"}]})
    assert ask.get(resource.path, **{**place, resource.name: "another"}).status_code == 404


@rows(state="187 191 216", agent="271", activity="285 291")
def test_a_delete_takes_the_document_away(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    other = {**place, resource.name: "other"}
    put(ask, resource, place)
    put(ask, resource, other)
    answer = ask.delete(resource.path, **place)
    assert (answer.status_code, answer.data) == (204, b"")
    assert ask.get(resource.path, **place).status_code == 404
    assert ask.get(resource.path, **other).status_code == 200


@rows(state="193", agent="270", activity="289")
def test_a_get_without_name_lists_the_names(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    for name in ("one", "two"):
        put(ask, resource, {**place, resource.name: name})
    put(ask, resource, resource.place())
    answer = ask.get(resource.path, **without(place, resource.name))
    assert (answer.status_code, sorted(answer.json)) == (200, ["one", "two"])


@rows(state="195 221 222", agent="268 275", activity="294 303")
def test_since_lists_only_what_was_stored_after_it(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    put(ask, resource, {**place, resource.name: "old"})
    time.sleep(0.002)  # two documents of one instant could not be told apart
    put(ask, resource, {**place, resource.name: "new"})
    listed = without(place, resource.name)
    first = ask.get(resource.path, **listed, since="2020-01-01T00:00:00Z")
    assert sorted(first.json) == ["new", "old"]
    assert ask.get(resource.path, **listed, since="2999-01-01T00:00:00Z").json == []


@rows(state="204", agent="260", activity="295")
def test_a_since_that_is_no_time_is_refused(ask: Caller, resource: Resource) -> None:
    listed = without(resource.place(), resource.name)
    for value in ("soon", "2026-02-30T00:00:00Z", "1", ""):
        assert ask.get(resource.path, **listed, since=value).status_code == 400


def test_xapi_00194_a_delete_of_state_without_name_takes_all_of_that_place(ask: Caller) -> None:
    place, other = STATE.place(), STATE.place()
    for name in ("one", "two"):
        put(ask, STATE, {**place, "stateId": name})
    put(ask, STATE, other)
    assert ask.delete(STATE.path, **without(place, "stateId")).status_code == 204
    assert ask.get(STATE.path, **without(place, "stateId")).json == []
    assert ask.get(STATE.path, **other).status_code == 200


def refused(ask: Caller, method: str, resource: Resource, params: Json) -> None:
    if method in ("PUT", "POST"):
        send = ask.put if method == "PUT" else ask.post
        answer = send(resource.path, {"a": 1}, headers=NONE_MATCH if method == "PUT" else None, **params)
    else:
        answer = (ask.get if method == "GET" else ask.delete)(resource.path, **params)
    assert answer.status_code == 400, (method, params)
    assert answer.json["message"]


def numbered(**numbers: tuple[Resource, str, str]) -> Any:
    """`n203=(STATE, "PUT", "registration")`: a test by number."""
    return pytest.mark.parametrize(
        ("resource", "method", "name"), [pytest.param(*row, id=f"XAPI-{int(number[1:]):05}") for number, row in numbers.items()]
    )


@numbered(
    n206=(STATE, "PUT", "stateId"),
    n211=(STATE, "POST", "stateId"),
    n207=(STATE, "DELETE", "activityId"),
    n208=(STATE, "GET", "activityId"),
    n209=(STATE, "POST", "activityId"),
    n210=(STATE, "PUT", "activityId"),
    n212=(STATE, "DELETE", "agent"),
    n213=(STATE, "GET", "agent"),
    n214=(STATE, "POST", "agent"),
    n215=(STATE, "PUT", "agent"),
    n261=(AGENT, "GET", "agent"),
    n262=(AGENT, "DELETE", "agent"),
    n263=(AGENT, "POST", "agent"),
    n264=(AGENT, "PUT", "agent"),
    n265=(AGENT, "DELETE", "profileId"),
    n266=(AGENT, "POST", "profileId"),
    n267=(AGENT, "PUT", "profileId"),
    n296=(ACTIVITY, "GET", "activityId"),
    n297=(ACTIVITY, "DELETE", "activityId"),
    n298=(ACTIVITY, "POST", "activityId"),
    n299=(ACTIVITY, "PUT", "activityId"),
    n300=(ACTIVITY, "DELETE", "profileId"),
    n301=(ACTIVITY, "POST", "profileId"),
    n302=(ACTIVITY, "PUT", "profileId"),
)
def test_a_parameter_that_is_missing_is_asked_for(ask: Caller, resource: Resource, method: str, name: str) -> None:
    refused(ask, method, resource, without(resource.place(), name))
    if name != resource.name or method in ("PUT", "POST"):
        refused(ask, method, resource, {**resource.place(), name: ""})


BAD: dict[str, tuple[str, ...]] = {
    "agent": ("nobody", "[]", '{"mbox": "nobody"}', '{"objectType": "Agent"}', '{"account": {"name": "x"}}', "{", "5"),
    "registration": ("x", "00000000-0000-4000-8000-00000000000", "", "null"),
    "since": ("soon",),
}


@numbered(
    n196=(STATE, "DELETE", "agent"),
    n197=(STATE, "GET", "agent"),
    n198=(STATE, "POST", "agent"),
    n199=(STATE, "PUT", "agent"),
    n200=(STATE, "DELETE", "registration"),
    n201=(STATE, "GET", "registration"),
    n202=(STATE, "POST", "registration"),
    n203=(STATE, "PUT", "registration"),
    n205=(STATE, "DELETE", "since"),
    n255=(AGENT, "DELETE", "agent"),
    n256=(AGENT, "POST", "agent"),
    n257=(AGENT, "PUT", "agent"),
    n258=(AGENT, "GET", "agent"),
    n304=(ACTIVITY, "GET", "agent"),
)
def test_a_parameter_of_the_wrong_form_is_refused(ask: Caller, resource: Resource, method: str, name: str) -> None:
    for value in BAD[name]:
        refused(ask, method, resource, {**resource.place(), name: value})


@numbered(n218=(STATE, "PUT", ""), n219=(STATE, "DELETE", ""), n220=(STATE, "GET", ""), n227=(STATE, "POST", ""))
def test_a_registration_keeps_states_apart(ask: Caller, resource: Resource, method: str, name: str) -> None:
    place = resource.place()
    bound = {**place, "registration": new_uuid()}
    send = ask.post if method == "POST" else ask.put
    assert send(resource.path, {"a": "bound"}, **bound).status_code == 204
    assert send(resource.path, {"a": "free"}, **place).status_code == 204
    assert ask.get(resource.path, **bound).json == {"a": "bound"}
    assert ask.delete(resource.path, **bound).status_code == 204
    assert ask.get(resource.path, **bound).status_code == 404
    assert ask.get(resource.path, **place).json == {"a": "free"}


@rows(state="184 234", agent="279", activity="308")
def test_a_post_over_json_joins_name_by_name(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    put(ask, resource, place, {"kept": 1, "changed": "old"})
    assert ask.post(resource.path, {"changed": "new", "more": True}, **place).status_code == 204
    assert ask.get(resource.path, **place).json == {"kept": 1, "changed": "new", "more": True}


@rows(state="183 185 186", agent="279", activity="308")
def test_a_merge_goes_one_level_deep_and_gives_one_document(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    put(ask, resource, place, b'{ "deep": {"a": 1, "b": 2},\n "\\u00e9": [1, 2] }', Content_Type="application/json", If_None_Match="*")
    assert ask.post(resource.path, b'{"deep" :{"c":3}}', **place).status_code == 204
    answer = ask.get(resource.path, **place)
    assert json.loads(answer.data) == {"deep": {"c": 3}, "é": [1, 2]}
    assert answer.headers["ETag"].strip('"') == hashlib.sha1(answer.data, usedforsecurity=False).hexdigest()


@rows(state="233", agent="280", activity="310")
def test_a_post_of_something_new_is_kept_as_it_is(ask: Caller, resource: Resource) -> None:
    place = resource.place()
    assert ask.post(resource.path, b"not json", headers={"Content-Type": "text/plain"}, **place).status_code == 204
    answer = ask.get(resource.path, **place)
    assert (answer.status_code, answer.data) == (200, b"not json")


@rows(state="232", agent="278", activity="309")
def test_a_post_joins_only_what_says_it_is_json(ask: Caller, resource: Resource) -> None:
    plain, made = resource.place(), resource.place()
    put(ask, resource, plain, b'{"a": 1}', Content_Type="text/plain", If_None_Match="*")
    put(ask, resource, made)
    assert ask.post(resource.path, {"b": 2}, **plain).status_code == 400
    assert ask.post(resource.path, b'{"b": 2}', headers={"Content-Type": "text/plain"}, **made).status_code == 400
    assert ask.get(resource.path, **plain).data == b'{"a": 1}'
    assert ask.get(resource.path, **made).json == {"a": 1}


@rows(state="229", agent="281", activity="313")
def test_a_post_joins_objects_only(ask: Caller, resource: Resource) -> None:
    for there, sent in (([1], {"a": 1}), ({"a": 1}, [1]), ({"a": 1}, "x"), (5, {"a": 1})):
        place = resource.place()
        put(ask, resource, place, json.dumps(there).encode(), Content_Type="application/json", If_None_Match="*")
        assert ask.post(resource.path, sent, **place).status_code == 400
        assert ask.get(resource.path, **place).json == there


@rows(state="235", agent="284", activity="314")
def test_broken_json_that_says_it_is_json_is_refused(ask: Caller, resource: Resource) -> None:
    for body in (b"{", b'{"a": }', b"{'a': 1}", b'{"a": 1} x', b'{"a": "\xff"}', b""):
        place = resource.place()
        assert ask.post(resource.path, body, **place).status_code == 400
        assert ask.get(resource.path, **place).status_code == 404


def test_xapi_00182_a_refused_request_changes_nothing(ask: Caller) -> None:
    for resource in (STATE, AGENT, ACTIVITY):
        place = resource.place()
        put(ask, resource, place)
        before = ask.get(resource.path, **place)
        assert ask.post(resource.path, [1], **place).status_code == 400
        assert put(ask, resource, place, {"b": 2}, If_Match='"other"').status_code == 412
        assert ask.delete(resource.path, headers={"If-Match": '"other"'}, **place).status_code == 412
        after = ask.get(resource.path, **place)
        assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])
    sent = keep(ask)
    assert ask.post("statements", [sent | {"result": {"success": True}}]).status_code == 409
    assert "result" not in ask.get("statements", statementId=sent["id"]).json


def test_xapi_00322_entity_tags_keep_two_writers_apart(ask: Caller) -> None:
    for resource in (AGENT, ACTIVITY, STATE):
        place = resource.place()
        assert put(ask, resource, place, If_None_Match="*").status_code == 204
        got = ask.get(resource.path, **place)
        tag = got.headers["ETag"]
        assert tag == f'"{hashlib.sha1(got.data, usedforsecurity=False).hexdigest()}"'
        assert put(ask, resource, place, If_None_Match="*").status_code == 412
        assert put(ask, resource, place, {"a": 2}, If_Match=tag).status_code == 204
        assert put(ask, resource, place, {"a": 3}, If_Match=tag).status_code == 412
        assert put(ask, resource, place, {"a": 3}, If_Match=f'"x", {ask.get(resource.path, **place).headers["ETag"]}').status_code == 204
        assert ask.get(resource.path, **place).json == {"a": 3}
        assert put(ask, resource, resource.place(), If_Match="*").status_code == 412
