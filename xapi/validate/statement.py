"""Whole statements, sub-statements and batches: xAPI 1.0.3 part 2, 2.2 to 2.4; IEEE 9274.1.1, 4.2."""

import re
from collections.abc import Sequence
from typing import Any

from xapi.errors import Problem, StatementInvalid
from xapi.formats import is_iri, is_time, is_uuid
from xapi.validate import agents, parts
from xapi.validate.activities import activity
from xapi.validate.values import Problems, format_at, language_map, object_at, unknown
from xapi.vocabulary import VERBS

_STATEMENT = frozenset(("id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments"))
_SUB = _STATEMENT - {"id", "stored", "version", "authority"}
_VERB = frozenset(("id", "display"))
_VERSION = re.compile(r"1\.0(\.\d+)?|2\.0\.\d+", re.ASCII)
_VOIDED = VERBS["voided"].iri


def problems_of(statement: Any, version: str = "2.0.0") -> list[Problem]:
    """Everything wrong with one statement; an empty list when it is valid. version: the one of the request, such as 1.0.3 or 2.0.0."""
    problems: Problems = []
    if not object_at(statement, "$", problems):
        return problems
    is_two = version.startswith("2")
    if not statement.keys() <= _STATEMENT:
        unknown(statement, _STATEMENT, "$", problems)
    if "id" in statement:
        format_at(statement["id"], is_uuid, "not_uuid", "$", "id", problems)
    _core(statement, "$", is_two=is_two, is_sub=False, problems=problems)
    _time(statement, "stored", "$", is_two, problems)
    if "authority" in statement:
        agents.authority(statement["authority"], "$.authority", problems)
    if "version" in statement:
        _version(statement["version"], is_two, problems)
    return problems


def check_batch(statements: Sequence[Any], version: str = "2.0.0", *, single: bool = False) -> None:
    """Raises StatementInvalid for the first statement that is not valid, with its index (None when `single`) and all its problems."""
    for index, statement in enumerate(statements):
        problems = problems_of(statement, version)
        if problems:
            raise StatementInvalid(problems, None if single else index)


def _core(value: dict[str, Any], path: str, *, is_two: bool, is_sub: bool, problems: Problems) -> None:
    """What a statement and a sub-statement share."""
    for key in ("actor", "verb", "object"):
        if key not in value:
            problems.append(Problem(f"{path}.{key}", "missing"))
    if "actor" in value:
        agents.actor(value["actor"], f"{path}.actor", problems)
    if "verb" in value:
        _verb(value["verb"], f"{path}.verb", problems)
    kind = _object(value.get("object"), f"{path}.object", is_two=is_two, is_sub=is_sub, problems=problems) if "object" in value else None
    if "result" in value:
        parts.result(value["result"], f"{path}.result", problems)
    if "context" in value:
        parts.context(value["context"], f"{path}.context", on_activity=kind == "Activity", is_two=is_two, problems=problems)
    if "attachments" in value:
        parts.attachments(value["attachments"], f"{path}.attachments", problems)
    _time(value, "timestamp", path, is_two, problems)
    verb = value.get("verb")
    if type(verb) is dict and verb.get("id") == _VOIDED and kind not in (None, "StatementRef"):
        problems.append(Problem(f"{path}.object", "void_target"))


def _verb(value: Any, path: str, problems: Problems) -> None:
    if not object_at(value, path, problems):
        return
    if not value.keys() <= _VERB:
        unknown(value, _VERB, path, problems)
    if "id" not in value:
        problems.append(Problem(f"{path}.id", "missing"))
    else:
        format_at(value["id"], is_iri, "not_iri", path, "id", problems)
    if "display" in value:
        language_map(value["display"], path, "display", problems)


def _object(value: Any, path: str, *, is_two: bool, is_sub: bool, problems: Problems) -> str | None:
    """Check the object by its kind, and give the kind; None when it has none."""
    if not object_at(value, path, problems):
        return None
    kind = value.get("objectType", "Activity")
    if kind == "Activity":
        activity(value, path, problems)
    elif kind == "StatementRef":
        parts.reference(value, path, problems)
    elif kind in ("Agent", "Group"):
        agents.actor(value, path, problems)
    elif kind == "SubStatement" and not is_sub:
        if not value.keys() <= _SUB | {"objectType"}:
            unknown(value, _SUB | {"objectType"}, path, problems)
        _core(value, path, is_two=is_two, is_sub=True, problems=problems)
    elif kind == "SubStatement":
        problems.append(Problem(path, "sub_nested"))
    else:
        problems.append(Problem(f"{path}.objectType", "object_type", "Activity, Agent, Group, SubStatement, StatementRef"))
        return None
    return str(kind)


def _time(value: dict[str, Any], key: str, path: str, is_two: bool, problems: Problems) -> None:
    if key in value and (type(value[key]) is not str or not is_time(value[key], strict=is_two)):
        problems.append(Problem(f"{path}.{key}", "not_time"))


def _version(value: Any, is_two: bool, problems: Problems) -> None:
    if type(value) is not str or _VERSION.fullmatch(value) is None or (value[0] == "2" and not is_two):
        problems.append(Problem("$.version", "version", "1.0.x, 2.0.x" if is_two else "1.0.x"))
