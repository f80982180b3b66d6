"""A YAML text with one value set, taken away or added: nothing else of it changes, neither comments, quotes nor line ends.

The parser says where each value stands; what the new text means is read again and compared, so a layout that cannot be edited so is
refused instead of spoilt. Texts are as typed: decoded, with their own line ends and byte order mark.
"""

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
    offset_of,
    quotes_of,
    span_of,
    values_of,
)
from courses.text.line_edits import MARK, TypedLines


def set_value(text: str, path: Path, value: Value) -> str:
    """The text with the value at `path` set; None takes its key away. A key that is not there is added behind its neighbours.

    path: keys of mappings and places of lists. Raises CannotEdit, ContentUnreadable (the text is no YAML), KeyError (no such place).
    """
    before = values_of(text)
    wanted_values = _with_value(before, path, value)
    if wanted_values == before:
        return text
    return checked(_edit(text, path, value), wanted_values)


def add_entry(text: str, key: str, values: Mapping[str, Value]) -> str:
    """A register with one more entry at its end, a line for each value. Raises as `set_value`."""
    before = values_of(text) if text.strip(MARK + " \r\n") else {}
    if not isinstance(before, dict) or key in before:
        raise CannotEdit(f"{key} stands there already")
    editor = TypedLines(text)
    rows = editor.plain()
    place = len(rows) - (not rows[-1])
    lines = [f"{key}:", *(f"  {name}: {flow(value)}" for name, value in values.items() if value is not None)]
    editor.replace(place, place, lines)
    return checked(str(editor), {**before, key: as_read(values)})


def _edit(text: str, path: Path, value: Value) -> str:
    root = compose(text)
    parent, name = node_at(root, path[:-1]), path[-1]
    if not isinstance(parent, MappingNode):
        raise CannotEdit("only a named value is set")
    pair = next((pair for pair in parent.value if pair[0].value == str(name)), None)
    if value is None:
        return text if pair is None else _without_pair(text, parent, pair)
    if pair is None:
        return _with_pair(text, parent, str(name), value)
    start, end = span_of(text, pair[1])
    before = "" if text[start - 1 : start] in (" ", "{", "[", "\n", "") else " "
    if isinstance(pair[1], MappingNode | SequenceNode) and not pair[1].flow_style:
        key_end = offset_of(text) + pair[0].end_mark.index
        start, before = text.index(":", key_end) + 1, " "
    return text[:start] + before + flow(value, quotes_of(pair[1])) + text[end:]


def _with_pair(text: str, parent: MappingNode, name: str, value: Value) -> str:
    words = f"{name}: {flow(value)}"
    if parent.flow_style:
        if not parent.value:
            place = offset_of(text) + parent.start_mark.index + 1
            return text[:place] + words + text[place:]
        place = offset_of(text) + end_of(parent.value[-1][1], parent.value[-1][0])
        return f"{text[:place]}, {words}{text[place:]}"
    editor, (key, last) = TypedLines(text), parent.value[-1]
    place = line_at(text, end_of(last, key))
    editor.replace(place + 1, place + 1, [" " * parent.value[0][0].start_mark.column + words])
    return str(editor)


def _without_pair(text: str, parent: MappingNode, pair: tuple[Node, Node]) -> str:
    offset, place = offset_of(text), parent.value.index(pair)
    if not parent.flow_style:
        editor = TypedLines(text)
        editor.replace(pair[0].start_mark.line, line_at(text, end_of(pair[1], pair[0])) + 1, [])
        return str(editor)
    start, end = pair[0].start_mark.index, end_of(pair[1], pair[0])
    if place + 1 < len(parent.value):
        end = parent.value[place + 1][0].start_mark.index
    elif place:
        start = end_of(parent.value[place - 1][1], parent.value[place - 1][0])
    return text[: offset + start] + text[offset + end :]


def _with_value(values: Any, path: Path, value: Value) -> Any:
    if not path:
        return as_read(value)
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
