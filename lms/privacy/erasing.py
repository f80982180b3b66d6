"""Erasing a person: her account, what the site keeps of her, her statements, and the keys of her devices."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from lms.accounts.merging import pseudonyms
from lms.accounts.models import Account, Device, Learner
from lms.errors import NotFound
from lrs.maintenance import erasure, erasure_journal
from lrs.maintenance.erasure_journal import Noting, Tombstone
from lrs.storage.tables import access_keys
from lrs.writing.row_extraction import agent_term
from xapi.actor import account

JOURNAL = erasure_journal.NAME
"""File of the data folder that outlives the database: a copy brought back later is erased again by it."""


class Write(Protocol):
    """The site's way to write: all of the work is kept, or nothing."""

    def __call__(self, work: Callable[[Session], Tombstone], /) -> Tombstone: ...


def erase_person(
    write: Write, engine: Engine, data: Path, find: Callable[[Session], int], home_page: str, at: datetime | None = None
) -> Tombstone:
    """Erase everything of one account, noted in the journal before anything goes; give the tombstone.

    find: gives the account's id. at: of tests alone. Raises NotFound, JournalUnwritable, StoreBusy or StoreFull: nobody is erased then.
    """
    noting = Noting(data / JOURNAL)
    try:
        return write(lambda session: erase(session, find(session), home_page, noting, at))
    except BaseException:
        erasure.withdraw(engine, noting)
        raise


def erase(work: Session, account_id: int, home_page: str, noting: Noting | None = None, now: datetime | None = None) -> Tombstone:
    """Erase one account inside a transaction; give the tombstone. Raises NotFound, JournalUnwritable.

    Each pseudonym of an account that was merged into this one gets a tombstone too: a copy from before the merge holds both.
    """
    person = work.get(Account, account_id)
    if person is None:
        raise NotFound
    learner_id, uuid = person.learner.id, person.learner.uuid
    graves = [
        erasure.erase(work.connection(), account(home_page, one), noting=noting, now=now).tombstone
        for one in (uuid, *pseudonyms.former_of(work, learner_id))
    ]
    work.expunge_all()
    _delete_learner(work, learner_id, account_id)
    return graves[0]


def erase_again(work: Session, home_page: str, graves: Iterable[Tombstone]) -> int:
    """Erase the people of these tombstones in a database that came back with them; give how many learners were there.

    A tombstone keeps no name: the term of each learner's pseudonym is made anew and looked for among them.
    """
    graves = list(graves)
    erasure.reapply(work.connection(), graves)
    terms = {grave.actor for grave in graves if grave.mode == erasure.ALL}
    rows = work.execute(select(Learner.id, Learner.uuid, Learner.account_id)).all()
    erased_rows = [row for row in rows if agent_term(account(home_page, row.uuid)) in terms]
    for row in erased_rows:
        _delete_learner(work, row.id, row.account_id)
    return len(erased_rows)


def _delete_learner(work: Session, learner_id: int, account_id: int | None) -> None:
    """The rows that point to the learner or the account go with them (ON DELETE CASCADE); a test reads that off the tables.

    The keys of her devices are taken by their ids too: the store knows them by their actor, which another home page would hide.
    """
    keys = list(work.scalars(select(Device.access_key).where(Device.learner_id == learner_id)))
    work.connection().execute(delete(access_keys).where(access_keys.c.id.in_(keys)))
    work.execute(delete(Learner).where(Learner.id == learner_id))
    if account_id is not None:
        work.execute(delete(Account).where(Account.id == account_id))
