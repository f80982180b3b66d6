"""content/_structure/wording.yml: brand names, wordings that cross a line, words that blame, and phrases that are allowed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from courses import yaml_files
from courses.errors import ContentUnreadable

FILE = "_structure/wording.yml"
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """One list: what to look for, and what to say instead."""

    say: Mapping[str, str] = field(default_factory=dict)
    for_professionals: frozenset[str] = frozenset()

    def found(self, text: str, *, is_professional: bool = False) -> Iterator[tuple[str, str]]:
        near = _near(text, self.say)
        if not near:
            return
        for match in _pattern(near).finditer(text):
            word = SPACES.sub(" ", match[0].casefold()).replace("'", "’")
            if not (is_professional and word in self.for_professionals):
                yield match[0], self.say.get(word, "")


@dataclass(frozen=True, slots=True)
class Wording:
    brands: Words = Words()
    banned: Mapping[str, Words] = field(default_factory=dict)
    blame: Mapping[str, Words] = field(default_factory=dict)
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def without_allowed(self, text: str, language: str) -> str:
        phrases = _near(text, self.allowed.get(language, ()))
        return _pattern(phrases).sub(" … ", text) if phrases else text


def load(folder: Path) -> Wording:
    """Raises ContentUnreadable. Empty when there is no such file."""
    if not (folder / FILE).is_file():
        return Wording()
    whole = yaml_files.read(folder / FILE, FILE)
    if not isinstance(whole, Mapping):
        raise ContentUnreadable(FILE, 1, "010", "expected brands:, banned:, blame: and allowed:")
    return Wording(
        brands=_words(whole.get("brands")),
        banned={language: _words(node) for language, node in yaml_files.pairs(whole.get("banned"))},
        blame={language: _words(node) for language, node in yaml_files.pairs(whole.get("blame"))},
        allowed={language: yaml_files.strings(node) for language, node in yaml_files.pairs(whole.get("allowed"))},
    )


def _words(node: Any) -> Words:
    entries = {word.casefold(): entry for word, entry in yaml_files.pairs(node)}
    say = {word: str(entry.get("say", "")) if hasattr(entry, "get") else str(entry) for word, entry in entries.items()}
    mild = {word for word, entry in entries.items() if hasattr(entry, "get") and entry.get("professionals") is True}
    return Words(say, frozenset(mild))


def _near(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of the words that stand in the text at all, as parts of words too: a cheap look before the exact one."""
    plain = SPACES.sub(" ", text.casefold()).replace("'", "’")
    return tuple(word for word in words if word.casefold().replace("'", "’") in plain)


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words, either apostrophe, any kind of space; the longest first."""
    bodies = [re.escape(word).replace("’", "['’]").replace(r"\ ", r"[\s\u00a0]+") for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(bodies)})(?!\w)", re.IGNORECASE)
