"""Opening accounts, and changing what belongs to one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import LEARNER_ROLES, ROLES, Account, Learner, Role
from lms.errors import NameTaken, NotFound


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


def find(work: Session, identity: str) -> Account | None:
    """The account with this sign-in name or e-mail address; letters may be large or small."""
    wanted = identity.strip().casefold()
    return work.scalar(select(Account).where(or_(func.lower(Account.username) == wanted, func.lower(Account.email) == wanted)))


def open_account(work: Session, new: NewAccount, now: datetime) -> Account:
    """Make the account and its learner. Raises NameTaken."""
    if new.role not in ROLES:
        raise ValueError(f"{new.role} is not a role")
    for identity in filter(None, (new.username, new.email)):
        if find(work, identity) is not None:
            raise NameTaken(identity)
    account = Account(
        username=new.username.strip(),
        email=new.email.strip().casefold() if new.email else None,
        password=new.password_hash,
        active=True,
        fs_uniquifier=uuid4().hex,
        created_at=now,
        consented_at=now if new.has_consented else None,
        roles=[role_row(work, new.role)],
    )
    account.learner = _learner(work, new, now)
    work.add(account)
    work.flush()
    return account


def _learner(work: Session, new: NewAccount, now: datetime) -> Learner:
    known = work.scalar(select(Learner).where(Learner.uuid == new.learner_uuid)) if new.learner_uuid else None
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
    account.fs_uniquifier = uuid4().hex
    account.learner.role = role


def change_passphrase(work: Session, account_id: int, password_hash: str) -> str:
    """Set a new passphrase and end every session. Gives the new session mark. Raises NotFound."""
    account = work.get(Account, account_id)
    if account is None:
        raise NotFound
    account.password = password_hash
    account.fs_uniquifier = uuid4().hex
    return account.fs_uniquifier


def end_sessions(work: Session, account_id: int) -> None:
    """Sign the account out everywhere."""
    account = work.get(Account, account_id)
    if account is not None:
        account.fs_uniquifier = uuid4().hex


def is_learner_role(role: str) -> bool:
    return role in LEARNER_ROLES
