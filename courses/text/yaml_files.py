"""YAML with the line of every key, and errors that name a line."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from courses.errors import ContentUnreadable
from courses.model.content import Problem
from courses.text import quick_yaml, yaml_scalars

LONGEST_FILE = 2_000_000
DEEPEST = 40
MOST_VALUES = 20_000
LONGEST_QUICK = 200_000
UNSAYABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What an escape like "\\ud800" can bring into a value, and no page, statement or database takes."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile(r"[\u00ad\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]|(?<=\w)[\u200c\u200d]|[\u200c\u200d](?=\w)")
INVISIBLE_SIGNS = tuple("\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
"""Soft hyphens, spaces without width, marks of direction; joiners only beside letters, since emoji are made with them."""
UNMERGED = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
"""The last two runs turn the order of signs on the screen: a number could be shown as another one."""


def read_text(path: Path, shown: str) -> str:
    """The file as text; ContentUnreadable (009) when it is absent, too long or not UTF-8."""
    try:
        return decode(read_raw(path, shown), shown)
    except FileNotFoundError as error:
        raise ContentUnreadable(shown, 1, "009", f"the file cannot be read ({error.strerror})") from error


def read_raw(path: Path, shown: str) -> bytes:
    """FileNotFoundError when it is absent; ContentUnreadable (009) when it is too long or cannot be read."""
    try:
        # A named pipe that nobody writes to would hold a plain open for ever: O_NONBLOCK opens it, and what is no ordinary file is refused.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb", buffering=0) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise ContentUnreadable(shown, 1, "009", "this is no ordinary file; put a text file in its place")
            raw = file.readall() if found.st_size <= LONGEST_FILE else b"\n" * (LONGEST_FILE + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ContentUnreadable(shown, 1, "009", f"the file cannot be read ({error.strerror})") from error
    if len(raw) > LONGEST_FILE:
        raise ContentUnreadable(shown, 1, "009", f"the file is longer than {LONGEST_FILE:,} bytes; split it")
    return raw


def decode(raw: bytes, shown: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentUnreadable(shown, line, "009", "this is not UTF-8 text; save the file as UTF-8") from error
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if found := CONTROL.search(text):
        raise ContentUnreadable(shown, text.count("\n", 0, found.start()) + 1, "009", "a control character stands here; delete it")
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (found := UNMERGED.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        raise ContentUnreadable(shown, line, "009", "two versions meet here and nobody has chosen; keep one and delete the marks")
    return text


def invisible_signs(text: str, shown: str) -> Iterator[Problem]:
    """Signs nobody sees: they part a word or a key from itself, in searches, in comparisons and when read aloud."""
    if not any(sign in text for sign in INVISIBLE_SIGNS) or not INVISIBLE.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if found := INVISIBLE.search(line):
            before = line[max(0, found.start() - 12) : found.start()]
            said = f"an invisible sign (U+{ord(found[0]):04X}) stands after {before!r}; delete it"
            yield Problem(shown, number, "019", said)


def parse(text: str, shown: str, first_line: int = 1) -> Any:
    """YAML as plain values whose mappings and lists know their lines (`line_of`).

    first_line: where `text` starts in its file. Raises ContentUnreadable (003).
    """
    _refuse_depth(text, shown, first_line)
    quick = quick_yaml.load(text) if len(text) < LONGEST_QUICK else None
    if quick is not None:
        return quick
    try:
        if "!" in text and (tag_line := yaml_scalars.tag_line(text)) is not None:
            raise ContentUnreadable(shown, first_line + tag_line, "003", "YAML: a tag (! before a value); write the value alone")
        node = full_reader().load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise ContentUnreadable(shown, line, "003", f"YAML: {error.problem or 'cannot be read'}; check quotes and indents") from error
    except (YAMLError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError, OverflowError) as error:
        raise ContentUnreadable(shown, first_line, "003", "YAML: this cannot be read; check quotes and indents") from error
    _refuse_growth(node, shown, first_line)
    return node


def full_reader() -> YAML:
    """The round-trip reader of ruamel.yaml; what its numbers and days cannot hold stays text (`yaml_scalars`)."""
    reader = YAML(typ="rt")
    reader.Constructor = yaml_scalars.TolerantConstructor
    return reader


def read(path: Path, shown: str) -> Any:
    return parse(read_text(path, shown), shown)


def line_of(node: Any, key: object = None, first_line: int = 1) -> int:
    """The line of a key of a mapping or of a place in a list; of the node itself without key."""
    marks = getattr(node, "lc", None)
    if marks is None:
        return first_line
    if key is not None and marks.data and key in marks.data:
        return int(marks.data[key][0]) + first_line
    return int(marks.line or 0) + first_line


def pairs(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield str(key), value


def strings(node: Any) -> tuple[str, ...]:
    """A list of words, or one word, as a tuple; anything else is an empty tuple."""
    if isinstance(node, str):
        return (str(node),)
    if isinstance(node, list | tuple):
        return tuple(str(value) for value in node if isinstance(value, str))
    return ()


def day(node: Any) -> date | None:
    """A day of the calendar; None for anything else, a day with an hour too."""
    return node if isinstance(node, date) and not isinstance(node, datetime) else None


def plain(node: Any) -> Any:
    """Ordinary dicts, lists and words without their lines."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, float):
        return float(node)
    return node if node is None or isinstance(node, bool | date) else int(node) if isinstance(node, int) else str(node)


def said(node: Any) -> str:
    """A value as a message quotes it: on one line, and no longer than an author needs to know it again."""
    text = " ".join(str(plain(node)).split())
    return f"{text[:40]}…" if len(text) > 40 else text


def _refuse_growth(node: Any, shown: str, first_line: int) -> None:
    """A few lines of anchors and aliases can stand for billions of values; such a file is refused before anybody walks it.

    So is one whose escapes stand for halves of characters or for control characters.
    """
    todo, count = [node], 0
    while todo:
        one = todo.pop()
        count += 1
        if count > MOST_VALUES:
            raise ContentUnreadable(shown, first_line, "003", f"YAML: more than {MOST_VALUES:,} values; do not use & and *")
        if isinstance(one, str) and UNSAYABLE.search(one):
            said = "YAML: an escape stands for a character that is no text; write the character itself"
            raise ContentUnreadable(shown, first_line, "003", said)
        if isinstance(one, Mapping):
            todo += [*one.keys(), *one.values()]
        elif isinstance(one, list | set | tuple):
            todo += one


def _refuse_depth(text: str, shown: str, first_line: int) -> None:
    depth = 0
    for number, line in enumerate(text.split("\n")):
        depth += line.count("[") + line.count("{")
        if depth > DEEPEST or line.count("- - - - -"):
            raise ContentUnreadable(shown, first_line + number, "003", f"YAML: more than {DEEPEST} lists inside one another")
        depth -= line.count("]") + line.count("}")
