"""What a code finds: the attestation that bears it, that it was given out once, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.credentials import codes, validity
from lms.credentials.models import Attestation, AttestationCode

Answer = Literal["valid", "expired", "ended", "superseded", "erased", "mistyped", "unknown"]
_PUBLIC: dict[validity.State, Answer] = {
    "valid": "valid",
    "expired": "expired",
    "revoked": "ended",
    "obsolete": "ended",
    "superseded": "superseded",
    "unreleased": "unknown",
}
"""What a stranger is told: never why it ended, and of one that was not given out yet nothing at all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """answer: what the page says. code: normalised. row: the attestation, only when its facts are shown. ended_at: since when not."""

    answer: Answer
    code: str
    row: Attestation | None = None
    ended_at: datetime | None = None

    @property
    def was_guessed(self) -> bool:
        """A well-formed code that nobody bears: copying wrongly does not make one."""
        return self.answer == "unknown" and codes.defect(self.code) is None


def find(reader: Session, typed: str, now: datetime, obsolete_before: Callable[[str], str | None]) -> Finding:
    """obsolete_before: for a course, the version below which attestations no longer count."""
    code = codes.normalise(typed)
    match codes.defect(code):
        case "form":
            return Finding("unknown", code)
        case "check":
            return Finding("mistyped", code)
    own = select(AttestationCode, Attestation).outerjoin(Attestation, Attestation.code_id == AttestationCode.id)
    pair = reader.execute(own.where(AttestationCode.code_hash == codes.hash_of(code))).one_or_none()
    if pair is None:
        return Finding("unknown", code)
    issued, row = pair
    if row is None:
        return Finding("superseded", code, None, issued.superseded_at) if issued.superseded_at else Finding("erased", code)
    answer = _PUBLIC[validity.state_of(row, now, obsolete_before(row.course))]
    if answer in validity.RELIABLE:
        return Finding(answer, code, row)
    return Finding(answer, code, None, row.revoked_at or row.superseded_at)
