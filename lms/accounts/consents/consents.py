"""Giving and taking back consent by purpose.

learning: what she reads, answers and plays is kept. Taken back, nothing more is: the pages ask again first, the keys of her devices end.
figures: what is kept counts in figures of the site. On unless she says no; taken back, the worker makes every figure anew without her.
Who may read her answers, and messages, have tables of their own (lms/cohorts/answer_consents.py, lms/messages/choices.py).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from lms.accounts.consents.consent_models import Consent
from lms.accounts.models import Account, Device, Learner
from lrs.keys import access_keys

LEARNING, FIGURES = "learning", "figures"
VERSIONS = {LEARNING: 1, FIGURES: 1}
"""Of the words of each purpose. A higher number asks everybody again at her next page (learning) or holds from then on."""


def give(work: Session, account: Account, purpose: str, now: datetime) -> bool:
    """Note that she agrees to the words of today. False when she does already: nothing is written then."""
    if holds(work, account, purpose):
        return False
    if purpose == LEARNING:
        account.consented_at, account.consent_version = now, VERSIONS[LEARNING]
    _note(work, account.id, purpose, now, is_given=True)
    return True


def withdraw(work: Session, account: Account, purpose: str, now: datetime) -> bool:
    """Note that she takes it back; what follows from it happens in the same write. False when she had not agreed."""
    if not holds(work, account, purpose):
        return False
    if purpose == LEARNING:
        account.consented_at = None
        _end_devices(work, account.learner.id, now)
    _note(work, account.id, purpose, now, is_given=False)
    return True


def holds(reader: Session, account: Account, purpose: str) -> bool:
    """Whether the purpose may be followed now."""
    if purpose == LEARNING:
        return has_agreed(account)
    newest = _newest(reader, account.id, purpose)
    return newest is None or newest.is_given


def has_agreed(account: Account) -> bool:
    """Whether she agreed to the words of today that what she does is kept. Asked on each page: no query."""
    return account.consented_at is not None and account.consent_version >= VERSIONS[LEARNING]


def of_account(reader: Session, account_id: int) -> Sequence[Consent]:
    """Her decisions, the newest first."""
    return reader.scalars(select(Consent).where(Consent.account_id == account_id).order_by(Consent.id.desc())).all()


def since(reader: Session, learner: Learner) -> str:
    """A mark of the consent that holds now, for her devices: another mark means that it was taken back in between. Empty for a guest."""
    account = learner.account
    return account.consented_at.isoformat() if account is not None and account.consented_at is not None else ""


def left_out(reader: Session) -> list[UUID]:
    """Pseudonyms of the learners who are to count in no figure: who said no to figures, or took back that anything is kept."""
    query = select(Learner.uuid).join(Consent, Consent.account_id == Learner.account_id).where(Consent.id.in_(_newest_ids()))
    is_out = and_(Consent.is_given.is_(False), or_(Consent.purpose == FIGURES, Consent.purpose == LEARNING))
    return list(reader.scalars(query.where(is_out).distinct()))


def _newest_ids() -> Select[int]:
    return select(func.max(Consent.id)).group_by(Consent.account_id, Consent.purpose)


def _newest(reader: Session, account_id: int, purpose: str) -> Consent | None:
    query = select(Consent).where(Consent.account_id == account_id, Consent.purpose == purpose)
    return reader.scalars(query.order_by(Consent.id.desc()).limit(1)).first()


def _note(work: Session, account_id: int, purpose: str, now: datetime, *, is_given: bool) -> None:
    work.add(Consent(account_id=account_id, purpose=purpose, version=VERSIONS[purpose], is_given=is_given, at=now))
    work.flush()


def _end_devices(work: Session, learner_id: int, now: datetime) -> None:
    """The store takes nothing more from them; what waits in them is dropped at their next pairing (game/device/linking.py)."""
    still = (Device.learner_id == learner_id, Device.revoked_at.is_(None))
    for key in work.scalars(select(Device.access_key).where(*still)).all():
        access_keys.revoke(work.connection(), key, now=now)
    work.execute(update(Device).where(*still).values(revoked_at=now))
