"""Simulated learners say what they think of their course, by the form that real ones fill in."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.cohorts import registering
from lms.cohorts.models import COURSE
from lms.demo.simulated_answers import SimulatedLearner
from lms.demo.simulation_target import SimulationTarget
from lms.evidence import satisfaction

GIVE_ONE = 0.7
"""Share of patients and those close to them who answer; professionals of a demo all do."""


def give_opinion(
    work: Session, site: SimulationTarget, learner_id: int, course_key: str, learner: SimulatedLearner, at: datetime, language: str
) -> None:
    """One reply to her run of the course, if she has one. Call it inside the writer."""
    registration, course = registering.find(work, learner_id, COURSE, course_key), site.catalogue.courses.get(course_key)
    if registration is not None and course is not None:
        answers = {key: 2 + int(3 * learner.chance(f"opinion|{key}")) for key in satisfaction.questions_of(course)}
        satisfaction.store_reply(work, registration, course, answers, at, language=language, home_page=site.home_page)
