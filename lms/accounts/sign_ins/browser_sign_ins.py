"""Beginning, reading, marking as seen and ending the sign-ins of an account."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import STAFF_ROLES, Account
from lms.accounts.sign_ins.device_names import DeviceName
from lms.accounts.sign_ins.sign_in_models import SignIn
from lms.web.guards import sessions

MOST = 20
"""Sign-ins of one account that are open together; the one unseen longest goes first."""
SEEN_EVERY = timedelta(minutes=5)
"""How exact `seen_at` is: a write on each page would cost every page."""
STAFF_LASTS = timedelta(hours=8)
STAFF_IDLE = timedelta(hours=2)
"""Staff see records of other people: a screen left alone shows them no longer than this."""


def new_key() -> str:
    """What the browser keeps in its cookie. 128 bits."""
    return secrets.token_urlsafe(16)


def hashed(key: str) -> str:
    """The key is random, so a plain hash tells nothing of it."""
    return hashlib.sha256(key.encode()).hexdigest()


def end_of(role: str, now: datetime, *, is_own_device: bool) -> datetime:
    """When a sign-in that begins now ends at the latest."""
    if role in STAFF_ROLES:
        return now + STAFF_LASTS
    return now + timedelta(seconds=sessions.LONG_S if is_own_device else sessions.USUAL_S)


def is_open(row: SignIn, role: str, now: datetime) -> bool:
    """Whether it still lets its owner in."""
    return now < row.ends_at and (role not in STAFF_ROLES or now < row.seen_at + STAFF_IDLE)


def begin(work: Session, account_id: int, key: str, device: DeviceName, now: datetime, ends_at: datetime) -> None:
    """Call it inside the writer. What is over goes, and the oldest of too many."""
    work.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.ends_at <= now))
    rest = work.scalars(select(SignIn.id).where(SignIn.account_id == account_id).order_by(SignIn.seen_at.desc())).all()
    work.execute(delete(SignIn).where(SignIn.id.in_(rest[MOST - 1 :])))
    _note_day(work, account_id, now)
    moments = {"created_at": now, "seen_at": now, "ends_at": ends_at}
    work.add(SignIn(account_id=account_id, hash=hashed(key), browser=device.browser, system=device.system, **moments))
    work.flush()


def of_account(reader: Session, account_id: int, role: str, now: datetime) -> Sequence[SignIn]:
    """Those that are open, the last seen first."""
    rows = reader.scalars(select(SignIn).where(SignIn.account_id == account_id).order_by(SignIn.seen_at.desc(), SignIn.id.desc()))
    return [row for row in rows if is_open(row, role, now)]


def mark_seen(work: Session, sign_in_id: int, now: datetime) -> None:
    """The day goes to the account too, where it outlives the sign-in."""
    work.execute(update(SignIn).where(SignIn.id == sign_in_id, SignIn.seen_at < now).values(seen_at=now))
    _note_day(work, select(SignIn.account_id).where(SignIn.id == sign_in_id).scalar_subquery(), now)


def _note_day(work: Session, account_id: Any, now: datetime) -> None:
    is_older = or_(Account.seen_on.is_(None), Account.seen_on < now.date())
    work.execute(update(Account).where(Account.id == account_id, is_older).values(seen_on=now.date()))


def end(work: Session, account_id: int, uuid: UUID) -> bool:
    """False when the account has no such sign-in."""
    gone = work.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.uuid == uuid))
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult


def end_one(work: Session, account_id: int, key: str) -> None:
    """End the one of this key."""
    work.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.hash == hashed(key)))


def end_others(work: Session, account_id: int, key: str) -> int:
    """End all but the one of this key; gives how many."""
    gone = work.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.hash != hashed(key)))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult


def end_all(work: Session, account_id: int) -> None:
    work.execute(delete(SignIn).where(SignIn.account_id == account_id))
