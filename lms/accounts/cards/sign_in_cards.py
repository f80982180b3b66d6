"""Sign-in cards: a PIN that its owner alone chooses, cards printed by her or by staff, ended by either, and what a card opens.

Whoever printed a card cannot use it without the PIN, and whoever was told the PIN cannot without the card.
"""

import hmac
import re
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts.cards.card_models import SignInCard
from lms.accounts.models import Account
from lms.errors import NotFound

LASTS = timedelta(days=365)
PIN = re.compile(r"[0-9]{4}")
FEWEST_DIFFERENT = 3
ROWS = ("0123456789", "9876543210", "2580", "0852", "1470", "0741", "3690", "0963")
"""Runs of digits, and columns of a keypad."""
YEARS = range(1900, 2030)


def plain_pin(typed: str) -> str:
    """The PIN without blanks; empty when it is not four digits."""
    pin = "".join(typed.split())
    return pin if pin.isascii() and PIN.fullmatch(pin) else ""


def is_guessed(pin: str) -> bool:
    """Whether four digits are among those that people try first: few different ones, a run, a column of keys, a year of birth."""
    return len(set(pin)) < FEWEST_DIFFERENT or any(pin in row for row in ROWS) or int(pin) in YEARS


def hashed_pin(account_id: int, typed: str) -> str:
    """The keyed hash a PIN is kept under. Needs the app: call it before the writer."""
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, f"card-pin\0{account_id}\0{plain_pin(typed)}".encode(), "sha256").hex()


def row_of(reader: Session, account_id: int) -> SignInCard | None:
    return reader.get(SignInCard, account_id)


def is_open(row: SignInCard | None, now: datetime) -> bool:
    """Whether a card of this account was printed and still signs her in."""
    return row is not None and row.hash is not None and row.ended_at is None and row.expires_at is not None and now < row.expires_at


def choose_pin(work: Session, account_id: int, pin_hash: str) -> None:
    """Keep her PIN; a card that is printed already goes on with the new one. Call it inside the writer."""
    row = work.get(SignInCard, account_id)
    if row is None:
        work.add(SignInCard(account_id=account_id, pin_hash=pin_hash))
    else:
        row.pin_hash = pin_hash
    work.flush()


def issue(work: Session, account_id: int, hash: str, issued_by: int, now: datetime) -> None:
    """Keep a new card's code; the card before ends. hash: codes.hashed. Raises NotFound before she has chosen a PIN."""
    row = work.get(SignInCard, account_id)
    if row is None:
        raise NotFound
    row.hash, row.issued_by, row.issued_at, row.expires_at = hash, issued_by, now, now + LASTS
    row.ended_at = row.last_used_at = None
    work.flush()


def end(work: Session, account_id: int, now: datetime) -> None:
    """Let the card open nothing any more; her PIN stays for the next one. A second time changes nothing."""
    work.execute(update(SignInCard).where(SignInCard.account_id == account_id, SignInCard.ended_at.is_(None)).values(ended_at=now))


def withdraw(work: Session, account_id: int) -> None:
    """Forget the code of her card, as with a new passphrase: whoever knew the old one may have printed it. Her PIN stays."""
    work.execute(update(SignInCard).where(SignInCard.account_id == account_id).values(hash=None))


def holder_of(reader: Session, hash: str, now: datetime) -> tuple[int, str]:
    """Account and PIN hash behind a code; (0, "") for unknown, ended, replaced and old ones, and a suspended account: one query for all."""
    usable = (SignInCard.hash == hash, SignInCard.ended_at.is_(None), SignInCard.expires_at > now, Account.active)
    row = reader.execute(
        select(Account.id, SignInCard.pin_hash).join(SignInCard, SignInCard.account_id == Account.id).where(*usable)
    ).first()
    return (row[0], row[1]) if row is not None else (0, "")


def use(work: Session, hash: str, pin_hash: str, now: datetime) -> int | None:
    """Note that the card was used, and give its account; None when code and PIN open none. pin_hash: hashed_pin of holder_of's account."""
    account_id, kept = holder_of(work, hash, now)
    if not hmac.compare_digest(kept.encode(), pin_hash.encode()) or not account_id:
        return None
    work.execute(update(SignInCard).where(SignInCard.account_id == account_id).values(last_used_at=now))
    return account_id
