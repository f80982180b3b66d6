"""What a sitting tells the store: golden pairs, event to statement; each follows the profile and names no question."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from courses.model import passing
from courses.model.content import Item, Option, Verdict
from courses.model.passing import Draw, PassingRule
from lms.accounts.models import Learner
from lms.assessment import ending, sitting_statements
from lms.assessment.frozen_items import freeze
from lms.assessment.models import Sitting, SittingItem
from lms.cohorts.models import Registration
from lms.statements import GATHERED
from xapi import profile

GOLDEN = Path(__file__).parents[2] / "golden" / "sittings"
EVENTS = ("test-begun", "test-passed", "test-failed", "test-completed", "test-reviewed")
HOME = "https://hors-les-murs.example"


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


VERDICTS: tuple[tuple[str, Verdict], ...] = (("a", "right"), ("b", "unsafe"), ("c", "other"))


def item(key: str, *, is_safety: bool) -> Item:
    options = tuple(Option(letter, f"Option {letter}", verdict, "", 1) for letter, verdict in VERDICTS)
    return Item(
        key=key, module="interactions", kind="single", question=f"Question {key} ?", language="fr", version=f"version-{key}", form="final",
        options=options, objective="K15", is_safety=is_safety,
    )  # fmt: skip


def sitting_of(event: dict[str, Any]) -> tuple[Sitting, list[SittingItem], Registration]:
    """The rows that an event file describes."""
    learner = Learner(id=1, uuid=UUID(event["learner"]), role="pharmacist", is_simulated=False)
    registration = Registration(id=1, uuid=UUID(event["registration"]), learner=learner, kind="course", key="pharmacists", cohort=None)
    rule = PassingRule(80, True, 3, (1, 7), 36, (Draw("K15", 2),))
    frozen = {"title": {"fr": "Pharmaciens", "en": "Pharmacists"}, "rule": passing.as_json(rule), "objectives": {}}
    row = Sitting(
        id=1,
        uuid=UUID(event["sitting"]),
        learner_id=1,
        registration_id=1,
        course="pharmacists",
        course_version="1.0",
        phase=event["phase"],
        form=event["form"],
        attempt=1,
        seed="1",
        language="fr",
        frozen=frozen,
        started_at=at(event["started_at"]),
        ended_at=at(event.get("ended_at")),
        reviewed_at=at(event.get("reviewed_at")),
    )
    items = [
        SittingItem(
            position=place,
            module="interactions",
            item=key,
            item_version=f"version-{key}",
            frozen=freeze(item(key, is_safety=place == 1), "1"),
            response=response,
            active_seconds=12.5,
            answered_at=at(event["started_at"]),
            is_accepted=place in event.get("accepted", []),
        )
        for place, (key, response) in enumerate(zip(("one", "two"), event["responses"], strict=True), 1)
    ]
    return row, items, registration


def statements_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    row, items, registration = sitting_of(event)
    made: list[dict[str, Any]] = []
    work = Session(info={GATHERED: made})
    if "ended_at" not in event:
        sitting_statements.tell_started(work, row, registration, HOME)
        return made
    ending.mark_items(items)
    ending.judge(row, items)
    if "reviewed_at" in event:
        sitting_statements.tell_reviewed(work, row, registration, HOME)
    else:
        sitting_statements.tell_ended(work, row, items, registration, HOME)
    return made


@pytest.mark.parametrize("name", EVENTS)
def test_each_event_makes_the_statements_beside_it(name: str) -> None:
    event = json.loads((GOLDEN / f"{name}.event.json").read_text("utf-8"))
    document = json.loads((GOLDEN / f"{name}.statements.json").read_text("utf-8"))
    made = json.loads(json.dumps(statements_of(event)))
    assert made == document
    for statement in made:
        profile.check(statement)
        text = json.dumps(statement)
        assert "Question" not in text
        assert "Option" not in text
        assert "correctResponsesPattern" not in text


def test_the_same_event_always_has_the_same_id() -> None:
    """Told twice, as after a restart, it is one statement of the store."""
    event = json.loads((GOLDEN / "test-passed.event.json").read_text("utf-8"))
    assert [one["id"] for one in statements_of(event)] == [one["id"] for one in statements_of(event)]
