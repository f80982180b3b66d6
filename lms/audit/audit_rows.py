"""The audit log as a list: filtered by kind, day and person, each mark turned into the sign-in name of whoever still has an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from lms.accounts import names
from lms.accounts.merging import pseudonyms
from lms.accounts.models import Account, Learner
from lms.accounts.role_names import role_names
from lms.audit import actions
from lms.audit.marks import COMMAND, mark_of
from lms.audit.models import AuditLine
from lms.web.database.instants import ZONE
from lms.web.routing import locales
from lms.web.tables.database_rows import DatabaseRows
from lms.web.tables.listing import Column, Listing

KINDS: Mapping[str, frozenset[str]] = {
    "accounts": frozenset(
        {
            *actions.EVENTS,
            "admin.add_person",
            "admin.new_passphrase",
            "people.change_role",
            "people.suspend",
            "people.rename",
            "admin.change_person_role",
            "admin.rename_person",
            "admin.merge_people",
            "admin.suspend_person",
            "admin.remove_second_factor",
        }
    ),
    "exports": frozenset(action for action in actions.REQUESTS if action.endswith(("csv", ".download", ".completion_certificate")))
    | {"data_copied", "backup_made", "people.import_codes"},
    "keys": frozenset(
        {"admin.add_access_key", "admin.end_access_key", "admin.rotate_access_key", "badge_key_rotated", "device_paired", "device_unpaired"}
    ),
    "signatures": frozenset(
        {"authoring.move", "authoring.sign_row", "authoring.answer_for", "authoring.tick", "credentials.withdraw", "credentials.correct"}
    ),
    "erasures": frozenset({"account_erased", "address_forgotten"}),
    "refusals": frozenset({"sign_in_refused", actions.REFUSED, actions.DENIED}),
}
"""Filters of the page; an action may stand in two of them."""


@dataclass(frozen=True)
class Asked:
    """What the page was asked for. person: a sign-in name as typed, empty for everybody; it goes by POST."""

    kind: str = ""
    since: date | None = None
    until: date | None = None
    person: str = ""


def asked_of(arguments: Mapping[str, str], person: str) -> Asked:
    """What they cannot mean counts as absent."""
    kind = arguments.get("kind", "")
    return Asked(kind if kind in KINDS else "", _day(arguments.get("since", "")), _day(arguments.get("until", "")), person.strip())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def listing(reader: Session, key: bytes, asked: Asked) -> Listing[AuditLine]:
    """The newest lines first. A person stands there as the one who acted and as the one whose record it is."""
    query: Select[Any] = select(AuditLine)
    if asked.kind:
        query = query.where(AuditLine.action.in_(sorted(KINDS[asked.kind])))
    if asked.since is not None:
        query = query.where(AuditLine.at >= datetime.combine(asked.since, time(), ZONE))
    if asked.until is not None:
        query = query.where(AuditLine.at < datetime.combine(asked.until, time(), ZONE) + timedelta(days=1))
    if asked.person:
        marks = _marks_of_name(reader, key, asked.person)
        query = query.where(or_(AuditLine.by.in_(marks), AuditLine.about.in_(marks)))
    rows = DatabaseRows(reader, query, AuditLine.number.desc(), lambda rows: [row[0] for row in rows])
    return Listing(_columns(_names_by_mark(reader, key)), rows, "-number")


def _marks_of_name(reader: Session, key: bytes, name: str) -> list[str]:
    """Hers, and those of accounts that were merged into hers; empty for a name of nobody."""
    of_name = select(Learner).join(Account, Account.id == Learner.account_id).where(Account.username_key == names.comparable(name))
    learner = reader.scalar(of_name)
    return [mark_of(key, one) for one in (learner.uuid, *pseudonyms.former_of(reader, learner.id))] if learner is not None else []


def _names_by_mark(reader: Session, key: bytes) -> dict[str, str]:
    rows = reader.execute(select(Learner.uuid, Account.username).join(Account, Account.id == Learner.account_id))
    return {mark_of(key, uuid): username for uuid, username in (*rows, *pseudonyms.former_names(reader).items())}


def _columns(names_by_mark: Mapping[str, str]) -> Sequence[Column[AuditLine]]:
    words = actions.words()

    def name(mark: str) -> str:
        if mark == COMMAND:
            return _("operator's command")
        return names_by_mark.get(mark, _("no account any more") if mark else "")

    return [
        Column("number", _("Line"), lambda row: str(row.number), AuditLine.number),
        Column("at", _("When"), lambda row: locales.moment(row.at), AuditLine.at),
        Column("by", _("Who"), lambda row: name(row.by), is_typed=True),
        Column("role", _("Role"), lambda row: role_names().get(row.by_role, row.by_role), AuditLine.by_role),
        Column("action", _("What"), lambda row: words.get(row.action, row.action), AuditLine.action),
        Column("about", _("Whose record"), lambda row: name(row.about), is_typed=True),
        Column("thing", _("Which"), lambda row: row.thing),
    ]
