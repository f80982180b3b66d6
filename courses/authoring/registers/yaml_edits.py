"""A YAML text with one value set, taken away, added or moved: nothing else of it changes, neither comments, quotes nor line ends.

The parser says where each value stands; what the new text means is read again and compared, so a layout that cannot be edited so is
refused instead of spoilt. Texts are as typed: decoded, with their own line ends and byte order mark.
"""

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
from courses.text.line_edits import BREAK, MARK, TypedLines

Value = str | int | float | bool | date | None | Sequence["Value"] | Mapping[str, "Value"]
Path = tuple[str | int, ...]
PLAIN = re.compile(r"[^\W\d_](?:[\w ’'()/.+;&–-]*[\w’')/.])?")
"""Words that need no quotes wherever they stand: no comma, bracket, colon or number sign."""


class CannotEdit(CoursesError):
    """The value stands in a layout that no form can change alone (an alias, a list laid out over other lines): use the text itself."""


def set_value(text: str, path: Path, value: Value) -> str:
    """The text with the value at `path` set; None takes its key away. A key that is not there is added behind its neighbours.

    path: keys of mappings and places of lists. Raises CannotEdit, ContentUnreadable (the text is no YAML), KeyError (no such place).
    """
    before = _values(text)
    wanted_values = _with_value(before, path, value)
    if wanted_values == before:
        return text
    return _checked(_edit(text, path, value), wanted_values)


def append(text: str, path: Path, value: Mapping[str, Value]) -> str:
    """The text with one more entry at the end of the list at `path`, on a line of its own. Raises as `set_value`."""
    before = _values(text)
    wanted_values = _with_list(before, path, lambda rows: [*rows, _plain(value)])
    node = _at(_compose(text), path)
    if not isinstance(node, SequenceNode) or node.flow_style or not node.value:
        raise CannotEdit("the list is not written one entry a line")
    editor, last = TypedLines(text), node.value[-1]
    place = _line_at(text, _end(last))
    indent = " " * (node.value[0].start_mark.column - 2)
    editor.replace(place + 1, place + 1, [f"{indent}- {_flow(value)}"])
    return _checked(str(editor), wanted_values)


def add_entry(text: str, key: str, values: Mapping[str, Value]) -> str:
    """A register with one more entry at its end, a line for each value. Raises as `set_value`."""
    before = _values(text) if text.strip(MARK + " \r\n") else {}
    if not isinstance(before, dict) or key in before:
        raise CannotEdit(f"{key} stands there already")
    editor = TypedLines(text)
    rows = editor.plain()
    place = len(rows) - (not rows[-1])
    lines = [f"{key}:", *(f"  {name}: {_flow(value)}" for name, value in values.items() if value is not None)]
    editor.replace(place, place, lines)
    return _checked(str(editor), {**before, key: _plain(values)})


def remove_place(text: str, path: Path) -> str:
    """The text without the entry of a list, and without its lines. Raises as `set_value`."""
    before = _values(text)
    *above, place = path
    wanted_values = _with_list(before, tuple(above), lambda rows: [row for number, row in enumerate(rows) if number != place])
    start, stop = _rows_of_place(text, path)
    editor = TypedLines(text)
    editor.replace(start, stop, [])
    return _checked(str(editor), wanted_values)


def swap_places(text: str, path: Path, first: int, second: int) -> str:
    """The text with two entries of the list at `path` in each other's lines. Raises as `set_value`."""
    low, high = sorted((first, second))
    before = _values(text)

    def exchange(rows: list[Any]) -> list[Any]:
        rows[low], rows[high] = rows[high], rows[low]
        return rows

    wanted_values = _with_list(before, path, exchange)
    one, other = _rows_of_place(text, (*path, low)), _rows_of_place(text, (*path, high))
    editor = TypedLines(text)
    rows = editor.plain()
    upper, lower = rows[slice(*one)], rows[slice(*other)]
    editor.replace(*other, upper)
    editor.replace(*one, lower)
    return _checked(str(editor), wanted_values)


def _checked(new_text: str, wanted_values: Any) -> str:
    try:
        if _values(new_text) == wanted_values:
            return new_text
    except ContentUnreadable:
        pass
    raise CannotEdit("the values around it would change")


def _values(text: str) -> Any:
    return yaml_files.plain(yaml_files.parse(yaml_files.decode(text.encode("utf-8", "surrogatepass"), ""), ""))


def _compose(text: str) -> Node:
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


def _at(node: Node, path: Path) -> Node:
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


def _edit(text: str, path: Path, value: Value) -> str:
    root = _compose(text)
    parent, name = _at(root, path[:-1]), path[-1]
    if not isinstance(parent, MappingNode):
        raise CannotEdit("only a named value is set")
    pair = next((pair for pair in parent.value if pair[0].value == str(name)), None)
    if value is None:
        return text if pair is None else _without_pair(text, parent, pair)
    if pair is None:
        return _with_pair(text, parent, str(name), value)
    start, end = _span(text, pair[1])
    before = "" if text[start - 1 : start] in (" ", "{", "[", "\n", "") else " "
    if isinstance(pair[1], MappingNode | SequenceNode) and not pair[1].flow_style:
        key_end = _offset(text) + pair[0].end_mark.index
        start, before = text.index(":", key_end) + 1, " "
    return text[:start] + before + _flow(value, _quotes(pair[1])) + text[end:]


def _with_pair(text: str, parent: MappingNode, name: str, value: Value) -> str:
    words = f"{name}: {_flow(value)}"
    if parent.flow_style:
        if not parent.value:
            place = _offset(text) + parent.start_mark.index + 1
            return text[:place] + words + text[place:]
        place = _offset(text) + _end(parent.value[-1][1], parent.value[-1][0])
        return f"{text[:place]}, {words}{text[place:]}"
    editor, (key, last) = TypedLines(text), parent.value[-1]
    place = _line_at(text, _end(last, key))
    editor.replace(place + 1, place + 1, [" " * parent.value[0][0].start_mark.column + words])
    return str(editor)


def _without_pair(text: str, parent: MappingNode, pair: tuple[Node, Node]) -> str:
    offset, place = _offset(text), parent.value.index(pair)
    if not parent.flow_style:
        editor = TypedLines(text)
        editor.replace(pair[0].start_mark.line, _line_at(text, _end(pair[1], pair[0])) + 1, [])
        return str(editor)
    start, end = pair[0].start_mark.index, _end(pair[1], pair[0])
    if place + 1 < len(parent.value):
        end = parent.value[place + 1][0].start_mark.index
    elif place:
        start = _end(parent.value[place - 1][1], parent.value[place - 1][0])
    return text[: offset + start] + text[offset + end :]


def _rows_of_place(text: str, path: Path) -> tuple[int, int]:
    """The lines of one entry of a list that is written one entry a line."""
    root = _compose(text)
    parent, node = _at(root, path[:-1]), _at(root, path)
    if not isinstance(parent, SequenceNode) or parent.flow_style:
        raise CannotEdit("the list is not written one entry a line")
    return node.start_mark.line, _line_at(text, _end(node)) + 1


def _offset(text: str) -> int:
    return len(MARK) if text.startswith(MARK) else 0


def _span(text: str, node: Node) -> tuple[int, int]:
    offset = _offset(text)
    return offset + node.start_mark.index, offset + _end(node)


def _end(node: Node, key: Node | None = None) -> int:
    """Where its last sign stands: a collection written over lines is said to end only where the next thing begins.

    key: whose value it is, for a value that is empty.
    """
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1], node.value[-1][0])
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    if isinstance(node, ScalarNode) and key is not None and node.start_mark.index == node.end_mark.index:
        return int(key.end_mark.index) + 1
    return int(node.end_mark.index)


def _line_at(text: str, place: int) -> int:
    return sum(1 for _ in BREAK.finditer(text, 0, _offset(text) + place))


def _quotes(node: Node) -> str:
    """The quotes its author uses, of a list those of its first word: new words get the same."""
    first = node.value[0] if isinstance(node, SequenceNode) and node.value else node
    return '"' if isinstance(first, ScalarNode) and first.style == '"' else ""


def _flow(value: Value, quotes: str = "") -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if not quotes and PLAIN.fullmatch(value) and yaml_files.parse(value, "") == value else quote(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(one)}" for name, one in value.items() if one is not None) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_flow(one, quotes) for one in value) + "]"
    return value.isoformat() if isinstance(value, date) else "null" if value is None else str(value)


def _plain(value: Value) -> Any:
    """As the reader gives it back: letters and their accents as one sign, however they were typed."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    return value


def _with_value(values: Any, path: Path, value: Value) -> Any:
    if not path:
        return _plain(value)
    step, rest = path[0], path[1:]
    if isinstance(values, Mapping) and isinstance(step, str):
        if not rest and value is None:
            return {name: one for name, one in values.items() if name != step}
        if rest and step not in values:
            raise KeyError(step)
        return {**values, step: _with_value(values.get(step), rest, value)}
    if isinstance(values, list) and isinstance(step, int) and step < len(values):
        return [_with_value(one, rest, value) if number == step else one for number, one in enumerate(values)]
    raise KeyError(step)


def _with_list(values: Any, path: Path, change: Any) -> Any:
    if path:
        step = path[0]
        if isinstance(values, Mapping) and step in values:
            return {**values, step: _with_list(values[step], path[1:], change)}
        raise KeyError(step)
    if not isinstance(values, list):
        raise CannotEdit("this is no list")
    return change(list(values))
