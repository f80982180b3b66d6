"""Recovery codes: shown once, printed and put away; with one she sets a new passphrase on the page where codes are typed, once."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts.mail.mail_models import RecoveryCode
from lms.accounts.models import Account


def issue(work: Session, account_id: int, hash: str, now: datetime) -> None:
    """Keep the code's hash; an earlier code of this account ends. hash: codes.hashed. Call it inside the writer."""
    row = work.get(RecoveryCode, account_id)
    if row is None:
        row = RecoveryCode(account_id=account_id)
        work.add(row)
    row.hash, row.created_at, row.used_at = hash, now, None
    work.flush()


def issued_at(reader: Session, account_id: int) -> datetime | None:
    """When the code was made that would open the account now; None when there is none."""
    row = reader.get(RecoveryCode, account_id)
    return row.created_at if row is not None and row.used_at is None else None


def account_behind(reader: Session, hash: str) -> Account | None:
    """The account that this code opens now; None for unknown and used ones, and for an account that is suspended."""
    query = select(Account).join(RecoveryCode, RecoveryCode.account_id == Account.id)
    return reader.scalar(query.where(RecoveryCode.hash == hash, RecoveryCode.used_at.is_(None), Account.active))


def use_up(work: Session, hash: str, now: datetime) -> bool:
    """False when it was used meanwhile, or is no recovery code."""
    usable = update(RecoveryCode).where(RecoveryCode.hash == hash, RecoveryCode.used_at.is_(None))
    return bool(work.execute(usable.values(used_at=now)).rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
