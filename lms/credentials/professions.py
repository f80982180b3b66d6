"""What is printed of a profession: its name, and who verified it or that nobody did."""

from sqlalchemy.orm import Session

from lms.accounts import professions
from lms.accounts.models import Learner

PROFESSIONAL_ROLES = ("gp", "pharmacist", "nurse")
"""Roles of learners who may earn an attestation. Patients and carers have no mark, so nothing to attest."""
NAMES = {
    "gp": {"fr": "médecin généraliste", "en": "general practitioner"},
    "pharmacist": {"fr": "pharmacien ou pharmacienne d’officine", "en": "community pharmacist"},
    "nurse": {"fr": "infirmier ou infirmière", "en": "nurse"},
}
DECLARED = {"fr": "{profession} (profession déclarée, non vérifiée)", "en": "{profession} (profession declared, not verified)"}


def is_professional(learner: Learner) -> bool:
    return learner.role in PROFESSIONAL_ROLES


def words_of(work: Session, learner: Learner) -> dict[str, str]:
    """Profession and who verified it, by language, as of now. Call it inside the writer."""
    profession = professions.of(work, learner.account_id) if learner.account_id is not None else None
    if profession is not None:
        return {language: professions.phrase(profession, language) for language in DECLARED}
    return {language: phrase.format(profession=NAMES[learner.role][language]) for language, phrase in DECLARED.items()}
