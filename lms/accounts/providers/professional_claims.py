"""What Pro Santé Connect says of a professional: her professions in practice, her names, her RPPS number (docs/connecting.md)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from lms.accounts import professions
from lms.accounts.models import Account
from lms.accounts.professions import Facts
from lms.errors import RppsTaken

OF_CODES: Mapping[str, str] = {"10": "physician", "21": "pharmacist", "60": "nurse"}
"""codeProfession (nomenclature TRE_G15 of the ANS) -> key of professions.PROFESSIONS."""
STUDENT = "E"
"""codeCategorieProfessionnelle of those who do not practise yet."""
BY_PROVIDER = "identity_provider"
RPPS_PREFIX = "8"
"""Of a national identifier that holds an RPPS number, before its eleven digits."""


class Professional(NamedTuple):
    """professions: keys of professions.PROFESSIONS, each once; empty when none is known here. rpps: empty when there is none."""

    professions: tuple[str, ...]
    family_name: str
    given_name: str
    rpps: str


def read(claims: Mapping[str, Any]) -> Professional:
    """Of the answer of UserInfo. Whatever has another form than expected is not there."""
    practices = list(_practices(claims))
    keys = [OF_CODES[code] for one in practices if (code := _text(one.get("codeProfession"))) in OF_CODES]
    names = practices[0] if practices else {}
    return Professional(
        tuple(dict.fromkeys(keys)),
        _text(claims.get("family_name")) or _text(names.get("nomDexercice")),
        _text(claims.get("given_name")) or _text(names.get("prenomDexercice")),
        _rpps(_text(claims.get("SubjectNameID")) or _text(claims.get("preferred_username"))),
    )


def _practices(claims: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    reference = claims.get("SubjectRefPro")
    practices = reference.get("exercices") if isinstance(reference, dict) else None
    for one in practices if isinstance(practices, list) else ():
        if isinstance(one, dict) and _text(one.get("codeCategorieProfessionnelle")) != STUDENT:
            yield one


def _text(value: object) -> str:
    """One printed line of at most 80 signs, else nothing."""
    text = value.strip() if isinstance(value, str) else ""
    return text if text.isprintable() and len(text) <= 80 else ""


def _rpps(identifier: str) -> str:
    digits = identifier.removeprefix(RPPS_PREFIX) if len(identifier) == 12 else identifier
    return digits if professions.is_rpps(digits) else ""


def note(work: Session, account_id: int, professional: Professional, profession: str, keeps: frozenset[str], now: datetime) -> None:
    """Keep the profession as checked by the provider; names and number only where the site keeps them. Call it inside the writer.

    A number that another account has is not kept. What was declared before and the provider says nothing of stays.
    """
    if not professions.is_professional(work.get_one(Account, account_id)):
        return
    before = professions.of(work, account_id)
    rpps = professional.rpps if "rpps" in keeps else ""
    has_names = "name" in keeps
    facts = Facts(
        profession,
        professional.family_name if has_names else "",
        professional.given_name if has_names else "",
        rpps or (before.rpps or "" if before is not None else ""),
        before.employer or "" if before is not None else "",
    )
    try:
        professions.declare(work, account_id, facts, now)
    except RppsTaken:
        professions.declare(work, account_id, Facts(profession, facts.family_name, facts.given_name, "", facts.employer), now)
    professions.verify(work, account_id, None, BY_PROVIDER, now)
