"""Accounts as a list for admins: sorted, filtered and counted by the database, since a site may have tens of thousands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from lms.accounts import names
from lms.accounts.models import Account, Learner, Role, account_role
from lms.accounts.role_names import role_names
from lms.cohorts.models import Cohort, cohort_membership
from lms.web.routing import locales
from lms.web.tables.database_rows import DatabaseRows
from lms.web.tables.listing import Column, Listing

STATES = ("open", "waiting", "suspended")
AT_ONCE = 1_000
"""Accounts whose cohorts are read by one query: databases limit how many values a query may hold."""


@dataclass(frozen=True)
class AccountRow:
    """One account. state: of STATES; waiting: not opened by its holder yet. cohorts: names of those she is in now."""

    id: int
    username: str
    role: str
    is_simulated: bool
    created_at: datetime
    state: str
    cohorts: tuple[str, ...]


def listing(reader: Session, filters: Mapping[str, str], name_part: str) -> Listing[AccountRow]:
    """filters: `role` and `state` of the address; what they cannot mean counts as absent. name_part: as typed, empty for everybody."""
    query = _query()
    if filters.get("role") in role_names():
        query = query.where(Role.name == filters["role"])
    if filters.get("state") in STATES:
        query = query.where(_state() == filters["state"])
    if name_part.strip():
        query = query.where(Account.username_key.contains(names.comparable(name_part), autoescape=True))
    return Listing(columns(), DatabaseRows(reader, query, Account.username_key, lambda rows: _rows(reader, rows)), "name")


def columns() -> list[Column[AccountRow]]:
    words = role_names()
    rank = {role: place for place, (role, _word) in enumerate(sorted(words.items(), key=lambda pair: pair[1]))}
    by_word = case(rank, value=Role.name, else_=len(rank))
    by_state = case({state: place for place, state in enumerate(STATES)}, value=_state())
    return [
        Column("name", _("Sign-in name"), lambda row: row.username, Account.username_key),
        Column("role", _("Role"), _role_words, by_word),
        Column("since", _("Since"), lambda row: locales.day(row.created_at), Account.created_at),
        Column("cohorts", _("Cohorts"), lambda row: ", ".join(row.cohorts)),
        Column("state", _("Account"), lambda row: state_words()[row.state], by_state),
    ]


def _role_words(row: AccountRow) -> str:
    word = role_names().get(row.role, row.role)
    return f"{word} ({_('demonstration')})" if row.is_simulated else word


def state_words() -> Mapping[str, str]:
    return {"open": _("open"), "waiting": _("not started yet"), "suspended": _("suspended")}


def _state() -> ColumnElement[str]:
    return case((Account.active.is_(False), "suspended"), (Account.consented_at.is_(None), "waiting"), else_="open")


def _query() -> Select[Any]:
    columns_read: tuple[Any, ...] = (
        Account.id,
        Account.username,
        Role.name.label("role"),
        Learner.is_simulated,
        Account.created_at,
        _state().label("state"),
    )
    rows = select(*columns_read).select_from(Account).join(Learner, Learner.account_id == Account.id)
    return rows.outerjoin(account_role, account_role.c.account_id == Account.id).outerjoin(Role, Role.id == account_role.c.role_id)


def _rows(reader: Session, rows: Sequence[Any]) -> list[AccountRow]:
    cohorts: dict[int, list[str]] = {}
    for start in range(0, len(rows), AT_ONCE):
        ids = [row[0] for row in rows[start : start + AT_ONCE]]
        for account_id, name in reader.execute(_cohorts_of(ids)):
            cohorts.setdefault(account_id, []).append(name)
    return [
        AccountRow(row.id, row.username, row.role, row.is_simulated, row.created_at, row.state, tuple(cohorts.get(row.id, ())))
        for row in rows
    ]


def _cohorts_of(ids: Sequence[int]) -> Select[Any]:
    table = cohort_membership.c
    columns_read: tuple[Any, ...] = (Learner.account_id, Cohort.name)
    rows = select(*columns_read).join(cohort_membership, table.learner_id == Learner.id).join(Cohort, Cohort.id == table.cohort_id)
    rows = rows.where(Learner.account_id.in_(ids), table.left_at.is_(None))
    return rows.order_by(func.lower(Cohort.name), Cohort.id)


def of_account(reader: Session, account_id: int) -> AccountRow | None:
    """One of them; None when there is no such account."""
    rows = _rows(reader, reader.execute(_query().where(Account.id == account_id)).all())
    return rows[0] if rows else None
