"""What is known of an activity and of an agent: the Activities and Agents resources."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from lrs.storage.tables import activities, agent_names, term
from lrs.writing.row_extraction import agent_term
from xapi.actor import IDENTIFIERS


def activity(connection: Connection, iri: str) -> dict[str, Any]:
    """The activity with the merge of all definitions received; the bare activity when none was."""
    document: dict[str, Any] = {"objectType": "Activity", "id": iri}
    definition = connection.execute(select(activities.c.definition).where(activities.c.term == term("activity", iri))).scalar()
    if definition is not None:
        document["definition"] = msgspec.json.decode(definition)
    return document


def person(connection: Connection, agent: Mapping[str, Any]) -> dict[str, Any]:
    """The Person of an agent: its identifier and the names foreign sources gave it, in arrays."""
    document: dict[str, Any] = {"objectType": "Person"}
    names = set(connection.execute(select(agent_names.c.name).where(agent_names.c.agent == agent_term(agent))).scalars())
    if agent.get("name"):
        names.add(agent["name"])
    if names:
        document["name"] = sorted(names)
    return document | {key: [agent[key]] for key in IDENTIFIERS if key in agent}
