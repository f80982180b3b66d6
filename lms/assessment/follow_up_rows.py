"""Lists of tests for staff: contested results, each by its receipt and without a name, and sittings that are open now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import names
from lms.accounts.models import Account, Learner
from lms.assessment import contesting, ending, feedback
from lms.assessment.models import Sitting
from lms.web.routing import locales
from lms.web.tables.database_rows import DatabaseRows
from lms.web.tables.listing import Column, Listing, MemoryRows

PREFIX = "contested-"
"""Of the first list's words in the address: the page shows two."""


@dataclass(frozen=True)
class ContestedRow:
    """One contested result. due: the last day to answer."""

    sitting: Sitting
    asked_at: datetime
    due: date
    is_late: bool


def contested(reader: Session, filters: Mapping[str, str], today: date) -> Listing[ContestedRow]:
    """filters: `course` of the address."""
    rows = []
    for sitting in contesting.waiting(reader):
        if sitting.review_asked_at is not None and filters.get("course", "") in ("", sitting.course):
            due = feedback.review_due(sitting.review_asked_at, ending.rule_of(sitting).review_days)
            rows.append(ContestedRow(sitting, sitting.review_asked_at, due, due < today))
    columns: list[Column[ContestedRow]] = [
        Column("receipt", _("Receipt"), lambda row: feedback.receipt(row.sitting), lambda row: feedback.receipt(row.sitting)),
        Column("course", _("Course"), lambda row: title(row.sitting), lambda row: title(row.sitting)),
        Column("day", _("Asked on"), lambda row: locales.moment(row.asked_at), lambda row: row.asked_at),
        Column("due", _("Answer by"), _due_words, lambda row: row.due),
    ]
    return Listing(columns, MemoryRows(rows), "due", PREFIX)


def _due_words(row: ContestedRow) -> str:
    return f"{locales.day(row.due)} {_('(late)')}" if row.is_late else locales.day(row.due)


def title(sitting: Sitting) -> str:
    """Of the course, as it was at the start."""
    titles: Mapping[str, str] = sitting.frozen["title"]
    return titles[locales.current()]


@dataclass(frozen=True)
class OpenRow:
    """A sitting and the sign-in name of its account; None for one without."""

    sitting: Sitting
    username: str | None


def open_sittings(reader: Session, filters: Mapping[str, str], name_part: str) -> Listing[OpenRow]:
    """filters: `course` of the address. name_part: as typed, of a sign-in name; empty for everybody."""
    columns_read: tuple[Any, ...] = (Sitting, Account.username)
    query = select(*columns_read).join(Learner, Learner.id == Sitting.learner_id)
    query = query.outerjoin(Account, Account.id == Learner.account_id).where(Sitting.ended_at.is_(None))
    if filters.get("course"):
        query = query.where(Sitting.course == filters["course"])
    if name_part.strip():
        query = query.where(Account.username_key.contains(names.comparable(name_part), autoescape=True))
    columns: list[Column[OpenRow]] = [
        Column("name", _("Person"), lambda row: row.username or "–", Account.username_key),
        Column("course", _("Course"), lambda row: title(row.sitting), Sitting.course),
        Column("begun", _("Begun on"), lambda row: locales.moment(row.sitting.started_at), Sitting.started_at),
        Column("ends", _("Ends on"), lambda row: locales.moment(row.sitting.ends_at), Sitting.ends_at),
    ]
    return Listing(columns, DatabaseRows(reader, query, Sitting.id, lambda rows: [OpenRow(*row) for row in rows]), "begun")
