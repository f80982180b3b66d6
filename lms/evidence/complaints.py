"""Complaints of a course: what they may be about, sending one, answering one."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.cohorts.models import Registration
from lms.errors import NotFound
from lms.evidence.models import Complaint

SUBJECTS: Mapping[str, tuple[str, str]] = {
    "content": ("un contenu faux ou dépassé", "a content that is wrong or out of date"),
    "technical": ("une panne ou une page qui ne marche pas", "a fault, or a page that does not work"),
    "access": ("une page que je ne peux pas utiliser (handicap)", "a page that I cannot use (disability)"),
    "result": ("un résultat ou une attestation", "a result or an attestation"),
    "hours": ("le temps compté", "the time that was counted"),
    "help": ("une aide restée sans réponse", "help that did not answer"),
    "data": ("mes données", "my data"),
    "other": ("autre chose", "something else"),
}
LONGEST_ANSWER = 500
MOST_OPEN = 5
"""Complaints of one run that wait for an answer; more of them would bury the first."""


def of_run(reader: Session, registration_id: int) -> list[Complaint]:
    """The newest first."""
    own = select(Complaint).where(Complaint.registration_id == registration_id)
    return list(reader.scalars(own.order_by(Complaint.created_at.desc(), Complaint.id.desc())))


def send(work: Session, registration_id: int, subject: str, now: datetime) -> bool:
    """Keep a complaint; False when five wait already, or the same one does. Call it inside the writer."""
    waiting = [one for one in of_run(work, registration_id) if one.answered_at is None]
    if len(waiting) >= MOST_OPEN or any(one.subject == subject for one in waiting):
        return False
    work.add(Complaint(registration_id=registration_id, subject=subject, created_at=now))
    return True


def answer(work: Session, uuid: UUID, course: str, words: str, by: int, now: datetime) -> None:
    """Answer one complaint of a course; answered already, the first answer stands. Call it inside the writer. Raises NotFound."""
    own = select(Complaint).join(Registration, Registration.id == Complaint.registration_id)
    row = work.scalar(own.where(Complaint.uuid == uuid, Registration.key == course))
    if row is None:
        raise NotFound
    if row.answered_at is None:
        row.answered_at, row.answer, row.answered_by = now, words[:LONGEST_ANSWER], by
