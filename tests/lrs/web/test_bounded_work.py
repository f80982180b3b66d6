"""What one request may cost: no body before the key, few parts, flat JSON, a row for each reference. Steps are counted, never time."""

import io
import json
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from asking import first, said
from lrs_cast import LEARNER, STRANGER, Caller, make_caller, make_statement

from lrs.errors import LimitPassed
from lrs.keys import access_keys
from lrs.reading.formats import best, languages_of
from lrs.reading.query import LONGEST_CHAIN
from lrs.storage.store import Store
from lrs.web import versions
from lrs.writing import attachments
from xapi.vocabulary import VERBS


class Filled(io.RawIOBase):
    """A long body that counts the bytes taken from it. start: what it begins with; the rest is the letter A."""

    def __init__(self, start: bytes, size: int) -> None:
        self.start, self.size, self.taken = start, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = min(len(buffer), self.size - self.taken)
        known = self.start[self.taken : self.taken + count]
        buffer[:count] = known + b"A" * (count - len(known))
        self.taken += count
        return count


def ask_with(caller: Caller, body: Filled, kind: str, query: str = "", **headers: str) -> Any:
    marks = {"X-Experience-API-Version": caller.version, "Content-Type": kind, **headers}
    sent = {"wsgi.input": body, "CONTENT_LENGTH": str(body.size)}
    return caller.client.post(f"/xapi/statements{query}", environ_overrides=sent, headers=marks)


@pytest.mark.parametrize("kind", ["application/json", "multipart/mixed; boundary=b", "text/plain"])
@pytest.mark.parametrize("authorization", [{}, {"Authorization": "Basic eDp5"}])
def test_no_byte_of_a_body_is_read_before_the_key(sqlite_store: Store, version: str, kind: str, authorization: dict[str, str]) -> None:
    body = Filled(b"[", 15_000_000)
    answer = ask_with(make_caller(sqlite_store, version=version), body, kind, **authorization)
    assert (answer.status_code, body.taken) == (401, 0)


@pytest.mark.parametrize(
    "start", [b"content=%41", b"Authorization=Basic+eDp5&content=%41", b"&" * 60_000, b"Authorization=" + b"x" * 50_000]
)
def test_of_a_form_without_a_key_only_the_start_is_read(sqlite_store: Store, start: bytes) -> None:
    body = Filled(start, 15_000_000)
    caller = make_caller(sqlite_store, version="1.0.3")
    answer = ask_with(caller, body, "application/x-www-form-urlencoded", "?method=PUT")
    assert answer.status_code == 401
    assert body.taken <= versions.FORM_START


def test_a_form_with_the_key_in_its_header_is_not_read_when_the_key_is_wrong(sqlite_store: Store) -> None:
    body = Filled(b"content=", 15_000_000)
    caller = make_caller(sqlite_store, version="1.0.3")
    answer = ask_with(caller, body, "application/x-www-form-urlencoded", "?method=PUT", Authorization="Basic eDp5")
    assert (answer.status_code, body.taken) == (401, 0)


def test_a_form_with_its_key_in_a_field_is_taken_whole(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store, version="1.0.3")
    statement = make_statement(result={"response": "é" * 100_000})
    form = {"Authorization": caller.headers()["Authorization"], "statementId": statement["id"], "content": json.dumps(statement)}
    marks = {"X-Experience-API-Version": "1.0.3"}
    assert caller.client.post("/xapi/statements?method=PUT", data=form, headers=marks).status_code == 204
    assert caller.get("statements", statementId=statement["id"]).json["result"] == statement["result"]


def test_a_form_of_escapes_is_read_in_as_many_steps_as_it_has_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    real = versions._decode_run
    monkeypatch.setattr(versions, "_decode_run", lambda run: steps.append(1) or real(run))  # type: ignore[func-returns-value]
    assert versions._plain(b"%41" * 1_000_000) == "A" * 1_000_000
    assert len(steps) == 1


def test_eight_hundred_thousand_empty_parts_are_refused_at_once(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    monkeypatch.setattr(attachments, "_part", lambda *given: made.append(1))
    body = b"--b\r\n" * 800_000 + b"--b--"
    caller = make_caller(sqlite_store, scopes=access_keys.DEVICE, actor=LEARNER)
    answer = caller.post("statements", body, headers={"Content-Type": "multipart/mixed; boundary=b"})
    assert (answer.status_code, answer.json["error"], made) == (413, "limit_passed", [])


@pytest.mark.parametrize("head", [b"X: " + b"y" * 20_000, b"\r\n".join(b"X%d: y" % n for n in range(40)), b"y" * 9000])
def test_the_head_of_a_part_is_bounded(head: bytes) -> None:
    with pytest.raises(LimitPassed):
        attachments.split("multipart/mixed; boundary=b", b"--b\r\n" + head + b"\r\n\r\ncontent\r\n--b--")


def test_a_line_that_only_begins_like_the_boundary_is_content() -> None:
    (one,) = attachments.split("multipart/mixed; boundary=b", b"--b\r\nA: 1\r\n\r\nx\r\n--bc\r\n--b--")
    assert one.content == b"x\r\n--bc"


def test_of_many_wanted_languages_the_first_are_looked_at() -> None:
    assert len(languages_of(",".join(f"x{number}" for number in range(2000)))) <= 20
    assert languages_of("fr;q=0.5, en") == ["en", "fr"]


def test_the_best_word_is_found_in_one_pass_over_the_map() -> None:
    class Words(dict[str, str]):
        passes = 0

        def __iter__(self) -> Any:
            self.passes += 1
            return super().__iter__()

    words = Words({f"a{number}": "x" for number in range(100)} | {"fr-CA": "oui"})
    assert best(words, [f"z{number}" for number in range(19)] + ["fr"]) == {"fr-CA": "oui"}
    assert words.passes == 1


@pytest.mark.parametrize("deep", [b"[" * 40_000 + b"]" * 40_000, b'{"a":' * 40_000 + b"1" + b"}" * 40_000])
def test_json_nested_forty_thousand_deep_is_refused_everywhere(sqlite_store: Store, version: str, deep: bytes) -> None:
    caller = make_caller(sqlite_store, version=version)
    assert caller.post("statements", deep).status_code == 400
    place = {"activityId": "https://x.example/a", "agent": LEARNER, "stateId": "s"}
    assert caller.put("activities/state", deep, **place).status_code == 400
    assert caller.post("activities/state", deep, **place).status_code == 400
    assert caller.get("statements", agent=deep[:30_000].decode()).status_code == 400
    whole = json.dumps(make_statement()).encode()
    for member in (b'"result":{"extensions":{"https://x.example/e":%b}}' % deep, b'"context":%b' % deep, b'"odd":%b' % deep):
        assert caller.post("statements", whole[:-1] + b"," + member + b"}").status_code == 400


PLACES = (
    ({"result": {"score": {"raw": "N"}}}, "$.result.score.raw"),
    ({"result": {"score": {"scaled": "N"}}}, "$.result.score.scaled"),
    ({"result": {"extensions": {"https://x.example/e": "N"}}}, "$.result.extensions.https://x.example/e"),
    ({"context": {"extensions": {"https://x.example/e": [{"a": "N"}]}}}, "$.context.extensions.https://x.example/e"),
    (
        {"object": {"id": "https://x.example/a", "definition": {"extensions": {"https://x.example/e": ["N"]}}}},
        "$.object.definition.extensions",
    ),
)


@pytest.mark.parametrize(("changed", "path"), PLACES)
@pytest.mark.parametrize("number", ["9" * 320, "-1" + "0" * 400, "9" * 4000])
def test_a_whole_number_no_double_can_hold_is_refused_with_its_path(
    sqlite_store: Store, version: str, changed: dict[str, Any], path: str, number: str
) -> None:
    caller = make_caller(sqlite_store, version=version)
    answer = caller.post("statements", json.dumps(make_statement(**changed)).replace('"N"', number).encode())
    assert answer.status_code == 400
    assert answer.json["problems"][0]["path"].startswith(path)
    small = json.dumps(make_statement(**changed)).replace('"N"', "1").encode()
    assert caller.post("statements", small).status_code == 200


class Work:
    """Counts what SQLite does: steps of its machine, in hundreds, and rows changed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, caller: Caller, sent: Any) -> tuple[int, int]:
        steps: list[int] = []

        def work(connection: Any) -> int:
            dbapi = connection.connection.dbapi_connection
            dbapi.set_progress_handler(lambda: steps.append(1), 100)
            return int(dbapi.total_changes)

        before = self._store.writer.submit(work)
        assert caller.post("statements", sent).status_code == 200
        after = self._store.writer.submit(lambda connection: connection.connection.dbapi_connection.total_changes)
        return len(steps), after - before


def chain(ids: list[str]) -> list[dict[str, Any]]:
    """Statements that each point at the next one."""
    return [make_statement(id=id, verb="experienced", object={"objectType": "StatementRef", "id": target}) for id, target in pairwise(ids)]


def last_of_a_chain(store: Store, length: int) -> tuple[int, int]:
    """The work of the one statement that joins two halves of a chain, with as many statements waiting for it."""
    caller = make_caller(store, scopes=access_keys.DEVICE, actor=LEARNER, rate=0)
    ids = [str(uuid4()) for _ in range(length + 1)]
    rows = chain(ids)
    middle = length // 2
    waiting = [make_statement(verb="experienced", object={"objectType": "StatementRef", "id": ids[middle]}) for _ in range(length)]
    voiding = [make_statement(verb="voided", actor=STRANGER, object={"objectType": "StatementRef", "id": ids[middle]}) for _ in range(100)]
    other = make_caller(store, scopes=access_keys.DEVICE, actor=STRANGER, rate=0)
    for start in range(0, length, 500):
        caller.post("statements", [row for row in rows[start : start + 500] if row["id"] != ids[middle]])
        caller.post("statements", waiting[start : start + 500])
    other.post("statements", voiding)
    return Work(store).of(caller, rows[middle])


def test_the_statement_that_joins_a_long_chain_costs_no_more_than_another(sqlite_store: Store) -> None:
    short_steps, short_rows = last_of_a_chain(sqlite_store, 500)
    long_steps, long_rows = last_of_a_chain(sqlite_store, 1000)
    assert long_rows == short_rows <= 20
    assert long_steps <= 1.5 * short_steps + 5
    assert long_steps <= 200  # hundreds of steps; a row for each pair of the chain took 250,000 rows here


def test_a_chain_of_two_thousand_takes_one_row_a_statement(sqlite_store: Store) -> None:
    caller = make_caller(sqlite_store, scopes=access_keys.DEVICE, actor=LEARNER, rate=0)
    rows = chain([str(uuid4()) for _ in range(2001)])
    for start in range(0, len(rows), 500):
        assert caller.post("statements", rows[start : start + 500]).status_code == 200
    with sqlite_store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM lrs_references").scalar() == 2000
        size = connection.exec_driver_sql("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").scalar()
    assert size < 2000 * 3000  # bytes: about 1.5 kB a statement with its indexes


def test_a_filter_follows_a_chain_as_far_as_is_documented(caller: Caller) -> None:
    far = make_statement(verb="passed")
    ids = [str(uuid4()) for _ in range(LONGEST_CHAIN + 3)] + [far["id"]]
    caller.post("statements", [far, *chain(ids)])
    found = caller.ids(verb=VERBS["passed"].iri)
    assert set(found) == {far["id"], *ids[-LONGEST_CHAIN - 1 : -1]}


def test_two_statements_that_point_at_each_other_are_found_and_end(caller: Caller) -> None:
    one, two = str(uuid4()), str(uuid4())
    caller.post("statements", chain([one, two, one])[:1])
    caller.post("statements", chain([two, one]))
    assert set(caller.ids(verb=VERBS["experienced"].iri)) == {one, two}
    assert caller.ids(verb=VERBS["passed"].iri) == []


def test_a_multipart_body_is_split_as_before() -> None:
    whole = b"--b\r\n" + first(said()) + b"\r\n--b  \r\nX: 1\r\n\r\n\r\n--b--\r\n"
    one, two = attachments.split('multipart/mixed; boundary="b"', whole)
    assert one.headers == {"content-type": "application/json"}
    assert (two.headers, two.content) == ({"x": "1"}, b"")
