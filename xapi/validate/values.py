"""Checks of plain values and maps, each adding what it finds to a list of problems.

The path comes in two parts, and is joined only when something is wrong: that is a third of the time of a check.
"""

import sys
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
LARGEST = int(sys.float_info.max)
"""The largest whole number a double can hold; JSON's 1e400 is refused when it is read, and its digits written out are no better."""
DEEPEST = 32
"""How many levels of objects and arrays an extension may have; every other part has its depth from the specification."""


def unknown(value: dict[str, Any], known_keys: Set[str], path: str, problems: Problems) -> None:
    """Report properties the specification does not name, with their exact case."""
    for key in islice((key for key in value if key not in known_keys), _MOST_UNKNOWN):
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
    """A number that a double can hold: a longer one cannot be read by most others, nor counted with."""
    if type(value) is float or (type(value) is int and -LARGEST <= value <= LARGEST):
        return True
    problems.append(Problem(f"{path}.{key}", "not_number" if type(value) is not int else "number_too_large"))
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
        if type(inner) in (dict, list):
            code = _fault_inside(inner)
            if code:
                problems.append(Problem(f"{path}.{name}.{key}", code, str(DEEPEST) if code == "too_deep" else ""))
        elif type(inner) is int and not -LARGEST <= inner <= LARGEST:
            problems.append(Problem(f"{path}.{name}.{key}", "number_too_large"))


def _fault_inside(value: Any) -> str:
    """The code of what is wrong inside an extension's value; empty when nothing is. Breadth first: no input can exhaust the stack."""
    level, steps = [value], DEEPEST
    while level:
        if steps == 0:
            return "too_deep"
        steps -= 1
        inside = [child for row in level for child in (row.values() if type(row) is dict else row)]
        if any(type(child) is int and not -LARGEST <= child <= LARGEST for child in inside):
            return "number_too_large"
        level = [child for child in inside if type(child) in (dict, list)]
    return ""
