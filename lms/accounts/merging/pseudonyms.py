"""Which pseudonyms stand for one person: her own, and those of accounts that were merged into hers."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.merging.merge_models import FormerPseudonym
from lms.accounts.models import Account, Learner


def former_of(reader: Session, learner_id: int) -> list[UUID]:
    """The former ones of a learner, the newest merge first."""
    query = select(FormerPseudonym.uuid).where(FormerPseudonym.learner_id == learner_id)
    return list(reader.scalars(query.order_by(FormerPseudonym.merged_at.desc(), FormerPseudonym.uuid)))


def current_by_former(reader: Session) -> Mapping[UUID, UUID]:
    """Every former pseudonym of the site, with the one that stands for the person now."""
    rows = reader.execute(select(FormerPseudonym.uuid, Learner.uuid).join(Learner, Learner.id == FormerPseudonym.learner_id))
    return {row[0]: row[1] for row in rows}


def former_names(reader: Session) -> Mapping[UUID, str]:
    """Every former pseudonym, with the sign-in name of the person now."""
    query = select(FormerPseudonym.uuid, Account.username).join(Learner, Learner.id == FormerPseudonym.learner_id)
    return {row[0]: row[1] for row in reader.execute(query.join(Account, Account.id == Learner.account_id))}
