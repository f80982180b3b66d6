"""Pairing a device: a short code shown on a page becomes an access key of the device's own, once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from infrastructure import codes
from lms.accounts.models import Device, Learner, PairingCode
from lms.errors import CodeRefused, NotFound
from lrs.keys import access_keys
from xapi.actor import account

LENGTH = 8
"""Signs of a code: 40 bits."""
LASTS = timedelta(minutes=10)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Paired:
    """access_key: user and secret of HTTP Basic, joined by a colon; told to the device once."""

    learner: Learner
    access_key: str
    actor: dict[str, Any]


def hashed(code: str) -> str:
    """The hash a code is kept under; small letters, blanks, dashes, O, I and L are forgiven."""
    return hashlib.sha256(codes.clean_code(code).encode()).hexdigest()


def new_code() -> str:
    return codes.new_code(LENGTH)


def offer(work: Session, learner_id: int, code: str, now: datetime) -> None:
    """Keep a code's hash for ten minutes; the learner's earlier codes end."""
    ended = update(PairingCode).where(PairingCode.learner_id == learner_id, PairingCode.used_at.is_(None)).values(used_at=now)
    work.execute(ended)
    work.add(PairingCode(hash=hashed(code), learner_id=learner_id, expires_at=now + LASTS))


def pair(work: Session, code: str, device: str, home_page: str, now: datetime) -> Paired:
    """Change a code for a key that writes for its learner alone. Raises CodeRefused: unknown, used or too old, never said which."""
    hash_typed = hashed(code)
    taken = work.execute(
        update(PairingCode)
        .where(PairingCode.hash == hash_typed, PairingCode.used_at.is_(None), PairingCode.expires_at > now)
        .values(used_at=now)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise CodeRefused
    learner = work.scalars(
        select(Learner).join(PairingCode, PairingCode.learner_id == Learner.id).where(PairingCode.hash == hash_typed)
    ).one()
    actor = account(home_page, learner.uuid)
    key, secret = access_keys.create(work.connection(), label="device", actor=actor, now=now)
    work.add(Device(learner_id=learner.id, name=device.strip()[:LONGEST_NAME] or "?", access_key=key.id, created_at=now))
    work.flush()
    return Paired(learner, f"{key.id}:{secret}", actor)


def devices_of(reader: Session, learner_id: int) -> list[Device]:
    """The learner's devices that may still write, the newest first."""
    query = select(Device).where(Device.learner_id == learner_id, Device.revoked_at.is_(None)).order_by(Device.created_at.desc())
    return list(reader.scalars(query))


def revoke(work: Session, learner_id: int, uuid: Any, now: datetime) -> None:
    """End a device's key. Raises NotFound for somebody else's device."""
    device = work.scalar(select(Device).where(Device.uuid == uuid, Device.learner_id == learner_id, Device.revoked_at.is_(None)))
    if device is None:
        raise NotFound
    device.revoked_at = now
    access_keys.revoke(work.connection(), device.access_key, now=now)
