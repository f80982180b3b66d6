"""Access keys: who may call, for whom, until when, how fast; and that a cookie opens nothing."""

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from lrs_cast import EDUCATOR, HOME, LEARNER, MODULE, STRANGER, Caller, make_caller, make_statement

from lrs.errors import KeyExpired, KeyUnknown, TooFast
from lrs.keys import access_keys
from lrs.storage import clock
from lrs.storage.store import Store
from lrs.web.access_control import Guard
from xapi import builders

NAMED = ({"mbox": "mailto:a@b.example"}, LEARNER | {"name": "Ada"}, {"account": {"homePage": HOME, "name": "ada"}})
COHORT = "00000000-0000-4000-8000-00000000000c"


def call(store: Store, id: str, secret: str) -> int:
    return int(Caller(make_caller(store).client, id, secret).get("statements").status_code)


def test_a_key_opens_and_a_wrong_secret_does_not(sqlite_store: Store) -> None:
    right = make_caller(sqlite_store)
    assert right.get("statements").status_code == 200
    wrong = call(sqlite_store, right.id, "wrong")
    assert wrong == 401
    assert call(sqlite_store, "nobody", right.secret) == 401


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic", "Basic !!!", "Basic bm9jb2xvbg=="])
def test_a_broken_authorization_is_refused_and_asked_for(sqlite_store: Store, header: str) -> None:
    caller = make_caller(sqlite_store)
    answer = caller.client.get("/xapi/statements", headers={"X-Experience-API-Version": "2.0.0", "Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_session_cookie_opens_nothing_and_none_is_set(sqlite_store: Store) -> None:
    client = make_caller(sqlite_store).client
    client.set_cookie("session", "anything")
    client.set_cookie("hlm", "anything")
    answer = client.get("/xapi/statements", headers={"X-Experience-API-Version": "2.0.0"})
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_the_secret_is_nowhere_in_the_database(sqlite_store: Store) -> None:
    key, secret = sqlite_store.writer.submit(lambda connection: access_keys.create(connection, label="x"))
    with sqlite_store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM lrs_access_keys").all()
    assert secret not in str(rows)
    assert len(secret) >= 43
    assert key.id in str(rows)


def test_an_expired_or_revoked_key_is_refused(store: Store) -> None:
    now = clock.now()
    made, secret = store.writer.submit(lambda c: access_keys.create(c, label="x", expires=now + timedelta(hours=1), now=now))
    with store.engine.connect() as connection:
        assert access_keys.check(connection, made.id, secret, now=now).id == made.id
        with pytest.raises(KeyExpired):
            access_keys.check(connection, made.id, secret, now=now + timedelta(hours=1))
    store.writer.submit(lambda c: access_keys.revoke(c, made.id))
    with store.engine.connect() as connection, pytest.raises(KeyExpired):
        access_keys.check(connection, made.id, secret, now=now)


def test_a_rotated_secret_opens_for_the_overlap_only(store: Store) -> None:
    now = clock.now()
    made, old = store.writer.submit(lambda c: access_keys.create(c, label="x", now=now))
    new = store.writer.submit(lambda c: access_keys.rotate(c, made.id, overlap=timedelta(hours=1), now=now))
    with store.engine.connect() as connection:
        assert access_keys.check(connection, made.id, new, now=now)
        assert access_keys.check(connection, made.id, old, now=now + timedelta(minutes=59))
        with pytest.raises(KeyUnknown):
            access_keys.check(connection, made.id, old, now=now + timedelta(minutes=61))


def test_last_use_is_noted(sqlite_store: Store) -> None:
    made, _ = sqlite_store.writer.submit(lambda c: access_keys.create(c, label="x"))
    sqlite_store.writer.submit(lambda c: access_keys.note_use(c, [made.id]))
    with sqlite_store.engine.connect() as connection:
        assert access_keys.find(connection, made.id).last_used is not None


@pytest.mark.parametrize("actor", NAMED)
def test_a_pseudonymous_key_refuses_other_identifiers(sqlite_store: Store, actor: dict[str, object]) -> None:
    caller = make_caller(sqlite_store)
    places = (
        {"actor": actor},
        {"object": {"objectType": "Agent", **actor}},
        {"context": {"instructor": actor}},
        {"context": {"team": {"objectType": "Group", "member": [actor]}}},
        {"context": {"contextAgents": [{"objectType": "contextAgent", "agent": actor}]}},
        {"object": {"objectType": "SubStatement", "actor": actor, "verb": {"id": "http://example.com/v"}, "object": {"id": MODULE}}},
    )
    for place in places:
        answer = caller.post("statements", make_statement(**place))
        assert answer.status_code == 403, place
        assert answer.json["problems"][0]["path"].startswith("statement 0, $.")
    assert caller.put("activities/state", {}, activityId=MODULE, agent=actor, stateId="x").status_code == 403
    assert caller.ids() == []


def test_a_key_of_policy_any_takes_them_and_keeps_them_out_of_the_lake(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store, policy="any")
    assert caller.post("statements", make_statement(actor=NAMED[0])).status_code == 200
    with sqlite_store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT foreign_source FROM lrs_statements").scalar() == 1


def test_a_devices_key_writes_for_its_actor_alone(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store, scopes=access_keys.DEVICE, actor=LEARNER)
    assert caller.post("statements", make_statement()).status_code == 200
    assert caller.post("statements", make_statement(actor=STRANGER)).status_code == 403
    assert caller.put("activities/state", {}, activityId=MODULE, agent=LEARNER, stateId="x").status_code == 204
    assert caller.get("activities/state", activityId=MODULE, agent=STRANGER, stateId="x").status_code == 403
    assert caller.get("agents", agent=LEARNER).status_code == 403


def test_a_device_reads_what_it_sent_and_nothing_else(sqlite_store: Store) -> None:
    other = make_caller(sqlite_store)
    (foreign,) = other.post("statements", make_statement(actor=EDUCATOR)).json
    device = make_caller(sqlite_store, scopes=access_keys.DEVICE, actor=LEARNER)
    (own,) = device.post("statements", make_statement()).json
    assert device.ids() == [own]
    assert device.ids(agent=EDUCATOR, related_agents="true") == []
    assert device.get("statements", statementId=foreign).status_code == 404
    assert device.get("statements", statementId=own).status_code == 200


def test_a_key_of_a_cohort_reads_and_writes_that_cohort(store: Store) -> None:
    def inside(cohort: str) -> dict[str, object]:
        return make_statement(context=builders.context(extensions={"cohort": cohort}))

    site = make_caller(store)
    (own,) = site.post("statements", inside(COHORT)).json
    (other,) = site.post("statements", inside("00000000-0000-4000-8000-00000000000d")).json
    caller = make_caller(store, scopes=["statements/read", "statements/write"], cohort=COHORT)
    assert caller.ids() == [own]
    assert caller.get("statements", statementId=other).status_code == 404
    assert caller.post("statements", inside(COHORT)).status_code == 200
    assert caller.post("statements", inside("00000000-0000-4000-8000-00000000000d")).status_code == 403


def test_a_key_of_a_cohort_that_may_everything_sees_no_more_than_its_cohort(store: Store) -> None:
    site = make_caller(store)
    (outside,) = site.post("statements", make_statement()).json
    site.put("activities/state", {"a": 1}, activityId=MODULE, agent=LEARNER, stateId="s")
    caller = make_caller(store, scopes=["all"], cohort=COHORT)
    assert caller.ids() == []
    assert caller.get("statements", statementId=outside).status_code == 404
    assert caller.get("activities/state", activityId=MODULE, agent=LEARNER, stateId="s").status_code == 403
    assert caller.get("agents/profile", agent=LEARNER).status_code == 403
    assert caller.get("agents", agent=LEARNER).status_code == 403


@settings(deadline=None)
@example(rate=1, gaps=[0.0] * 7 + [1.3398242201804038, 1.7759932608416733, 1.3917419572073655, 1.7218760829697466, 1.350131955254458])
@given(rate=some.integers(1, 300), gaps=some.lists(some.floats(0, 30), min_size=1, max_size=400))
def test_a_key_never_gets_more_calls_than_its_rate_and_waits_no_longer_than_told(rate: int, gaps: list[float]) -> None:
    guard, key = Guard(None), _key_of(rate)  # type: ignore[arg-type]
    now, admitted = 1000.0, []
    for gap in gaps:
        now += gap
        wait = _wait_of(guard, key, now)
        assert wait <= 60 / rate + 1
        if wait:
            now += wait
            assert _wait_of(guard, key, now) == 0  # who waits as told is answered
        admitted.append(now)
    for first in range(len(admitted)):
        within = sum(1 for moment in admitted[first:] if moment - admitted[first] <= 60)
        assert within <= 2 * rate + 1  # a full bucket, and what one minute pours in


def _wait_of(guard: Guard, key: access_keys.AccessKey, now: float) -> int:
    """Seconds the key is told to wait; 0 when it may call."""
    try:
        guard._count(key, now)
    except TooFast as error:
        return error.wait
    return 0


def _key_of(rate: int) -> access_keys.AccessKey:
    return access_keys.AccessKey("id", "x", access_keys.ANY, frozenset(["all"]), None, None, rate, "", None, None, None)


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        ("statements/write", {"post statements"}),
        ("statements/read", {"get statements", "get activities"}),
        ("statements/read/mine", {"get statements"}),
        ("state", {"get activities/state"}),
        ("profile", {"get activities/profile"}),
        ("define", {"get activities"}),
    ],
)
def test_each_scope_opens_its_resources_and_no_other(sqlite_store: Store, scope: str, may: set[str]) -> None:
    caller = make_caller(sqlite_store, scopes=[scope])
    asked = {
        "post statements": caller.post("statements", make_statement()),
        "get statements": caller.get("statements"),
        "get activities": caller.get("activities", activityId=MODULE),
        "get activities/state": caller.get("activities/state", activityId=MODULE, agent=LEARNER),
        "get activities/profile": caller.get("activities/profile", activityId=MODULE),
    }
    assert {name for name, answer in asked.items() if answer.status_code != 403} == may


def test_a_rate_is_kept_and_the_wait_is_told(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store, rate=3)
    statuses = [caller.get("statements").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert 1 <= int(caller.get("statements").headers["Retry-After"]) <= 21


def test_who_only_reads_is_answered_when_nothing_can_be_written(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lrs.web.access_control._NOTED_S", 0.0)
    caller = make_caller(sqlite_store)
    sqlite_store.writer.close()
    assert caller.get("statements").status_code == 200
    assert caller.post("statements", make_statement()).status_code == 503


def test_a_key_of_policy_any_that_is_bound_stays_with_its_actor_and_its_cohort(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store, policy="any", actor=LEARNER)
    assert caller.post("statements", make_statement()).status_code == 200
    assert caller.post("statements", make_statement(actor=STRANGER)).status_code == 403
    assert caller.put("activities/state", {}, activityId=MODULE, agent=STRANGER, stateId="x").status_code == 403
    member = make_caller(sqlite_store, policy="any", cohort=COHORT)
    other = builders.context(extensions={"cohort": "00000000-0000-4000-8000-00000000000d"})
    assert member.post("statements", make_statement(context=other)).status_code == 403
    in_result = builders.result(extensions={"cohort": "00000000-0000-4000-8000-00000000000d"})
    assert member.post("statements", make_statement(result=in_result)).status_code == 403
