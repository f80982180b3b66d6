"""The block between two --- lines at the head of a text file, and where the text below it starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.errors import ContentUnreadable
from courses.sentences import Sentence, sentence
from courses.text import yaml_files

FENCE = "---"
LONGEST_LINE = 5_000
"""Characters. Checks search line by line, some in time that grows with the square of a line: this bound keeps a text's cost linear."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """values: as YAML gave them; lines: of each top key, and of each key below one as `choices.wait`; body starts at body_line."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str
    body_line: int

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)

    def text(self, key: str) -> str:
        """What stands there as words or as a number; empty for anything else, which the checks say."""
        value = self.values.get(key)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def words(self, key: str) -> tuple[str, ...]:
        return yaml_files.strings(self.values.get(key))


def too_long(line: str) -> Sentence:
    """What to say of a line over LONGEST_LINE."""
    return sentence(
        "this line has {count:,} characters, at most {longest_line:,}: begin a new line after a sentence",
        count=len(line),
        longest_line=LONGEST_LINE,
    )


def split(text: str, shown_path: str) -> FrontMatter:
    """Raises ContentUnreadable: 001 no front matter, 002 it is not closed, 003 its YAML cannot be read, 009 a line is too long."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise ContentUnreadable(shown_path, number, "009", too_long(line))
    if lines[0].rstrip() != FENCE:
        raise ContentUnreadable(shown_path, 1, "001", sentence("no front matter: the first line must be ---"))
    close = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if close is None:
        raise ContentUnreadable(shown_path, 1, "002", sentence("the front matter is not closed: put a line --- after its last key"))
    values = yaml_files.parse("\n".join(lines[1:close]), shown_path, first_line=2)
    if not isinstance(values, Mapping):
        raise ContentUnreadable(shown_path, 2, "003", sentence("the front matter must be a list of `key: value` lines"))
    line_of_key = {str(key): yaml_files.line_of(values, key, first_line=2) for key in values}
    for key, number in line_of_key.items():
        if not lines[number - 1].startswith((f"{key}:", f'"{key}":', f"'{key}':")):
            message = sentence("each key of the front matter begins its own line, at its very start: {key}: …", key=key)
            raise ContentUnreadable(shown_path, number, "003", message)
    for key, node in yaml_files.pairs(values):
        if isinstance(node, Mapping):
            line_of_key |= {f"{key}.{name}": yaml_files.line_of(node, name, first_line=2) for name in node}
    return FrontMatter(yaml_files.plain(values), line_of_key, "\n".join(lines[close + 1 :]), close + 2)
