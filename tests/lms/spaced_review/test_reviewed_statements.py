"""What a look at a card tells the store: golden pairs, event to statement; each follows the profile and bears no mark."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from courses.model.content import Course, Item, Option, Verdict
from lms.accounts.models import Learner
from lms.cohorts.models import Registration
from lms.spaced_review import card_rating
from lms.spaced_review.models import CardRating
from xapi import profile

GOLDEN = Path(__file__).parents[2] / "golden" / "practice"
VERDICTS: tuple[tuple[str, Verdict], ...] = (("a", "right"), ("b", "unsafe"))


def statement(event: dict[str, Any]) -> dict[str, Any]:
    """The statement of a look that an event file describes."""
    options = tuple(Option(letter, f"Option {letter}", verdict, "", 1) for letter, verdict in VERDICTS)
    item = Item(
        key="one", module="fever", kind="single", question="Que faites-vous ?", language="fr", version="version-one",
        options=options, objective=event["objective"], is_safety=True,
    )  # fmt: skip
    titles = {"fr": "L’essentiel", "en": "The essentials"}
    course = Course("patient-essentials", "patient", titles, titles, "1.0", "", ("fever",))
    learner = Learner(id=1, uuid=UUID(event["learner"]), role="patient", is_simulated=False)
    registration = Registration(id=1, uuid=UUID(event["registration"]), learner=learner, kind="course", key=course.key, cohort=None)
    look = card_rating.RatingForm(
        card=UUID(int=1), number=event["number"], rating=event["rating"], item=item, items={"fr": item}, titles={"fr": "Fièvre"},
        course=course, home_page="https://hors-les-murs.example", now=datetime.fromisoformat(event["at"]),
    )  # fmt: skip
    line = CardRating(uuid=UUID(event["line"]), rating=event["rating"], rated_on=date.fromisoformat(event["at"][:10]))
    return card_rating.statement_of(registration, look, line, event["elapsed_days"])


@pytest.mark.parametrize("name", ["reviewed-first", "reviewed-again"])
def test_a_look_makes_the_statement_beside_it(name: str) -> None:
    event = json.loads((GOLDEN / f"{name}.event.json").read_text("utf-8"))
    document = json.loads((GOLDEN / f"{name}.statement.json").read_text("utf-8"))
    made = json.loads(json.dumps(statement(event)))
    assert made == document
    assert "result" not in made, "what she said of her own memory is no mark"
    profile.check(made)
