"""Result, context and attachments: xAPI 1.0.3 part 2, 2.4.5, 2.4.6, 2.4.11; contextAgents and contextGroups of 2.0."""

from typing import Any

from xapi.errors import Problem
from xapi.formats import is_duration, is_iri, is_language, is_media_type, is_sha2, is_uuid
from xapi.validate import agents
from xapi.validate.activities import activity
from xapi.validate.values import (
    LARGEST,
    Problems,
    array_at,
    extensions,
    format_at,
    language_map,
    number_at,
    object_at,
    text_at,
    truth_at,
    unknown,
)

_RESULT = frozenset(("score", "success", "completion", "response", "duration", "extensions"))
_SCORE = frozenset(("scaled", "raw", "min", "max"))
_CONTEXT = frozenset(
    ("registration", "instructor", "team", "contextActivities", "revision", "platform", "language", "statement", "extensions")
)
_CONTEXT_2 = _CONTEXT | {"contextAgents", "contextGroups"}
_ACTIVITIES = frozenset(("parent", "grouping", "category", "other"))
_ATTACHMENT = frozenset(("usageType", "display", "description", "contentType", "length", "sha2", "fileUrl"))
_REFERENCE = frozenset(("objectType", "id"))


def result(value: Any, path: str, problems: Problems) -> None:
    if not object_at(value, path, problems):
        return
    if not value.keys() <= _RESULT:
        unknown(value, _RESULT, path, problems)
    if "score" in value:
        _score(value["score"], f"{path}.score", problems)
    if "success" in value:
        truth_at(value["success"], path, "success", problems)
    if "completion" in value:
        truth_at(value["completion"], path, "completion", problems)
    if "response" in value:
        text_at(value["response"], path, "response", problems)
    if "duration" in value:
        format_at(value["duration"], is_duration, "not_duration", path, "duration", problems)
    if "extensions" in value:
        extensions(value["extensions"], path, "extensions", problems)


def _score(value: Any, path: str, problems: Problems) -> None:
    if not object_at(value, path, problems):
        return
    if not value.keys() <= _SCORE:
        unknown(value, _SCORE, path, problems)
    numbers = {key: value[key] for key in value if key in _SCORE and number_at(value[key], path, key, problems)}
    if "scaled" in numbers and not -1 <= numbers["scaled"] <= 1:
        problems.append(Problem(f"{path}.scaled", "scaled_range"))
    if "min" in numbers and "max" in numbers and not numbers["min"] < numbers["max"]:
        problems.append(Problem(f"{path}.min", "score_range"))
    if "raw" in numbers and (
        ("min" in numbers and numbers["raw"] < numbers["min"]) or ("max" in numbers and numbers["raw"] > numbers["max"])
    ):
        problems.append(Problem(f"{path}.raw", "score_range"))


def context(value: Any, path: str, *, on_activity: bool, is_two: bool, problems: Problems) -> None:
    """on_activity: the statement's object is an activity; else revision and platform are refused."""
    if not object_at(value, path, problems):
        return
    keys = _CONTEXT_2 if is_two else _CONTEXT
    if not value.keys() <= keys:
        unknown(value, keys, path, problems)
    if "registration" in value:
        format_at(value["registration"], is_uuid, "not_uuid", path, "registration", problems)
    if "instructor" in value:
        agents.actor(value["instructor"], f"{path}.instructor", problems)
    if "team" in value:
        agents.group(value["team"], f"{path}.team", problems)
    if "contextActivities" in value:
        _context_activities(value["contextActivities"], f"{path}.contextActivities", problems)
    for key in ("revision", "platform"):
        if key in value:
            text_at(value[key], path, key, problems)
            if not on_activity:
                problems.append(Problem(f"{path}.{key}", "only_with_activity"))
    if "language" in value:
        format_at(value["language"], is_language, "not_language", path, "language", problems)
    if "statement" in value:
        reference(value["statement"], f"{path}.statement", problems)
    if "extensions" in value:
        extensions(value["extensions"], path, "extensions", problems)
    if is_two:
        _context_actors(value, "contextAgents", "contextAgent", "agent", path, problems)
        _context_actors(value, "contextGroups", "contextGroup", "group", path, problems)


def _context_activities(value: Any, path: str, problems: Problems) -> None:
    if not object_at(value, path, problems):
        return
    if not value.keys() <= _ACTIVITIES:
        unknown(value, _ACTIVITIES, path, problems)
    for key, rows in value.items():
        if key not in _ACTIVITIES:
            continue
        if type(rows) is list:
            for index, row in enumerate(rows):
                activity(row, f"{path}.{key}[{index}]", problems)
        else:
            activity(rows, f"{path}.{key}", problems)


def _context_actors(value: dict[str, Any], key: str, kind: str, inner: str, path: str, problems: Problems) -> None:
    """contextAgents or contextGroups: IEEE 9274.1.1, 4.2.2.5."""
    if key not in value or not array_at(value[key], f"{path}.{key}", problems):
        return
    for index, row in enumerate(value[key]):
        where = f"{path}.{key}[{index}]"
        if not object_at(row, where, problems):
            continue
        unknown(row, {"objectType", inner, "relevantTypes"}, where, problems)
        if row.get("objectType") != kind:
            problems.append(Problem(f"{where}.objectType", "object_type", kind))
        if inner not in row:
            problems.append(Problem(f"{where}.{inner}", "missing"))
        elif inner == "agent":
            agents.agent(row[inner], f"{where}.{inner}", problems)
        else:
            agents.group(row[inner], f"{where}.{inner}", problems)
        if "relevantTypes" in row and array_at(row["relevantTypes"], f"{where}.relevantTypes", problems):
            if not row["relevantTypes"]:
                problems.append(Problem(f"{where}.relevantTypes", "empty"))
            for number, iri in enumerate(row["relevantTypes"]):
                format_at(iri, is_iri, "not_iri", where, f"relevantTypes[{number}]", problems)


def reference(value: Any, path: str, problems: Problems) -> None:
    """A StatementRef."""
    if not object_at(value, path, problems):
        return
    if not value.keys() <= _REFERENCE:
        unknown(value, _REFERENCE, path, problems)
    if value.get("objectType") != "StatementRef":
        problems.append(Problem(f"{path}.objectType", "object_type", "StatementRef"))
    if "id" not in value:
        problems.append(Problem(f"{path}.id", "missing"))
    else:
        format_at(value["id"], is_uuid, "not_uuid", path, "id", problems)


def attachments(value: Any, path: str, problems: Problems) -> None:
    if not array_at(value, path, problems):
        return
    for index, row in enumerate(value):
        where = f"{path}[{index}]"
        if object_at(row, where, problems):
            _attachment(row, where, problems)


def _attachment(row: dict[str, Any], path: str, problems: Problems) -> None:
    if not row.keys() <= _ATTACHMENT:
        unknown(row, _ATTACHMENT, path, problems)
    for key in ("usageType", "display", "contentType", "length", "sha2"):
        if key not in row:
            problems.append(Problem(f"{path}.{key}", "missing"))
    if "usageType" in row:
        format_at(row["usageType"], is_iri, "not_iri", path, "usageType", problems)
    for key in ("display", "description"):
        if key in row:
            language_map(row[key], path, key, problems)
    if "contentType" in row:
        format_at(row["contentType"], is_media_type, "not_media_type", path, "contentType", problems)
    if "length" in row and not (_is_whole(row["length"]) and 0 <= row["length"] <= LARGEST):
        problems.append(Problem(f"{path}.length", "not_number"))
    if "sha2" in row:
        format_at(row["sha2"], is_sha2, "not_sha2", path, "sha2", problems)
    if "fileUrl" in row:
        format_at(row["fileUrl"], is_iri, "not_iri", path, "fileUrl", problems)


def _is_whole(value: Any) -> bool:
    """JSON has one kind of number: 3.0 is as whole as 3."""
    return type(value) is int or (type(value) is float and value.is_integer())
