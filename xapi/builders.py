"""Pure functions that give statements and their parts as plain JSON-ready dicts, with empty parts left out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from xapi.vocabulary import EXT, TYPES, VERBS, Verb

Json = dict[str, Any]


def moment(value: datetime | str) -> str:
    """An RFC 3339 time in UTC with milliseconds. Raises ValueError for a datetime without a zone."""
    if isinstance(value, str):
        return value
    if value.tzinfo is None:
        raise ValueError("a statement's time needs a zone: pass an aware datetime")
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def duration(seconds: float) -> str:
    """ISO 8601 duration with hundredths, as cmi5 asks; a negative span is read as zero."""
    return f"PT{max(0.0, seconds):.2f}S"


def _iri(value: str | Verb, table: Mapping[str, Any]) -> str:
    if isinstance(value, str) and value in table:
        row = table[value]
        return row if isinstance(row, str) else str(row.iri)
    return value if isinstance(value, str) else value.iri


def extension_map(values: Mapping[str, Any]) -> Json:
    """Short names of EXT become IRIs, other keys stay; values of None are left out."""
    return {_iri(name, EXT): value for name, value in values.items() if value is not None}


def verb_row(value: str | Verb) -> Json:
    """A verb by its short name in VERBS, its row, or an IRI."""
    row = VERBS.get(value) if isinstance(value, str) else value
    if row is None:
        return {"id": value}
    return {"id": row.iri, "display": dict(row.display)}


def activity(
    iri: str,
    type: str | None = None,
    name: Mapping[str, str] | None = None,
    description: Mapping[str, str] | None = None,
    *,
    interaction_type: str | None = None,
    correct_responses: Sequence[str] | None = None,
    choices: Sequence[Mapping[str, Any]] | None = None,
    components: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> Json:
    """An activity. type: short name of TYPES or an IRI. components: scale, source, target, steps of an interaction."""
    definition: Json = {}
    if name:
        definition["name"] = dict(name)
    if description:
        definition["description"] = dict(description)
    if type is not None:
        definition["type"] = _iri(type, TYPES)
    if interaction_type is not None:
        definition["interactionType"] = interaction_type
    if correct_responses is not None:
        definition["correctResponsesPattern"] = list(correct_responses)
    if choices is not None:
        definition["choices"] = [dict(choice) for choice in choices]
    for key, rows in (components or {}).items():
        definition[key] = [dict(row) for row in rows]
    if extensions:
        definition["extensions"] = extension_map(extensions)
    document: Json = {"objectType": "Activity", "id": iri}
    if definition:
        document["definition"] = definition
    return document


def result(
    *,
    success: bool | None = None,
    completion: bool | None = None,
    scaled: float | None = None,
    raw: float | None = None,
    min: float | None = None,
    max: float | None = None,
    response: str | None = None,
    duration_seconds: float | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> Json:
    """A result. scaled: -1.0 to 1.0; raw, min, max in points; extensions: short names of EXT or IRIs."""
    document: Json = {}
    score = {key: value for key, value in (("scaled", scaled), ("raw", raw), ("min", min), ("max", max)) if value is not None}
    if score:
        document["score"] = score
    for key, value in (("success", success), ("completion", completion), ("response", response)):
        if value is not None:
            document[key] = value
    if duration_seconds is not None:
        document["duration"] = duration(duration_seconds)
    if extensions:
        document["extensions"] = extension_map(extensions)
    return document


def context(
    *,
    registration: UUID | str | None = None,
    language: str | None = None,
    platform: str | None = None,
    revision: str | None = None,
    parent: Iterable[Mapping[str, Any]] = (),
    grouping: Iterable[Mapping[str, Any]] = (),
    category: Iterable[Mapping[str, Any]] = (),
    extensions: Mapping[str, Any] | None = None,
) -> Json:
    """A context. parent, grouping, category: activities; extensions: short names of EXT or IRIs, None left out."""
    document: Json = {}
    if registration is not None:
        document["registration"] = str(registration)
    groups = {"parent": list(parent), "grouping": list(grouping), "category": list(category)}
    activities = {key: [dict(row) for row in rows] for key, rows in groups.items() if rows}
    if activities:
        document["contextActivities"] = activities
    for key, value in (("revision", revision), ("platform", platform), ("language", language)):
        if value is not None:
            document[key] = value
    if extensions:
        document["extensions"] = extension_map(extensions)
    return document


def statement(
    *,
    id: UUID | str,
    actor: Mapping[str, Any],
    verb: str | Verb,
    object: Mapping[str, Any],
    timestamp: datetime | str,
    result: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> Json:
    """A whole statement; the store adds stored, authority and version. verb: short name, row or IRI."""
    document: Json = {"id": str(id), "timestamp": moment(timestamp), "actor": dict(actor), "verb": verb_row(verb), "object": dict(object)}
    if result:
        document["result"] = dict(result)
    if context:
        document["context"] = dict(context)
    return document


def void(*, id: UUID | str, actor: Mapping[str, Any], target: UUID | str, timestamp: datetime | str) -> Json:
    """A statement that voids the statement whose id is `target`."""
    return statement(id=id, actor=actor, verb="voided", object={"objectType": "StatementRef", "id": str(target)}, timestamp=timestamp)
