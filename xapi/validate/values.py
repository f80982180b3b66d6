"""Checks of plain values and maps, each adding what it finds to a list of problems.

The path comes in two parts, and is joined only when something is wrong: that is a third of the time of a check.
"""

from collections.abc import Callable, Set
from itertools import islice
from typing import Any

from xapi.errors import Problem
from xapi.formats import is_iri, is_language

Problems = list[Problem]
_COMMON_TAGS = frozenset(("fr", "fr-FR", "en", "en-US", "en-GB", "es", "de", "it", "pt", "nl", "ar"))
"""Tags known to be well formed: most maps hold no other, and this look is the cheapest."""
_MOST_UNKNOWN = 20
"""Of one object; a body can hold a million."""
DEEPEST = 32
"""How many levels of objects and arrays an extension may have; every other part has its depth from the specification."""


def unknown(value: dict[str, Any], known: Set[str], path: str, problems: Problems) -> None:
    """Report properties the specification does not name, with their exact case."""
    for key in islice((key for key in value if key not in known), _MOST_UNKNOWN):
        problems.append(Problem(f"{path}.{key}", "unknown_property"))


def object_at(value: Any, path: str, problems: Problems) -> bool:
    if type(value) is dict:
        return True
    problems.append(Problem(path, "not_object"))
    return False


def array_at(value: Any, path: str, problems: Problems) -> bool:
    if type(value) is list:
        return True
    problems.append(Problem(path, "not_array"))
    return False


def text_at(value: Any, path: str, key: str, problems: Problems) -> None:
    if type(value) is not str:
        problems.append(Problem(f"{path}.{key}", "not_text"))


def truth_at(value: Any, path: str, key: str, problems: Problems) -> None:
    if type(value) is not bool:
        problems.append(Problem(f"{path}.{key}", "not_boolean"))


def number_at(value: Any, path: str, key: str, problems: Problems) -> bool:
    if type(value) in (int, float):
        return True
    problems.append(Problem(f"{path}.{key}", "not_number"))
    return False


def format_at(value: Any, holds: Callable[[str], bool], code: str, path: str, key: str, problems: Problems) -> None:
    """The value is a text for which `holds`; else `code`."""
    if type(value) is not str or not holds(value):
        problems.append(Problem(f"{path}.{key}", code))


def language_map(value: Any, path: str, key: str, problems: Problems) -> None:
    if type(value) is dict:
        for tag, words in value.items():
            if type(words) is not str or not (tag in _COMMON_TAGS or is_language(tag)):
                break
        else:
            return
    _language_map_problems(value, f"{path}.{key}", problems)


def _language_map_problems(value: Any, path: str, problems: Problems) -> None:
    if not object_at(value, path, problems):
        return
    for tag, words in value.items():
        if not is_language(tag):
            problems.append(Problem(f"{path}.{tag}", "not_language"))
        if type(words) is not str:
            problems.append(Problem(f"{path}.{tag}", "not_text"))


def extensions(value: Any, path: str, name: str, problems: Problems) -> None:
    """Keys are IRIs; values may be anything, null too, as long as they are not nested without end."""
    if type(value) is not dict:
        problems.append(Problem(f"{path}.{name}", "not_object"))
        return
    for key, inner in value.items():
        if not is_iri(key):
            problems.append(Problem(f"{path}.{name}.{key}", "not_iri"))
        if type(inner) in (dict, list) and _is_deeper(inner, DEEPEST):
            problems.append(Problem(f"{path}.{name}.{key}", "too_deep", str(DEEPEST)))


def _is_deeper(value: Any, left: int) -> bool:
    """True if objects and arrays nest deeper than `left`. Breadth first, so that no input can exhaust the stack."""
    level = [value]
    while level:
        if left == 0:
            return True
        left -= 1
        level = [child for row in level for child in (row.values() if type(row) is dict else row) if type(child) in (dict, list)]
    return False
