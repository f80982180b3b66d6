"""YAML nodes as the frozen values of the game, strictly: an unknown key or a wrong kind of value is a problem with its line."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from courses.model.content import Problem
from courses.sentences import Sentence, sentence
from courses.text import yaml_files
from courses.text.suggestions import nearest

T = TypeVar("T")


class Unfit(Exception):
    """One node does not fit; caught by the reader of its file, which lists it and goes on."""

    def __init__(self, node: Any, key: object, code: str, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.node, self.key, self.code, self.sentence = node, key, code, sentence

    def problem(self, path: str, first_line: int = 1) -> Problem:
        return Problem(path, yaml_files.line_of(self.node, self.key, first_line), self.code, self.sentence)


def build(kind: type[T], node: Any, **fixed_values: Any) -> T:
    """One dataclass from one mapping. fixed_values: fields given by the caller. Raises Unfit."""
    if not isinstance(node, Mapping):
        raise Unfit(node, None, "501", sentence("expected `key: value` lines for {name}", name=kind.__name__))
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable; mypy takes type[T] for a callable here
    names = [item.name for item in fields(kind)]  # type: ignore[arg-type]  # a dataclass, which type[T] cannot say
    for key in node:
        if key not in names:
            raise Unfit(node, key, "502", sentence("unknown key {key!r}{hint}", key=key, hint=nearest(str(key), names)))
    values = dict(fixed_values)
    for item in fields(kind):  # type: ignore[arg-type]  # a dataclass, which type[T] cannot say
        if item.name in node:
            values[item.name] = value(hints[item.name], node[item.name], node, item.name)
        elif item.name not in values and item.default is MISSING and item.default_factory is MISSING:
            raise Unfit(node, None, "503", sentence("{name} lacks {item_name!r}", name=kind.__name__, item_name=item.name))
    return kind(**values)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The type of each field: the same for the hundreds of nodes of one kind."""
    return get_type_hints(kind)


def value(hint: Any, node: Any, parent: Any, key: object) -> Any:
    """One value of the type the field asks for. Raises Unfit."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if node is None else value(next(arg for arg in get_args(hint) if arg is not type(None)), node, parent, key)
    if is_dataclass(hint):
        return build(hint, {} if node is None else node)  # type: ignore[arg-type]  # a dataclass, which type[T] cannot say
    if origin is tuple:
        return _tuple(get_args(hint), node, parent, key)
    if origin is not None:
        return _mapping(get_args(hint), node, parent, key)
    return _plain(hint, node, parent, key)


def _tuple(args: tuple[Any, ...], node: Any, parent: Any, key: object) -> tuple[Any, ...]:
    if isinstance(node, str) or not isinstance(node, Sequence):
        raise Unfit(parent, key, "501", sentence("{key!r} must be a list, like [a, b]", key=key))
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(value(args[0], item, parent, key) for item in node)
    if len(node) != len(args):
        raise Unfit(parent, key, "501", sentence("{key!r} must have {count} {count:value|values}", key=key, count=len(args)))
    return tuple(value(arg, item, parent, key) for arg, item in zip(args, node, strict=True))


def _mapping(args: tuple[Any, ...], node: Any, parent: Any, key: object) -> dict[Any, Any]:
    if not isinstance(node, Mapping):
        raise Unfit(parent, key, "501", sentence("{key!r} must be `key: value` pairs", key=key))
    return {value(args[0], name, node, name): value(args[1], item, node, name) for name, item in node.items()}


def _plain(hint: Any, node: Any, parent: Any, key: object) -> Any:
    if hint is object:
        return _unwrap(node)
    if hint is str and isinstance(node, str):
        return str(node)
    if hint is bool and isinstance(node, bool):
        return node
    if hint in (int, float) and isinstance(node, int | float) and not isinstance(node, bool) and (hint is float or node == int(node)):
        return hint(node)
    raise Unfit(parent, key, "501", sentence("{key!r} must be {value}, not {node!r}", key=key, value=_NAMES.get(hint, hint), node=node))


def _unwrap(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {str(name): _unwrap(item) for name, item in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_unwrap(item) for item in node]
    if isinstance(node, bool | type(None)):
        return node
    return float(node) if isinstance(node, float) else int(node) if isinstance(node, int) else str(node)


_NAMES: dict[Any, Sentence] = {
    int: sentence("a whole number"),
    float: sentence("a number"),
    str: sentence("words"),
    bool: sentence("true or false"),
}
