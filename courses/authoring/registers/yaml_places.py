"""Where each value of a YAML text stands, and a value as words of one line: what the edits of such a text are made of."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml
from yaml.cyaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

from courses.errors import ContentUnreadable, CoursesError
from courses.library.publication_states import quote
from courses.text import yaml_files
from courses.text.line_edits import BREAK, MARK

Value = str | int | float | bool | date | None | Sequence["Value"] | Mapping[str, "Value"]
Path = tuple[str | int, ...]
PLAIN = re.compile(r"[^\W\d_](?:[\w ’'()/.+;&–-]*[\w’')/.])?")
"""Words that need no quotes wherever they stand: no comma, bracket, colon or number sign."""


class CannotEdit(CoursesError):
    """The value stands in a layout that no form can change alone (an alias, a list laid out over other lines): use the text itself."""


def checked(new_text: str, wanted_values: Any) -> str:
    try:
        if values_of(new_text) == wanted_values:
            return new_text
    except ContentUnreadable:
        pass
    raise CannotEdit("the values around it would change")


def values_of(text: str) -> Any:
    return yaml_files.plain(yaml_files.parse(yaml_files.decode(text.encode("utf-8", "surrogatepass"), ""), ""))


def compose(text: str) -> Node:
    class Loader(CParser, BaseResolver):  # type: ignore[misc]  # PyYAML has no types
        """Where each value stands; what it means is never asked of it."""

        def __init__(self, stream: str) -> None:
            CParser.__init__(self, stream)
            BaseResolver.__init__(self)

    # A byte order mark is no character to the parser: places are counted without it, and shifted back by `_span`.
    loader = Loader(text.removeprefix(MARK))
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:  # the reader with line numbers took it a moment ago; this is a layout only it takes
        raise CannotEdit(str(error)) from error
    finally:
        loader.dispose()
    if not isinstance(node, Node):
        raise CannotEdit("there is no value yet")
    _trim(node, text.removeprefix(MARK))
    return node


def _trim(node: Node, text: str) -> None:
    """Text in several lines (`|`, `>`) is said to end where the next thing begins: let it end with its last sign."""
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        end, mark = len(text[: node.end_mark.index].rstrip()), node.end_mark
        node.end_mark = yaml.Mark(mark.name, end, mark.line, mark.column, None, None)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            _trim(key, text)
            _trim(value, text)
    elif isinstance(node, SequenceNode):
        for one in node.value:
            _trim(one, text)


def node_at(node: Node, path: Path) -> Node:
    for step in path:
        if isinstance(node, MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            raise KeyError(step)
        if node is None:
            raise KeyError(step)
    return node


def offset_of(text: str) -> int:
    return len(MARK) if text.startswith(MARK) else 0


def span_of(text: str, node: Node) -> tuple[int, int]:
    offset = offset_of(text)
    return offset + node.start_mark.index, offset + end_of(node)


def end_of(node: Node, key: Node | None = None) -> int:
    """Where its last sign stands: a collection written over lines is said to end only where the next thing begins.

    key: whose value it is, for a value that is empty.
    """
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return end_of(node.value[-1][1], node.value[-1][0])
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return end_of(node.value[-1])
    if isinstance(node, ScalarNode) and key is not None and node.start_mark.index == node.end_mark.index:
        return int(key.end_mark.index) + 1
    return int(node.end_mark.index)


def line_at(text: str, place: int) -> int:
    return sum(1 for _ in BREAK.finditer(text, 0, offset_of(text) + place))


def quotes_of(node: Node) -> str:
    """The quotes its author uses, of a list those of its first word: new words get the same."""
    first = node.value[0] if isinstance(node, SequenceNode) and node.value else node
    return '"' if isinstance(first, ScalarNode) and first.style == '"' else ""


def flow(value: Value, quotes: str = "") -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if not quotes and PLAIN.fullmatch(value) and yaml_files.parse(value, "") == value else quote(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {flow(one)}" for name, one in value.items() if one is not None) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(flow(one, quotes) for one in value) + "]"
    return value.isoformat() if isinstance(value, date) else "null" if value is None else str(value)


def as_read(value: Value) -> Any:
    """As the reader gives it back: letters and their accents as one sign, however they were typed."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {str(name): as_read(one) for name, one in value.items() if one is not None}
    if isinstance(value, Sequence):
        return [as_read(one) for one in value]
    return value
