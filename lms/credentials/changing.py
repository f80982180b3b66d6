"""What an admin does to an attestation: withdraw it, or correct what is printed. Each with a reason that no stranger reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import statements
from lms.cohorts import registering
from lms.cohorts.models import Registration
from lms.credentials.awarding import issue_code
from lms.credentials.models import Attestation, AttestationChange
from lms.errors import NotFound
from xapi import activities, builders

REVOKED, CORRECTED = "revoked", "corrected"
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Change:
    """by: account id of the admin. reason: kept beside the attestation, shown to admins alone."""

    by: int
    reason: str
    at: datetime
    home_page: str


def one(reader: Session, uuid: UUID) -> Attestation:
    """Raises NotFound."""
    row = reader.scalar(select(Attestation).where(Attestation.uuid == uuid))
    if row is None:
        raise NotFound
    return row


def changes_of(reader: Session, row: Attestation) -> list[AttestationChange]:
    """What was done to it, the newest first."""
    own = select(AttestationChange).where(AttestationChange.attestation_id == row.id)
    return list(reader.scalars(own.order_by(AttestationChange.at.desc(), AttestationChange.id.desc())))


def revoke(work: Session, uuid: UUID, change: Change) -> None:
    """It holds no longer: page, paper, own page, status list and badge all read this one row. A second time changes nothing.

    Call it inside the writer. Raises NotFound.
    """
    row = one(work, uuid)
    if row.revoked_at is not None:
        return
    row.revoked_at = change.at
    _note(work, row, REVOKED, change, {})
    _tell_revoked(work, row, change)


def correct(work: Session, uuid: UUID, name: str, change: Change) -> bool:
    """Print another name under a new code; the old code says that a newer paper holds. False when it was withdrawn or the name is the same.

    A paper that is out bears the old name: were the code to stay, page and paper would differ, and the paper would look forged. Dates stay.
    Call it inside the writer. Raises NotFound.
    """
    row = one(work, uuid)
    if row.revoked_at is not None or row.name == name:
        return False
    _note(work, row, CORRECTED, change, {"name": row.name, "code": row.code})
    row.name = name
    if row.released_at is not None:
        row.issued_code.superseded_at = change.at
        row.code, row.issued_code = issue_code(work)
    return True


def _note(work: Session, row: Attestation, kind: str, change: Change, before: dict[str, str | None]) -> None:
    work.add(AttestationChange(attestation_id=row.id, at=change.at, kind=kind, reason=change.reason, before=before, by_id=change.by))


def _tell_revoked(work: Session, row: Attestation, change: Change) -> None:
    """The statement names no reason: the store's readers need none."""
    registration = work.get_one(Registration, row.registration_id)
    new_statement = statements.make_statement(
        registering.speaker(registration, row.language, change.home_page),
        "revoked",
        builders.activity(activities.credential(row.course), "credential", row.title),
        change.at,
        grouping=[statements.course(row.course, row.title)],
        extensions={"course_version": row.course_version, "certificate": str(row.uuid)},
    )
    statements.put(work, [new_statement], home_page=change.home_page)
