"""Writing down each launch once, and handing it over once to the browser that began it."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.accounts.providers.attempts import LASTS
from lms.lti.models import LtiLaunch

KEPT = LASTS + timedelta(minutes=5)
"""Longer than a step lasts, clocks that differ included."""


def hashed(platform: str, nonce: str) -> str:
    return hashlib.sha256(f"{platform}\0{nonce}".encode()).hexdigest()


def note(work: Session, hash: str, box: str, now: datetime) -> bool:
    """False when this nonce came before. Old ones are forgotten. Call it inside the writer."""
    work.execute(delete(LtiLaunch).where(LtiLaunch.ends_at <= now))
    insert = postgresql.insert if work.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(LtiLaunch).values(hash=hash, launch_box=box, ends_at=now + KEPT).on_conflict_do_nothing(index_elements=["hash"])
    return bool(work.execute(row).rowcount)  # type: ignore[attr-defined]  # an INSERT gives a CursorResult


def take(work: Session, hash: str, now: datetime) -> str:
    """The box of this launch, which is empty from now on; "" when there is none, or it was taken. Call it inside the writer."""
    row = work.get(LtiLaunch, hash)
    if row is None or row.ends_at <= now or not row.launch_box:
        return ""
    box = row.launch_box
    work.execute(update(LtiLaunch).where(LtiLaunch.hash == hash).values(launch_box=""))
    return box
