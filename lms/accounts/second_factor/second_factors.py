"""Setting up, asking for and removing the second factor of an account."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lms.accounts.second_factor import app_codes
from lms.accounts.second_factor.factor_models import PaperCode, SecondFactor
from lms.accounts.second_factor.passkey_models import Passkey

PAPER_CODES = 8


def is_on(reader: Session, account_id: int) -> bool:
    on = select(SecondFactor.account_id).where(SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None))
    return reader.scalar(on) is not None


def since(reader: Session, account_id: int) -> datetime | None:
    row = reader.get(SecondFactor, account_id)
    return row.confirmed_at if row is not None else None


def papers_left(reader: Session, account_id: int) -> int:
    unused = select(func.count()).select_from(PaperCode).where(PaperCode.account_id == account_id, PaperCode.used_at.is_(None))
    return reader.scalar(unused) or 0


def begin(work: Session, account_id: int, box: str, now: datetime) -> bool:
    """Keep a secret that counts for nothing until it is confirmed; one begun before goes. False when a factor is on already."""
    row = work.get(SecondFactor, account_id)
    if row is not None and row.confirmed_at is not None:
        return False
    if row is None:
        row = SecondFactor(account_id=account_id)
        work.add(row)
    row.secret_box, row.created_at, row.last_step = box, now, 0
    work.flush()
    return True


def confirm(work: Session, account_id: int, key: str, typed: str, papers: Sequence[str], now: datetime) -> bool:
    """Turn it on by a code of the app. papers: hashes of the codes on paper. False for a wrong code, or when nothing was begun."""
    row = work.get(SecondFactor, account_id)
    if row is None or row.confirmed_at is not None or not _take(row, key, typed, now):
        return False
    row.confirmed_at = now
    replace_papers(work, account_id, papers)
    return True


def replace_papers(work: Session, account_id: int, papers: Sequence[str]) -> None:
    """New codes on paper; those before open nothing any more."""
    work.execute(delete(PaperCode).where(PaperCode.account_id == account_id))
    work.add_all(PaperCode(account_id=account_id, hash=hash) for hash in papers)
    work.flush()


def use(work: Session, account_id: int, key: str, typed: str, paper: str, now: datetime) -> bool | None:
    """Whether a code opens this account now; it does so once. paper: the hash of what was typed, as a code on paper. None: it does not."""
    row = work.get(SecondFactor, account_id)
    if row is None or row.confirmed_at is None:
        return None
    if _take(row, key, typed, now):
        return True
    unused = (PaperCode.hash == paper, PaperCode.account_id == account_id, PaperCode.used_at.is_(None))
    taken = work.execute(update(PaperCode).where(*unused).values(used_at=now))
    return True if taken.rowcount == 1 else None  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def remove(work: Session, account_id: int) -> bool:
    """False when there is none."""
    work.execute(delete(PaperCode).where(PaperCode.account_id == account_id))
    work.execute(delete(Passkey).where(Passkey.account_id == account_id))
    gone = work.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult


def _take(row: SecondFactor, key: str, typed: str, now: datetime) -> bool:
    secret = app_codes.opened(row.secret_box, key)
    step = app_codes.step_of(secret, typed, now.timestamp(), row.last_step) if secret is not None else None
    if step is None:
        return False
    row.last_step = step
    return True
