"""What a batch says of activities and agents, merged into what is known; what an earlier transaction made known is not looked up again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Connection, bindparam, event, select, text, update
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from lrs.storage.tables import activities, term
from lrs.writing.row_extraction import Extract, merge_definitions

Json = Mapping[str, Any]
_MOST_KNOWN = 20_000
LARGEST_DEFINITION = 64 * 1024
"""In bytes of JSON, of an activity that a limited key defines: each merge reads and writes the whole of it."""
_digests_of_pools: WeakKeyDictionary[Pool, dict[int, set[bytes]]] = WeakKeyDictionary()
_WRITTEN = "lrs_activities_written"


@event.listens_for(Engine, "begin")
def _forget_written(connection: Connection) -> None:
    connection.info.pop(_WRITTEN, None)


def learn_activities(connection: Connection, fresh: Sequence[Extract]) -> None:
    """Merge the definitions of a batch of one authority. In sorted key order: two workers that share activities must not deadlock.

    A limited authority changes only what it alone has defined. A definition that adds nothing to a row no transaction now open has
    written is remembered, and not looked up again until the row changes.
    """
    digests = _digests_of(connection)
    definitions = _unknown(connection, fresh)
    if not definitions:
        return
    author = fresh[0].row["authority"] if fresh[0].own_only else None
    keys_of_transaction: set[int] = connection.info.setdefault(_WRITTEN, set())
    rows = {row.term: row for row in connection.execute(_KNOWN, {"terms": sorted(definitions)})}
    new = []
    for key, (iri, definition, digest) in sorted(definitions.items()):
        row = rows.get(key)
        if row is None:
            new.append({"term": key, "iri": iri, "definition": json.dumps(definition), "authority": author})
            keys_of_transaction.add(key)
            continue
        if author is not None and row.authority != author:
            continue
        old = json.loads(row.definition)
        whole = merge_definitions(old, definition)
        if whole != old or row.authority != author:
            text_of = json.dumps(whole)
            if author is None or len(text_of) <= LARGEST_DEFINITION:
                connection.execute(_UPDATE, {"key": key, "whole": text_of, "author": author})
                keys_of_transaction.add(key)
                digests.pop(key, None)
        elif key not in keys_of_transaction:
            if len(digests) >= _MOST_KNOWN:
                digests.clear()
            digests.setdefault(key, set()).add(digest)
    if new:
        connection.execute(_INSERT, new)


def are_known(connection: Connection, fresh: Sequence[Extract]) -> bool:
    """Whether `learn_activities` would look up and change nothing."""
    return not _unknown(connection, fresh)


def learn_names(connection: Connection, fresh: Sequence[Extract]) -> None:
    """Keep the names that foreign sources gave agents."""
    names = sorted({(agent, name.replace("\x00", "")) for extract in fresh for agent, name in extract.names})  # PostgreSQL has no NUL
    if names:
        connection.execute(_INSERT_NAME, [{"agent": agent, "name": name} for agent, name in names])


def _digests_of(connection: Connection) -> dict[int, set[bytes]]:
    return _digests_of_pools.setdefault(connection.engine.pool, {})


def _unknown(connection: Connection, fresh: Sequence[Extract]) -> dict[int, tuple[str, Json, bytes]]:
    digests = _digests_of(connection)
    return {key: row for key, row in _definitions(fresh).items() if row[2] not in digests.get(key, ())}


def _definitions(fresh: Sequence[Extract]) -> dict[int, tuple[str, Json, bytes]]:
    """Term -> IRI, merged definition of the batch, and a digest of that definition."""
    by_iri: dict[str, Json] = {}
    for extract in fresh:
        for iri, definition in extract.definitions.items():
            old = by_iri.get(iri)
            by_iri[iri] = definition if old is None or old == definition else merge_definitions(old, definition)
    return {
        term("activity", iri): (iri, definition, hashlib.blake2b(msgspec.json.encode(definition), digest_size=8).digest())
        for iri, definition in by_iri.items()
    }


_KNOWN = select(activities.c.term, activities.c.definition, activities.c.authority).where(
    activities.c.term.in_(bindparam("terms", expanding=True))
)
_UPDATE = (
    update(activities).where(activities.c.term == bindparam("key")).values(definition=bindparam("whole"), authority=bindparam("author"))
)
_INSERT = text(
    "INSERT INTO lrs_activities (term, iri, definition, authority) VALUES (:term, :iri, :definition, :authority) ON CONFLICT DO NOTHING"
)
_INSERT_NAME = text("INSERT INTO lrs_agent_names (agent, name) VALUES (:agent, :name) ON CONFLICT DO NOTHING")
