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

from lrs.extract import Extract, merged
from lrs.tables import activities, term

Json = Mapping[str, Any]
_MOST_KNOWN = 20_000
_known: WeakKeyDictionary[Pool, set[tuple[int, bytes]]] = WeakKeyDictionary()
_WRITTEN = "lrs_activities_written"


@event.listens_for(Engine, "begin")
def _forget_written(connection: Connection) -> None:
    connection.info.pop(_WRITTEN, None)


def learn_activities(connection: Connection, fresh: Sequence[Extract]) -> None:
    """Merge definitions. In sorted key order: two workers that share activities must not deadlock.

    A definition that adds nothing to a row no transaction now open has written is remembered, and not looked up again.
    """
    known = _known.setdefault(connection.engine.pool, set())
    said = {key: row for key, row in _said(fresh).items() if (key, row[2]) not in known}
    if not said:
        return
    written: set[int] = connection.info.setdefault(_WRITTEN, set())
    kept = {row.term: row.definition for row in connection.execute(_KNOWN, {"terms": sorted(said)})}
    new = []
    for key, (iri, definition, digest) in sorted(said.items()):
        if key not in kept:
            new.append({"term": key, "iri": iri, "definition": json.dumps(definition)})
            written.add(key)
            continue
        old = json.loads(kept[key])
        whole = merged(old, definition)
        if whole != old:
            connection.execute(_UPDATE, {"key": key, "whole": json.dumps(whole)})
            written.add(key)
        elif key not in written:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known.add((key, digest))
    if new:
        connection.execute(_INSERT, new)


def learn_names(connection: Connection, fresh: Sequence[Extract]) -> None:
    """Keep the names that foreign sources gave agents."""
    names = sorted({(agent, name.replace("\x00", "")) for made in fresh for agent, name in made.names})  # PostgreSQL has no NUL
    if names:
        connection.execute(_INSERT_NAME, [{"agent": agent, "name": name} for agent, name in names])


def _said(fresh: Sequence[Extract]) -> dict[int, tuple[str, Json, bytes]]:
    """Term -> IRI, merged definition of the batch, and a digest of that definition."""
    found: dict[str, Json] = {}
    for made in fresh:
        for iri, definition in made.definitions.items():
            old = found.get(iri)
            found[iri] = definition if old is None or old == definition else merged(old, definition)
    return {
        term("activity", iri): (iri, definition, hashlib.blake2b(msgspec.json.encode(definition), digest_size=8).digest())
        for iri, definition in found.items()
    }


_KNOWN = select(activities.c.term, activities.c.definition).where(activities.c.term.in_(bindparam("terms", expanding=True)))
_UPDATE = update(activities).where(activities.c.term == bindparam("key")).values(definition=bindparam("whole"))
_INSERT = text("INSERT INTO lrs_activities (term, iri, definition) VALUES (:term, :iri, :definition) ON CONFLICT DO NOTHING")
_INSERT_NAME = text("INSERT INTO lrs_agent_names (agent, name) VALUES (:agent, :name) ON CONFLICT DO NOTHING")
