"""A message to the educators whom something in the editor waits for: a page to read, a remark to answer. Once a day at most.

What it is about stands on the page of the site alone; whether she wants such messages is looked at when it is sent (lms.messages).
"""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Account, Learner, Role
from lms.jobs import queue
from lms.jobs.queue import NewJob
from lms.web.database.instants import now
from lms.web.database.writing import submit

MAIL, WRITING = "mail", "writing"
"""Kind of the job and name of its words, as lms.messages knows them; a test holds both together."""
LIFE = timedelta(days=3)


def enqueue_for(pseudonyms: Collection[str]) -> int:
    """Gives how many messages were put in the table."""
    at = now()

    def work_of(work: Session) -> int:
        rows = work.scalars(select(Learner).where(Learner.account_id.is_not(None)))
        accounts = [row.account for row in rows if str(row.uuid) in pseudonyms and row.account and row.account.active]
        return sum(_enqueue(work, account) for account in accounts)

    def _enqueue(work: Session, account: Account) -> bool:
        key = f"due_dates:{WRITING}:{account.learner.uuid}:{at.date()}"
        return queue.enqueue(work, NewJob(key, MAIL, at, at + LIFE, account.id, {"template": WRITING}), at)

    return submit(work_of) if pseudonyms else 0


def other_educators(reader: Session, but: Collection[str]) -> set[str]:
    """Pseudonyms of the educators who may read a page for a second time."""
    rows = reader.scalars(select(Learner).join(Account).where(Account.roles.any(Role.name == "educator"), Account.active.is_(True)))
    return {str(row.uuid) for row in rows} - set(but)
