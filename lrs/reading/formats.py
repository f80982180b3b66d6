"""How a statement is shown: exact, ids, or canonical with one language a map; xAPI 1.0.3 part 3, 2.1.3."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from lrs.reading.query import StatementRow
from lrs.storage.tables import activities, term
from xapi.actor import IDENTIFIERS

Json = dict[str, Any]
_MOST_LANGUAGES = 20
_LONGEST_HEADER = 1000


def exact(rows: Iterable[StatementRow]) -> list[bytes]:
    """Each statement as it was received, with what the store added."""
    return [row.whole for row in rows]


def ids(rows: Iterable[StatementRow]) -> list[bytes]:
    """Only what is needed to recognise actors, activities and verbs."""
    return [msgspec.json.encode(_bare(msgspec.json.decode(row.whole))) for row in rows]


def canonical(connection: Connection, rows: Sequence[StatementRow], languages: Sequence[str]) -> list[bytes]:
    """Activities as the store knows them, language maps cut to the reader's best language."""
    statements = [msgspec.json.decode(row.whole) for row in rows]
    definitions = _definitions(connection, {activity["id"] for statement in statements for activity in _activities(statement)})
    for statement in statements:
        for activity in _activities(statement):
            definition = definitions.get(activity["id"], activity.get("definition"))
            if definition is not None:
                activity["definition"] = _in_language(definition, languages)
        for part in (statement, statement["object"]):
            verb = part.get("verb")
            if isinstance(verb, dict) and "display" in verb:
                verb["display"] = best(verb["display"], languages)
    return [msgspec.json.encode(statement) for statement in statements]


def languages_of(header: str) -> list[str]:
    """Tags of an Accept-Language header, the most wanted first; odd parts are passed over, and what follows the first twenty."""
    weights = []
    for position, part in enumerate(header[:_LONGEST_HEADER].split(",", _MOST_LANGUAGES)[:_MOST_LANGUAGES]):
        tag, _, rest = part.strip().partition(";")
        name, _, value = rest.strip().partition("=")
        try:
            weight = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            weight = 0.0
        if tag and weight > 0:
            weights.append((-weight, position, tag))
    return [tag for _, _, tag in sorted(weights)]


def best(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """The entry of a language map that fits the reader best; the first one when none fits."""
    exact: dict[str, str] = {}
    near: dict[str, str] = {}
    for tag in words:
        short = tag.lower()
        exact[short] = tag
        near.setdefault(short.split("-")[0], tag)
    for language in languages:
        short = language.lower()
        tag = exact.get(short) or near.get(short.split("-")[0]) or ""
        if tag:
            return {tag: words[tag]}
    return dict(list(words.items())[:1])


def _in_language(definition: Mapping[str, Any], languages: Sequence[str]) -> Json:
    copy = dict(definition)
    for key in ("name", "description"):
        if isinstance(copy.get(key), dict):
            copy[key] = best(copy[key], languages)
    for key in ("choices", "scale", "source", "target", "steps"):
        if isinstance(copy.get(key), list):
            copy[key] = [
                {**row, "description": best(row["description"], languages)} if isinstance(row.get("description"), dict) else row
                for row in copy[key]
            ]
    return copy


def _definitions(connection: Connection, iris: Iterable[str]) -> dict[str, Json]:
    terms = sorted(term("activity", iri) for iri in iris)
    if not terms:
        return {}
    rows = connection.execute(_DEFINITIONS, {"terms": terms})
    return {row.iri: msgspec.json.decode(row.definition) for row in rows}


def _activities(statement: Json) -> list[Json]:
    """Every activity of a statement and its sub-statement, to be changed in place."""
    activities = []
    for part in (statement, statement["object"]):
        thing = part.get("object")
        if isinstance(thing, dict) and thing.get("objectType", "Activity") == "Activity":
            activities.append(thing)
        for rows in (part.get("context") or {}).get("contextActivities", {}).values():
            activities.extend(rows if isinstance(rows, list) else [rows])
    return activities


def _bare(part: Json) -> Json:
    bare = dict(part)
    for key in ("actor", "authority"):
        if key in bare:
            bare[key] = _bare_actor(bare[key])
    if "verb" in bare:
        bare["verb"] = {"id": bare["verb"]["id"]}
    if "object" in bare:
        bare["object"] = _bare_object(bare["object"])
    if "context" in bare:
        bare["context"] = _bare_context(bare["context"])
    return bare


def _bare_object(thing: Json) -> Json:
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        return {"id": thing["id"]}
    if kind in ("Agent", "Group"):
        return _bare_actor(thing)
    return _bare(thing) if kind == "SubStatement" else thing


def _bare_actor(actor: Json) -> Json:
    has_identifier = any(key in actor for key in IDENTIFIERS)
    bare = {key: actor[key] for key in ("objectType", *IDENTIFIERS) if key in actor}
    if not has_identifier and "member" in actor:
        bare["member"] = [_bare_actor(member) for member in actor["member"]]
    return bare


def _bare_context(context: Json) -> Json:
    bare = dict(context)
    for key in ("instructor", "team"):
        if key in bare:
            bare[key] = _bare_actor(bare[key])
    if "contextActivities" in bare:
        bare["contextActivities"] = {
            key: [_bare_object(row) for row in rows] if isinstance(rows, list) else _bare_object(rows)
            for key, rows in bare["contextActivities"].items()
        }
    return bare


_DEFINITIONS = select(activities.c.iri, activities.c.definition).where(activities.c.term.in_(bindparam("terms", expanding=True)))
