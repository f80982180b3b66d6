"""Activities, their definitions and interactions: xAPI 1.0.3 part 2, 2.4.4.1."""

from typing import Any

from xapi.errors import Problem
from xapi.formats import is_iri
from xapi.validate.values import Problems, array_at, extensions, format_at, language_map, object_at, text_at, unknown

_ACTIVITY = frozenset(("objectType", "id", "definition"))
_COMPONENTS = {
    "choices": ("choice", "sequencing"),
    "scale": ("likert",),
    "source": ("matching",),
    "target": ("matching",),
    "steps": ("performance",),
}
_DEFINITION = frozenset(
    ("name", "description", "type", "moreInfo", "extensions", "interactionType", "correctResponsesPattern", *_COMPONENTS)
)
_COMPONENT = frozenset(("id", "description"))
INTERACTIONS = frozenset(
    ("true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric", "other")
)


def activity(value: Any, path: str, problems: Problems) -> None:
    """An activity with an id that is an IRI."""
    if not object_at(value, path, problems):
        return
    if not value.keys() <= _ACTIVITY:
        unknown(value, _ACTIVITY, path, problems)
    if value.get("objectType", "Activity") != "Activity":
        problems.append(Problem(f"{path}.objectType", "object_type", "Activity"))
    if "id" not in value:
        problems.append(Problem(f"{path}.id", "missing"))
    else:
        format_at(value["id"], is_iri, "not_iri", path, "id", problems)
    if "definition" in value:
        _definition(value["definition"], f"{path}.definition", problems)


def _definition(value: Any, path: str, problems: Problems) -> None:
    if not object_at(value, path, problems):
        return
    if not value.keys() <= _DEFINITION:
        unknown(value, _DEFINITION, path, problems)
    if "name" in value:
        language_map(value["name"], path, "name", problems)
    if "description" in value:
        language_map(value["description"], path, "description", problems)
    if "type" in value:
        format_at(value["type"], is_iri, "not_iri", path, "type", problems)
    if "moreInfo" in value:
        format_at(value["moreInfo"], is_iri, "not_iri", path, "moreInfo", problems)
    if "extensions" in value:
        extensions(value["extensions"], path, "extensions", problems)
    if "interactionType" in value or "correctResponsesPattern" in value or not _COMPONENTS.keys().isdisjoint(value):
        _interaction(value, path, problems)


def _interaction(value: dict[str, Any], path: str, problems: Problems) -> None:
    kind = value.get("interactionType")
    if kind is None and "interactionType" not in value:
        problems.append(Problem(f"{path}.interactionType", "missing"))
    elif type(kind) is not str or kind not in INTERACTIONS:
        problems.append(Problem(f"{path}.interactionType", "interaction_type"))
    if "correctResponsesPattern" in value and array_at(value["correctResponsesPattern"], f"{path}.correctResponsesPattern", problems):
        for index, pattern in enumerate(value["correctResponsesPattern"]):
            text_at(pattern, path, f"correctResponsesPattern[{index}]", problems)
    for key, kinds in _COMPONENTS.items():
        if key in value:
            if kind not in kinds:
                problems.append(Problem(f"{path}.{key}", "component_misplaced", ", ".join(kinds)))
            _components(value[key], f"{path}.{key}", problems)


def _components(value: Any, path: str, problems: Problems) -> None:
    if not array_at(value, path, problems):
        return
    ids: set[str] = set()
    for index, row in enumerate(value):
        where = f"{path}[{index}]"
        if not object_at(row, where, problems):
            continue
        if not row.keys() <= _COMPONENT:
            unknown(row, _COMPONENT, where, problems)
        if "id" not in row:
            problems.append(Problem(f"{where}.id", "missing"))
        elif type(row["id"]) is not str or not row["id"]:
            problems.append(Problem(f"{where}.id", "not_text"))
        elif row["id"] in ids:
            problems.append(Problem(f"{where}.id", "component_twice"))
        else:
            ids.add(row["id"])
        if "description" in row:
            language_map(row["description"], where, "description", problems)
