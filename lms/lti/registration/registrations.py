"""The rows of registrations: a one-time address made, used once, filled in by the platform, accepted, changed, ended."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lms.errors import RegistrationRefused
from lms.lti.registration.asking import Registered
from lms.lti.registration.configuration import Configuration
from lms.platforms.models import PlatformRegistration

LASTS = timedelta(days=3)
"""Whoever runs the platform may be somebody else, who reads her mail tomorrow."""
MOST = 50
OPEN, EXPIRED, FAILED, WAITING, ACCEPTED, ENDED = "open", "expired", "failed", "waiting", "accepted", "ended"


def state_of(row: PlatformRegistration, now: datetime) -> str:
    if row.ended_at is not None:
        return ENDED
    if row.accepted_at is not None:
        return ACCEPTED
    if row.client_id:
        return WAITING
    if row.used_at is not None:
        return FAILED
    return OPEN if row.ends_at > now else EXPIRED


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def every(reader: Session) -> Sequence[PlatformRegistration]:
    """The newest first."""
    return reader.scalars(select(PlatformRegistration).order_by(PlatformRegistration.id.desc())).all()


def one_of(reader: Session, uuid: UUID) -> PlatformRegistration | None:
    return reader.scalar(select(PlatformRegistration).where(PlatformRegistration.uuid == uuid))


def make(work: Session, new: PlatformRegistration) -> str:
    """The random part of its one-time address, which is kept nowhere; "" when there are MOST. Call it inside the writer."""
    if (work.scalar(select(func.count()).select_from(PlatformRegistration)) or 0) >= MOST:
        return ""
    token = secrets.token_urlsafe(32)
    new.token_hash = token_hash(token)
    work.add(new)
    work.flush()
    return token


def of_token(reader: Session, token: str, now: datetime) -> PlatformRegistration:
    """The registration of an address that may be used. Raises RegistrationRefused (unknown, used, expired)."""
    row = reader.scalar(select(PlatformRegistration).where(PlatformRegistration.token_hash == token_hash(token)))
    if row is None:
        raise RegistrationRefused("unknown")
    if row.used_at is not None or row.ended_at is not None:
        raise RegistrationRefused("used")
    if row.ends_at <= now:
        raise RegistrationRefused("expired")
    return row


def use(work: Session, token: str, now: datetime) -> PlatformRegistration:
    """Of two that come at the same time one has it. Raises RegistrationRefused. Call it inside the writer."""
    row = of_token(work, token, now)
    row.used_at = now
    return row


def fail(work: Session, row_id: int, reason: str) -> None:
    work.execute(update(PlatformRegistration).where(PlatformRegistration.id == row_id).values(failure=reason))


def fill_in(work: Session, row_id: int, platform: Configuration, answer: Registered) -> bool:
    """What the platform said. False when this site has such a registration. Call it inside the writer."""
    same = (PlatformRegistration.issuer == platform.issuer, PlatformRegistration.client_id == answer.client_id)
    if work.scalar(select(PlatformRegistration.id).where(*same)) is not None:
        return False
    values = {
        "issuer": platform.issuer,
        "client_id": answer.client_id,
        "deployments": answer.deployments,
        "login": platform.login,
        "tokens": platform.tokens,
        "keys": platform.keys,
        "token_audience": platform.token_audience,
        "product": platform.product,
    }
    work.execute(update(PlatformRegistration).where(PlatformRegistration.id == row_id).values(**values))
    return True


def accept(work: Session, uuid: UUID, now: datetime) -> bool:
    """False when it does not wait, or has no deployment yet. Call it inside the writer."""
    row = one_of(work, uuid)
    if row is None or state_of(row, now) != WAITING or not row.deployments:
        return False
    row.accepted_at = now
    return True


def end(work: Session, uuid: UUID, now: datetime) -> str:
    """Its state before; "" when there is none. What was accepted once stays for its name, all else goes. Call it inside the writer."""
    row = one_of(work, uuid)
    if row is None:
        return ""
    before = state_of(row, now)
    if before == ACCEPTED:
        row.ended_at = now
    elif before != ENDED:
        work.execute(delete(PlatformRegistration).where(PlatformRegistration.id == row.id))
    return before
