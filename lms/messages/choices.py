"""What an account gets: by role until she chose, nothing once somebody stopped it. Call the writing ones inside the writer."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts import names
from lms.accounts.mail.mail_models import MailAddress
from lms.accounts.models import PROFESSIONAL_ROLES, Account
from lms.jobs import queue
from lms.messages.models import MessageChoice

DUE_DATES, RENEWALS, LEARNING = "due_dates", "renewals", "learning"
KINDS = (DUE_DATES, RENEWALS, LEARNING)
TRIAL = "trial"
"""Messages of a trial: agreed to with it, stopped with all others, and no kind that is chosen on the page."""
FEWEST_ANSWERS = 2
"""Reminders without a sign of a patient or carer after which all of them end."""
StoppedBy = Literal["self", "link", "address", "staff", "silence"]
REMINDERS = tuple(f"{kind}:" for kind in (*KINDS, TRIAL))


def kinds_of(role: str) -> tuple[str, ...]:
    """The kinds of reminders that this role may choose. Renewals are of attestations, which patients and carers never have."""
    return KINDS if role in PROFESSIONAL_ROLES else (DUE_DATES, LEARNING)


def by_default(role: str) -> frozenset[str]:
    """What a role gets once its address is confirmed: patients and carers nothing that they did not ask for."""
    return frozenset((DUE_DATES, RENEWALS)) if role in PROFESSIONAL_ROLES else frozenset()


def of(reader: Session, account_id: int) -> MessageChoice | None:
    return reader.get(MessageChoice, account_id)


def ensure(work: Session, account_id: int, stop_mark: str, stop_hash: str) -> MessageChoice:
    """The account's row; made with its role's defaults. stop_mark, stop_hash: drawn before the writer is asked."""
    row = work.get(MessageChoice, account_id)
    if row is None:
        chosen_kinds = by_default(work.get_one(Account, account_id).role)
        on = {kind: kind in chosen_kinds for kind in KINDS}
        row = MessageChoice(account_id=account_id, stop_mark=stop_mark, stop_hash=stop_hash, silent_count=0, **on)
        work.add(row)
        work.flush()
    return row


def choose(work: Session, account_id: int, kinds: frozenset[str], now: datetime) -> None:
    """Keep what she wants from now on. It also takes a stop back: she is here and says so herself."""
    row, role = work.get_one(MessageChoice, account_id), work.get_one(Account, account_id).role
    for kind in KINDS:
        is_on = kind in kinds and kind in kinds_of(role)
        if not is_on:
            queue.drop_waiting(work, account_id, (f"{kind}:",), now)
        setattr(row, kind, is_on)
    row.stopped_at = row.stopped_by = None
    row.silent_count = 0


def stop(work: Session, account_id: int, by: StoppedBy, now: datetime) -> None:
    """End every reminder of the account, those that wait too. Messages she asks for herself, as a new passphrase, still come."""
    row = work.get(MessageChoice, account_id)
    if row is not None and row.stopped_at is None:
        row.stopped_at, row.stopped_by = now, by
    queue.drop_waiting(work, account_id, REMINDERS, now)


def stop_by_token(work: Session, hash: str, now: datetime) -> None:
    """What one press on a link in a message does. An unknown token changes nothing, and nobody is told."""
    account_id = work.scalar(select(MessageChoice.account_id).where(MessageChoice.stop_hash == hash))
    stop(work, account_id if account_id is not None else 0, "link", now)


def stop_by_address(work: Session, address: str, now: datetime) -> None:
    """For family: end what goes to this address. Known and unknown ones take the same steps, and nobody is told."""
    account_id = work.scalar(select(MailAddress.account_id).where(MailAddress.address_key == names.comparable(address)))
    stop(work, account_id if account_id is not None else 0, "address", now)


def is_on(row: MessageChoice | None, kind: str, role: str) -> bool:
    return row is not None and row.stopped_at is None and kind in kinds_of(role) and bool(getattr(row, kind))


def note_reminder(work: Session, account_id: int, now: datetime) -> None:
    """A reminder has left. To be written together with the end of its job."""
    values = {"silent_count": MessageChoice.silent_count + 1, "reminder_at": now}
    work.execute(update(MessageChoice).where(MessageChoice.account_id == account_id).values(**values))
