"""The satisfaction form: five sentences, four answers each, one reply a run of a course."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lms.evidence.models import SatisfactionReply

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "objectives": ("Les objectifs annoncés sont atteints.", "The stated objectives are reached."),
    "practice": ("Ce cours me sert dans ma pratique.", "This course helps me in my practice."),
    "sources": ("Les contenus sont clairs et leurs sources visibles.", "The contents are clear and their sources visible."),
    "use": ("Le site est facile à utiliser.", "The site is easy to use."),
    "time": ("La durée annoncée est juste.", "The stated duration is right."),
}
ANSWERS: Mapping[int, tuple[str, str]] = {
    1: ("pas du tout", "not at all"),
    2: ("plutôt non", "rather not"),
    3: ("plutôt oui", "rather yes"),
    4: ("tout à fait", "fully"),
}


def store_reply(work: Session, registration_id: int, answers: Mapping[str, int], now: datetime) -> None:
    """Keep a reply in place of an earlier one. Call it inside the writer."""
    row = work.get(SatisfactionReply, registration_id)
    if row is None:
        work.add(SatisfactionReply(registration_id=registration_id, answers=dict(answers), at=now))
    else:
        row.answers, row.at = dict(answers), now


def means(replies: Sequence[SatisfactionReply]) -> dict[str, float]:
    """The mean answer to each question, to one decimal; only questions that somebody answered."""
    given = {key: [reply.answers[key] for reply in replies if key in reply.answers] for key in QUESTIONS}
    return {key: round(sum(values) / len(values), 1) for key, values in given.items() if values}
