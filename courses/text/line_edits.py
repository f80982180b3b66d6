"""A text with some of its lines replaced: its byte order mark, its line ends and every other line stay as they were typed.

Texts here are as typed: decoded, with whatever line ends they have. Lines count as everywhere else (`yaml_files.decode`): CRLF, CR and
LF each end one.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

BREAK = re.compile(r"\r\n|\r|\n")
MARK = "\ufeff"
MOST_COMPARED = 4_000_000
"""Lines times lines; two texts that differ in more are not searched for lines that stayed in between."""


class TypedLines:
    """The lines of a text, each with its own line end."""

    def __init__(self, text: str) -> None:
        self.mark = MARK if text.startswith(MARK) else ""
        self.rows: list[str] = []
        start = len(self.mark)
        for match in BREAK.finditer(text, start):
            self.rows.append(text[start : match.end()])
            start = match.end()
        self.rows.append(text[start:])
        first = BREAK.search(text)
        self.end = first[0] if first else "\n"

    def replace(self, start: int, stop: int, lines: Sequence[str]) -> None:
        """lines: without line ends; each gets that of the line in whose place it stands, or the first one of the text.

        Places from 0; a text that ended without a line end still does.
        """
        ends = [row[len(row.rstrip("\r\n")) :] or self.end for row in self.rows[start:stop]]
        new = [line + end for line, end in zip(lines, [*ends, *[self.end] * len(lines)], strict=False)]
        if new and stop == len(self.rows):
            new[-1] = lines[-1]
            if start == stop and self.rows:
                self.rows[-1] += self.end
        self.rows[start:stop] = new

    def plain(self) -> list[str]:
        """The lines without their ends."""
        return [row.rstrip("\r\n") for row in self.rows]

    def __str__(self) -> str:
        """An empty line that ends in LF and came to stand behind a CR ends in CRLF: the two would be one line end."""
        pairs = zip(["", *self.rows], self.rows, strict=False)
        return self.mark + "".join(["\r\n" if row == "\n" and before.endswith("\r") else row for before, row in pairs])


def merge(before: str, after: str) -> str:
    """`after`, which somebody typed into a form, laid over the text it was made from: lines that are the same stay as they were.

    after: with \\n as line ends. What `before` ends with stays its end. An empty `before` gives `after`.
    """
    if not before.strip("\r\n" + MARK):
        return after
    old, new = TypedLines(before), after.rstrip("\n").split("\n")
    while len(old.rows) > 1 and not old.rows[-1].strip("\r\n"):
        old.rows.pop()
    tail = before[len(str(old)) - len(_end_of(old.rows[-1])) :]
    old.rows[-1] = old.rows[-1].rstrip("\r\n")
    rows = [unicodedata.normalize("NFC", row) for row in old.plain()]
    for start, stop, begin, end in reversed(_differences(rows, new)):
        old.replace(start, stop, new[begin:end])
    old.rows[-1:] = [row.rstrip("\r\n") for row in old.rows[-1:]]
    return str(old) + tail


def _end_of(row: str) -> str:
    return row[len(row.rstrip("\r\n")) :]


def _differences(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Runs of lines that were replaced: (start, stop) in the old ones, (start, stop) in the new ones."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    ours, theirs = old[head : len(old) - tail], new[head : len(new) - tail]
    if not ours and not theirs:
        return []
    if len(ours) * len(theirs) > MOST_COMPARED:
        return [(head, len(old) - tail, head, len(new) - tail)]
    changes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(head + a, head + b, head + c, head + d) for kind, a, b, c, d in changes if kind != "equal"]
