"""The block between two --- lines at the head of a text file, and where the text below it starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courses import yaml_files
from courses.errors import ContentUnreadable

FENCE = "---"
KEY_LINE = re.compile(r"([A-Za-z_][\w-]*)\s*:")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """values: as YAML gave them; lines: the line of each top key; body starts at body_line of the file."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str
    body_line: int

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return "" if value is None else str(value).strip()

    def words(self, key: str) -> tuple[str, ...]:
        return yaml_files.strings(self.values.get(key))


@dataclass(frozen=True, slots=True)
class NoFrontMatter(FrontMatter):
    """What stands in for front matter that could not be read, so that the rest of the file is still looked at."""

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1


def split(text: str, shown: str) -> FrontMatter:
    """Raises ContentUnreadable: 001 no front matter, 002 it is not closed, 003 its YAML cannot be read."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise ContentUnreadable(shown, 1, "001", "no front matter: the first line must be ---")
    close = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if close is None:
        raise ContentUnreadable(shown, 1, "002", "the front matter is not closed: put a line --- after its last key")
    values = yaml_files.parse("\n".join(lines[1:close]), shown, first_line=2)
    if not isinstance(values, Mapping):
        raise ContentUnreadable(shown, 2, "003", "the front matter must be a list of `key: value` lines")
    found = {str(key): yaml_files.line_of(values, key, first_line=2) for key in values}
    return FrontMatter({str(key): value for key, value in values.items()}, found, "\n".join(lines[close + 1 :]), close + 2)
