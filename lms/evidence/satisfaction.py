"""What learners think of a course: five sentences, four answers each, one reply a run of a course."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.model.content import Course
from lms import statements
from lms.accounts.models import PROFESSIONAL_ROLES
from lms.cohorts import registering
from lms.cohorts.models import Registration
from lms.evidence.models import SatisfactionReply
from xapi import activities, builders

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "objectives": ("Les objectifs annoncés sont atteints.", "The stated objectives are reached."),
    "practice": ("Ce cours me sert dans ma pratique.", "This course helps me in my practice."),
    "sources": ("Les contenus sont clairs et leurs sources visibles.", "The contents are clear and their sources visible."),
    "use": ("Le site est facile à utiliser.", "The site is easy to use."),
    "time": ("La durée annoncée est juste.", "The stated duration is right."),
}
"""Of professionals; their evidence files give the means."""
QUESTIONS_AT_HOME: Mapping[str, tuple[str, str]] = {
    "clear": ("Les mots sont faciles à comprendre.", "The words are easy to understand."),
    "daily": ("Ce cours me sert dans la vie de tous les jours.", "This course helps me in everyday life."),
    "whom_to_call": ("Je sais mieux quand appeler, et qui.", "I know better when to call, and whom."),
    "use": QUESTIONS["use"],
    "pace": ("Je peux avancer à mon rythme.", "I can go at my own pace."),
}
"""Of patients and those close to them. Written here: no published scale, so that no score is to be compared with one."""
ANSWERS: Mapping[int, tuple[str, str]] = {
    1: ("pas du tout", "not at all"),
    2: ("plutôt non", "rather not"),
    3: ("plutôt oui", "rather yes"),
    4: ("tout à fait", "fully"),
}


def questions_of(course: Course) -> Mapping[str, tuple[str, str]]:
    return QUESTIONS if course.audience in PROFESSIONAL_ROLES else QUESTIONS_AT_HOME


def store_reply(
    work: Session, registration: Registration, course: Course, answers: Mapping[str, int], now: datetime, *, language: str, home_page: str
) -> None:
    """Keep a reply in place of an earlier one, and tell the store, one statement a question. Call it inside the writer."""
    row = work.get(SatisfactionReply, registration.id)
    if row is not None and row.answers == dict(answers):
        return  # a second press
    if row is None:
        work.add(SatisfactionReply(registration_id=registration.id, answers=dict(answers), at=now))
    else:
        row.answers, row.at = dict(answers), now
    speaker = registering.speaker(registration, language, home_page)
    about = [statements.course(course.key, course.title)]
    made = [
        statements.make_statement(
            speaker,
            "rated",
            builders.activity(activities.opinion(course.key, key), "opinion"),
            now,
            result=builders.result(response=str(value)),
            grouping=about,
        )
        for key, value in answers.items()
    ]
    statements.put(work, made, home_page=home_page)


def means(replies: Sequence[SatisfactionReply]) -> dict[str, float]:
    """The mean answer to each question of professionals, to one decimal; only questions that somebody answered."""
    given = {key: [reply.answers[key] for reply in replies if key in reply.answers] for key in QUESTIONS}
    return {key: round(sum(values) / len(values), 1) for key, values in given.items() if values}
