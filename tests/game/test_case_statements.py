"""Golden pairs of cases: each kind of event becomes exactly this statement, which the profile knows."""

import json
from pathlib import Path
from typing import Any

import pytest

from game import case_statements
from game.core.cases import case_events
from xapi import actor
from xapi.profile.checking import problems

GOLDEN = Path(__file__).parents[1] / "golden" / "cases"
PAIRS = sorted(GOLDEN.glob("*.event.json"))
ABOUT: dict[str, Any] = {
    "id": "3f1d9a52-7c86-4c7e-8f0a-5b1f6f0f2a10",
    "timestamp": "2026-11-29T19:00:00.000Z",
    "actor": actor.account("https://hors-les-murs.example", "7d0f6c1e-3a55-4f5e-9d3c-0c9a3b9f1e22"),
    "registration": "5c2c7a94-2f1e-4a0b-9c55-7c2b8d1f0a33",
    "cohort": "9a4e2d10-6b7c-4e0f-8d21-1f2e3d4c5b66",
    "course": "gps",
    "role": "gp",
    "language": "fr",
}


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def made(path: Path, platform: str = "pages") -> dict[str, Any]:
    return case_statements.statement(case_events.from_json(read(path)), platform=platform, **ABOUT)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name.split(".")[0])
def test_an_event_becomes_its_statement(path: Path) -> None:
    assert made(path) == read(path.with_name(path.name.replace(".event.", ".statement.")))


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name.split(".")[0])
def test_the_profile_knows_every_statement(path: Path) -> None:
    assert problems(made(path)) == []


def test_every_kind_has_a_pair() -> None:
    assert {read(path)["kind"] for path in PAIRS} == set(case_events.KINDS)


def test_the_id_of_an_event_is_the_same_whoever_asks_twice_and_another_for_another_learner() -> None:
    event = case_events.from_json(read(PAIRS[0]))
    ids = {case_statements.statement_id(event, learner=name) for name in ("one", "one", "two")}
    assert len(ids) == 2
