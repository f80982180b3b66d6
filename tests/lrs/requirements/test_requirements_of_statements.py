"""What a statement must and may hold, requirement by requirement, asked of the server: XAPI-00001 to XAPI-00124."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from asking import BASE, keep, new_agent, new_iri, new_uuid, one, said, void
from lrs_cast import HOME, Caller, Json
from xapi_cast import AGENT, BREAKS, GROUP, SUB, Break, whole

from xapi.actor import identifier

BROKEN: dict[str, list[Break]] = {}
for _row in BREAKS:
    BROKEN.setdefault(_row.requirement, []).append(_row)


@pytest.mark.parametrize("requirement", BROKEN)
def test_a_statement_that_breaks_it_is_refused_at_its_path_and_not_kept(ask: Caller, requirement: str) -> None:
    for broken in BROKEN[requirement]:
        id = str(uuid4())
        answer = ask.post("statements", broken.apply(whole() | {"id": id}))
        assert answer.status_code == 400, broken
        assert (broken.where, broken.code) in {(row["path"], row["reason"]) for row in answer.json["problems"]}
        assert ask.get("statements", statementId=id).status_code == 404


IDENTIFIED = (
    {"mbox": "mailto:somebody@site.example"},
    {"mbox_sha1sum": "0123456789abcdef0123456789ABCDEF01234567"},
    {"openid": "https://somebody.example/"},
    {"account": {"homePage": "https://site.example", "name": "x"}},
)
EMPTY: tuple[Any, ...] = (None, "", {}, [], 0, False)
KINDS = ("true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric", "other")
COMPONENTS = [{"id": "a", "description": {"en": "x"}}, {"id": "b"}]
LISTS = {"choices": "choice", "scale": "likert", "source": "matching", "target": "matching", "steps": "performance"}


def activity(**definition: Any) -> Json:
    return {"id": new_iri(), "definition": definition}


def result(**parts: Any) -> Json:
    return {"result": parts}


def context(**parts: Any) -> Json:
    return {"context": parts}


TAKEN: dict[str, list[Json]] = {
    "XAPI-00002": [result(score={"raw": 0.1234567}), result(score={"scaled": 0.3333333, "min": -1e30, "max": 1e30})],
    "XAPI-00031": [{"actor": AGENT}, {"actor": GROUP}],
    "XAPI-00034": [{"actor": {"objectType": "Agent", **row}} for row in IDENTIFIED],
    "XAPI-00035": [{"actor": {"objectType": "Group", "member": list(IDENTIFIED)}}],
    "XAPI-00037": [{"actor": {"objectType": "Group", **row}} for row in IDENTIFIED],
    "XAPI-00046": [{"object": thing} for thing in (AGENT, GROUP, SUB, {"objectType": "StatementRef", "id": new_uuid()}, {"id": new_iri()})],
    "XAPI-00049": [{"object": activity(interactionType=kind)} for kind in KINDS],
    "XAPI-00050": [{"object": activity(interactionType="fill-in", correctResponsesPattern=["a", ""])}],
    "XAPI-00055": [{"object": activity(interactionType=kind, **{key: COMPONENTS})} for key, kind in LISTS.items()],
    "XAPI-00065": [{"object": {"objectType": "Group", **row}} for row in IDENTIFIED],
    "XAPI-00077": [result(duration=value) for value in ("PT0S", "P1Y2M3DT4H5M6.75S", "P3W", "PT36H", "P0.5Y")],
    "XAPI-00083": [result(score={"scaled": value}) for value in (-1, 0, 1, 0.5)],
    "XAPI-00091": [context(language=tag) for tag in ("fr", "fr-CA", "zh-Hans-CN", "x-own", "i-klingon", "de-CH-1996")],
    "XAPI-00098": [{"authority": {"objectType": "Group", "member": [new_agent(), new_agent()]}}],
    "XAPI-00119": [part(extensions={f"{BASE}/e": value}) for value in EMPTY for part in (result, context)]
    + [{"object": activity(extensions={f"{BASE}/e": value})} for value in EMPTY]
    + [result(extensions={}), context(extensions={})],
    "XAPI-00123": [{"timestamp": f"2026-11-23T19:04:{value}"} for value in ("13Z", "13.123456+05:30", "13.1Z")],
    "XAPI-00097": [{"stored": "2013-05-18T05:32:34.804Z"}],
    "XAPI-00120": [{"object": {**SUB, "result": {"extensions": {f"{BASE}/e": {"a": [1]}}}}}],
}


@pytest.mark.parametrize("requirement", TAKEN)
def test_what_it_allows_is_taken(ask: Caller, requirement: str) -> None:
    for parts in TAKEN[requirement]:
        sent = said(**parts)
        assert ask.post("statements", sent).status_code == 200, parts
        assert ask.put("statements", {**sent, "id": (other := new_uuid())}, statementId=other).status_code == 204, parts
        kept = one(ask, sent["id"])
        for name in parts.keys() - {"stored", "authority", "timestamp"}:
            assert kept[name] == sent[name]


def test_xapi_00002_numbers_come_back_as_exact_as_they_were_sent(ask: Caller) -> None:
    numbers = {"raw": 3.141592653589793, "min": -1.7976931348623157e308, "max": 16777217}
    assert one(ask, keep(ask, result={"score": numbers})["id"])["result"]["score"] == numbers


def test_xapi_00012_parameters_are_held_to_the_same_formats(ask: Caller) -> None:
    bad = {
        "agent": '{"mbox": "nobody"}',
        "verb": "did",
        "activity": "an activity",
        "registration": "x",
        "since": "soon",
        "until": "2026-02-30T00:00:00Z",
        "limit": "-1",
        "statementId": "x",
        "voidedStatementId": "00000000",
        "ascending": "yes",
        "related_agents": "1",
        "related_activities": "True",
        "attachments": "no",
        "format": "Exact",
    }
    assert {name: ask.get("statements", **{name: value}).status_code for name, value in bad.items()} == dict.fromkeys(bad, 400)


def test_xapi_00014_each_answer_is_well_formed_json(ask: Caller) -> None:
    sent = keep(ask)
    for answer in (ask.get("statements", limit="1"), ask.get("statements", statementId=sent["id"]), ask.get("about"), ask.get("nowhere")):
        assert isinstance(answer.get_json(force=True), dict)


def test_xapi_00015_texts_are_utf_8_both_ways(ask: Caller) -> None:
    words = "Fièvre ≥ 38 °C, 寒气, 🌡"
    sent = keep(ask, result={"response": words})
    answer = ask.get("statements", statementId=sent["id"])
    assert words.encode() in answer.data
    assert ask.post("statements", b'{"id": "\xff"}').status_code == 400


def test_xapi_00016_a_voiding_statement_cannot_be_voided_and_one_without_its_target_is_kept(ask: Caller) -> None:
    target = keep(ask)["id"]
    voiding = void(ask, target)
    again = said(verb=voiding["verb"], object={"objectType": "StatementRef", "id": voiding["id"]})
    assert ask.post("statements", again).status_code == 400
    assert ask.get("statements", statementId=voiding["id"]).status_code == 200
    nobody = void(ask, new_uuid())
    assert ask.get("statements", statementId=nobody["id"]).status_code == 200


def test_xapi_00018_what_a_voiding_statement_targets_is_voided(ask: Caller) -> None:
    target = keep(ask)["id"]
    assert ask.get("statements", voidedStatementId=target).status_code == 404
    void(ask, target)
    assert ask.get("statements", statementId=target).status_code == 404
    assert ask.get("statements", voidedStatementId=target).json["id"] == target


def test_xapi_00021_a_property_given_twice_is_refused_with_its_path(ask: Caller) -> None:
    text = (
        f'{{"id": "{new_uuid()}", "actor": {{"mbox": "mailto:a@b.example", "name": "x", "name": "y"}},'
        f' "verb": {{"id": "{BASE}/v"}}, "object": {{"id": "{BASE}/o"}}}}'
    )
    for body, where in ((text, None), (f"[{text}]", 0)):
        answer = ask.post("statements", body.encode())
        assert answer.status_code == 400
        assert answer.json["problems"] == [{"path": "$.actor.name", "reason": "property_twice", "message": answer.json["message"]}]
        assert answer.json.get("statement") == where


def test_xapi_00023_the_store_says_when_it_stored(ask: Caller) -> None:
    kept = one(ask, keep(ask, stored="2013-05-18T05:32:34.804Z")["id"])
    assert kept["stored"] > "2026"
    assert kept["stored"].endswith("Z")


def test_xapi_00026_a_statement_without_id_gets_one(ask: Caller) -> None:
    sent = said()
    del sent["id"]
    (id,) = ask.post("statements", sent).json
    assert str(UUID(id)) == id
    assert one(ask, id)["actor"] == sent["actor"]


def test_xapi_00096_a_context_activity_alone_comes_back_in_a_list(ask: Caller) -> None:
    alone = {"id": new_iri()}
    groups = dict.fromkeys(("parent", "grouping", "category", "other"), alone)
    for sent in (keep(ask, **context(contextActivities=groups)), keep(ask, object={**SUB, **context(contextActivities=groups)})):
        kept = one(ask, sent["id"])
        whole_context = kept.get("context") or kept["object"]["context"]
        assert [[row["id"] for row in rows] for rows in whole_context["contextActivities"].values()] == [[alone["id"]]] * 4


def test_xapi_00099_the_authority_is_the_caller_whatever_was_sent(ask: Caller) -> None:
    for sent in (keep(ask), keep(ask, authority=new_agent())):
        assert identifier(one(ask, sent["id"])["authority"]) == identifier({"account": {"homePage": HOME, "name": ask.id}})


def test_xapi_00122_milliseconds_are_kept(ask: Caller) -> None:
    kept = one(ask, keep(ask, timestamp="2026-11-23T19:04:13.987Z")["id"])
    assert kept["timestamp"] == "2026-11-23T19:04:13.987Z"
    assert len(kept["stored"].split(".")[1]) >= 4


def test_xapi_00332_the_version_of_a_statement_is_kept(ask: Caller) -> None:
    assert one(ask, keep(ask, version="1.0.1")["id"])["version"] == "1.0.1"
    assert one(ask, keep(ask)["id"])["version"] == ("1.0.0" if ask.version.startswith("1") else "2.0.0")


def test_xapi_00330_a_statement_is_not_changed_for_its_version(ask: Caller) -> None:
    sent = keep(ask, version="1.0.0", result={"extensions": {f"{BASE}/e": 1}})
    assert {name: value for name, value in one(ask, sent["id"]).items() if name in sent} == sent
