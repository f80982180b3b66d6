"""Where a source, an objective, a glossary word, a module or a picture stands in the content: by file, line and words of that line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from courses.text import yaml_files
from courses.text.source_texts import DRAFTS

KINDS = ("sources", "objectives", "glossary", "modules", "pictures")
MOST = 500
LONGEST = 160
PATTERNS = {
    "sources": r"(?:\[@|[;,@\[{] ?|^- |^ +- |^ *)%s(?=[\],;:}}]|\s*$| #)",
    "objectives": r"(?<![\w/-])%s(?![\w-])",
    "modules": (
        r"module:%s(?![\w-])|(?:module|requires|mirrors|modules|units|key): *\[?[^\]\n]*(?<![\w-])%s(?![\w-])"
        r"|(?<![\w-])%s\.(?:simple)?#"
    ),
    "pictures": r"media:%s(?![\w.-])",
}
"""The key of a source also stands in lists of YAML; a module's key alone may be an ordinary word, so only its known places count."""


@dataclass(frozen=True, slots=True)
class Use:
    """path: without the folder of drafts. line: from 1."""

    path: str
    line: int
    words: str
    is_draft: bool = False


def of(folder: Path, kind: str, key: str, *, but_in: str = "") -> list[Use]:
    """The first MOST places. but_in: the register that says what the key is, whose own line is no use. kind: of KINDS.

    A glossary word is used by nobody by its key; the list is then empty.
    """
    if kind not in PATTERNS:
        return []
    escaped = re.escape(key)
    pattern = re.compile(PATTERNS[kind].replace("%s", escaped).replace("}}", "}"), re.MULTILINE)
    uses: list[Use] = []
    for path, text in _texts(folder):
        if key not in text or path.removeprefix(f"{DRAFTS}/") == but_in:
            continue
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.end() - 1) + 1
            row = text.split("\n")[line - 1].strip()
            use = Use(path.removeprefix(f"{DRAFTS}/"), line, row[:LONGEST], path.startswith(DRAFTS))
            if not uses or uses[-1] != use:
                uses.append(use)
            if len(uses) >= MOST:
                return uses
    return uses


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of the folder, drafts too; a file that is no text holds no use."""
    for file in sorted((*folder.rglob("*.md"), *folder.rglob("*.yml"))):
        path = file.relative_to(folder).as_posix()
        if path.startswith((".git/", "media/")) or not file.is_file():
            continue
        try:
            yield path, yaml_files.read_text(file, path)
        except Exception:  # noqa: S112 - what cannot be read is said by the checks
            continue
