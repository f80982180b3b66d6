"""One YAML document as plain values whose mappings and lists know their lines: libyaml parses, this file builds and bounds.

Values are built from the events of the parser, without recursion: how deep and how many they may be is told before they exist.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from courses.sentences import Sentence, sentence
from courses.text import yaml_messages, yaml_scalars

try:
    from yaml.cyaml import CParser
except ImportError as error:  # every wheel of PyYAML carries libyaml; an own build may not, and its parser in Python is 30 times slower
    message = "PyYAML was built without libyaml: install its wheel (python -m pip install --force-reinstall --only-binary :all: pyyaml)"
    raise ImportError(message) from error

DEEPEST = 40
TOO_DEEP = sentence("more than {deepest} lists inside one another; write them as lists of their own", deepest=DEEPEST)
MOST_VALUES = 20_000
LINE_SEPARATORS = ("\u2028", "\u2029", "\x85")
"""Line ends for YAML and for nobody else: lines would be counted in two ways."""
TAG = re.compile(r"(?:&\S+\s+)?!")
ESCAPED = re.compile(r"\\.")
OPEN_GROUP = ("did not find expected ',' or ']'", "did not find expected ',' or '}'")
UNSAYABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What an escape like "\\ud800" can bring into a value, and no page, statement or database takes."""


class YamlDefect(Exception):
    """Why a text is no YAML that is taken here. line: from 0; earlier_line: of the same key before, when it stands twice."""

    def __init__(self, line: int, sentence: Sentence, earlier_line: int | None = None) -> None:
        super().__init__(str(sentence))
        self.line, self.sentence, self.earlier_line = line, sentence, earlier_line


class YamlMap(dict[Any, Any]):
    """A mapping. line: where it begins; lines: of each key, of a number also by its text; all from 0."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}


class YamlList(list[Any]):
    """A list. line: where it begins; lines: of each place; all from 0."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[int, int] = {}


@dataclass(slots=True)
class _Open:
    """A mapping or list that has not ended. keys: its keys as text; key: waits for its value. first: how many values came before it."""

    node: YamlMap | YamlList
    anchor: str | None
    first: int
    keys: dict[str, int]
    key: Any = None
    has_key: bool = False


def load(text: str) -> Any:
    """The values of one document; None for an empty one. Raises YamlDefect."""
    for sign in LINE_SEPARATORS:
        if sign in text:
            raise YamlDefect(text.count("\n", 0, text.index(sign)), sentence("a line separator (U+{code:04X}); delete it", code=ord(sign)))
    builder = _Builder(text)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark, problem = error.problem_mark or error.context_mark, error.problem or ""
        line = mark.line if mark else 0
        if (opened := _open_quote(text, line)) is not None:
            raise YamlDefect(opened, yaml_messages.OPEN_QUOTE) from error
        if problem.startswith(OPEN_GROUP) and error.context_mark is not None:
            line = _last_of_group(text, error.context_mark.line, line)
        raise YamlDefect(line, TOO_DEEP if "nesting" in problem else yaml_messages.sentence_of(problem)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) if isinstance(error.position, int) else 0
        raise YamlDefect(line, sentence("a character that is no text; delete it ({reason})", reason=error.reason)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlDefect(0, sentence("this cannot be read")) from error
    return builder.root


def _open_quote(text: str, line: int) -> int | None:
    """The line above a fault whose quotation mark nobody closed: the next mark below closed it, and the parser stumbles there.

    None when the marks up to the fault go by pairs.
    """
    odd = [number for number, row in enumerate(text.split("\n")[: line + 1]) if ESCAPED.sub("", row).count('"') % 2]
    return odd[-1] if len(odd) % 2 and odd[-1] < line else None


def _last_of_group(text: str, opened: int, line: int) -> int:
    """The line that lacks a comma or the end of its group. opened: where the group begins; line: where the parser stumbled.

    A line that is indented no deeper than the one that opens the group is outside of it, unless it closes it.
    """
    rows = text.split("\n")
    written = [number for number in range(opened, min(line + 1, len(rows))) if rows[number].strip()]
    outside = next((n for n in written[1:] if _indent(rows[n]) <= _indent(rows[opened]) and rows[n].lstrip()[0] not in "]}"), None)
    before = [number for number in written if number < (line if outside is None else outside)]
    if not before or (outside is None and line in written and rows[before[-1]].rstrip()[-1] in ",[{:"):
        return line
    return before[-1]


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _events(text: str) -> Iterator[Any]:
    parser = CParser(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


class _Builder:
    def __init__(self, text: str) -> None:
        self.root: Any = None
        self._text, self._may_have_tags, self._has_escapes = text, "!" in text, "\\" in text
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._values = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._begin(YamlMap(event.start_mark.line), event)
        elif kind is yaml.SequenceStartEvent:
            self._begin(YamlList(event.start_mark.line), event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._end()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                raise YamlDefect(event.start_mark.line, sentence("a second document begins here (---); a file holds one"))

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line
        self._refuse_tag(event)
        if self._has_escapes and UNSAYABLE.search(event.value):
            raise YamlDefect(line, sentence("an escape stands for a character that is no text; write the character itself"))
        value = yaml_scalars.resolve(event.value) if event.implicit[0] else event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
        self._put(value, line, 1, event.value)

    def _begin(self, node: YamlMap | YamlList, event: Any) -> None:
        self._refuse_tag(event)
        if len(self._open) >= DEEPEST:
            raise YamlDefect(node.line, TOO_DEEP)
        if self._open and isinstance(self._open[-1].node, YamlMap) and not self._open[-1].has_key:
            raise YamlDefect(node.line, sentence("a list or mapping stands where a key should; write one word before the colon"))
        self._open.append(_Open(node, event.anchor, self._values, {}))

    def _refuse_tag(self, event: Any) -> None:
        """Also the lone `!`, which the parser takes away without a word."""
        if self._may_have_tags and (event.tag is not None or TAG.match(self._text, event.start_mark.index)):
            raise YamlDefect(event.start_mark.line, sentence("a tag (! before a value); write the value alone"))

    def _end(self) -> None:
        frame = self._open.pop()
        if frame.anchor is not None:
            self._anchors[frame.anchor] = (frame.node, self._values - frame.first + 1)
        self._put(frame.node, frame.node.line, 1, "")

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line
        if any(one.anchor == event.anchor for one in self._open):
            raise YamlDefect(line, sentence("*{anchor} stands inside of what it names; do not use & and *", anchor=event.anchor))
        if event.anchor not in self._anchors:
            raise YamlDefect(line, sentence("*{anchor} names nothing; do not use & and *", anchor=event.anchor))
        node, size = self._anchors[event.anchor]
        self._put(node, line, size, str(node))

    def _put(self, value: Any, line: int, size: int, text: str) -> None:
        """size: how many values it stands for; text: as it was written, for a key."""
        self._values += size
        if self._values > MOST_VALUES:
            raise YamlDefect(line, sentence("more than {most_values:,} values; do not use & and *", most_values=MOST_VALUES))
        if not self._open:
            self.root = value
            return
        parent = self._open[-1]
        node = parent.node
        if isinstance(node, YamlList):
            node.lines[len(node)] = line
            node.append(value)
        elif parent.has_key:
            node[parent.key] = value
            parent.has_key = False
        else:
            self._begin_key(parent, value, text, line)

    def _begin_key(self, parent: _Open, value: Any, text: str, line: int) -> None:
        """Numbers stay numbers; any other key is the word that was typed."""
        if isinstance(value, YamlMap | YamlList):
            raise YamlDefect(line, sentence("a list or mapping stands where a key should; write one word before the colon"))
        key = value if type(value) in (str, int) else text
        if str(key) in parent.keys:
            raise YamlDefect(line, sentence("the key {words!r} stands twice; keep one", words=str(key)[:40]), parent.keys[str(key)])
        parent.keys[str(key)] = line
        parent.key, parent.has_key = key, True
        lines: dict[Any, int] = parent.node.lines
        lines[key] = lines[str(key)] = line
