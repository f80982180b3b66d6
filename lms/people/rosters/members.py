"""Who is in cohorts now, under the name that staff know: a professional's own, a card's for patients and carers. One query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import professions
from lms.accounts.models import PATIENT_ROLES, Account, Learner, Profession
from lms.cohorts import card_names
from lms.cohorts.models import Cohort, cohort_membership
from lms.people.imports.csv_file import plain
from lms.trial import participation
from lms.web.routing import locales


@dataclass(frozen=True)
class Member:
    """One person in one cohort. account_id, username: None and empty for a simulated learner without an account, and for patients.

    profession: its words, with who verified it; empty when none was declared. verified: whether somebody entitled checked it.
    """

    learner_id: int
    account_id: int | None
    cohort_id: int
    cohort_name: str
    name: str
    username: str
    role: str
    profession: str
    is_verified: bool
    rpps: str
    employer: str
    is_active: bool
    has_started: bool
    joined_at: datetime | None
    is_sealed: bool
    """She is in a trial whose data are open: what she read and did would tell her arm, so no list of staff shows it."""

    @property
    def is_patient(self) -> bool:
        """A patient or a carer: known by a card's name, never late, never marked."""
        return self.role in PATIENT_ROLES


def of_cohorts(reader: Session, cohort_ids: Collection[int], learner_id: int | None = None) -> list[Member]:
    """By name, of these cohorts; who is in two of them is there twice. learner_id: she alone."""
    table = cohort_membership.c
    query = (
        select(Learner.id, Learner.role, Cohort.id, Cohort.name, table.label, table.joined_at)
        .add_columns(Account.id, Account.username, Account.active, Account.consented_at, Profession, participation.is_sealed())
        .select_from(cohort_membership)
        .join(Learner, Learner.id == table.learner_id)
        .join(Cohort, Cohort.id == table.cohort_id)
        .outerjoin(Account, Account.id == Learner.account_id)
        .outerjoin(Profession, Profession.account_id == Account.id)
        .where(table.cohort_id.in_(sorted(cohort_ids)), table.left_at.is_(None))
    )
    if learner_id is not None:
        query = query.where(Learner.id == learner_id)
    rows = [_member(*row) for row in reader.execute(query)] if cohort_ids else []
    return sorted(rows, key=lambda member: (name_order(member.name), member.learner_id, member.cohort_id))


def name_order(name: str) -> str:
    """Names in the order of a register: accents and capitals do not count."""
    return plain(name)


def _member(
    learner_id: int,
    role: str,
    cohort_id: int,
    cohort_name: str,
    label: str | None,
    joined_at: datetime | None,
    account_id: int | None,
    username: str | None,
    active: bool | None,
    consented_at: datetime | None,
    profession: Profession | None,
    is_sealed: bool,
) -> Member:
    is_patient = role in PATIENT_ROLES
    name = card_names.words(label, locales.current()) if label else ""
    if not is_patient:
        name = professions.name_of(profession) or username or name
    return Member(
        learner_id=learner_id,
        account_id=account_id,
        cohort_id=cohort_id,
        cohort_name=cohort_name,
        name=name or _("Learner %(n)s", n=learner_id),
        username="" if is_patient else username or "",
        role=role,
        profession=professions.phrase(profession, locales.current()) if profession is not None and not is_patient else "",
        is_verified=profession is not None and profession.state == professions.VERIFIED,
        rpps=(profession.rpps or "") if profession is not None else "",
        employer=(profession.employer or "") if profession is not None else "",
        is_active=active is not False,
        has_started=consented_at is not None,
        joined_at=joined_at,
        is_sealed=bool(is_sealed),
    )
