"""From one valid statement to the rows it becomes: keys to find it by, what it says of activities and agents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from lrs.storage.tables import term
from xapi.actor import identifier
from xapi.vocabulary import EXT, VERBS

Json = Mapping[str, Any]
_VOIDED = VERBS["voided"].iri
_COHORT = EXT["cohort"]
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Extract:
    """What the store needs to know of one statement. own_only: it acts on statements and activities of its authority alone."""

    id: str
    row: dict[str, Any]
    mentions: set[tuple[int, bool]]
    target: str | None
    voids: bool
    definitions: dict[str, Json]
    names: set[tuple[int, str]]
    hashes: set[str]
    own_only: bool


def extract(statement: Json, *, authority_term: int, version: str, foreign: bool, own_only: bool = False) -> Extract:
    """Read a statement that has id, timestamp, authority and version. Its order of members is kept."""
    actor, thing = statement["actor"], statement["object"]
    kind = thing.get("objectType", "Activity")
    collector = _Collector()
    actor_term = collector.agent(actor, direct=True)
    activity_term = None
    if kind == "Activity":
        activity_term = collector.activity(thing)
    elif kind in ("Agent", "Group"):
        collector.agent(thing, direct=True)
    elif kind == "SubStatement":
        collector.sub_statement(thing)
    collector.context(statement.get("context") or {})
    collector.agent(statement["authority"], direct=False)
    registration = (statement.get("context") or {}).get("registration")
    cohort = ((statement.get("context") or {}).get("extensions") or {}).get(_COHORT)
    if isinstance(cohort, str):
        collector.mentions.add((term("cohort", cohort), False))  # a key of one cohort finds its statements by it
    voids = statement["verb"]["id"] == _VOIDED
    mentions = collector.mentions
    mentions.discard((actor_term, True))
    if activity_term is not None:
        mentions.discard((activity_term, False))
    mentions -= {(mention, False) for mention in (actor_term, authority_term)}
    mentions -= {(mention, False) for mention, direct in tuple(mentions) if direct}
    row = {
        "id": statement["id"],
        "version": version,
        "actor": actor_term,
        "verb": term("verb", statement["verb"]["id"]),
        "activity": activity_term,
        "registration": None if registration is None else term("registration", registration.lower()),
        "authority": authority_term,
        "foreign_source": foreign,
        "voided": False,
        "body": _encode({key: value for key, value in statement.items() if key != "stored"}).decode(),
    }
    target = thing["id"].lower() if kind == "StatementRef" else None
    hashes = set(_hashes(statement))
    is_voiding = voids and target is not None
    return Extract(statement["id"], row, mentions, target, is_voiding, collector.definitions, collector.names, hashes, own_only)


def agent_term(agent: Json) -> int:
    """The key of an agent or group; of an anonymous group, one that no filter asks for."""
    return term("agent", identifier(agent) or "anonymous")


def authority_key(agent: Json) -> int:
    """The key of an authority; a group of two (OAuth) is known by its members."""
    name = identifier(agent)
    return term("agent", name if name is not None else "|".join(sorted(identifier(row) or "" for row in agent.get("member", ()))))


class _Collector:
    """Agents and activities met so far in one statement."""

    def __init__(self) -> None:
        self.mentions: set[tuple[int, bool]] = set()
        self.definitions: dict[str, Json] = {}
        self.names: set[tuple[int, str]] = set()

    def agent(self, agent: Json, *, direct: bool) -> int:
        key = agent_term(agent)
        name = identifier(agent)
        if name is not None:
            self.mentions.add((key, direct))
            if agent.get("name"):
                self.names.add((key, agent["name"]))
        for member in agent.get("member") or ():
            self.agent(member, direct=direct)
        return key

    def activity(self, activity: Json) -> int:
        key = term("activity", activity["id"])
        self.mentions.add((key, False))
        definition = activity.get("definition")
        if definition:
            earlier = self.definitions.get(activity["id"])
            self.definitions[activity["id"]] = definition if earlier is None else merge_definitions(earlier, definition)
        return key

    def context(self, context: Json) -> None:
        for name in ("instructor", "team"):
            if context.get(name):
                self.agent(context[name], direct=False)
        for row in context.get("contextAgents") or ():
            self.agent(row["agent"], direct=False)
        for row in context.get("contextGroups") or ():
            self.agent(row["group"], direct=False)
        for rows in (context.get("contextActivities") or {}).values():
            for activity in rows if isinstance(rows, list) else (rows,):
                self.activity(activity)

    def sub_statement(self, sub: Json) -> None:
        self.agent(sub["actor"], direct=False)
        thing = sub["object"]
        kind = thing.get("objectType", "Activity")
        if kind == "Activity":
            self.activity(thing)
        elif kind in ("Agent", "Group"):
            self.agent(thing, direct=False)
        self.context(sub.get("context") or {})


def merge_definitions(old: Json, new: Json) -> dict[str, Any]:
    """Two definitions of one activity joined: language maps and extensions by key, the rest by the newer one."""
    definition = dict(old)
    for key, value in new.items():
        if key in ("name", "description", "extensions") and isinstance(definition.get(key), Mapping):
            definition[key] = {**definition[key], **value}
        else:
            definition[key] = value
    return definition


def attachments_of(statement: Json) -> Iterator[Json]:
    """The attachments of a statement and of its sub-statement."""
    yield from statement.get("attachments") or ()
    thing = statement["object"]
    if thing.get("objectType") == "SubStatement":
        yield from thing.get("attachments") or ()


def _hashes(statement: Json) -> Iterator[str]:
    return (row["sha2"].lower() for row in attachments_of(statement) if "sha2" in row)
