"""The Statements resource, requirement by requirement: XAPI-00108 to XAPI-00181."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from asking import BASE, described, first, keep, multipart, new_agent, new_iri, new_uuid, one, part, said, void, with_file
from lrs_cast import Caller, Json

FILTERS = ("agent", "verb", "activity", "registration", "related_activities", "related_agents", "since", "until", "limit", "ascending")


def value_of(name: str) -> Any:
    values: Json = {"agent": new_agent(), "verb": new_iri("verbs"), "activity": new_iri(), "registration": new_uuid(), "limit": "5"}
    values |= {"since": "2026-01-01T00:00:00Z", "until": "2026-12-31T00:00:00Z", "ascending": "true"}
    return values.get(name, "true")


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json["statements"]]


def test_xapi_00139_xapi_00159_statements_live_below_the_base(ask: Caller) -> None:
    assert ask.get("statements").status_code == 200
    assert ask.get("Statements").status_code == 404


def test_xapi_00142_a_kept_statement_is_never_changed(ask: Caller) -> None:
    sent = keep(ask)
    row = one(ask, sent["id"])
    assert ask.post("statements", sent).status_code == 200
    assert ask.put("statements", sent, statementId=sent["id"]).status_code == 204
    other = sent | {"verb": {"id": new_iri("verbs")}}
    assert ask.post("statements", other).status_code == 409
    assert ask.put("statements", other, statementId=sent["id"]).status_code == 409
    assert one(ask, sent["id"]) == row


def test_xapi_00143_xapi_00144_xapi_00145_a_put_needs_its_id_and_is_answered_with_204(ask: Caller) -> None:
    sent = said()
    answer = ask.put("statements", sent, statementId=sent["id"])
    assert (answer.status_code, answer.data) == (204, b"")
    for params in ({}, {"statementid": sent["id"]}, {"statementId": ""}, {"statementId": "x"}):
        assert ask.put("statements", said(), **params).status_code == 400


def test_xapi_00146_xapi_00147_a_post_is_answered_with_its_ids_in_order(ask: Caller) -> None:
    sent = [said() for _ in range(3)]
    answer = ask.post("statements", sent)
    assert (answer.status_code, answer.json) == (200, [row["id"] for row in sent])
    assert ask.post("statements", sent[0]).json == [sent[0]["id"]]


def test_xapi_00156_xapi_00158_xapi_00170_one_statement_by_its_id(ask: Caller) -> None:
    sent = keep(ask)
    for params in ({}, {"format": "exact"}, {"attachments": "false"}):
        row = one(ask, sent["id"], **params)
        assert {name: row[name] for name in sent} == sent


def test_xapi_00155_xapi_00157_xapi_00163_a_voided_statement_by_its_id_alone(ask: Caller) -> None:
    sent = keep(ask)
    void(ask, sent["id"])
    assert ask.get("statements", voidedStatementId=sent["id"]).json["id"] == sent["id"]
    assert ask.get("statements", statementId=sent["id"]).status_code == 404
    assert sent["id"] not in ids(ask.get("statements", agent=sent["actor"]))


def test_xapi_00162_who_points_at_a_voided_statement_is_found_by_it(ask: Caller) -> None:
    sent = keep(ask)
    pointing = keep(ask, object={"objectType": "StatementRef", "id": sent["id"]})
    voiding = void(ask, sent["id"])
    assert ids(ask.get("statements", activity=sent["object"]["id"])) == [voiding["id"], pointing["id"]]


@pytest.mark.parametrize(("which", "number"), [("voidedStatementId", "XAPI-00150"), ("statementId", "XAPI-00151")])
def test_an_id_goes_with_attachments_and_format_alone(ask: Caller, which: str, number: str) -> None:
    id = keep(ask)["id"]
    if which == "voidedStatementId":
        void(ask, id)
    for name in FILTERS:
        assert ask.get("statements", **{which: id, name: value_of(name)}).status_code == 400, (number, name)
    assert ask.get("statements", **{which: id, "attachments": "true", "format": "ids"}).status_code == 200
    assert ask.get("statements", statementId=id, voidedStatementId=id).status_code == 400


def test_xapi_00110_xapi_00113_xapi_00154_a_page_is_its_statements_and_more(ask: Caller) -> None:
    keep(ask)
    answer = ask.get("statements")
    assert answer.status_code == 200
    assert answer.json.keys() == {"statements", "more"}
    assert isinstance(answer.json["statements"], list)


def test_xapi_00112_xapi_00149_finding_nothing_is_an_empty_page(ask: Caller) -> None:
    answer = ask.get("statements", activity=new_iri())
    assert (answer.status_code, answer.json) == (200, {"statements": [], "more": ""})


def test_xapi_00108_xapi_00109_xapi_00111_xapi_00114_pages_follow_one_another_to_the_last(ask: Caller) -> None:
    actor = new_agent()
    sent = [keep(ask, actor=actor)["id"] for _ in range(5)]
    page, found = ask.get("statements", agent=actor, limit="2"), []
    while True:
        assert page.json.keys() == {"statements", "more"}
        found.append(ids(page))
        if not page.json["more"]:
            break
        page = ask.client.get(page.json["more"], headers=ask.headers())
    assert page.json["more"] == ""
    assert [len(rows) for rows in found] == [2, 2, 1]
    assert [id for rows in found for id in rows] == sent[::-1]


def by_agent(sent: Json) -> Json:
    return {"agent": sent["actor"]}


def by_verb(sent: Json) -> Json:
    return {"verb": sent["verb"]["id"]}


def by_activity(sent: Json) -> Json:
    return {"activity": sent["object"]["id"]}


def by_registration(sent: Json) -> Json:
    return {"registration": sent["context"]["registration"]}


@pytest.mark.parametrize(
    ("asking", "number"),
    [(by_agent, "XAPI-00181"), (by_verb, "XAPI-00180"), (by_activity, "XAPI-00179"), (by_registration, "XAPI-00178")],
)
def test_xapi_00164_a_filter_finds_what_fits_and_nothing_else(ask: Caller, asking: Callable[[Json], Json], number: str) -> None:
    sent = keep(ask, verb={"id": new_iri("verbs")}, context={"registration": new_uuid()})
    keep(ask, verb={"id": new_iri("verbs")}, context={"registration": new_uuid()})
    assert ids(ask.get("statements", **asking(sent))) == [sent["id"]], number


def test_xapi_00177_related_activities_looks_into_context_and_sub_statement_when_asked(ask: Caller) -> None:
    thing = {"id": new_iri()}
    inner = {"objectType": "SubStatement", "actor": new_agent(), "verb": {"id": f"{BASE}/v"}, "object": thing}
    near = [keep(ask, context={"contextActivities": {key: [thing]}})["id"] for key in ("parent", "grouping", "category", "other")]
    near.append(keep(ask, object=inner)["id"])
    direct = keep(ask, object=thing)["id"]
    assert ids(ask.get("statements", activity=thing["id"])) == [direct]
    assert ids(ask.get("statements", activity=thing["id"], related_activities="false")) == [direct]
    assert ids(ask.get("statements", activity=thing["id"], related_activities="true")) == [direct, *near[::-1]]


def test_xapi_00176_related_agents_looks_into_every_place_when_asked(ask: Caller) -> None:
    who = new_agent()
    inner = {"objectType": "SubStatement", "actor": who, "verb": {"id": f"{BASE}/v"}, "object": {"id": new_iri()}}
    near = [keep(ask, **parts)["id"] for parts in ({"context": {"instructor": who}}, {"object": inner})]
    direct = [keep(ask, **parts)["id"] for parts in ({"actor": who}, {"object": who}, {"actor": {"objectType": "Group", "member": [who]}})]
    assert ids(ask.get("statements", agent=who)) == direct[::-1]
    assert ids(ask.get("statements", agent=who, related_agents="true")) == [*direct[::-1], *near[::-1]]


def test_xapi_00174_xapi_00175_since_and_until_bound_the_stored_time(ask: Caller) -> None:
    actor = new_agent()
    sent = [keep(ask, actor=actor)["id"] for _ in range(3)]
    middle = one(ask, sent[1])["stored"]
    assert ids(ask.get("statements", agent=actor, since=middle)) == [sent[2]]
    assert ids(ask.get("statements", agent=actor, until=middle)) == [sent[1], sent[0]]


def test_xapi_00166_xapi_00173_order_and_number_are_as_asked(ask: Caller) -> None:
    actor = new_agent()
    sent = [keep(ask, actor=actor)["id"] for _ in range(3)]
    assert ids(ask.get("statements", agent=actor, ascending="true", limit="2")) == sent[:2]
    assert ids(ask.get("statements", agent=actor, ascending="false", limit="2")) == sent[:0:-1]
    assert ids(ask.get("statements", agent=actor, limit="0")) == sent[::-1]


def test_xapi_00168_xapi_00169_xapi_00171_xapi_00172_a_format_shows_as_much_as_it_should(ask: Caller) -> None:
    thing = {"id": new_iri(), "definition": {"name": {"en": "Fever", "fr": "Fièvre"}}}
    who = new_agent() | {"name": "Somebody"}
    verb = {"id": f"{BASE}/verbs/did", "display": {"en": "did", "fr": "a fait"}}
    sent = keep(ask, object=thing, actor=who, verb=verb)
    assert one(ask, sent["id"]) == one(ask, sent["id"], format="exact")
    short = one(ask, sent["id"], format="ids")
    assert short["object"] == {"id": thing["id"]}
    assert "name" not in short["actor"]
    for language, words in (("fr", ("Fièvre", "a fait")), ("en-GB, fr;q=0.5", ("Fever", "did"))):
        document = ask.get("statements", headers={"Accept-Language": language}, statementId=sent["id"], format="canonical").json
        assert [*document["object"]["definition"]["name"].values(), *document["verb"]["display"].values()] == list(words)


def test_xapi_00153_xapi_00160_every_get_says_how_far_it_is_consistent(ask: Caller) -> None:
    sent = keep(ask)
    asked: list[Json] = [{}, {"statementId": sent["id"]}, {"statementId": "x"}, {"statementId": new_uuid()}, {"nothing": "1"}]
    asked += [{name: value_of(name)} for name in (*FILTERS, "attachments")] + [{"format": "ids"}]
    for params in asked:
        answer = ask.get("statements", **params)
        through = datetime.fromisoformat(answer.headers["X-Experience-API-Consistent-Through"])
        assert through.tzinfo is not None


def test_xapi_00161_xapi_00167_attachments_come_only_when_asked_for(ask: Caller) -> None:
    content = b"exactly these bytes \x00\xff\r\n\r\n-- \r\n"
    sent = with_file(ask, content)
    for params in ({}, {"attachments": "false"}):
        answer = ask.get("statements", statementId=sent["id"], **params)
        assert answer.content_type.startswith("application/json")
        assert content not in answer.data
    answer = ask.get("statements", statementId=sent["id"], attachments="true")
    assert answer.content_type.startswith("multipart/mixed")
    assert content in answer.data


def test_xapi_00165_every_answer_names_its_type(ask: Caller) -> None:
    sent = keep(ask)
    for params in ({}, {"statementId": sent["id"]}, {"ascending": "true"}, {"attachments": "true"}):
        assert ask.get("statements", **params).headers["Content-Type"]


def test_xapi_00148_xapi_00336_a_request_folded_into_a_post_is_known_to_1_0_3_alone(ask: Caller) -> None:
    sent, headers = keep(ask), ask.headers()

    def fold(method: str, fields: Json, **more: str) -> Any:
        form = {name.replace("_", "-"): value for name, value in headers.items()} | fields
        return ask.client.post("/xapi/statements", query_string={"method": method, **more}, data=form, headers=headers)

    got = fold("GET", {"agent": json.dumps(sent["actor"])})
    put = fold("PUT", {"statementId": (other := new_uuid()), "content": json.dumps(said(id=other)), "Content-Type": "application/json"})
    more = fold("GET", {}, agent=json.dumps(sent["actor"]))
    if ask.version.startswith("1"):
        assert ids(got) == [sent["id"]]
        assert put.status_code == 204
        assert one(ask, other)["id"] == other
    else:
        assert (got.status_code, put.status_code) == (400, 400)
    assert more.status_code == 400


def test_xapi_00125_xapi_00126_head_is_a_get_without_its_body(ask: Caller) -> None:
    sent = keep(ask)
    place = {"activityId": new_iri(), "profileId": "p"}
    ask.put("activities/profile", {"a": 1}, headers={"If-None-Match": "*"}, **place)
    asked: list[tuple[str, Json]] = [("statements", {"statementId": sent["id"]}), ("statements", {"agent": sent["actor"]}), ("about", {})]
    asked += [("statements", {"statementId": "x"}), ("activities", {"activityId": sent["object"]["id"]})]
    asked += [
        ("agents", {"agent": sent["actor"]}),
        ("activities/profile", place),
        ("activities/state", {"activityId": new_iri(), "agent": sent["actor"]}),
    ]
    for path, params in asked:
        texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
        head = ask.client.head(f"/xapi/{path}", query_string=texts, headers=ask.headers())
        response = ask.get(path, **params)
        assert (head.status_code, head.data) == (response.status_code, b"")
        left_out = {"X-Experience-API-Consistent-Through", "Date"}
        assert {k: v for k, v in head.headers.items() if k not in left_out} == {
            k: v for k, v in response.headers.items() if k not in left_out
        }


CONTENT = b"a file"


def broken_parts(number: str) -> tuple[list[bytes], str]:
    """Parts of a request and its Content-Type, each wrong in one way."""
    statement, kind = said(attachments=[described(CONTENT)]), "multipart/mixed; boundary=cut"
    good = [first(statement), part(CONTENT)]
    if number == "XAPI-00127":
        return good, "text/plain"
    if number == "XAPI-00128":
        return [*good, part(b"nobody spoke of this")], kind
    if number == "XAPI-00130":
        return [good[0] + b"\r\n" + good[1]], kind
    if number == "XAPI-00131":
        return good, "multipart/mixed"
    if number == "XAPI-00132":
        return [good[0], part(CONTENT, X_Experience_API_Hash="")], kind
    if number == "XAPI-00133":
        return [good[1], first([statement, said()])], kind
    if number == "XAPI-00134":
        return [first(statement, "text/plain"), good[1]], kind
    return [good[0], part(CONTENT, Content_Transfer_Encoding="7bit")], kind


@pytest.mark.parametrize("number", [f"XAPI-{n:05}" for n in (127, 128, 130, 131, 132, 133, 134, 135)])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_request_with_attachments_that_is_not_in_order_is_refused(ask: Caller, number: str, method: str) -> None:
    parts, kind = broken_parts(number)
    id = json.loads(parts[-1 if number == "XAPI-00133" else 0].partition(b"\r\n\r\n")[2].partition(b"\r\n")[0])
    params = {"statementId": id["id"]} if method == "PUT" and isinstance(id, dict) else {}
    assert multipart(ask, *parts, kind=kind, method=method, **params).status_code == 400


def test_xapi_00129_without_parts_each_attachment_needs_an_address(ask: Caller) -> None:
    assert ask.post("statements", said(attachments=[described(b"x")])).status_code == 400
    assert ask.post("statements", said(attachments=[described(b"x", fileUrl="http://example.com/f")])).status_code == 200
    mixed = [described(b"x", fileUrl="http://example.com/f"), described(b"y")]
    assert ask.post("statements", said(attachments=mixed)).status_code == 400
