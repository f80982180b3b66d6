"""What an assignment tells the store: golden pairs, event to statement; each follows the profile."""

import json
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from courses.model.content import Course
from lms.accounts.models import Learner
from lms.cohorts.assigning import assigned_statement
from lms.cohorts.models import COURSE, Assignment, Registration
from xapi.profile.checking import problems

GOLDEN = Path(__file__).parents[2] / "golden" / "people"
COURSE_THEN = Course("pharmacists", "pharmacist", {"fr": "Pharmaciens", "en": "Pharmacists"}, {}, "1.0", "attestation", ())


@pytest.mark.parametrize("kind", ["assigned-course", "assigned-campaign"])
def test_an_assignment_tells_its_day_and_its_run(kind: str) -> None:
    event = json.loads((GOLDEN / f"{kind}.event.json").read_text(encoding="utf-8"))
    document = json.loads((GOLDEN / f"{kind}.statement.json").read_text(encoding="utf-8"))
    learner = Learner(id=1, uuid=UUID(event["learner"]), role=event["role"], is_simulated=False)
    registration = Registration(uuid=UUID(event["registration"]), learner=learner, kind=event["kind"], key=event["key"], cohort=None)
    row = Assignment(kind=event["kind"], key=event["key"], due_on=date.fromisoformat(event["due"]))
    course = COURSE_THEN if event["kind"] == COURSE else None
    made = assigned_statement(
        row, registration, course, event["language"], "https://hors-les-murs.example", datetime.fromisoformat(event["at"])
    )
    assert UUID(made.pop("id")).version == 4
    assert made == document
    assert problems({"id": "7f6c1d9a-0d0b-4a55-9d52-2f3f4b1f8a09", **made}) == []
