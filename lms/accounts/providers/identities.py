"""Finding, linking and taking away identities of accounts, and ending the sign-ins that began by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.accounts.providers.identity_models import Identity, ProviderSignIn, UsedLogoutToken
from lms.accounts.sign_ins.sign_in_models import SignIn
from lms.errors import IdentityTaken

LOGOUT_TOKENS_KEPT = timedelta(minutes=15)
"""Longer than a token is taken (tokens.LOGOUT_LASTS_S), clocks that differ included."""


@dataclass(frozen=True)
class ProviderSubject:
    """Who somebody is at a provider. subject_hash: sealing.fingerprint."""

    issuer: str
    subject_hash: str


def holder_of(reader: Session, subject: ProviderSubject) -> Identity | None:
    """The identity with its account's id; None when it opens no account here."""
    return reader.scalar(select(Identity).where(Identity.issuer == subject.issuer, Identity.subject_hash == subject.subject_hash))


def of_account(reader: Session, account_id: int) -> Sequence[Identity]:
    """The oldest first."""
    return reader.scalars(select(Identity).where(Identity.account_id == account_id).order_by(Identity.id)).all()


def link(work: Session, account_id: int, subject: ProviderSubject, now: datetime) -> Identity:
    """Let the identity open this account; nothing new when it does already. Raises IdentityTaken. Call it inside the writer."""
    holder = holder_of(work, subject)
    if holder is not None:
        if holder.account_id != account_id:
            raise IdentityTaken
        return holder
    identity = Identity(account_id=account_id, issuer=subject.issuer, subject_hash=subject.subject_hash, linked_at=now)
    work.add(identity)
    work.flush()
    return identity


def unlink(work: Session, account_id: int, uuid: UUID) -> bool:
    """Take one away. False when the account has no such one, or would have no way in without it. Call it inside the writer."""
    account = work.get_one(Account, account_id)
    count = work.scalar(select(func.count()).select_from(Identity).where(Identity.account_id == account_id)) or 0
    if not account.has_passphrase and count < 2:
        return False
    result = work.execute(delete(Identity).where(Identity.account_id == account_id, Identity.uuid == uuid))
    return bool(result.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult


def note_sign_in(
    work: Session, account_id: int, key_hash: str, identity_id: int, session_hash: str | None, box: str, now: datetime
) -> None:
    """Say that the sign-in with this key began by the identity. Nothing when the identity is another account's by now."""
    identity = work.get(Identity, identity_id)
    row = work.scalar(select(SignIn.id).where(SignIn.hash == key_hash, SignIn.account_id == account_id))
    if identity is None or identity.account_id != account_id or row is None:
        return
    identity.used_at = now
    work.add(ProviderSignIn(sign_in_id=row, identity_id=identity_id, session_hash=session_hash, token_box=box))
    work.flush()


def sign_in_of(reader: Session, key_hash: str) -> tuple[ProviderSignIn, Identity] | None:
    """How the sign-in with this key began at a provider; None when it did not."""
    query = select(ProviderSignIn, Identity).join(Identity, Identity.id == ProviderSignIn.identity_id)
    row = reader.execute(query.join(SignIn, SignIn.id == ProviderSignIn.sign_in_id).where(SignIn.hash == key_hash)).one_or_none()
    return (row[0], row[1]) if row is not None else None


def end_sign_ins(work: Session, issuer: str, subject_hash: str | None, session_hash: str | None) -> list[int]:
    """End what a logout token names, a person, a session of hers at the provider, or both; gives the accounts whose sign-ins ended."""
    query = select(SignIn.id, SignIn.account_id).join(ProviderSignIn, ProviderSignIn.sign_in_id == SignIn.id)
    query = query.join(Identity, Identity.id == ProviderSignIn.identity_id).where(Identity.issuer == issuer)
    if subject_hash is not None:
        query = query.where(Identity.subject_hash == subject_hash)
    if session_hash is not None:
        query = query.where(ProviderSignIn.session_hash == session_hash)
    rows = work.execute(query).all()
    work.execute(delete(SignIn).where(SignIn.id.in_([row.id for row in rows])))
    return sorted({row.account_id for row in rows})


def use_logout_token(work: Session, hash: str, now: datetime) -> bool:
    """False when it was used before. Old ones are forgotten."""
    work.execute(delete(UsedLogoutToken).where(UsedLogoutToken.ends_at <= now))
    insert = postgresql.insert if work.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(UsedLogoutToken).values(hash=hash, ends_at=now + LOGOUT_TOKENS_KEPT).on_conflict_do_nothing(index_elements=["hash"])
    return bool(work.execute(row).rowcount)  # type: ignore[attr-defined]  # an INSERT gives a CursorResult
