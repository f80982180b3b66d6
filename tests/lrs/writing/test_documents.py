"""State, activity profile and agent profile documents: kinds, merge, ETags; both versions, both databases."""

from typing import Any

import pytest
from lrs_cast import EDUCATOR, ITEM, LEARNER, Caller

PLACES: dict[str, dict[str, Any]] = {
    "activities/state": {"activityId": ITEM, "agent": LEARNER, "stateId": "bookmark"},
    "activities/profile": {"activityId": ITEM, "profileId": "notes"},
    "agents/profile": {"agent": LEARNER, "profileId": "wishes"},
}
NEW = {"If-None-Match": "*"}


@pytest.fixture(params=sorted(PLACES))
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_document_of_any_type_comes_back_byte_for_byte(caller: Caller, place: str) -> None:
    content = b"\x00\xff not json"
    kind = {"Content-Type": "application/octet-stream"}
    assert caller.put(place, content, headers=NEW | kind, **PLACES[place]).status_code == 204
    answer = caller.get(place, **PLACES[place])
    assert answer.data == content
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_post_joins_json_name_by_name_one_level_deep(caller: Caller, place: str) -> None:
    caller.post(place, {"a": {"x": 1}, "b": 1}, **PLACES[place])
    assert caller.post(place, {"a": {"y": 2}, "c": 3}, **PLACES[place]).status_code == 204
    assert caller.get(place, **PLACES[place]).json == {"a": {"y": 2}, "b": 1, "c": 3}


def test_a_post_over_something_that_is_no_json_object_is_refused(caller: Caller, place: str) -> None:
    caller.put(place, b"words", headers=NEW | {"Content-Type": "text/plain"}, **PLACES[place])
    assert caller.post(place, {"a": 1}, **PLACES[place]).status_code == 400
    assert caller.get(place, **PLACES[place]).data == b"words"


def test_broken_json_is_refused(caller: Caller, place: str) -> None:
    assert caller.post(place, b"{", **PLACES[place]).status_code == 400
    assert caller.get(place, **PLACES[place]).status_code == 404


def test_a_stale_writer_is_told(caller: Caller, place: str) -> None:
    caller.put(place, {"a": 1}, headers=NEW, **PLACES[place])
    etag = caller.get(place, **PLACES[place]).headers["ETag"]
    assert etag[0] == etag[-1] == '"'
    assert caller.put(place, {"a": 2}, headers={"If-Match": etag}, **PLACES[place]).status_code == 204
    assert caller.put(place, {"a": 3}, headers={"If-Match": etag}, **PLACES[place]).status_code == 412
    assert caller.delete(place, headers={"If-Match": etag}, **PLACES[place]).status_code == 412
    assert caller.get(place, **PLACES[place]).json == {"a": 2}


def test_what_is_there_is_not_made_twice(caller: Caller, place: str) -> None:
    caller.put(place, {"a": 1}, headers=NEW, **PLACES[place])
    assert caller.put(place, {"a": 2}, headers=NEW, **PLACES[place]).status_code == 412


def test_a_put_over_a_document_must_say_which_it_replaces(caller: Caller, place: str) -> None:
    caller.put(place, {"a": 1}, headers=NEW, **PLACES[place])
    may = caller.version == "1.0.3" and place == "activities/state"
    answer = caller.put(place, {"a": 2}, **PLACES[place])
    assert answer.status_code == (204 if may else 409)


def test_the_names_of_documents_are_listed_and_since_bounds_them(caller: Caller, place: str) -> None:
    name = next(key for key in ("stateId", "profileId") if key in PLACES[place])
    where = {key: value for key, value in PLACES[place].items() if key != name}
    caller.put(place, {"a": 1}, headers=NEW, **PLACES[place])
    caller.put(place, {"a": 1}, headers=NEW, **where, **{name: "second"})
    assert caller.get(place, **where).json == [PLACES[place][name], "second"]
    assert caller.get(place, **where, since="2100-01-01T00:00:00Z").json == []


def test_a_document_taken_away_is_gone(caller: Caller, place: str) -> None:
    caller.put(place, {"a": 1}, headers=NEW, **PLACES[place])
    assert caller.delete(place, **PLACES[place]).status_code == 204
    assert caller.get(place, **PLACES[place]).status_code == 404


def test_state_is_kept_apart_by_agent_and_registration_and_taken_away_together(caller: Caller) -> None:
    place, mine = "activities/state", PLACES["activities/state"]
    run = {"registration": "00000000-0000-4000-8000-000000000001"}
    for more, value in (({}, 1), (run, 2), ({"agent": EDUCATOR}, 3)):
        caller.put(place, {"a": value}, headers=NEW, **(mine | more))
    assert caller.get(place, **(mine | run)).json == {"a": 2}
    assert caller.get(place, **mine).json == {"a": 1}
    assert caller.delete(place, activityId=ITEM, agent=LEARNER).status_code == 204
    assert caller.get(place, activityId=ITEM, agent=LEARNER).json == []
    assert caller.get(place, **(mine | {"agent": EDUCATOR})).json == {"a": 3}


@pytest.mark.parametrize(("name", "value"), [("agent", "nobody"), ("activityId", "no iri"), ("registration", "no uuid"), ("since", "soon")])
def test_a_broken_parameter_is_refused(caller: Caller, name: str, value: str) -> None:
    where = {"activityId": ITEM, "agent": LEARNER} | {name: value}
    assert caller.get("activities/state", **where).status_code == 400
