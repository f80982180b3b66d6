"""Professions: declared by the person or a file, verified by somebody entitled, and the words for both wherever they are printed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import GUEST, PATIENT_ROLES, Account, Profession
from lms.errors import NotFound, RppsInvalid, RppsTaken

DECLARED = "declared"
VERIFIED = "verified"
PROFESSIONS: Mapping[str, tuple[str, str]] = {
    "pharmacist": ("pharmacien, pharmacienne", "pharmacist"),
    "pharmacy_technician": ("préparateur, préparatrice en pharmacie", "pharmacy technician"),
    "gp": ("médecin généraliste", "GP"),
    "physician": ("médecin", "physician"),
    "nurse": ("infirmier, infirmière", "nurse"),
}
"""Key -> words in French and English."""
ROLE_OF: Mapping[str, str] = {
    "pharmacist": "pharmacist",
    "pharmacy_technician": "pharmacist",
    "gp": "gp",
    "physician": "gp",
    "nurse": "nurse",
}
"""The path of the site that fits a profession: which courses come first."""
VERIFIERS: Mapping[str, tuple[str, str]] = {
    "training_manager": ("vérifié par un responsable de formation", "verified by a training manager"),
    "admin": ("vérifié par l’administration du site", "verified by the administrators of the site"),
    "identity_provider": ("vérifié par un fournisseur d’identité", "verified by an identity provider"),
}
"""In which capacity somebody verified -> words in French and English."""
UNVERIFIED = ("déclaré, non vérifié", "declared, not verified")
RPPS = re.compile(r"[0-9]{11}")
DEPARTEMENT = re.compile(r"0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5]|97[1-8]|98[678]")
"""Codes of départements and of the territories that have one of their own."""


def of(reader: Session, account_id: int) -> Profession | None:
    """The profession of an account; None when none was declared."""
    return reader.get(Profession, account_id)


def phrase(profession: Profession, language: str) -> str:
    """`pharmacien, pharmacienne (déclaré, non vérifié)`: for a page, a list or an attestation. Never a name or a number."""
    which = 0 if language == "fr" else 1
    words = PROFESSIONS[profession.profession][which] if profession.profession in PROFESSIONS else profession.profession
    state = UNVERIFIED
    if profession.state == VERIFIED:
        state = VERIFIERS.get(profession.verified_as or "", VERIFIERS["admin"])
    return f"{words} ({state[which]})"


def words_of(reader: Session, account_id: int | None, role: str) -> dict[str, str]:
    """What is printed of a profession, by language, as of now: its words and who verified it, or that nobody did.

    role: of the account; it stands for the profession as long as none was declared, and for nobody's word but hers.
    """
    row = of(reader, account_id) if account_id is not None else None
    row = row if row is not None else Profession(profession=role, state=DECLARED)
    return {language: phrase(row, language) for language in ("fr", "en")}


def is_rpps(text: str) -> bool:
    """Whether this can be a number of the Répertoire partagé des professionnels de santé: eleven digits, the last one Luhn's key.

    Checked against nine numbers of the public directory (annuaire.sante.fr), 29 November 2026. It does not say that somebody has it.
    """
    if RPPS.fullmatch(text) is None:
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(text))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


@dataclass(frozen=True)
class Facts:
    """What is declared of a professional. profession: a key of PROFESSIONS; empty texts: not known."""

    profession: str
    family_name: str = ""
    given_name: str = ""
    rpps: str = ""
    employer: str = ""
    departement: str = ""


def departement_code(text: str) -> str | None:
    """The code as it is kept, `1` as `01`; empty for nothing, None for what is no code."""
    code = text.strip().upper()
    code = f"0{code}" if len(code) == 1 and code.isdigit() else code
    return code if not code or DEPARTEMENT.fullmatch(code) else None


def departement_of(reader: Session, account_id: int | None) -> str | None:
    """Where a professional works; None when nobody said it."""
    return reader.scalar(select(Profession.departement).where(Profession.account_id == account_id)) if account_id is not None else None


def declare(work: Session, account_id: int, facts: Facts, now: datetime) -> Profession:
    """Keep what somebody says she is. A changed profession, number or employer is no longer verified.

    What is empty of a name or département stays as it was.
    Raises NotFound, RppsInvalid, and RppsTaken when another account has that number. Call it inside the writer.
    """
    if facts.profession not in PROFESSIONS:
        raise ValueError(f"{facts.profession} is not a profession")
    if facts.rpps and not is_rpps(facts.rpps):
        raise RppsInvalid(facts.rpps)
    if work.get(Account, account_id) is None:
        raise NotFound
    holder = select(Profession.account_id).where(Profession.rpps == facts.rpps, Profession.account_id != account_id)
    if facts.rpps and work.scalar(holder) is not None:
        raise RppsTaken(facts.rpps)
    row = work.get(Profession, account_id)
    if row is None:
        row = Profession(account_id=account_id, state=DECLARED, declared_at=now)
        work.add(row)
    checked = (facts.profession, facts.rpps or None, facts.employer or None)
    if checked != (row.profession, row.rpps, row.employer):
        row.profession, row.rpps, row.employer = checked
        row.state, row.declared_at = DECLARED, now
        row.verified_at = row.verified_by = row.verified_as = None
    row.family_name = facts.family_name or row.family_name
    row.given_name = facts.given_name or row.given_name
    row.departement = facts.departement or row.departement
    work.flush()
    return row


def name_of(profession: Profession | None) -> str:
    """`Claire Martin`; empty when no name was declared."""
    return " ".join(filter(None, (profession.given_name, profession.family_name))) if profession is not None else ""


def verify(work: Session, account_id: int, by: Account | None, capacity: str, now: datetime) -> Profession:
    """Note that the profession was checked. by: the account that did; None for an identity provider. capacity: a key of VERIFIERS.

    Raises NotFound when nothing was declared, or when somebody would verify herself. Call it inside the writer.
    """
    row = work.get(Profession, account_id)
    if row is None or (by is not None and by.id == account_id):
        raise NotFound
    if capacity not in VERIFIERS:
        raise ValueError(f"{capacity} verifies nothing")
    row.state, row.verified_at, row.verified_as = VERIFIED, now, capacity
    row.verified_by = by.id if by is not None else None
    work.flush()
    return row


def is_professional(account: Account) -> bool:
    """Whether the account may have a profession and attestations: everybody's but a patient's, a carer's and a guest's."""
    return account.role not in (*PATIENT_ROLES, GUEST)
