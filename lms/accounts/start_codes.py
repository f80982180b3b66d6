"""Start codes: staff hand one to somebody whose account they opened, or who forgot her passphrase; with it she sets one, once.

A recovery code, which she printed herself, is typed on the same page and does the same.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts import opening
from lms.accounts.consents import consents
from lms.accounts.mail import recovery_codes
from lms.accounts.models import Account, StartCode
from lms.errors import CodeRefused

LASTS = timedelta(days=60)


def issue(work: Session, account_id: int, hash: str, issued_by: int | None, now: datetime) -> None:
    """Keep the code's hash; an earlier code of this account ends. hash: codes.hashed. Call it inside the writer."""
    row = work.get(StartCode, account_id)
    if row is None:
        row = StartCode(account_id=account_id)
        work.add(row)
    row.hash, row.issued_by, row.issued_at, row.expires_at, row.used_at = hash, issued_by, now, now + LASTS, None
    work.flush()


def account_behind(reader: Session, hash: str, now: datetime) -> Account | None:
    """The account that this code opens now; None for unknown, used and ended ones, and for an account that is suspended."""
    query = select(Account).join(StartCode, StartCode.account_id == Account.id)
    usable = (StartCode.hash == hash, StartCode.used_at.is_(None), StartCode.expires_at > now, Account.active)
    started, recovering = reader.scalar(query.where(*usable)), recovery_codes.account_behind(reader, hash)
    return started or recovering


def use(work: Session, hash: str, password_hash: str, now: datetime) -> int:
    """Set the passphrase of the account behind the code, end its sessions, note her consent; give its id. Raises CodeRefused."""
    account = account_behind(work, hash, now)
    if account is None:
        raise CodeRefused
    used = work.execute(update(StartCode).where(StartCode.hash == hash, StartCode.used_at.is_(None)).values(used_at=now))
    if used.rowcount != 1 and not recovery_codes.use_up(work, hash, now):  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise CodeRefused
    opening.change_passphrase(work, account.id, password_hash)
    consents.give(work, account, consents.LEARNING, now)
    return account.id
