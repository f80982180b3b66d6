"""Attestations as a list for admins: found, filtered and sorted by the database."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from lms.accounts import names
from lms.accounts.models import Account, Learner
from lms.credentials import codes, printed, state_words, validity
from lms.credentials.models import Attestation
from lms.web.routing import locales
from lms.web.tables.database_rows import DatabaseRows
from lms.web.tables.listing import Column, Listing

OldestOf = Callable[[str], str | None]


def listing(reader: Session, filters: Mapping[str, str], text_part: str, now: datetime, oldest_of: OldestOf) -> Listing[Attestation]:
    """filters: `state` of the address. text_part: a code, a part of a printed name, or a sign-in name; empty for all.

    oldest_of: for a course, the version below which attestations no longer count.
    """
    state = _state(reader, now, oldest_of)
    query = _of(text_part)
    if filters.get("state") in state_words.short_words():
        query = query.where(state == filters["state"])
    rows = DatabaseRows(reader, query, Attestation.id.desc(), lambda rows: [row[0] for row in rows])
    return Listing(columns(state, now, oldest_of), rows, "-issued")


def _of(text_part: str) -> Select[Any]:
    rows: Select[Any] = select(Attestation)
    if not text_part:
        return rows
    account = select(Learner.id).join(Account, Account.id == Learner.account_id).where(Account.username_key == names.comparable(text_part))
    is_code = Attestation.code == codes.normalise(text_part)
    return rows.where(or_(is_code, Attestation.name.icontains(text_part, autoescape=True), Attestation.learner_id.in_(account)))


def columns(state: ColumnElement[str], now: datetime, oldest_of: OldestOf) -> list[Column[Attestation]]:
    """state: as _state gives it."""
    rank = case({key: place for place, key in enumerate(state_words.short_words())}, value=state)

    def words(row: Attestation) -> str:
        last_day = validity.last_day(row.expires_at) if row.expires_at is not None else None
        return state_words.words(validity.state_of(row, now, oldest_of(row.course)), last_day)

    return [
        Column("code", _("Code"), lambda row: codes.grouped(row.code), Attestation.code),
        Column("name", _("Printed name"), lambda row: row.name or _("not typed yet"), func.lower(Attestation.name), is_typed=True),
        Column("course", _("Course"), lambda row: printed.words_in(row.title, locales.current()), Attestation.course),
        Column("issued", _("Issued"), lambda row: locales.day(row.issued_at), Attestation.issued_at),
        Column("state", _("State"), words, rank),
    ]


def _state(reader: Session, now: datetime, oldest_of: OldestOf) -> ColumnElement[str]:
    """What validity.state_of says of a row, in the database. Versions are compared here: it holds few of them."""
    versions = reader.execute(select(Attestation.course, Attestation.course_version).distinct()).all()
    old = [(course, version) for course, version in versions if validity.is_obsolete(version, oldest_of(course))]
    is_old = or_(false(), *(and_(Attestation.course == course, Attestation.course_version == version) for course, version in old))
    return case(
        (Attestation.revoked_at.is_not(None), "revoked"),
        (Attestation.superseded_at.is_not(None), "superseded"),
        (is_old, "obsolete"),
        (Attestation.released_at.is_(None), "unreleased"),
        (Attestation.expires_at <= now, "expired"),
        else_="valid",
    )
