"""The copy of everything the site keeps about a person: her rows in every table, her statements, the documents of her devices."""

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ForeignKey, MetaData, Table, or_, select
from sqlalchemy.orm import Session

from lms.accounts.merging import pseudonyms
from lms.accounts.models import Account
from lms.privacy.personal_columns import NAMED, TITLES, is_told
from lms.web.database.extensions import db
from lrs.errors import KeyUnknown
from lrs.keys import access_keys
from lrs.reading import query
from lrs.storage.tables import documents, term
from xapi import actor
from xapi.actor import identifier

PAGE = 500
"""Statements read at once."""
UNMARKED = frozenset({"patient", "caregiver"})
"""Paths whose people are never shown a mark."""


class PersonalCopy(NamedTuple):
    """tables: name -> rows -> column -> JSON value, in the order of TITLES; statements: as they are kept; documents: of her devices."""

    pseudonym: UUID
    tables: dict[str, list[dict[str, Any]]]
    statements: list[dict[str, Any]]
    documents: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        return {"number": str(self.pseudonym), "tables": self.tables, "statements": self.statements, "documents": self.documents}


def copy_of(reader: Session, account: Account, home_page: str) -> PersonalCopy:
    """Everything of one account, as the reader's transaction sees it."""
    learner = account.learner
    hers = [learner.uuid, *pseudonyms.former_of(reader, learner.id)]
    agents = [term("agent", identifier(actor.account(home_page, one)) or "") for one in hers]
    rows = _rows(reader, {"account": {account.id}, "learner": {learner.id}}, is_marked=learner.role not in UNMARKED)
    rows["device"] = _with_uses(reader, learner.id, rows["device"])
    tables = {name: rows[name] for name in TITLES if rows[name]}
    return PersonalCopy(learner.uuid, tables, list(_statements(reader, agents)), _documents(reader, agents))


def personal_tables(metadata: MetaData) -> dict[str, list[ForeignKey]]:
    """Every table whose rows go with a person when she is erased, each with the columns that lead to her; account and learner have none.

    A row goes with another when its key says ON DELETE CASCADE; a table stands after those its keys name.
    """
    tables: dict[str, list[ForeignKey]] = {"account": [], "learner": []}
    count = 0
    while len(tables) > count:
        count = len(tables)
        for name, table in metadata.tables.items():
            leading = [key for key in table.foreign_keys if key.ondelete == "CASCADE" and key.column.table.name in tables]
            if leading and name not in ("account", "learner"):
                tables[name] = leading
    return {name: tables[name] for name in _in_order({name: {key.column.table.name for key in keys} for name, keys in tables.items()})}


def _in_order(parents: dict[str, set[str]]) -> list[str]:
    """Every table after those its keys name. No two of them name each other."""
    order: list[str] = []
    while len(order) < len(parents):
        order += [name for name, names in parents.items() if name not in order and names <= set(order)]
    return order


def _rows(reader: Session, ids: dict[str, set[int]], *, is_marked: bool) -> dict[str, list[dict[str, Any]]]:
    by_table: dict[str, list[dict[str, Any]]] = {}
    names = {column: _names(reader, db.metadata.tables[table]) for column, table in NAMED.items()}
    for key, leading in personal_tables(db.metadata).items():
        table = db.metadata.tables[key]
        rows = reader.execute(select(table).where(_hers(table, leading, ids))).mappings().all()
        if "id" in table.c:
            ids.setdefault(table.name, set()).update(row["id"] for row in rows)
        by_table[table.name] = [
            {
                name: names[name].get(value) if name in names else _plain(value)
                for name, value in row.items()
                if is_told(table.name, str(name), is_marked=is_marked)
            }
            for row in rows
        ]
    return by_table


def _names(reader: Session, table: Table) -> dict[int, str]:
    return {row.id: row.name for row in reader.execute(select(table.c.id, table.c.name))}


def _hers(table: Table, leading: Sequence[ForeignKey], ids: dict[str, set[int]]) -> Any:
    if not leading:
        return table.c.id.in_(ids[table.name])
    return or_(*(key.parent.in_(ids.get(key.column.table.name, set())) for key in leading))


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _with_uses(reader: Session, learner_id: int, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Devices with the moment their key was last used."""
    device = db.metadata.tables["device"]
    mine = select(device.c.uuid, device.c.access_key).where(device.c.learner_id == learner_id)
    keys = {row.uuid: row.access_key for row in reader.execute(mine)}
    return [{**row, "last_used_at": _last_use(reader, keys[UUID(row["uuid"])])} for row in rows]


def _last_use(reader: Session, key: str) -> str | None:
    try:
        return access_keys.find(reader.connection(), key).last_used
    except KeyUnknown:
        return None


def _statements(reader: Session, agents: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Of each pseudonym, the oldest first."""
    for agent in agents:
        after: int | None = None
        while page := query.find(reader.connection(), query.Filters(agent=agent, ascending=True, after=after, limit=PAGE)):
            yield from (json.loads(row.whole) for row in page)
            after = page[-1].seq


def _documents(reader: Session, agents: Sequence[int]) -> list[dict[str, Any]]:
    rows = reader.execute(select(documents).where(documents.c.agent.in_(agents)).order_by(documents.c.updated)).mappings().all()
    names = ("kind", "name", "registration", "updated", "content_type")
    return [{**{name: row[name] for name in names}, **_content(row["content"])} for row in rows]


def _content(raw: bytes) -> dict[str, str]:
    """Text where it is text, else base64."""
    try:
        return {"text": bytes(raw).decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(bytes(raw)).decode("ascii")}
