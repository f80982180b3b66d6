"""Everything authors wrote for learners, line by line, with the place it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courses.item_syntax import HEAD, ItemsFile
from courses.library import Files, Library
from courses.module_file import ModuleFile

MARKER = re.compile(r"^\s*(?:- \[.\]|- |> ?|[?=] |\d+\. )\s*")
MARKUP = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|[*_`#>|\[\]!]|^\s*(?:[-+*]|\d+\.)\s", re.MULTILINE)
PLACE = re.compile(r"\{\{[^}]*\}\}")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\s\u00a0]+|\n+|\s\|\s|[\s\u00a0][;][\s\u00a0]")


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of words. kind: title, text, safety, simple or item."""

    path: str
    line: int
    text: str
    files: Files
    kind: str

    @property
    def is_for_patients(self) -> bool:
        return self.files.entry.audience in ("patient", "caregiver")


def passages(library: Library) -> Iterator[Passage]:
    for files in library:
        if files.text is not None:
            yield from _module(files, files.text, "text")
        if files.simple is not None:
            yield from _module(files, files.simple, "simple")
        if files.items is not None:
            yield from _items(files, files.items)


def _module(files: Files, file: ModuleFile, kind: str) -> Iterator[Passage]:
    for key in ("title", "summary"):
        if file.front.text(key):
            yield Passage(file.path, file.front.line(key), file.front.text(key), files, "title")
    for screen in file.screens:
        yield Passage(file.path, screen.line, screen.title, files, "title")
        for block in screen.blocks:
            for number, line in enumerate(block.markdown.split("\n"), block.line):
                if line.strip():
                    yield Passage(file.path, number, line, files, "safety" if block.kind == "safety" else kind)


def _items(files: Files, file: ItemsFile) -> Iterator[Passage]:
    for number, line in enumerate(file.text.split("\n"), 1):
        if not line.strip() or line.startswith(("# ", "@")):
            continue
        if line.startswith("##"):
            head = HEAD.match(line)
            line = head["question"] if head else line
        yield Passage(file.path, number, MARKER.sub("", line), files, "item")


def words(markdown: str) -> int:
    """How many words a reader meets; a value counts as one, a citation as none."""
    return sum(any(character.isalnum() for character in word) for word in plain(markdown).split())


def plain(markdown: str) -> str:
    return MARKUP.sub(" ", PLACE.sub(" valeur ", markdown))


def sentences(markdown: str) -> Iterator[str]:
    for sentence in SENTENCE_END.split(plain(markdown)):
        if sentence.strip():
            yield sentence.strip()
