"""Her name on her attestation: typed and corrected by herself until she confirms it, then by an admin alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.credentials.models import Attestation
from lms.errors import NotFound


def of_learner(reader: Session, learner_id: int | None) -> list[Attestation]:
    """Her attestations, the newest first."""
    own = select(Attestation).where(Attestation.learner_id == learner_id)
    return list(reader.scalars(own.order_by(Attestation.issued_at.desc(), Attestation.id.desc())))


def own_attestation(reader: Session, learner_id: int | None, uuid: UUID) -> Attestation:
    """Raises NotFound, also for somebody else's."""
    row = reader.scalar(select(Attestation).where(Attestation.uuid == uuid, Attestation.learner_id == learner_id))
    if row is None:
        raise NotFound
    return row


def set_name(work: Session, learner_id: int | None, uuid: UUID, name: str) -> bool:
    """Keep the name as typed; False once it was confirmed. Call it inside the writer. Raises NotFound."""
    row = own_attestation(work, learner_id, uuid)
    if row.released_at is not None:
        return False
    row.name = name
    return True


def release(work: Session, learner_id: int | None, uuid: UUID, name: str, now: datetime) -> bool:
    """Give the paper and the badge out under the name that she saw; False when another tab changed it since.

    A second press changes nothing. Call it inside the writer. Raises NotFound.
    """
    row = own_attestation(work, learner_id, uuid)
    if not row.name or row.name != name:
        return False
    if row.released_at is None:
        row.released_at = now
    return True
