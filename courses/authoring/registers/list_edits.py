"""A YAML text with an entry of a list added, taken away or moved: no other line of it changes (yaml_edits does single values)."""

from collections.abc import Mapping
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from courses.authoring.registers.yaml_places import (
    CannotEdit,
    Path,
    Value,
    as_read,
    checked,
    compose,
    end_of,
    flow,
    line_at,
    node_at,
    span_of,
    values_of,
)
from courses.text.line_edits import TypedLines


def append(text: str, path: Path, value: Mapping[str, Value]) -> str:
    """The text with one more entry at the end of the list at `path`, on a line of its own. Raises as `set_value`."""
    before = values_of(text)
    wanted_values = _with_list(before, path, lambda rows: [*rows, as_read(value)])
    node = node_at(compose(text), path)
    if isinstance(node, SequenceNode) and node.flow_style and not node.value:
        return checked(_first_of_list(text, node, value), wanted_values)
    if not isinstance(node, SequenceNode) or node.flow_style or not node.value:
        raise CannotEdit("the list is not written one entry a line")
    editor, last = TypedLines(text), node.value[-1]
    place = line_at(text, end_of(last))
    indent = " " * (node.value[0].start_mark.column - 2)
    editor.replace(place + 1, place + 1, [f"{indent}- {flow(value)}"])
    return checked(str(editor), wanted_values)


def _first_of_list(text: str, node: SequenceNode, value: Mapping[str, Value]) -> str:
    """An empty list, `name: []`, with its first entry on a line below it."""
    (start, end), line = span_of(text, node), node.start_mark.line
    editor = TypedLines(text[:start].rstrip(" ") + text[end:])
    row = editor.plain()[line]
    indent = " " * (len(row) - len(row.lstrip(" ")) + 2)
    editor.replace(line + 1, line + 1, [f"{indent}- {flow(value)}"])
    return str(editor)


def remove_place(text: str, path: Path) -> str:
    """The text without the entry of a list, and without its lines; a list without entries is `[]`. Raises as `set_value`."""
    before = values_of(text)
    *above, place = path
    wanted_values = _with_list(before, tuple(above), lambda rows: [row for number, row in enumerate(rows) if number != place])
    start, stop = _rows_of_place(text, path)
    editor = TypedLines(text)
    editor.replace(start, stop, [])
    if len(_list_at(before, tuple(above))) == 1:
        _end_of_key(editor, compose(text), tuple(above))
    return checked(str(editor), wanted_values)


def _list_at(values: Any, path: Path) -> Any:
    for step in path:
        values = values[step]
    return values


def _end_of_key(editor: TypedLines, root: Node, path: Path) -> None:
    """Write `[]` behind the key whose list has no entry any more; what stands behind the key on its line stays."""
    parent = node_at(root, path[:-1])
    pairs = parent.value if isinstance(parent, MappingNode) else []
    mark = next(key.end_mark for key, _value in pairs if key.value == str(path[-1]))
    row = editor.plain()[mark.line]
    place = row.index(":", mark.column) + 1
    editor.replace(mark.line, mark.line + 1, [f"{row[:place]} []{row[place:]}"])


def swap_places(text: str, path: Path, first: int, second: int) -> str:
    """The text with two entries of the list at `path` in each other's lines. Raises as `set_value`."""
    low, high = sorted((first, second))
    before = values_of(text)

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
    return checked(str(editor), wanted_values)


def _rows_of_place(text: str, path: Path) -> tuple[int, int]:
    """The lines of one entry of a list that is written one entry a line."""
    root = compose(text)
    parent, node = node_at(root, path[:-1]), node_at(root, path)
    if not isinstance(parent, SequenceNode) or parent.flow_style:
        raise CannotEdit("the list is not written one entry a line")
    return node.start_mark.line, line_at(text, end_of(node)) + 1


def _with_list(values: Any, path: Path, change: Any) -> Any:
    if path:
        step = path[0]
        if isinstance(values, Mapping) and step in values:
            return {**values, step: _with_list(values[step], path[1:], change)}
        raise KeyError(step)
    if not isinstance(values, list):
        raise CannotEdit("this is no list")
    return change(list(values))
