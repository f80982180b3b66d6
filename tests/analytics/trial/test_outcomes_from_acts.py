"""Outcomes read from what people did: the numbers of the reports, inside the days that count; what does not fit is left out and counted."""

import random
from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types
import pytest

from analytics.measures import paired_scores
from analytics.measures.play import adherence, decisions, episodes
from analytics.storage.rows import SCHEMA
from analytics.trial.extracts import health, learning_events
from analytics.trial.extracts.learning_events import Days, Row

ALWAYS = Days(0.0, 10_000.0)
TYPES = {"string": "string", "float64": "float64", "int64": "int64", "bool": "boolean"}


def row(seq: int, verb: str, **values: Any) -> Row:
    first: dict[str, Any] = {**dict.fromkeys(SCHEMA), "seq": seq, "id": f"{seq}", "stored": float(seq), "at": float(seq), "verb": verb}
    return first | {"subject": "her", "simulated": True, "wrong_clock": False, "unknown": False, "campaign": "azur"} | values


def of(rows: Sequence[Row], rule: Any, key: str = "azur", at: str = "end", days: Days = ALWAYS) -> tuple[float, bool | None] | None:
    return learning_events.value(learning_events.usable(rows, simulated=True), rule, key, at, days)


def choice(seq: int, thing: str, *, safe: bool, harm: str | None = None, play: str = "p1", **values: Any) -> Row:
    return row(seq, "selected", kind="situation", thing=thing, success=safe, harm=harm, play=play, **values)


def dose(seq: int, verb: str, day: int, *, week: int | None = 1, play: str = "p1", response: str | None = None) -> Row:
    return row(seq, verb, game_day=day, week=week, play=play, response=response, success=verb == "took")


def sign(seq: int, verb: str, hour: float, *, episode: str | None = "e", play: str = "p1", **values: Any) -> Row:
    return row(seq, verb, symptom="fever" if verb == "presented" else None, game_hour=hour, episode=episode, play=play, week=1, **values)


def acts_by_chance(subject: str, chance: random.Random, first: int) -> list[Row]:
    """Up to 14 acts of every kind, in any order of clock, over two plays; some without what they need."""
    rows = []
    for seq in range(first, first + chance.randint(1, 14)):
        verb = chance.choice(["selected", "selected", "took", "skipped", "held", "presented", "reported", "ignored", "progressed"])
        values: dict[str, Any] = {"play": chance.choice(["p1", "p2", None]), "registration": "r", "subject": subject}
        if verb == "selected":
            harm = chance.choice([None, "unsafe", "safe"])
            values |= {"kind": "situation", "thing": chance.choice("abc"), "success": chance.choice([True, False, None]), "harm": harm}
        elif verb in ("took", "skipped", "held"):
            values |= {
                "game_day": chance.randint(1, 3),
                "week": chance.choice([1, None]),
                "response": chance.choice(["advice", "fear", None]),
            }
            values["success"] = verb == "took"
        else:
            values |= {"symptom": "fever" if verb == "presented" else None, "game_hour": chance.choice([0.0, 5.0, 30.0, 80.0]), "week": 1}
            values["episode"] = chance.choice(["e", "f", None])
        rows.append(row(seq, verb, at=float(chance.randint(1, 9)), **values))
    return rows


def table_of(rows: Sequence[Row]) -> ibis.expr.types.Table:
    return ibis.memtable([dict(one) for one in rows], schema={name: TYPES[kind] for name, kind in SCHEMA.items()})


def by_learner(table: ibis.expr.types.Table) -> dict[str, dict[str, Any]]:
    return {one["subject"]: one for one in table.to_pyarrow().to_pylist()}


def test_the_numbers_of_four_hundred_people_are_those_of_the_reports() -> None:
    """Oracle: the measures of the reports, on the same rows, in DuckDB."""
    chance = random.Random(20261201)
    people = {f"s{number}": acts_by_chance(f"s{number}", chance, number * 100) for number in range(400)}
    table = table_of([one for rows in people.values() for one in rows])
    safe, covered = by_learner(decisions.safe_share_of_learner(table)), by_learner(adherence.covered_share_of_learner(table))
    first = by_learner(episodes._first(table))
    assert min(len(safe), len(covered), len(first)) > 100
    for subject, rows in people.items():
        expected_safe = (pytest.approx(100 * safe[subject]["value"]), None) if subject in safe else None
        expected_days = (pytest.approx(100 * covered[subject]["value"]), None) if subject in covered else None
        expected_hours = (first[subject]["hours"], first[subject]["reported"]) if subject in first else None
        assert of(rows, "first_safe") == expected_safe, rows
        assert of(rows, "first_covered") == expected_days, rows
        assert of(rows, "first_hours", "fever") == expected_hours, rows


def test_the_first_sitting_of_a_phase_is_that_of_the_gain_report() -> None:
    rows = [
        row(number, "completed", kind="test", thing=f"patients/{phase}", course="patients", phase=phase, scaled=scaled)
        for number, (phase, scaled) in enumerate([("pre", 0.4), ("post", 0.8), ("post", 1.0), ("follow-up", 0.6)], start=1)
    ]
    mine = by_learner(paired_scores.by_learner(table_of(rows)))["her"]
    for at, phase in learning_events.PHASES.items():
        assert of(rows, "test", "patients", at) == (pytest.approx(100 * mine[phase]), None)
    assert of(rows, "test", "carers") is None


def test_the_first_play_counts_and_a_second_one_changes_nothing() -> None:
    first = [choice(1, "a", safe=True), choice(2, "b", safe=False, harm="unsafe"), dose(3, "took", 1), dose(4, "skipped", 2)]
    again = [choice(5, "a", safe=False, play="p2"), choice(6, "b", safe=True, play="p2"), dose(7, "took", 2, play="p2")]
    for rule, number in (("first_safe", 50.0), ("first_unsafe", 1.0), ("first_covered", 50.0)):
        assert of(first, rule) == of(first + again, rule) == (number, None)


def test_an_act_outside_the_days_is_no_outcome_and_is_counted() -> None:
    rows = [choice(5, "a", safe=True), choice(15, "b", safe=True), choice(25, "c", safe=False), choice(16, "a", safe=False, play="p2")]
    acts = learning_events.usable(rows, simulated=True)
    assert learning_events.value(acts, "first_safe", "azur", "end", Days(10.0, 20.0)) == (100.0, None), (
        "situation b alone was first met then"
    )
    assert acts.left_out == {"before_place": 1, "after_days": 1}


FAULTS = [
    ("other_people", {"simulated": None}),
    ("other_people", {"simulated": False}),
    ("wrong_clock", {"wrong_clock": True}),
    ("odd_value", {"thing": None}),
    ("odd_value", {"verb": "took", "game_day": None}),
    ("odd_value", {"verb": "presented", "symptom": "fever", "game_hour": None}),
    ("odd_value", {"verb": "completed", "kind": "test", "scaled": None}),
    ("odd_value", {"verb": "completed", "kind": "test", "scaled": -0.5}),
    ("after_close", {"stored": 2000.0}),
]


@pytest.mark.parametrize(("kind", "change"), FAULTS)
def test_what_cannot_be_believed_is_left_out_with_a_line_of_its_own(kind: str, change: dict[str, Any]) -> None:
    rows = [choice(1, "a", safe=True), {**choice(2, "b", safe=False), **change}]
    acts = learning_events.usable(rows, simulated=True, closed_at=1000.0)
    assert (dict(acts.left_out), learning_events.value(acts, "first_safe", "azur", "end", ALWAYS)) == ({kind: 1}, (100.0, None))
    assert [key for key, _ in health.lines(acts.left_out)] == [kind]
    assert health.words(kind, "fr") != health.words(kind, "en")
