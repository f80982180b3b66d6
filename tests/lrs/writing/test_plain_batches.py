"""A batch that only adds rows goes to PostgreSQL as one SQL statement, and keeps the same rows as the transaction it stands for."""

from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lrs_cast import EDUCATOR, HOME, ITEM, LEARNER, MODULE, SITE, STRANGER, Json, make_caller, make_statement
from sqlalchemy import Connection, text

from lrs.keys.quotas import DayQuota
from lrs.storage import clock, database
from lrs.storage.store import Store, open_store
from lrs.storage.tables import metadata
from lrs.web import access_control
from lrs.writing import statement_writer as writing
from lrs.writing.row_extraction import agent_term
from tests.lrs.conftest import emptied

ACTORS = (LEARNER, EDUCATOR, STRANGER)
TEXTS = some.text(max_size=12).map(lambda words: words.encode("utf-8", "replace").decode())
STATEMENTS = some.builds(
    lambda who, verb, item, words, context: make_statement(
        actor=ACTORS[who],
        verb=verb,
        object={"id": f"{ITEM}{item}"},
        result={"response": words},
        **({"context": context} if context else {}),
    ),
    who=some.integers(0, 2),
    verb=some.sampled_from(("answered", "completed")),
    item=some.integers(0, 3),
    words=TEXTS,
    context=some.fixed_dictionaries(
        {},
        optional={
            "registration": some.integers(1, 3).map(lambda number: str(UUID(int=number, version=4))),
            "instructor": some.sampled_from(ACTORS),
            "contextActivities": some.just({"parent": [{"id": MODULE}]}),
        },
    ),
)


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    opened = open_store(emptied(request.getfixturevalue("postgresql")), home_page=HOME)
    yield opened
    opened.writer.close()
    opened.engine.dispose()


def keep(store: Store, rows: list[Json], *, at_once: bool, **how: Any) -> list[str]:
    """Keep statements; at_once: fails when the one SQL statement was not enough."""
    batch = writing.prepare(rows, authority=SITE, **how)

    def whole(connection: Connection) -> list[str]:
        assert not at_once, "the batch went the long way"
        return writing.put_prepared(connection, batch, now=clock.now)

    return store.writer.submit(whole, at_once=(lambda connection: writing.put_at_once(connection, batch)) if at_once else None)


def goes_the_long_way(store: Store, rows: list[Json], **how: Any) -> bool:
    """Whether the one SQL statement leaves the batch, and with it the database, as it was."""
    before = contents(store)
    batch = writing.prepare(rows, authority=SITE, **how)
    marks: list[str] = []
    store.writer.submit(lambda connection: marks.append("long"), at_once=lambda connection: writing.put_at_once(connection, batch))
    return marks == ["long"] and contents(store) == before


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of the store, without the moments, which differ between any two runs."""
    with store.engine.connect() as connection:
        tables = {}
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if column.name != "stored"]
            tables[table.name] = sorted(tuple(row) for row in connection.execute(table.select().with_only_columns(*columns)))
    return tables


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=some.lists(STATEMENTS, min_size=1, max_size=5))
def test_the_rows_are_those_of_the_whole_transaction(store: Store, rows: list[Json]) -> None:
    kept = []
    for at_once in (False, True):
        emptied(store.engine.url.render_as_string(hide_password=False))
        assert keep(store, rows, at_once=at_once) == [row["id"] for row in rows]
        kept.append(contents(store))
    assert kept[0] == kept[1]


def test_moments_of_a_batch_rise_by_a_microsecond_in_the_order_it_was_sent(store: Store) -> None:
    rows = [make_statement(object={"id": ITEM}) for _ in range(20)]
    keep(store, rows, at_once=True)
    with store.engine.connect() as connection:
        kept = connection.execute(text("SELECT id, stored FROM lrs_statements ORDER BY seq")).all()
        # PostgreSQL stamps by its own clock, which is another one where the tests run on a later day.
        at = connection.scalar(text("SELECT clock_timestamp()")) if connection.dialect.name == "postgresql" else clock.now()
    assert [row.id for row in kept] == [row["id"] for row in rows]
    moments = [clock.parse(row.stored) for row in kept]
    assert {later - earlier for earlier, later in pairwise(moments)} == {timedelta(microseconds=1)}
    assert all(clock.text(moment) == row.stored for moment, row in zip(moments, kept, strict=True))
    assert abs(at - moments[0]) < timedelta(minutes=1)


def _simple(**changed: Any) -> Json:
    return make_statement(object={"id": ITEM}, **changed)


REFERENCE = {"objectType": "StatementRef", "id": str(uuid4())}
CASES: dict[str, Callable[[], tuple[list[Json], dict[str, Any]]]] = {
    "a reference": lambda: ([_simple(), _simple() | {"object": REFERENCE}], {}),
    "a definition not yet known": lambda: ([make_statement()], {}),
    "a name": lambda: ([_simple(actor={"mbox": "mailto:a@example.com", "name": "A"})], {"foreign": True}),
    "a quota": lambda: ([_simple()], {"quota": DayQuota(agent_term(LEARNER), 10_000, clock.now())}),
    "an attachment": lambda: ([_simple()], {"attachments": [writing.Attachment("0" * 64, "text/plain", b"a")]}),
}


@pytest.mark.parametrize("what", CASES)
def test_what_writes_more_than_its_own_rows_goes_the_long_way(store: Store, what: str) -> None:
    rows, how = CASES[what]()
    assert goes_the_long_way(store, rows, **how)


def test_an_id_already_kept_goes_the_long_way_with_its_whole_batch(store: Store) -> None:
    first = _simple()
    keep(store, [first], at_once=True)
    assert goes_the_long_way(store, [_simple(), first])


def test_a_statement_that_a_voiding_one_waits_for_goes_the_long_way(store: Store) -> None:
    target = _simple()
    voiding = make_statement(actor=SITE, verb="voided", object={"objectType": "StatementRef", "id": target["id"]})
    keep(store, [voiding], at_once=False)
    assert goes_the_long_way(store, [target])


def test_a_definition_is_learned_once_and_then_the_batch_is_plain(store: Store) -> None:
    caller = make_caller(store)
    for _ in range(2):
        assert caller.post("statements", make_statement()).status_code == 200
    keep(store, [make_statement()], at_once=True)


@pytest.fixture
def round_trips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time a connection of the driver waits for the server."""
    waits: list[int] = []
    wait = psycopg.Connection.wait

    def noted(steps: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        try:
            step = next(steps)
        except StopIteration as end:  # nothing was asked of the server
            return end.value
        waits.append(1)
        while True:
            ready = yield step
            try:
                step = steps.send(ready)
            except StopIteration as end:
                return end.value

    def counted(self: Any, steps: Generator[Any, Any, Any], *arguments: Any, **named: Any) -> Any:
        return wait(self, noted(steps), *arguments, **named)

    monkeypatch.setattr(psycopg.Connection, "wait", counted)
    return waits


def test_a_plain_post_is_one_round_trip_and_a_list_two(store: Store, round_trips: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    caller = make_caller(store)
    monkeypatch.setattr("lrs.web.application.consistent_through", lambda store: "")  # asked at most each 50 ms, whatever the requests
    monkeypatch.setattr(access_control, "_REMEMBERED_S", 3600.0)
    monkeypatch.setattr(database, "IDLE_S", 3600.0)
    for _ in range(2):
        caller.post("statements", make_statement())
        caller.get("statements", agent=LEARNER)
    round_trips.clear()
    assert caller.post("statements", make_statement()).status_code == 200
    assert len(round_trips) == 1
    round_trips.clear()
    assert len(caller.get("statements", agent=LEARNER).json["statements"]) == 3
    assert len(round_trips) == 2
