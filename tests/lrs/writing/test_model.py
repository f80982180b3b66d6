"""The store held against a dictionary: any order of sends, re-sends, conflicts, bad batches and voidings gives the same answers."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from lrs_cast import EDUCATOR, LEARNER, SITE, STRANGER, make_caller, make_statement
from sqlalchemy import text

from lrs.storage.store import Store
from lrs.storage.tables import metadata

ACTORS = (LEARNER, EDUCATOR, STRANGER)
ONE = some.tuples(some.integers(1, 8), some.sampled_from(range(3)), some.sampled_from(("answered", "completed")))
STEPS = some.lists(
    some.tuples(some.just("batch"), some.lists(ONE, min_size=1, max_size=4))
    | some.tuples(some.just("bad batch"), some.lists(ONE, min_size=1, max_size=3))
    | some.tuples(some.just("void"), some.integers(1, 8)),
    max_size=40,
)


def _id(number: int) -> str:
    return str(UUID(int=number, version=4))


class Model:
    """What a store should hold. kept: id -> (actor, verb); voided: ids that a voiding statement names."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[int, str]] = {}
        self.voided: set[str] = set()

    def batch(self, rows: list[tuple[int, int, str]]) -> int:
        ids = [_id(number) for number, _, _ in rows]
        if len(set(ids)) < len(ids):
            return 400
        if any(self.kept.get(id, row[1:]) != row[1:] for id, row in zip(ids, rows, strict=True)):
            return 409
        self.kept |= {id: row[1:] for id, row in zip(ids, rows, strict=True)}
        return 200

    def found(self, actor: int) -> set[str]:
        return {id for id, (who, _) in self.kept.items() if who == actor and id not in self.voided}


def hold(store: Store, steps: list[tuple[str, Any]]) -> None:
    """Do the steps on an emptied store and on the model, and compare every answer."""
    with store.engine.execution_options(writes=True).begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(text(f"DELETE FROM {table.name}"))
    caller, model = make_caller(store), Model()
    for number, (what, value) in enumerate(steps):
        if what == "void":
            thing = {"objectType": "StatementRef", "id": _id(value)}
            statement = make_statement(id=UUID(int=100 + number, version=4), actor=SITE, verb="voided", object=thing)
            assert caller.post("statements", statement).status_code == 200
            model.voided.add(_id(value))
            continue
        rows = [make_statement(id=UUID(int=n, version=4), actor=ACTORS[who], verb=verb) for n, who, verb in value]
        if what == "bad batch":
            assert caller.post("statements", [*rows, {"actor": 1}]).status_code == 400
        else:
            assert caller.post("statements", rows).status_code == model.batch(value)
    for who, actor in enumerate(ACTORS):
        voiding = {_id(100 + number) for number in range(len(steps))}  # a filter by agent finds them through what they void
        assert set(caller.ids(agent=actor)) - voiding == model.found(who)
    for id in model.kept:
        assert caller.get("statements", statementId=id).status_code == (404 if id in model.voided else 200)


QUICK = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))


EACH_KIND = [
    ("batch", [(1, 0, "answered")]),
    ("batch", [(1, 0, "answered")]),
    ("batch", [(2, 1, "answered"), (1, 0, "completed")]),
    ("batch", [(1, 1, "answered")]),
    ("bad batch", [(3, 0, "answered")]),
    ("batch", [(4, 2, "answered"), (4, 2, "answered")]),
    ("batch", [(5, 2, "answered"), (6, 1, "completed")]),
    ("void", 5),
    ("void", 7),
    ("batch", [(7, 1, "answered")]),
]
"""A re-send, conflicts, bad batches, a voiding before and after what it voids: fifteen drawn lists may hold none of them."""


@QUICK
@given(steps=STEPS)
@example(steps=EACH_KIND)
def test_the_store_answers_as_a_dictionary_would(store: Store, steps: list[tuple[str, Any]]) -> None:
    hold(store, steps)


@pytest.mark.slow
@LONG
@given(steps=STEPS)
def test_the_store_answers_as_a_dictionary_would_over_many_runs(store: Store, steps: list[tuple[str, Any]]) -> None:
    hold(store, steps)
