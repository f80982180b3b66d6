"""Agents, Activities, About, error codes, versions and authentication by requirement: XAPI-00140, 141, 236 to 254, 315 to 335."""

import base64
import re
from typing import Any

from asking import BASE, NONE_MATCH, keep, new_agent, new_iri, new_uuid, said
from lrs_cast import Caller, Json, make_caller

from lrs.storage.store import Limits, Store
from lrs.web.errors import STATUS
from xapi.actor import IDENTIFIERS

IDENTIFIED: dict[str, Any] = {
    "mbox": "mailto:somebody@site.example",
    "mbox_sha1sum": "0123456789abcdef0123456789abcdef01234567",
    "openid": "https://somebody.example/",
    "account": {"homePage": "https://site.example", "name": "x"},
}


def everything(ask: Caller) -> list[tuple[str, Json]]:
    """A good GET on each resource."""
    who, what = new_agent(), new_iri()
    return [
        ("statements", {}),
        ("activities", {"activityId": what}),
        ("agents", {"agent": who}),
        ("activities/state", {"activityId": what, "agent": who}),
        ("activities/profile", {"activityId": what}),
        ("agents/profile", {"agent": who}),
        ("about", {}),
    ]


def test_xapi_00140_xapi_00141_every_resource_is_there(ask: Caller) -> None:
    for path, params in everything(ask):
        assert ask.get(path, **params).status_code == 200
        assert ask.get(f"{path}/", **params).status_code == 200


def test_xapi_00236_xapi_00237_xapi_00245_xapi_00246_xapi_00248_an_agent_is_answered_with_a_person(ask: Caller) -> None:
    for name, value in IDENTIFIED.items():
        keep(ask, actor={"objectType": "Agent", name: value})
        answer = ask.get("agents", agent={"objectType": "Agent", name: value})
        assert answer.status_code == 200
        assert answer.json["objectType"] == "Person"
        assert answer.json[name] == [value]


def test_xapi_00247_an_agent_nobody_spoke_of_is_a_person_too(ask: Caller) -> None:
    who = new_agent()
    assert ask.get("agents", agent=who).json == {"objectType": "Person", "account": [who["account"]]}


def test_xapi_00238_a_persons_names_are_a_list_of_texts(ask: Caller) -> None:
    who = new_agent()
    for name in ("Ada", "A. Lovelace"):
        keep(ask, actor={**who, "name": name})
    assert ask.get("agents", agent=who).json["name"] == ["A. Lovelace", "Ada"]


def test_xapi_00239_xapi_00240_xapi_00241_xapi_00242_xapi_00244_each_identifier_is_a_list_in_its_form(ask: Caller) -> None:
    for name, value in IDENTIFIED.items():
        person = ask.get("agents", agent={name: value}).json
        assert person.keys() & set(IDENTIFIERS) == {name}
        assert isinstance(person[name], list)
        assert all(type(each) is type(value) for each in person[name])
    assert ask.get("agents", agent={"mbox": IDENTIFIED["mbox"]}).json["mbox"][0].startswith("mailto:")


def test_xapi_00243_xapi_00249_an_agent_is_needed_in_its_form(ask: Caller) -> None:
    assert ask.get("agents").status_code == 400
    for value in ("", "nobody", "{}", '{"mbox": 5}', '{"objectType": "Activity", "id": "http://a.example"}', '{"name": "x"}', "[]"):
        assert ask.get("agents", agent=value).status_code == 400


def test_xapi_00250_xapi_00252_xapi_00253_an_activity_is_found_by_its_id(ask: Caller) -> None:
    sent = keep(ask)
    answer = ask.get("activities", activityId=sent["object"]["id"])
    assert answer.status_code == 200
    assert answer.json["id"] == sent["object"]["id"]
    for params in ({}, {"activityId": ""}, {"activityId": "x"}, {"activityid": sent["object"]["id"]}):
        assert ask.get("activities", **params).status_code == 400


def test_xapi_00251_xapi_00254_an_activity_is_shown_with_all_that_was_said_of_it(ask: Caller) -> None:
    iri = new_iri()
    definitions: list[Json] = [
        {"name": {"en": "Fever"}, "type": f"{BASE}/type", "extensions": {f"{BASE}/a": 1}},
        {"name": {"fr": "Fièvre"}, "description": {"fr": "38 °C"}, "extensions": {f"{BASE}/b": 2}},
    ]
    for definition in definitions:
        keep(ask, object={"id": iri, "definition": definition})
    whole = {
        "name": {"en": "Fever", "fr": "Fièvre"},
        "type": f"{BASE}/type",
        "description": {"fr": "38 °C"},
        "extensions": {f"{BASE}/a": 1, f"{BASE}/b": 2},
    }
    assert ask.get("activities", activityId=iri).json == {"objectType": "Activity", "id": iri, "definition": whole}


def test_xapi_00315_xapi_00316_xapi_00317_xapi_00318_xapi_00319_xapi_00320_about_tells_the_versions(ask: Caller) -> None:
    answer = ask.client.get("/xapi/about")
    assert answer.status_code == 200
    versions = answer.json["version"]
    assert all(re.fullmatch(r"0\.9|0\.95|1\.0\.\d+|2\.0\.\d+", version) for version in versions)
    assert ask.version in versions
    assert isinstance(answer.json["extensions"], dict)


def test_xapi_00321_xapi_00331_a_request_without_a_version_we_speak_is_refused_but_about(ask: Caller) -> None:
    for path, params in everything(ask):
        for said_version in (None, "", "0.9", "0.95", "1.1.0", "2.1.0", "3.0.0", "x"):
            headers = {name: value for name, value in ask.headers().items() if name != "X-Experience-API-Version"}
            if said_version is not None:
                headers["X-Experience-API-Version"] = said_version
            texts = {name: value if isinstance(value, str) else str(value).replace("'", '"') for name, value in params.items()}
            status = ask.client.get(f"/xapi/{path}", query_string=texts, headers=headers).status_code
            assert status == (200 if path == "about" and not said_version else 400), (path, said_version)


def test_xapi_00333_the_answer_says_the_latest_patch_of_the_version_spoken(ask: Caller) -> None:
    for path, params in everything(ask):
        assert ask.get(path, **params).headers["X-Experience-API-Version"] == ask.version
    assert ask.post("statements", {}).headers["X-Experience-API-Version"] == ask.version


def test_xapi_00324_xapi_00325_a_parameter_unknown_or_in_another_case_is_refused(ask: Caller) -> None:
    for path, params in everything(ask):
        assert ask.get(path, **params, unknown="1").status_code == 400
        for name in params:
            other = {key: value for key, value in params.items() if key != name} | {name.upper(): params[name]}
            assert ask.get(path, **other).status_code == 400
    for name in ("StatementId", "voidedstatementid", "Verb", "LIMIT", "Since", "related_Agents", "Format"):
        assert ask.get("statements", **{name: "5"}).status_code == 400


def test_xapi_00326_one_bad_statement_keeps_its_whole_batch_out(ask: Caller) -> None:
    good = [said() for _ in range(3)]
    for at in range(4):
        answer = ask.post("statements", [*good[:at], {"actor": {}}, *good[at:]])
        assert (answer.status_code, answer.json["statement"]) == (400, at)
    assert [ask.get("statements", statementId=row["id"]).status_code for row in good] == [404, 404, 404]


def test_xapi_00323_refusals_use_the_codes_of_the_specification_and_http(ask: Caller, store_of: Store) -> None:
    assert set(STATUS.values()) <= {400, 401, 403, 404, 405, 408, 409, 412, 413, 429, 503}
    place = {"activityId": new_iri(), "profileId": "p"}
    sent = keep(ask)
    ask.put("activities/profile", {}, headers=NONE_MATCH, **place)
    answers = {
        400: ask.post("statements", {}),
        404: ask.get("statements", statementId=new_uuid()),
        405: ask.delete("statements"),
        409: ask.post("statements", sent | {"verb": {"id": new_iri()}}),
        412: ask.put("activities/profile", {}, headers=NONE_MATCH, **place),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}


def test_xapi_00327_a_key_without_the_right_is_answered_with_403(ask: Caller, store_of: Store) -> None:
    reader = make_caller(store_of, version=ask.version, scopes=["statements/read"])
    writer = make_caller(store_of, version=ask.version, scopes=["statements/write"])
    assert reader.post("statements", said()).status_code == 403
    assert writer.get("statements").status_code == 403
    assert writer.post("statements", said(actor={"mbox": "mailto:a@b.example"})).status_code == 403


def test_xapi_00328_what_is_too_large_is_answered_with_413(ask: Caller, store_of: Store) -> None:
    small = make_caller(Store(store_of.engine, store_of.writer, store_of.home_page, Limits(body=1000)), version=ask.version, policy="any")
    answer = small.post("statements", said(result={"response": "x" * 1000}))
    assert (answer.status_code, answer.json["error"]) == (413, "limit_passed")


def test_xapi_00329_an_error_of_the_server_is_answered_with_500(ask: Caller, store_of: Store) -> None:
    def broken() -> Any:
        raise RuntimeError("seeded")

    odd = make_caller(Store(store_of.engine, store_of.writer, store_of.home_page, now=broken), version=ask.version)
    answer = odd.get("statements")
    assert (answer.status_code, answer.json["error"]) == (500, "internal")
    assert "seeded" not in answer.text


def test_xapi_00334_xapi_00335_the_key_comes_by_basic_authentication(ask: Caller) -> None:
    assert ask.post("statements", said()).status_code == 200
    wrong = base64.b64encode(f"{ask.id}:wrong".encode()).decode()
    for mark in (f"Basic {wrong}", "", "Basic", f"Bearer {wrong}"):
        for path, params in everything(ask):
            answer = ask.get(path, headers={"Authorization": mark}, **params)
            assert answer.status_code == (200 if path == "about" else 401)
        assert ask.post("statements", said(), headers={"Authorization": mark}).status_code == 401
