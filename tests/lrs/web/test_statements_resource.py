"""PUT, POST and GET on statements, in both versions and on both databases. Each test names the requirement it holds."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from child_environment import is_clock_shifted
from lrs_cast import ITEM, LEARNER, MODULE, Caller, make_statement

from lrs.reading.reader import iter_since
from lrs.storage import clock
from lrs.storage.store import Store


def test_xapi_00143_a_put_is_kept_and_answered_with_no_content(caller: Caller) -> None:
    statement = make_statement()
    assert caller.put("statements", statement, statementId=statement["id"]).status_code == 204
    assert caller.get("statements", statementId=statement["id"]).json["actor"] == LEARNER


def test_xapi_00144_a_put_without_statement_id_is_refused(caller: Caller) -> None:
    assert caller.put("statements", make_statement()).status_code == 400


def test_a_put_whose_id_differs_from_the_address_is_refused(caller: Caller) -> None:
    assert caller.put("statements", make_statement(), statementId=str(uuid4())).status_code == 400


def test_xapi_00146_a_post_gives_the_ids_in_order(caller: Caller) -> None:
    sent = [make_statement() for _ in range(3)]
    answer = caller.post("statements", sent)
    assert answer.status_code == 200
    assert answer.json == [row["id"] for row in sent]


def test_xapi_00026_a_statement_without_id_gets_one(caller: Caller) -> None:
    statement = make_statement()
    del statement["id"]
    (id,) = caller.post("statements", statement).json
    assert caller.get("statements", statementId=id).json["id"] == id


def test_xapi_00142_the_same_id_with_the_same_body_is_one_statement(caller: Caller, store: Store) -> None:
    statement = make_statement()
    assert caller.post("statements", statement).status_code == 200
    assert caller.post("statements", statement).status_code == 200
    assert caller.put("statements", statement, statementId=statement["id"]).status_code == 204
    with store.engine.connect() as connection:
        assert len(list(iter_since(connection, 0, foreign=True))) == 1


def test_xapi_00142_the_same_id_with_another_body_is_a_conflict_and_changes_nothing(caller: Caller) -> None:
    statement = make_statement()
    caller.post("statements", statement)
    other = statement | {"verb": {"id": "http://example.com/verbs/other"}}
    assert caller.post("statements", other).status_code == 409
    assert caller.put("statements", other, statementId=statement["id"]).status_code == 409
    assert caller.get("statements", statementId=statement["id"]).json["verb"]["id"] == statement["verb"]["id"]


def test_xapi_00326_one_bad_statement_keeps_its_whole_batch_out_and_is_named(caller: Caller) -> None:
    rows = [make_statement() for _ in range(50)]
    rows[33]["result"] = {"score": {"scaled": 3}}
    answer = caller.post("statements", rows)
    assert answer.status_code == 400
    assert answer.json["statement"] == 33
    assert answer.json["problems"][0]["path"] == "$.result.score.scaled"
    assert caller.ids() == []


def test_a_batch_with_one_id_twice_is_refused(caller: Caller) -> None:
    statement = make_statement()
    assert caller.post("statements", [statement, statement]).status_code == 400


def test_problems_are_told_in_the_readers_language(caller: Caller) -> None:
    answer = caller.post("statements", make_statement(result={"score": {"scaled": 3}}), headers={"Accept-Language": "fr"})
    assert "va de -1 à 1" in answer.json["message"]


def test_xapi_00153_every_answer_tells_how_far_it_is_consistent(caller: Caller, request: pytest.FixtureRequest) -> None:
    if is_clock_shifted() and "postgresql" in request.node.name:
        pytest.skip("PostgreSQL says today's moment, whatever day this process believes in")
    for ask in (
        lambda: caller.get("statements"),
        lambda: caller.get("statements", statementId="no"),
        lambda: caller.post("statements", b"{"),
    ):
        earlier = clock.text(clock.now() - timedelta(minutes=1))  # PostgreSQL is asked for the moment now and then, not at each request
        through = ask().headers["X-Experience-API-Consistent-Through"]
        assert earlier <= through <= clock.text(clock.now())


def test_what_was_stored_before_consistent_through_is_found(caller: Caller) -> None:
    (id,) = caller.post("statements", make_statement()).json
    stored = caller.get("statements", statementId=id).json["stored"]
    for _ in range(200):  # PostgreSQL is asked for the moment now and then, not at each request
        answer = caller.get("statements")
        if answer.headers["X-Experience-API-Consistent-Through"] >= stored:
            break
        time.sleep(0.01)
    assert answer.headers["X-Experience-API-Consistent-Through"] >= stored
    assert [row["id"] for row in answer.json["statements"]] == [id]


@pytest.mark.parametrize("name", ["agent", "verb", "activity", "since", "limit", "related_agents", "ascending"])
def test_xapi_00151_a_statement_id_goes_with_no_filter(caller: Caller, name: str) -> None:
    assert caller.get("statements", statementId=str(uuid4()), **{name: "x"}).status_code == 400


def test_xapi_00150_xapi_00151_two_ids_are_refused(caller: Caller) -> None:
    id = str(uuid4())
    assert caller.get("statements", statementId=id, voidedStatementId=id).status_code == 400


def test_a_statement_nobody_sent_is_not_found(caller: Caller) -> None:
    assert caller.get("statements", statementId=str(uuid4())).status_code == 404


def test_an_unknown_parameter_is_refused(caller: Caller) -> None:
    assert caller.get("statements", StatementId="x").status_code == 400


def test_xapi_00125_head_answers_as_get_without_a_body(caller: Caller) -> None:
    caller.post("statements", make_statement())
    answer = caller.client.head("/xapi/statements", headers=caller.headers())
    assert answer.status_code == 200
    assert answer.data == b""


def test_xapi_00096_a_context_activity_alone_comes_back_in_a_list(caller: Caller) -> None:
    (id,) = caller.post("statements", make_statement(context={"contextActivities": {"parent": {"id": MODULE}}})).json
    assert caller.get("statements", statementId=id).json["context"]["contextActivities"]["parent"] == [{"id": MODULE}]


def test_with_or_without_a_slash_at_the_end(caller: Caller) -> None:
    assert caller.get("statements/").status_code == 200
    assert caller.get("about/").status_code == 200


def test_only_2_0_tells_when_a_statement_was_last_modified(caller: Caller) -> None:
    (id,) = caller.post("statements", make_statement()).json
    answer = caller.get("statements", statementId=id)
    assert ("Last-Modified" in answer.headers) == (caller.version == "2.0.0")


def test_2_0_keeps_timestamps_in_utc(caller: Caller) -> None:
    (id,) = caller.post("statements", make_statement(timestamp="2026-11-23T20:00:00.000+01:00")).json
    timestamp = caller.get("statements", statementId=id).json["timestamp"]
    assert timestamp.startswith("2026-11-23T19:00:00") == (caller.version == "2.0.0")


def test_xapi_00171_ids_show_only_what_identifies(caller: Caller) -> None:
    caller.post("statements", make_statement())
    (shown,) = caller.get("statements", format="ids").json["statements"]
    assert shown["object"] == {"id": ITEM}
    assert shown["verb"] == {"id": "http://adlnet.gov/expapi/verbs/answered"}


def test_xapi_00172_canonical_gives_one_language_the_reader_wants(caller: Caller) -> None:
    caller.post("statements", make_statement())
    (shown,) = caller.get("statements", headers={"Accept-Language": "en-GB, fr;q=0.5"}, format="canonical").json["statements"]
    assert shown["object"]["definition"]["name"] == {"en": "Fever"}
    assert shown["verb"]["display"] == {"en": "answered"}


def test_xapi_00254_an_activitys_definitions_are_merged(caller: Caller) -> None:
    for words in ({"fr": "Fièvre"}, {"de": "Fieber"}):
        caller.post("statements", make_statement(object={"id": ITEM, "definition": {"name": words}}))
    assert caller.get("activities", activityId=ITEM).json["definition"]["name"] == {"fr": "Fièvre", "de": "Fieber"}


def test_an_activity_nobody_spoke_of_is_shown_bare(caller: Caller) -> None:
    assert caller.get("activities", activityId="http://example.com/x").json == {"objectType": "Activity", "id": "http://example.com/x"}


def test_a_person_has_the_names_foreign_sources_gave(caller: Caller) -> None:
    agent = {"mbox": "mailto:a@example.com"}
    for name in ("Ada", "A. L."):
        caller.post("statements", make_statement(actor=agent | {"name": name}))
    assert caller.get("agents", agent=agent).json == {"objectType": "Person", "name": ["A. L.", "Ada"], "mbox": ["mailto:a@example.com"]}


def test_a_non_json_body_or_another_type_is_refused(caller: Caller) -> None:
    assert caller.post("statements", b"{").status_code == 400
    assert caller.post("statements", make_statement(), headers={"Content-Type": "text/plain"}).status_code == 400
    assert caller.put("statements", [make_statement()], statementId=str(uuid4())).status_code == 400


def test_numbers_and_order_come_back_as_they_were_sent(caller: Caller) -> None:
    (id,) = caller.post("statements", make_statement(result={"score": {"scaled": 0.30, "raw": 1.0, "min": 0, "max": 10}})).json
    assert '"score":{"scaled":0.3,"raw":1.0,"min":0,"max":10}' in caller.get("statements", statementId=id).text
