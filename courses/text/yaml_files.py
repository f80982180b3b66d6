"""YAML with the line of every key, and errors that name a line."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from courses.errors import ContentUnreadable
from courses.model.content import Problem
from courses.sentences import NOTHING, sentence
from courses.text import yaml_nodes
from courses.text.yaml_nodes import YamlDefect, YamlList, YamlMap

LONGEST_FILE = 2_000_000
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile(r"[\u00ad\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]|(?<=\w)[\u200c\u200d]|[\u200c\u200d](?=\w)")
INVISIBLE_SIGNS = tuple("\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
"""Soft hyphens, spaces without width, marks of direction; joiners only beside letters, since emoji are made with them."""
ODD_INDENT = re.compile(r"^[ \t]*[\u00a0\u2000-\u200a\u202f\u3000][ \t\u00a0\u2000-\u200a\u202f\u3000]*(?:- |[\w.#-]+:)", re.MULTILINE)
"""Spaces of another kind before a key: they look like an indent, and YAML takes them for the beginning of the key or of a value."""
MERGE_MARK = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
"""The last two runs turn the order of signs on the screen: a number could be shown as another one."""


def read_text(path: Path, shown_path: str) -> str:
    """The file as text; ContentUnreadable (009) when it is absent, too long or not UTF-8."""
    try:
        return decode(read_raw(path, shown_path), shown_path)
    except FileNotFoundError as error:
        raise ContentUnreadable(shown_path, 1, "009", sentence("the file cannot be read ({strerror})", strerror=error.strerror)) from error


def read_raw(path: Path, shown_path: str) -> bytes:
    """FileNotFoundError when it is absent; ContentUnreadable (009) when it is too long or cannot be read."""
    try:
        # A named pipe that nobody writes to would hold a plain open for ever: O_NONBLOCK opens it, and what is no ordinary file is refused.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ContentUnreadable(shown_path, 1, "009", sentence("this is no ordinary file; put a text file in its place"))
            raw = file.readall() if status.st_size <= LONGEST_FILE else b"\n" * (LONGEST_FILE + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ContentUnreadable(shown_path, 1, "009", sentence("the file cannot be read ({strerror})", strerror=error.strerror)) from error
    if len(raw) > LONGEST_FILE:
        raise ContentUnreadable(
            shown_path, 1, "009", sentence("the file is longer than {longest_file:,} bytes; split it", longest_file=LONGEST_FILE)
        )
    return raw


def decode(raw: bytes, shown_path: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentUnreadable(shown_path, line, "009", sentence("this is not UTF-8 text; save the file as UTF-8")) from error
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if match := CONTROL.search(text):
        raise ContentUnreadable(
            shown_path, text.count("\n", 0, match.start()) + 1, "009", sentence("a control character stands here; delete it")
        )
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (match := MERGE_MARK.search(text)):
        line = text.count("\n", 0, match.start()) + 1
        raise ContentUnreadable(
            shown_path, line, "009", sentence("two versions meet here and nobody has chosen; keep one and delete the marks")
        )
    return text


def invisible_signs(text: str, shown_path: str) -> Iterator[Problem]:
    """Signs nobody sees: they part a word or a key from itself, in searches, in comparisons and when read aloud."""
    if not any(sign in text for sign in INVISIBLE_SIGNS) or not INVISIBLE.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if match := INVISIBLE.search(line):
            before = line[max(0, match.start() - 12) : match.start()]
            message = sentence("an invisible sign (U+{code:04X}) stands after {before!r}; delete it", code=ord(match[0]), before=before)
            yield Problem(shown_path, number, "019", message)


def parse(text: str, shown_path: str, first_line: int = 1) -> Any:
    """YAML as plain values whose mappings and lists know their lines (`line_of`).

    first_line: where `text` starts in its file. Raises ContentUnreadable (003): also for a key that stands twice, tags, and more
    values or depth than `yaml_nodes` takes.
    """
    if odd := ODD_INDENT.search(text):
        line = first_line + text.count("\n", 0, odd.start())
        message = sentence("YAML: no-break spaces stand at the beginning of this line; type ordinary ones in their place")
        raise ContentUnreadable(shown_path, line, "003", message)
    try:
        return yaml_nodes.load(text)
    except YamlDefect as defect:
        before = NOTHING if defect.earlier_line is None else sentence(" (first in line {line})", line=first_line + defect.earlier_line)
        hint = NOTHING if ";" in str(defect) else sentence("; check quotes and indents")
        line = min(first_line + defect.line, first_line + text.count("\n"))
        raise ContentUnreadable(
            shown_path, line, "003", sentence("YAML: {message}{before}{hint}", message=defect.sentence, before=before, hint=hint)
        ) from defect


def read(path: Path, shown_path: str) -> Any:
    return parse(read_text(path, shown_path), shown_path)


def line_of(node: Any, key: object = None, first_line: int = 1) -> int:
    """The line of a key of a mapping or of a place in a list; of the node itself without key."""
    if not isinstance(node, YamlMap | YamlList):
        return first_line
    return node.lines.get(key, node.line) + first_line  # type: ignore[call-overload]  # a map is asked by key, a list by place


def pairs(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield str(key), value


def is_list_of_words(node: Any) -> bool:
    return isinstance(node, list) and all(isinstance(one, str) for one in node)


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


def scalar_text(node: Any) -> str:
    """A value as a message quotes it: on one line, and no longer than an author needs to know it again."""
    text = " ".join(str(plain(node)).split())
    return f"{text[:40]}…" if len(text) > 40 else text
