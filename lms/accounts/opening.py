"""Opening accounts, and changing what belongs to one."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.accounts import names
from lms.accounts.cards import sign_in_cards
from lms.accounts.consents import consents
from lms.accounts.models import ROLES, Account, Learner, Role
from lms.accounts.sign_ins import browser_sign_ins
from lms.errors import NameLooksAlike, NameTaken, NameUnfit, NotFound


@dataclass(frozen=True)
class NewAccount:
    """What an account needs. password_hash: hashed before the writer is asked, since hashing takes a while."""

    username: str
    password_hash: str
    role: str
    email: str | None = None
    is_simulated: bool = False
    has_consented: bool = False
    learner_uuid: UUID | None = None
    """A guest's pseudonym that the account takes over, so that what she did is kept."""
    has_passphrase: bool = True
    """False when password_hash is of nothing that anybody knows."""


def find(work: Session, identity: str) -> Account | None:
    """The account with this sign-in name or e-mail address, compared as names.comparable says: one account or none."""
    return work.scalars(select(Account).where(_is_named(identity))).one_or_none()


class Holder(NamedTuple):
    """What signing in needs of an account, read in one query, so that a known and an unknown name take the same steps."""

    id: int
    password: str
    active: bool


def holder_of(reader: Session, identity: str) -> Holder | None:
    """The holder of a sign-in name or e-mail address, found as `find` does."""
    row = reader.execute(select(Account.id, Account.password, Account.active).where(_is_named(identity))).one_or_none()
    return Holder(*row) if row is not None else None


def _is_named(identity: str) -> ColumnElement[bool]:
    comparable_name = names.comparable(identity)
    return and_(literal(comparable_name) != "", or_(Account.username_key == comparable_name, Account.email_key == comparable_name))


def near(reader: Session, identity: str) -> list[str]:
    """Sign-in names that somebody may have meant, at most three."""
    return names.near(identity, list(reader.scalars(select(Account.username))))


def open_account(work: Session, new: NewAccount, now: datetime) -> Account:
    """Make the account and its learner. Raises NameUnfit, NameTaken, NameLooksAlike."""
    if new.role not in ROLES:
        raise ValueError(f"{new.role} is not a role")
    username = names.displayed(new.username)
    check_name(work, username)
    if new.email:
        _check_address(work, new.email)
    account = Account(
        username=username,
        email=names.displayed(new.email) if new.email else None,
        password=new.password_hash,
        has_passphrase=new.has_passphrase,
        active=True,
        fs_uniquifier=uuid4().hex,
        created_at=now,
        seen_on=now.date(),
        roles=[role_row(work, new.role)],
    )
    account.learner = _learner(work, new, now)
    work.add(account)
    _flush(work, username)
    if new.has_consented:
        consents.give(work, account, consents.LEARNING, now)
    return account


def check_name(work: Session, username: str, own_id: int | None = None) -> None:
    """Raises NameUnfit, NameTaken or NameLooksAlike unless the name is free. own_id: the account that takes it, for a change of name."""
    if names.problem(username) is not None:
        raise NameUnfit(username)
    holder = find(work, username)
    if holder is not None and holder.id != own_id:
        raise NameTaken(username)
    alike = work.scalars(select(Account.id).where(Account.username_skeleton == names.skeleton(username)))
    if any(account_id != own_id for account_id in alike):
        raise NameLooksAlike(username)


def _check_address(work: Session, email: str) -> None:
    if not names.is_address(email):
        raise NameUnfit(email)
    if find(work, email) is not None:
        raise NameTaken(email)


def _flush(work: Session, username: str) -> None:
    """The database has the last word: on PostgreSQL two people may open one name at the same moment."""
    try:
        work.flush()
    except IntegrityError as error:
        raise NameTaken(username) from error


def rename(work: Session, account_id: int, username: str) -> None:
    """Give an account another sign-in name. Raises NotFound, NameUnfit, NameTaken, NameLooksAlike."""
    account = work.get(Account, account_id)
    if account is None:
        raise NotFound
    username = names.displayed(username)
    check_name(work, username, account_id)
    account.username, account.renamed_from = username, None
    _flush(work, username)


def _learner(work: Session, new: NewAccount, now: datetime) -> Learner:
    known: Learner | None = work.scalar(select(Learner).where(Learner.uuid == new.learner_uuid)) if new.learner_uuid else None
    if known is not None and known.account_id is None:
        known.role = new.role
        return known
    uuid = new.learner_uuid if new.learner_uuid and known is None else uuid4()
    return Learner(uuid=uuid, role=new.role, is_simulated=new.is_simulated, created_at=now)


def role_row(work: Session, name: str) -> Role:
    role = work.scalar(select(Role).where(Role.name == name))
    if role is None:
        role = Role(name=name)
        work.add(role)
        work.flush()
    return role


def change_role(work: Session, account_id: int, role: str) -> None:
    """Give the account another role and end its sessions. Raises NotFound."""
    account = work.get(Account, account_id)
    if account is None:
        raise NotFound
    account.roles = [role_row(work, role)]
    _end_sessions(work, account)
    account.learner.role = role


def change_passphrase(work: Session, account_id: int, password_hash: str) -> str:
    """Set a new passphrase, end every session and her sign-in card. Gives the new session mark. Raises NotFound."""
    account = work.get(Account, account_id)
    if account is None:
        raise NotFound
    account.password, account.has_passphrase = password_hash, True
    _end_sessions(work, account)
    sign_in_cards.withdraw(work, account_id)
    return account.fs_uniquifier


def end_sessions(work: Session, account_id: int) -> None:
    """Sign the account out everywhere."""
    account = work.get(Account, account_id)
    if account is not None:
        _end_sessions(work, account)


def _end_sessions(work: Session, account: Account) -> None:
    """The mark also ends a second step that somebody waits in."""
    account.fs_uniquifier = uuid4().hex
    browser_sign_ins.end_all(work, account.id)
