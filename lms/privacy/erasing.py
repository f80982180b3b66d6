"""Erasing a person: her account, what the site keeps of her, her statements, and the keys of her devices."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.accounts.models import Account, Device, Learner
from lms.errors import NotFound
from lrs import erasure, keys
from lrs.erasure import Tombstone
from xapi.actor import account

JOURNAL = "erased.ndjson"
"""File of the data folder that outlives the database: a copy brought back later is erased again by it."""


def erase(work: Session, account_id: int, home_page: str, now: datetime) -> list[Tombstone]:
    """Erase everything of one account; give the tombstones, to be noted in the journal. Raises NotFound."""
    person = work.get(Account, account_id)
    if person is None:
        raise NotFound
    learner_id, uuid = person.learner.id, person.learner.uuid
    for key in work.scalars(select(Device.access_key).where(Device.learner_id == learner_id, Device.revoked_at.is_(None))):
        keys.revoke(work.connection(), key, now=now)
    work.expunge_all()
    work.execute(delete(Learner).where(Learner.id == learner_id))
    work.execute(delete(Account).where(Account.id == account_id))
    erasure.erase(work.connection(), account(home_page, uuid), now=now)
    return erasure.tombstones_of(work.connection())[-1:]


def note(data: Path, graves: list[Tombstone]) -> None:
    """Keep the tombstones beside the database, on disk."""
    erasure.note(data / JOURNAL, graves)
