"""Golden pairs: each kind of event that is told becomes exactly this statement, in both editions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game import statements
from game.core import policies
from game.core.state import events
from game.core.week import Week
from tests.game.core.conftest import PLAY, load
from xapi import actor
from xapi.profile.checking import problems

GOLDEN = Path(__file__).parents[1] / "golden"
PAIRS = sorted(GOLDEN.glob("*.event.json"))
ABOUT: dict[str, Any] = {
    "id": "3f1d9a52-7c86-4c7e-8f0a-5b1f6f0f2a10",
    "timestamp": "2026-11-23T19:00:00.000Z",
    "actor": actor.account("https://hors-les-murs.example", "7d0f6c1e-3a55-4f5e-9d3c-0c9a3b9f1e22"),
    "registration": "5c2c7a94-2f1e-4a0b-9c55-7c2b8d1f0a33",
    "cohort": "9a4e2d10-6b7c-4e0f-8d21-1f2e3d4c5b66",
}


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def made(path: Path, platform: str = "pages") -> dict[str, Any]:
    return statements.statement(events.from_json(read(path)), platform=platform, language="fr", **ABOUT)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name.split(".")[0])
def test_an_event_becomes_its_statement(path: Path) -> None:
    assert made(path) == read(path.with_name(path.name.replace(".event.", ".statement.")))


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name.split(".")[0])
def test_the_two_editions_differ_by_the_platform_alone(path: Path) -> None:
    page, window = made(path), made(path, "window")
    assert (page["context"].pop("platform"), window["context"].pop("platform")) == ("pages", "window")
    assert page == window


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name.split(".")[0])
def test_the_profile_knows_every_statement(path: Path) -> None:
    assert problems(made(path)) == []


def test_every_kind_that_is_told_has_a_pair() -> None:
    kinds = {kind for kind, row in events.KINDS.items() if row in statements._ROWS}
    assert kinds == {read(path)["kind"] for path in PAIRS}


def test_nothing_a_learner_typed_is_told() -> None:
    secret = "Zacharie-Anaximandre"
    character = {"name": secret, "relative": secret, "look": "nadia", "pronoun": "he"}
    week = Week.start(*load(), campaign="azur", week=2, seed=9, play=PLAY, character=character)
    told: list[events.Event] = policies.play(week, policies.average)
    keep: Callable[[events.Event], bool] = statements.is_told
    text = json.dumps([statements.statement(event, platform="pages", language="fr", **ABOUT) for event in told if keep(event)])
    assert secret in json.dumps(week.save())
    assert secret not in text
