"""Checks of plain values and maps, each adding what it finds to a list of problems."""

from collections.abc import Callable, Set
from typing import Any

from xapi.errors import Problem
from xapi.formats import is_iri, is_language

Problems = list[Problem]


def unknown(value: dict[str, Any], known: Set[str], path: str, problems: Problems) -> None:
    """Report properties the specification does not name, with their exact case."""
    for key in value.keys() - known:
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


def text_at(value: Any, path: str, problems: Problems) -> None:
    if type(value) is not str:
        problems.append(Problem(path, "not_text"))


def truth_at(value: Any, path: str, problems: Problems) -> None:
    if type(value) is not bool:
        problems.append(Problem(path, "not_boolean"))


def number_at(value: Any, path: str, problems: Problems) -> bool:
    if type(value) in (int, float):
        return True
    problems.append(Problem(path, "not_number"))
    return False


def format_at(value: Any, holds: Callable[[str], bool], code: str, path: str, problems: Problems) -> None:
    """The value is a text for which `holds`; else `code`."""
    if type(value) is not str or not holds(value):
        problems.append(Problem(path, code))


def language_map(value: Any, path: str, problems: Problems) -> None:
    if not object_at(value, path, problems):
        return
    for tag, words in value.items():
        if not is_language(tag):
            problems.append(Problem(f"{path}.{tag}", "not_language"))
        if type(words) is not str:
            problems.append(Problem(f"{path}.{tag}", "not_text"))


def extensions(value: Any, path: str, problems: Problems) -> None:
    """Keys are IRIs; values may be anything, null too."""
    if not object_at(value, path, problems):
        return
    for key in value:
        if not is_iri(key):
            problems.append(Problem(f"{path}.{key}", "not_iri"))
