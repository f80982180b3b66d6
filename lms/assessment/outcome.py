"""What a passed final brings: one call to whoever awards, in the transaction of the hand-in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.model import passing
from courses.model.content import Course, Objective
from lms.active_time import measuring, page_times
from lms.assessment.models import FINAL, PASSED, Sitting, SittingItem
from lms.cohorts.models import Registration
from lms.credentials.awarding import AwardRequest, Measure, award


def award_passed(work: Session, sitting: Sitting, items: Sequence[SittingItem], home_page: str, at: datetime | None = None) -> None:
    """Award what a passed final earns, as the course stood when the sitting began, and note the run as finished. Nothing for others.

    at: when it was passed; its end when left out.
    """
    if sitting.phase != FINAL or sitting.verdict != PASSED:
        return
    facts, passed_at = sitting.frozen, at or sitting.ended_at or sitting.started_at
    registration = work.get_one(Registration, sitting.registration_id)
    registration.finished_at = registration.finished_at or passed_at
    course = Course(
        key=sitting.course,
        audience=facts["audience"],
        title=facts["title"],
        summary=facts["summary"],
        version=sitting.course_version,
        credential=facts["credential"],
        modules=tuple(dict.fromkeys(item.module for item in items)),
    )
    minutes, measure = _hours(work, sitting, home_page)
    asked = {item.frozen["item"]["objective"] for item in items}
    objectives = tuple(Objective(key, text) for key, text in facts["objectives"].items() if text and key in asked)
    award(
        work,
        AwardRequest(
            learner_id=sitting.learner_id,
            registration_id=sitting.registration_id,
            sitting_uuid=sitting.uuid,
            course=course,
            objectives=objectives,
            language=sitting.language,
            minutes=minutes,
            measure=measure,
            valid_months=passing.from_json(facts["rule"]).valid_months,
            at=passed_at,
            home_page=home_page,
            is_demo=facts["is_demo"],
        ),
    )


def _hours(work: Session, sitting: Sitting, home_page: str) -> tuple[int, Measure]:
    """Minutes to print, this sitting's answers included, and how they came. A sitting begun before pages had times has the planned ones."""
    times = sitting.frozen.get("page_times")
    if times is None:
        return sitting.frozen["minutes"], "planned"
    work.flush()
    registration = work.get_one(Registration, sitting.registration_id)
    return measuring.of_registration(work, registration, page_times.from_json(times), home_page).minutes, "active"
