"""A file cut into what two people read together: each paragraph, list line, option or choice, with its key, its sentences and its sources.

The keys are the same in both languages, so a translation stands beside its source block by block.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courses.authoring.text_files import Piece
from courses.game import situations
from courses.items import syntax
from courses.library import module_file
from courses.model.content import Item, Screen
from courses.text import front_matter

SENTENCE_END = re.compile(r"(?<=[.!?…\]»])\s+(?!\[@)(?=\S)")
CITATION = re.compile(r"\[@([^\]\s;,@]+(?:\s*;\s*@[^\]\s;,@]+)*)\]")
LIST_LINE = re.compile(r"(?:[-*+]|\d+[.)])\s")


@dataclass(frozen=True, slots=True)
class Block:
    """key: of its place, like call-now/2. text: as typed. sources: keys that stand in it, or under its question."""

    key: str
    text: str
    sources: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(part for part in SENTENCE_END.split(" ".join(self.text.split())) if part)


def of(piece: Piece, text: str) -> list[Block]:
    """In the order of the file; empty parts are left out. Raises ContentUnreadable when the front matter cannot be read."""
    if not text:
        return []
    if piece.kind == "items":
        items = syntax.parse(piece.path, piece.language, piece.key, text).items
        return [block for item in items for block in _of_item(item)]
    front = front_matter.split(text, piece.path)
    head = [Block(name, front.text(name)) for name in ("title", "summary") if front.text(name)]
    if piece.kind == "situation":
        parts = situations.parts_of(front).items()
        return head + [Block(f"{key or 'scene'}/{kind}", words) for key, part in parts for kind, (words, _) in part.texts.items() if words]
    file = module_file.parse(piece.path, piece.language, front)
    return head + [block for screen in file.screens for block in _of_screen(screen)]


def _of_screen(screen: Screen) -> Iterator[Block]:
    yield Block(f"{screen.key}/title", screen.title)
    number = 0
    for block in screen.blocks:
        for paragraph in _paragraphs(block.markdown):
            number += 1
            yield Block(f"{screen.key}/{number}", paragraph, cited_keys(paragraph))


def _paragraphs(markdown: str) -> Iterator[str]:
    """Paragraphs, and each line of a list by itself."""
    lines: list[str] = []
    for line in [*markdown.split("\n"), ""]:
        if lines and (not line.strip() or LIST_LINE.match(line)):
            yield "\n".join(lines)
            lines = []
        if line.strip():
            lines.append(line)


def cited_keys(text: str) -> tuple[str, ...]:
    keys = [key.strip().lstrip("@") for match in CITATION.finditer(text) for key in match[1].split(";")]
    return tuple(dict.fromkeys(keys))


def _of_item(item: Item) -> Iterator[Block]:
    yield Block(f"{item.key}/question", item.question, item.references)
    for option in item.options:
        words = f"{option.text} → {option.pair}" if option.pair else option.text
        yield Block(f"{item.key}/{option.key}", f"{words}\n{option.feedback}".strip(), item.references)
    for name, words in (("hint", item.hint), ("explanation", item.explanation)):
        if words:
            yield Block(f"{item.key}/{name}", words, item.references)


def places_of(sentence: str, text: str) -> list[tuple[int, int]]:
    """Where a sentence stands in a text, however its spaces and line ends are laid out there."""
    pattern = r"\s+".join(re.escape(word) for word in sentence.split())
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []
