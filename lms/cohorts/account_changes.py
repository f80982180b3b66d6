"""What an admin changes of somebody's account: open or suspended, role, sign-in name. Each change is noted for the person to read."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.accounts import opening
from lms.accounts.models import Account
from lms.cohorts import record_looks


def set_open(work: Session, account_id: int, by: int | None, at: datetime, *, is_open: bool) -> None:
    """Suspend an account, or open it again. Its sessions end at once; nothing is erased.

    by: the account of who does it; None for the operator at the command line, who is noted as an administrator without a name.
    """
    work.get_one(Account, account_id).active = is_open
    opening.end_sessions(work, account_id)
    _note(work, account_id, by, "suspended", at)


def change_role(work: Session, account_id: int, by: int, at: datetime, role: str) -> None:
    """Give another role and end the sessions."""
    opening.change_role(work, account_id, role)
    _note(work, account_id, by, "role", at)


def rename(work: Session, account_id: int, by: int, at: datetime, name: str) -> None:
    """Give another sign-in name. Raises NameUnfit, NameTaken, NameLooksAlike."""
    opening.rename(work, account_id, name)
    _note(work, account_id, by, "renamed", at)


def _note(work: Session, account_id: int, by: int | None, what: str, at: datetime) -> None:
    learner_id = work.get_one(Account, account_id).learner.id
    if by is None:
        record_looks.note_of(work, learner_id, None, "admin", what, at)
    else:
        record_looks.note(work, learner_id, work.get_one(Account, by), what, at)
