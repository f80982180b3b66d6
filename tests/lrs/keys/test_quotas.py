"""What the devices of one learner may keep and send: documents, bytes a day, calls a minute."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lrs_cast import LEARNER, MODULE, STRANGER, Caller, make_caller, make_statement

from lrs.cli import lrs
from lrs.keys import access_keys
from lrs.maintenance import erasure
from lrs.storage.store import Limits, Store, open_store

PLACE = {"activityId": MODULE, "agent": LEARNER}
NIGHT = datetime(2026, 11, 28, 23, 59, 0, tzinfo=UTC)


def limited(store: Store, now: datetime = NIGHT, **limits: int) -> Store:
    return Store(store.engine, store.writer, store.home_page, Limits(**limits), now=lambda: now)


def device(store: Store, **wanted: object) -> Caller:
    return make_caller(store, scopes=access_keys.DEVICE, **{"actor": LEARNER, "rate": 0, **wanted})


def test_a_learner_keeps_as_many_documents_as_the_quota_whatever_her_device(store: Store) -> None:
    small = limited(store, documents=3)
    one, two = device(small), device(small)
    for number, caller in enumerate((one, two, one)):
        assert caller.put("activities/state", {}, stateId=str(number), **PLACE).status_code == 204
    answer = two.put("activities/state", {}, stateId="more", **PLACE)
    assert (answer.status_code, answer.json["error"]) == (413, "quota_passed")
    assert "quota documents (3)" in answer.json["message"]
    assert two.post("activities/state", {}, stateId="more", **PLACE).status_code == 413
    assert one.put("activities/state", {"a": 1}, headers={"If-Match": "*"}, stateId="0", **PLACE).status_code == 204
    assert one.delete("activities/state", stateId="1", **PLACE).status_code == 204
    assert two.put("activities/state", {}, stateId="more", **PLACE).status_code == 204
    other = device(small, actor=STRANGER)
    assert other.put("activities/state", {}, stateId="0", activityId=MODULE, agent=STRANGER).status_code == 204
    assert make_caller(small).put("activities/state", {}, stateId="site", **PLACE).status_code == 204


def test_the_bytes_of_documents_are_counted_with_what_is_there_and_what_is_joined(store: Store) -> None:
    small = limited(store, documents_size=1000, document=900)
    caller = device(small)
    assert caller.put("activities/state", {"a": "x" * 600}, stateId="one", **PLACE).status_code == 204
    assert caller.put("activities/state", {"a": "x" * 600}, stateId="two", **PLACE).status_code == 413
    assert caller.post("activities/state", {"b": "x" * 200}, stateId="one", **PLACE).status_code == 204
    assert caller.post("activities/state", {"c": "x" * 200}, stateId="one", **PLACE).json["error"] == "limit_passed"
    assert caller.put("activities/state", {}, headers={"If-Match": "*"}, stateId="one", **PLACE).status_code == 204
    assert caller.put("activities/state", {"a": "x" * 600}, stateId="two", **PLACE).status_code == 204


def test_the_statements_of_a_day_are_counted_for_the_learner_and_wait_for_the_next(store: Store) -> None:
    small = limited(store, day=2500)
    one, two = device(small), device(small)
    statement = make_statement(result={"response": "x" * 1000})
    assert one.post("statements", statement).status_code == 200
    for _ in range(5):
        assert one.post("statements", statement).status_code == 200  # sent again after a lost answer: nothing new is kept
    answer = two.post("statements", make_statement(result={"response": "x" * 1500}))
    assert (answer.status_code, answer.json["error"], answer.headers["Retry-After"]) == (429, "day_quota_passed", "60")
    assert two.post("statements", make_statement()).status_code == 200  # what was refused does not count
    assert device(small, actor=STRANGER).post("statements", make_statement(actor=STRANGER)).status_code == 200
    assert make_caller(small).post("statements", make_statement(result={"response": "x" * 5000})).status_code == 200
    tomorrow = limited(store, NIGHT + timedelta(minutes=2), day=2500)
    assert device(tomorrow).post("statements", make_statement(result={"response": "x" * 1500})).status_code == 200
    with store.engine.connect() as connection:
        days = connection.exec_driver_sql("SELECT day FROM lrs_usage ORDER BY day").scalars().all()
    assert days == ["2026-11-28", "2026-11-29"]  # the stranger's, and the learner's newest
    store.writer.submit(lambda connection: erasure.erase(connection, LEARNER))
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM lrs_usage").scalar() == 1


def test_a_key_bound_to_an_actor_has_a_rate_and_the_learners_devices_share_it(sqlite_store: Store) -> None:
    bound, free = make_caller(sqlite_store, scopes=access_keys.DEVICE, actor=LEARNER), make_caller(sqlite_store)
    with sqlite_store.engine.connect() as connection:
        device_key, other_key = access_keys.find(connection, bound.id), access_keys.find(connection, free.id)
    assert (device_key.rate, other_key.rate) == (access_keys.DEVICE_RATE, 0)
    one, two = device(sqlite_store, rate=3), device(sqlite_store, rate=3)
    two.client = one.client
    assert [caller.get("statements").status_code for caller in (one, two, one, two, one)] == [200, 200, 200, 429, 429]


def run(folder: Path, *words: str) -> Result:
    url = f"sqlite:///{folder / 'lrs.sqlite'}"
    store = open_store(url, home_page="https://hors-les-murs.example/", create=True)
    store.writer.close()
    store.engine.dispose()
    return CliRunner().invoke(lrs, ["--data", str(folder), "--database", url, *words])


@pytest.mark.parametrize("words", [("erase", "not-a-uuid", "--yes"), ("keys", "create", "--label", "x", "--actor", "Nadia")])
def test_a_command_given_a_name_for_a_pseudonym_says_so_without_a_traceback(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(tmp_path, *words)
    assert (result.exit_code, type(result.exception)) == (2, SystemExit)
    assert "is no UUID" in result.output


def test_the_list_of_keys_can_be_read_in_eighty_columns(tmp_path: Path) -> None:
    uuid = str(LEARNER["account"]["name"])
    run(tmp_path, "keys", "create", "--label", "A label of the ward's tablet, second floor", "--actor", uuid, "--days", "90")
    run(tmp_path, "keys", "create", "--label", "Import", *(word for scope in access_keys.SCOPES for word in ("--scope", scope)))
    output = run(tmp_path, "keys").output
    assert max(len(line) for line in output.splitlines()) <= 80
    for word in ("A label of the ward's tablet, second floor", uuid, "120 calls a minute", "no bound", "statements/read/mine", "expires"):
        assert word in output
    id = re.findall(r"^[0-9a-f-]{36}$", output, re.MULTILINE)[0]
    assert run(tmp_path, "keys", "rate", id, "300").exit_code == 0
    assert "300 calls a minute" in run(tmp_path, "keys").output
