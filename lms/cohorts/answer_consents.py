"""Who of staff may read a patient's or carer's answers: those she named, in a cohort she is in and they follow, until she takes it back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.accounts.models import PATIENT_ROLES, Account, Learner
from lms.cohorts.models import AnswerConsent, Cohort, cohort_educator, cohort_membership
from lms.errors import NotFound

READER_ROLES = ("educator", "admin")
"""Training managers never see answers."""


def readers(cohort: Cohort) -> list[Account]:
    """Whom she may name: who follows the cohort and may read answers at all, by sign-in name."""
    return sorted((one for one in cohort.educators if one.role in READER_ROLES and one.active), key=lambda one: one.username_key)


def of(reader: Session, learner_id: int) -> frozenset[tuple[int, int]]:
    """(cohort, account) of each consent of hers that stands."""
    query = select(AnswerConsent.cohort_id, AnswerConsent.reader_id).where(AnswerConsent.learner_id == learner_id)
    return frozenset((cohort_id, account_id) for cohort_id, account_id in reader.execute(query))


def may_read(reader: Session, learner_id: int, cohort_id: int, account: Account) -> bool:
    """Asked at each look: the consent stands, she is still in the cohort, and the reader, by role too, still follows it."""
    if account.role not in READER_ROLES:
        return False
    table, follows = cohort_membership.c, cohort_educator.c
    query = select(AnswerConsent.learner_id).where(
        AnswerConsent.learner_id == learner_id, AnswerConsent.cohort_id == cohort_id, AnswerConsent.reader_id == account.id
    )
    is_in = select(table.learner_id).where(table.learner_id == learner_id, table.cohort_id == cohort_id, table.left_at.is_(None))
    does_follow = select(follows.account_id).where(follows.cohort_id == cohort_id, follows.account_id == account.id)
    return reader.execute(query.where(is_in.exists(), does_follow.exists())).first() is not None


def choose(work: Session, learner_id: int, cohort: Cohort, account_ids: Collection[int], now: datetime) -> None:
    """Those named from now on; who is left out reads nothing any more. Raises NotFound for whoever may not be named, or may not name."""
    learner = work.get_one(Learner, learner_id)
    table = cohort_membership.c
    mine = select(table.cohort_id).where(table.learner_id == learner_id, table.cohort_id == cohort.id, table.left_at.is_(None))
    if learner.role not in PATIENT_ROLES or work.execute(mine).first() is None:
        raise NotFound
    if not set(account_ids) <= {one.id for one in readers(cohort)}:
        raise NotFound
    own = (AnswerConsent.learner_id == learner_id, AnswerConsent.cohort_id == cohort.id)
    kept = set(work.scalars(select(AnswerConsent.reader_id).where(*own)))
    work.execute(delete(AnswerConsent).where(*own, AnswerConsent.reader_id.not_in(account_ids)))
    for account_id in set(account_ids) - kept:
        work.add(AnswerConsent(learner_id=learner_id, cohort_id=cohort.id, reader_id=account_id, created_at=now))
