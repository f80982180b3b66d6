"""Invitations: links for many and nameless cards for one, made, counted, revoked, and used by whoever holds the code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from courses.model.content import Course
from lms.accounts.models import Learner
from lms.cohorts import assigning, labels, registering
from lms.cohorts.assigning import Shelf
from lms.cohorts.models import Cohort, Invitation, cohort_membership
from lms.errors import CodeRefused, NotFound

LINK = "link"
CARD = "card"


@dataclass(frozen=True)
class Terms:
    """How long and for how many. max_uses: None for no limit."""

    cohort_id: int
    created_by: int
    now: datetime
    expires_at: datetime
    max_uses: int | None = None


def make_link(work: Session, terms: Terms, hash: str) -> Invitation:
    """A link for several people. hash: codes.hashed of its code. Call it inside the writer."""
    return _add(work, terms, LINK, hash, None)


def make_cards(work: Session, terms: Terms, hashes: Sequence[str]) -> list[Invitation]:
    """One card for each hash, each for one person, with names that nobody in the cohort has. Call it inside the writer."""
    return [_add(work, terms, CARD, hash, labels.next_free(work, terms.cohort_id)) for hash in hashes]


def _add(work: Session, terms: Terms, kind: str, hash: str, label: str | None) -> Invitation:
    row = Invitation(
        cohort_id=terms.cohort_id,
        kind=kind,
        hash=hash,
        label=label,
        max_uses=1 if kind == CARD else terms.max_uses,
        created_by=terms.created_by,
        created_at=terms.now,
        expires_at=terms.expires_at,
    )
    work.add(row)
    work.flush()
    return row


def of_cohort(reader: Session, cohort_id: int) -> list[Invitation]:
    """The cohort's invitations, the newest first."""
    return list(reader.scalars(select(Invitation).where(Invitation.cohort_id == cohort_id).order_by(Invitation.id.desc())))


def revoke(work: Session, cohort_id: int, uuid: UUID, now: datetime) -> None:
    """End an invitation of this cohort. Raises NotFound for another cohort's. Call it inside the writer."""
    row = work.scalar(select(Invitation).where(Invitation.uuid == uuid, Invitation.cohort_id == cohort_id))
    if row is None:
        raise NotFound
    row.revoked_at = row.revoked_at or now


def state(row: Invitation, now: datetime) -> str:
    """open, used, revoked or expired, for staff; whoever types the code is never told which."""
    if row.revoked_at is not None:
        return "revoked"
    if row.max_uses is not None and row.uses >= row.max_uses:
        return "used"
    return "open" if now < row.expires_at else "expired"


def _is_usable(hash: str, now: datetime) -> ColumnElement[bool]:
    has_room = or_(Invitation.max_uses.is_(None), Invitation.uses < Invitation.max_uses)
    return and_(Invitation.hash == hash, Invitation.revoked_at.is_(None), Invitation.expires_at > now, has_room)


def usable(reader: Session, hash: str, now: datetime) -> tuple[Invitation, Cohort] | None:
    """The invitation behind a code and its cohort. None for unknown, expired, revoked, used up, or a closed cohort: one query for all."""
    query = select(Invitation, Cohort).join(Cohort, Cohort.id == Invitation.cohort_id)
    row = reader.execute(query.where(_is_usable(hash, now), Cohort.closed_at.is_(None))).one_or_none()
    return (row[0], row[1]) if row is not None else None


def cohort_already_joined(reader: Session, hash: str, learner_id: int) -> Cohort | None:
    """The cohort of this code when the learner is in it: her second press of the same button, whose card is used up by then."""
    table = cohort_membership.c
    query = select(Cohort).join(Invitation, Invitation.cohort_id == Cohort.id).join(cohort_membership, table.cohort_id == Cohort.id)
    return reader.scalar(query.where(Invitation.hash == hash, table.learner_id == learner_id, table.left_at.is_(None)))


def accept(
    work: Session, hash: str, learner: Learner, courses: dict[str, Course], home_page: str, now: datetime, language: str | None
) -> Cohort:
    """Put the holder of a code in its cohort, and count it; a second time changes nothing. Call it on the writer. Raises CodeRefused."""
    known = cohort_already_joined(work, hash, learner.id)
    if known is not None:
        return known
    pair = usable(work, hash, now)
    if pair is None:
        raise CodeRefused
    row, cohort = pair
    taken = work.execute(update(Invitation).where(_is_usable(hash, now)).values(uses=Invitation.uses + 1))
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise CodeRefused
    registering.note_membership(work, learner, cohort, now)
    if row.kind == CARD:
        labels.put(work, learner.id, cohort.id, row.label)
    try:
        assigning.join(work, cohort, learner, Shelf(courses, home_page), now, language)
    except NotFound as error:
        raise CodeRefused from error
    return cohort
