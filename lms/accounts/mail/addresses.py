"""Confirmed addresses. What is typed waits; only a link written to the address itself makes it the account's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.accounts import names, opening
from lms.accounts.mail import mail_tokens
from lms.accounts.mail.mail_models import MailAddress, MailLink
from lms.accounts.models import Account
from lms.errors import CodeRefused, NameTaken

CONFIRM_LASTS = timedelta(days=2)
PASSPHRASE_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Mailbox:
    """Where to write. address: ASCII, ready for SMTP."""

    account_id: int
    address: str
    language: str


def normal(text: str) -> str | None:
    """The address as it is kept; None when no message can be written to it. Letters before the @ must be ASCII."""
    try:
        return str(validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False, test_environment=True).normalized)
    except EmailNotValidError:
        return None


def for_smtp(address: str) -> str:
    """The address with its domain in ASCII (IDNA). Raises ValueError."""
    ascii_address = validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True).ascii_email
    if ascii_address is None:
        raise ValueError("no ASCII form")
    return str(ascii_address)


def row_of(reader: Session, account_id: int) -> MailAddress | None:
    return reader.get(MailAddress, account_id)


def ask(work: Session, account_id: int, address: str, language: str, mark_hash: str, now: datetime) -> None:
    """Note what she typed, with the hash of the link that is to confirm it. Earlier links of hers confirm nothing any more."""
    row = work.get(MailAddress, account_id)
    if row is None:
        row = MailAddress(account_id=account_id)
        work.add(row)
    row.pending, row.language = address, language
    work.execute(delete(MailLink).where(MailLink.account_id == account_id, MailLink.purpose == mail_tokens.CONFIRM))
    link = MailLink(hash=mark_hash, purpose=mail_tokens.CONFIRM, account_id=account_id, address=address, expires_at=now + CONFIRM_LASTS)
    work.add(link)
    work.flush()


def confirm(work: Session, hash: str, now: datetime) -> int:
    """Make the address behind this link the account's own; give the account's id. Raises CodeRefused, NameTaken."""
    link = _use(work, hash, mail_tokens.CONFIRM, now)
    row, account = work.get(MailAddress, link.account_id), work.get(Account, link.account_id)
    if row is None or account is None or link.address is None or row.pending != link.address:
        raise CodeRefused
    key = names.comparable(link.address)
    holder = work.scalar(select(MailAddress.account_id).where(MailAddress.address_key == key))
    namesake = opening.find(work, link.address)
    if any(other not in (None, account.id) for other in (holder, namesake.id if namesake else None)):
        raise NameTaken(link.address)
    row.address, row.address_key, row.confirmed_at, row.bounced_at, row.pending = link.address, key, now, None, None
    account.email = link.address
    work.flush()
    return account.id


def _use(work: Session, hash: str, purpose: str, now: datetime) -> MailLink:
    """Use a link up. Raises CodeRefused for unknown, used and ended ones alike."""
    usable = (MailLink.hash == hash, MailLink.purpose == purpose, MailLink.used_at.is_(None), MailLink.expires_at > now)
    result = work.execute(update(MailLink).where(*usable, MailLink.account_id.is_not(None)).values(used_at=now))
    if result.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise CodeRefused
    return work.get_one(MailLink, hash, populate_existing=True)


def forget(work: Session, account_id: int) -> None:
    """Take every address of the account away."""
    work.execute(delete(MailLink).where(MailLink.account_id == account_id))
    work.execute(delete(MailAddress).where(MailAddress.account_id == account_id))
    account = work.get(Account, account_id)
    if account is not None:
        account.email = None


def bounce(work: Session, account_id: int, address: str, now: datetime) -> None:
    """The mail host refused this address: nothing more is written to it. One that was changed meanwhile is left alone."""
    row = work.get(MailAddress, account_id)
    if row is None or address not in (row.address, row.pending):
        return
    if row.pending == address:
        row.pending = None
    if row.address in (None, address):
        row.bounced_at = now


def mailbox(reader: Session, account_id: int) -> Mailbox | None:
    """Where this account may be written to: a confirmed address that takes messages, of an account that is not suspended."""
    query = (
        select(MailAddress).join(Account, Account.id == MailAddress.account_id).where(MailAddress.account_id == account_id, Account.active)
    )
    row = reader.scalar(query)
    if row is None or row.address is None or row.confirmed_at is None or row.bounced_at is not None:
        return None
    return Mailbox(account_id, row.address, row.language)


def pending(reader: Session, account_id: int) -> Mailbox | None:
    """Where a confirmation goes."""
    row = reader.get(MailAddress, account_id)
    return Mailbox(account_id, row.pending, row.language) if row is not None and row.pending else None


def holder_of(reader: Session, address: str) -> int | None:
    """The account that confirmed this address, and that is not suspended: one query for known and unknown alike."""
    query = select(MailAddress.account_id).join(Account, Account.id == MailAddress.account_id)
    mine = query.where(MailAddress.address_key == names.comparable(address), MailAddress.confirmed_at.is_not(None), Account.active)
    return reader.scalar(mine)


def ask_passphrase(work: Session, account_id: int | None, hash: str, now: datetime) -> None:
    """Keep the hash of a link that sets a new passphrase. account_id: None for an address nobody confirmed: it opens nothing."""
    work.add(MailLink(hash=hash, purpose=mail_tokens.PASSPHRASE, account_id=account_id, expires_at=now + PASSPHRASE_LASTS))
    work.flush()


def account_behind(reader: Session, hash: str, now: datetime) -> Account | None:
    """The account whose passphrase this link may set now; None for unknown, used and ended ones."""
    query = select(Account).join(MailLink, MailLink.account_id == Account.id)
    usable = (MailLink.hash == hash, MailLink.purpose == mail_tokens.PASSPHRASE, MailLink.used_at.is_(None), MailLink.expires_at > now)
    return reader.scalar(query.where(*usable, Account.active))


def set_passphrase(work: Session, hash: str, password_hash: str, now: datetime) -> int:
    """Set the passphrase behind a link and end every session; give the account's id. Raises CodeRefused."""
    account = account_behind(work, hash, now)
    if account is None:
        raise CodeRefused
    _use(work, hash, mail_tokens.PASSPHRASE, now)
    opening.change_passphrase(work, account.id, password_hash)
    end_links(work, account.id)
    return account.id


def end_links(work: Session, account_id: int) -> None:
    """Other links for a passphrase end with a new one."""
    work.execute(
        delete(MailLink).where(MailLink.account_id == account_id, MailLink.purpose == mail_tokens.PASSPHRASE, MailLink.used_at.is_(None))
    )


def tidy(work: Session, now: datetime) -> None:
    """Links that ended go."""
    work.execute(delete(MailLink).where(MailLink.expires_at < now - CONFIRM_LASTS))
