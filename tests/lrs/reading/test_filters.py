"""Which statements a filter finds, its pages, chains of references and voiding; both versions, both databases."""

from typing import Any
from uuid import uuid4

import pytest
from lrs_cast import EDUCATOR, ITEM, LEARNER, MODULE, SITE, STRANGER, Caller, make_statement

from xapi import builders

GROUP = {"objectType": "Group", "member": [EDUCATOR, STRANGER]}
COURSE = "https://hors-les-murs.example/content/course/patients"


def keep(caller: Caller, **parts: Any) -> str:
    answer = caller.post("statements", make_statement(**parts))
    assert answer.status_code == 200, answer.text
    return str(answer.json[0])


def point(caller: Caller, target: str, **parts: Any) -> str:
    return keep(caller, object={"objectType": "StatementRef", "id": target}, **parts)


def void(caller: Caller, target: str) -> Any:
    return caller.post("statements", builders.void(id=uuid4(), actor=SITE, target=target, timestamp="2026-11-23T20:00:00Z"))


def test_by_agent_finds_actor_object_and_member(caller: Caller) -> None:
    as_actor = keep(caller, actor=EDUCATOR)
    as_object = keep(caller, object=EDUCATOR)
    as_member = keep(caller, actor=GROUP)
    keep(caller, context={"instructor": EDUCATOR})
    assert caller.ids(agent=EDUCATOR) == [as_member, as_object, as_actor]


def test_related_agents_finds_the_instructor_and_the_sub_statement_too(caller: Caller) -> None:
    instructor = keep(caller, context={"instructor": EDUCATOR})
    sub = {"objectType": "SubStatement", "actor": EDUCATOR, "verb": {"id": "http://example.com/v"}, "object": {"id": ITEM}}
    below = keep(caller, object=sub)
    keep(caller)
    assert caller.ids(agent=EDUCATOR, related_agents="true") == [below, instructor]
    assert caller.ids(agent=EDUCATOR) == []


def test_related_agents_finds_the_authority(caller: Caller) -> None:
    kept = keep(caller)
    authority = caller.get("statements", statementId=kept).json["authority"]
    assert caller.ids(agent=authority, related_agents="true") == [kept]


def test_by_activity_finds_the_object_and_related_finds_the_context(caller: Caller) -> None:
    about = keep(caller, object={"id": MODULE})
    inside = keep(caller, context={"contextActivities": {"parent": [{"id": MODULE}]}})
    assert caller.ids(activity=MODULE) == [about]
    assert caller.ids(activity=MODULE, related_activities="true") == [inside, about]


def test_by_verb_registration_and_several_at_once(caller: Caller) -> None:
    registration = str(uuid4())
    one = keep(caller, verb="completed", context={"registration": registration})
    two = keep(caller, context={"registration": registration})
    keep(caller, verb="completed")
    assert caller.ids(registration=registration) == [two, one]
    assert caller.ids(registration=registration, verb="http://adlnet.gov/expapi/verbs/completed") == [one]
    assert caller.ids(registration=registration, agent=LEARNER, activity=ITEM, related_activities="true", related_agents="true") == [
        two,
        one,
    ]


def test_since_and_until_bound_the_stored_time(caller: Caller) -> None:
    ids = [keep(caller) for _ in range(4)]
    stored = [caller.get("statements", statementId=id).json["stored"] for id in ids]
    assert caller.ids(since=stored[1]) == [ids[3], ids[2]]
    assert caller.ids(until=stored[1]) == [ids[1], ids[0]]
    assert caller.ids(since=stored[0], until=stored[2], ascending="true") == [ids[1], ids[2]]
    assert caller.ids(since="2100-01-01T00:00:00Z") == []


@pytest.mark.parametrize("ascending", ["true", "false"])
def test_pages_follow_each_other_and_miss_nothing(caller: Caller, ascending: str) -> None:
    ids = [keep(caller) for _ in range(7)]
    first = caller.get("statements", limit="3", ascending=ascending).json
    assert len(first["statements"]) == 3
    assert first["more"].startswith("/xapi/statements?")
    wanted = ids if ascending == "true" else ids[::-1]
    assert caller.ids(limit="3", ascending=ascending, agent=LEARNER) == wanted


def test_a_statement_that_arrives_between_two_pages_does_not_move_them(caller: Caller) -> None:
    ids = [keep(caller) for _ in range(4)]
    first = caller.get("statements", limit="2").json
    keep(caller)
    second = caller.client.get(first["more"], headers=caller.headers()).json
    assert [row["id"] for row in second["statements"]] == [ids[1], ids[0]]


def test_a_voided_statement_is_found_only_as_voided(caller: Caller) -> None:
    target = keep(caller)
    assert void(caller, target).status_code == 200
    assert caller.get("statements", statementId=target).status_code == 404
    assert caller.get("statements", voidedStatementId=target).json["id"] == target
    assert target not in caller.ids(agent=LEARNER)


def test_what_is_not_voided_is_not_found_as_voided(caller: Caller) -> None:
    assert caller.get("statements", voidedStatementId=keep(caller)).status_code == 404


def test_a_statement_is_voided_even_when_the_voiding_one_came_first(caller: Caller) -> None:
    target = str(uuid4())
    assert void(caller, target).status_code == 200
    keep(caller, id=target)
    assert caller.get("statements", statementId=target).status_code == 404


def test_a_voiding_statement_cannot_be_voided(caller: Caller) -> None:
    (voiding,) = void(caller, keep(caller)).json
    assert void(caller, voiding).status_code == 400
    assert caller.get("statements", statementId=voiding).status_code == 200


def test_xapi_00162_who_points_at_a_voided_statement_is_still_found(caller: Caller) -> None:
    target = keep(caller, verb="completed")
    pointing = point(caller, target, actor=EDUCATOR)
    void(caller, target)
    ids = caller.ids(verb="http://adlnet.gov/expapi/verbs/completed")
    assert pointing in ids
    assert target not in ids


def test_a_chain_is_found_by_what_stands_at_its_end(caller: Caller) -> None:
    end = keep(caller, verb="completed")
    middle = point(caller, end, actor=EDUCATOR)
    top = point(caller, middle, actor=STRANGER)
    assert caller.ids(verb="http://adlnet.gov/expapi/verbs/completed") == [top, middle, end]
    assert caller.ids(agent=LEARNER) == [top, middle, end]


def test_a_chain_holds_in_whichever_order_it_arrives(caller: Caller) -> None:
    end, middle = str(uuid4()), str(uuid4())
    top = point(caller, middle, actor=STRANGER)
    point(caller, end, id=middle, actor=EDUCATOR)
    keep(caller, id=end, verb="completed")
    assert caller.ids(verb="http://adlnet.gov/expapi/verbs/completed") == [end, middle, top]


def test_time_bounds_hold_for_the_pointing_statement_itself(caller: Caller) -> None:
    end = keep(caller, verb="completed")
    stored = caller.get("statements", statementId=end).json["stored"]
    top = point(caller, end, actor=EDUCATOR)
    assert caller.ids(verb="http://adlnet.gov/expapi/verbs/completed", since=stored) == [top]


def test_an_agent_that_is_no_agent_is_refused_with_its_path(caller: Caller) -> None:
    answer = caller.get("statements", agent={"mbox": "someone"})
    assert answer.status_code == 400
    assert answer.json["problems"][0]["path"] == "agent.mbox"
