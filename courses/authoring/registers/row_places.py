"""Where the content names a row of the triage register: in its own parts, in questions, cases, symptom pages and the pilot's file.

The words of a row's key are often those of an alert or of a symptom: each place is known by the part of the file it stands in.
"""

import re
from collections.abc import Iterator

from courses.library.structure import FOLDER
from courses.triage import register

NAMED = r"(?:rows|for_staff): \[[^\]]*\]"
PARTS: tuple[tuple[str, str, str], ...] = (
    (re.escape(register.FILE), "rows", r"^  %s(?=:)"),
    (re.escape(register.FILE), "sheet", r"^  %s(?=:)"),
    (re.escape(register.FILE), "off_sheet", r"^  %s(?=:)"),
    (re.escape(register.FILE), "lines", r"(?<=: )%s(?=\s*(?:#.*)?$)"),
    (re.escape(register.FILE), "blocks", NAMED),
    (re.escape(register.FILE), "game", r"\[[^\]]*\]"),
    (rf"{FOLDER}/symptoms\.yml", "", NAMED),
    (rf"{FOLDER}/pilot\.yml", "", r"\brow: %s(?![\w-])"),
    (r"(?:fr|en)/cases/.*\.md", "", NAMED),
    (r"(?:fr|en)/.*\.items\.md", "", r"\brow=[\w,-]*"),
)
"""Pattern of the path, part of the file (empty for all of it), pattern of what holds the key."""


def spans(path: str, text: str, key: str) -> Iterator[tuple[int, int]]:
    token = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    for paths, part, pattern in PARTS:
        if not re.fullmatch(paths, path):
            continue
        start, stop = bounds(text, part)
        for match in re.compile(pattern.replace("%s", re.escape(key)), re.MULTILINE).finditer(text, start, stop):
            yield from (found.span() for found in token.finditer(text, match.start(), match.end()))


def bounds(text: str, part: str) -> tuple[int, int]:
    """From the line behind `part:` to the next part; nothing where there is no such part."""
    if not part:
        return 0, len(text)
    head = re.search(rf"^{part}:.*\n?", text, re.MULTILINE)
    if head is None:
        return 0, 0
    after = re.compile(r"^[\w]", re.MULTILINE).search(text, head.end())
    return head.start() if "[" in head[0] or "{" in head[0] else head.end(), after.start() if after else len(text)
