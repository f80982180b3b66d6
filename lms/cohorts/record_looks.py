"""Who of staff looked at, or changed, one person's record: written with the look, read by the person herself and for the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.cohorts.models import RecordLook

WHAT: Mapping[str, tuple[str, str]] = {
    "record": ("fiche ouverte", "record opened"),
    "answers": ("réponses lues, avec l’accord donné", "answers read, by the consent given"),
    "verified": ("profession vérifiée", "profession verified"),
    "extended": ("date repoussée", "day put off"),
    "assigned": ("cours ou jeu demandé", "course or game assigned"),
    "reminded": ("rappel demandé", "reminder asked for"),
    "moved": ("groupe changé", "group changed"),
    "suspended": ("compte suspendu ou rouvert", "account suspended or opened again"),
    "role": ("rôle changé", "role changed"),
    "renamed": ("nom de connexion changé", "sign-in name changed"),
    "merged": ("deux comptes réunis en un", "two accounts made one"),
    "start_code": ("code de départ donné", "start code given"),
    "card": ("carte de connexion imprimée", "sign-in card printed"),
    "card_ended": ("carte de connexion arrêtée", "sign-in card ended"),
    "evidence": ("nommé dans un dossier de formation téléchargé", "named in an evidence file that was downloaded"),
    "reading_time": ("temps de lecture allongé ou remis à l’usuel", "reading time lengthened or brought back to the usual"),
}
"""Key -> words in French and English."""


def note(work: Session, learner_id: int, by: Account, what: str, now: datetime) -> None:
    """Write that this account looked or acted. Nothing for one's own record. Call it inside the writer."""
    note_of(work, learner_id, by.learner.id, by.role, what, now)


def note_of(work: Session, learner_id: int, by_id: int | None, by_role: str, what: str, now: datetime) -> None:
    """The same, by the learner's row and the role of whoever looked, for pages that know both already. by_id: None for the operator."""
    if what not in WHAT:
        raise ValueError(f"{what} is no way to look at a record")
    if by_id != learner_id:
        work.add(RecordLook(learner_id=learner_id, by_id=by_id, by_role=by_role, what=what, at=now))


def of(reader: Session, learner_id: int, *, most: int = 30) -> list[RecordLook]:
    """The looks at one person's record, the newest first."""
    query = select(RecordLook).where(RecordLook.learner_id == learner_id)
    return list(reader.scalars(query.order_by(RecordLook.id.desc()).limit(most)))


def reminded_since(reader: Session, learner_ids: Collection[int], start: datetime) -> frozenset[int]:
    """Of these learners, those whom staff reminded since then, in one query."""
    query = select(RecordLook.learner_id).where(RecordLook.what == "reminded", RecordLook.at >= start)
    return frozenset(reader.scalars(query.where(RecordLook.learner_id.in_(sorted(learner_ids))))) if learner_ids else frozenset()


def words(what: str, language: str) -> str:
    return WHAT.get(what, (what, what))[0 if language == "fr" else 1]
