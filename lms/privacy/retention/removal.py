"""Taking away the rows whose time is over, in one write each, by the register's keys. What other parts remove themselves is not here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from lms.accounts.guess_rules import LONGEST_KEPT
from lms.accounts.models import PATIENT_ROLES, Learner
from lms.privacy.retention.rules import AFTER_END_DAYS, CODE_DAYS, GUEST_DAYS
from lms.settings import Settings
from lms.web.database.extensions import db
from lrs.storage import clock
from lrs.storage.tables import access_keys, documents
from lrs.writing.row_extraction import agent_term
from xapi.actor import account as actor_of

DAYS_A_MONTH = 30.44
MOST_AT_ONCE = 500
"""Rows of one kind in one write: what is left goes in the next turn, and no page waits long for the writer."""
ACTIVITY = (("progress", "started_at"), ("attempt", "created_at"), ("play", "touched_at"), ("case_run", "started_at"))
"""When somebody last did something, by the tables of her registrations."""


@dataclass(frozen=True)
class Removal:
    """table: whose rows go, with what depends on them. is_over: the rows whose time is over at an instant."""

    table: str
    is_over: Callable[[Any, datetime, Settings], ColumnElement[bool]]


def _ended(*columns: str, after: timedelta) -> Callable[[Any, datetime, Settings], ColumnElement[bool]]:
    """Rows of which one of these instants is longer ago than `after`."""

    def is_over(table: Any, at: datetime, _settings: Settings) -> ColumnElement[bool]:
        return or_(*(table.c[name] < at - after for name in columns))

    return is_over


def _guests(table: Any, at: datetime, _settings: Settings) -> ColumnElement[bool]:
    before, tables = at - timedelta(days=GUEST_DAYS), db.metadata.tables
    registration = tables["registration"]
    newer = [
        exists(
            select(tables[name].c[column])
            .join(registration, registration.c.id == tables[name].c.registration_id)
            .where(registration.c.learner_id == table.c.id, tables[name].c[column] >= before)
        )
        for name, column in ACTIVITY
    ]
    return and_(table.c.account_id.is_(None), table.c.is_simulated.is_(False), table.c.created_at < before, ~or_(*newer))


def _looks(table: Any, at: datetime, settings: Settings) -> ColumnElement[bool]:
    return table.c.at < at - timedelta(days=round(settings.audit_months * DAYS_A_MONTH))  # type: ignore[no-any-return]  # a comparison of a table known by name


REMOVALS: Mapping[str, tuple[Removal, ...]] = {
    "guests": (Removal("learner", _guests),),
    "sign_ins": (Removal("sign_in", _ended("ends_at", after=timedelta(0))),),
    "pairing_codes": (Removal("pairing_code", _ended("expires_at", after=timedelta(days=1))),),
    "devices": (Removal("device", _ended("revoked_at", after=timedelta(days=AFTER_END_DAYS))),),
    "start_codes": (Removal("start_code", _ended("expires_at", "used_at", after=timedelta(days=CODE_DAYS))),),
    "ways_in": (
        Removal("recovery_code", _ended("used_at", after=timedelta(days=CODE_DAYS))),
        Removal("paper_code", _ended("used_at", after=timedelta(days=CODE_DAYS))),
    ),
    "platform_launches": (Removal("lti_launch", _ended("ends_at", after=timedelta(0))),),
    "mail_links": (Removal("mail_link", _ended("expires_at", after=timedelta(days=2))),),
    "invitations": (Removal("invitation", _ended("expires_at", "revoked_at", after=timedelta(days=AFTER_END_DAYS))),),
    "guesses": (Removal("guess_count", _ended("last_at", after=LONGEST_KEPT)),),
    "looks": (Removal("record_look", _looks),),
}


def remove(work: Session, removal: Removal, at: datetime, settings: Settings) -> int:
    """Take away what is over, at most MOST_AT_ONCE rows; gives how many. Call it inside the writer."""
    table = db.metadata.tables[removal.table]
    (key,) = table.primary_key.columns
    numbers = work.scalars(select(key).where(removal.is_over(table, at, settings)).order_by(key).limit(MOST_AT_ONCE)).all()
    if not numbers:
        return 0
    if removal.table == "device":
        keys = work.scalars(select(table.c.access_key).where(key.in_(numbers))).all()
        work.connection().execute(delete(access_keys).where(access_keys.c.id.in_(keys)))
    if removal.table == "learner":
        _remove_saves(work, work.scalars(select(table.c.uuid).where(key.in_(numbers))).all(), settings.home_page)
    work.execute(delete(table).where(key.in_(numbers)))
    return len(numbers)


def _remove_saves(work: Session, pseudonyms: Sequence[UUID], home_page: str) -> None:
    """The weeks that visitors played: a name they chose for the person of the story may stand in them."""
    terms = [agent_term(actor_of(home_page, pseudonym)) for pseudonym in pseudonyms]
    work.connection().execute(delete(documents).where(documents.c.agent.in_(terms)))


def idle_accounts(reader: Session, at: datetime, settings: Settings) -> list[int]:
    """Accounts of patients and carers that nobody used for the site's time, at most MOST_AT_ONCE; none when the site ends none."""
    if not settings.idle_months:
        return []
    before = at - timedelta(days=round(settings.idle_months * DAYS_A_MONTH))
    tables = db.metadata.tables
    device, sign_in, account = tables["device"], tables["sign_in"], tables["account"]
    has_used_device = exists(
        select(device.c.id)
        .join(access_keys, access_keys.c.id == device.c.access_key)
        .where(device.c.learner_id == Learner.id, access_keys.c.last_used >= clock.text(before))
    )
    is_signed_in = exists(select(sign_in.c.id).where(sign_in.c.account_id == Learner.account_id, sign_in.c.seen_at >= before))
    query = select(account.c.id).join(Learner, Learner.account_id == account.c.id)
    query = query.where(Learner.role.in_(PATIENT_ROLES), Learner.is_simulated.is_(False), account.c.seen_on < before.date())
    return list(reader.scalars(query.where(~has_used_device, ~is_signed_in).order_by(account.c.id).limit(MOST_AT_ONCE)))
