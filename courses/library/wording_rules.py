"""content/_structure/wording.yml: brand names, wordings that cross a line, words that blame, and phrases that are allowed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from courses.errors import ContentUnreadable
from courses.sentences import sentence
from courses.text import yaml_files

FILE = "_structure/wording.yml"
SPACES = re.compile(r"\s+")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Words:
    """One list: what to look for, and what to say instead.

    heads: the words by their first part, so that most lines are passed by after one look.
    """

    say: Mapping[str, str] = field(default_factory=dict)
    for_professionals: frozenset[str] = frozenset()
    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def found(self, text: str, tokens: Set[str], *, is_professional: bool = False) -> Iterator[tuple[str, str]]:
        """Each of the words in a text, with what to say instead. tokens: `tokens_of(text)`."""
        for match in self._matches(text, tokens):
            word = SPACES.sub(" ", match[0].casefold()).replace("'", "’")
            if not (is_professional and word in self.for_professionals):
                yield match[0], self.say.get(word, "")

    def without(self, text: str, tokens: Set[str]) -> str:
        """The text with these words taken out."""
        near = self._near(tokens)
        return _pattern(near).sub(" … ", text) if near else text

    def _matches(self, text: str, tokens: Set[str]) -> Iterable[re.Match[str]]:
        near = self._near(tokens)
        return _pattern(near).finditer(text) if near else ()

    def _near(self, tokens: Set[str]) -> tuple[str, ...]:
        return tuple(word for head in self.heads.keys() & tokens for word in self.heads[head])


@dataclass(frozen=True, slots=True)
class Wording:
    brands: Words = Words()
    banned: Mapping[str, Words] = field(default_factory=dict)
    blame: Mapping[str, Words] = field(default_factory=dict)
    allowed: Mapping[str, Words] = field(default_factory=dict)


def parse(text: str) -> Wording:
    """Raises ContentUnreadable."""
    whole = yaml_files.parse(text, FILE)
    if not isinstance(whole, Mapping):
        raise ContentUnreadable(FILE, 1, "010", sentence("expected brands:, banned:, blame: and allowed:"))
    return Wording(
        brands=_words_of(whole.get("brands")),
        banned={language: _words_of(node) for language, node in yaml_files.pairs(whole.get("banned"))},
        blame={language: _words_of(node) for language, node in yaml_files.pairs(whole.get("blame"))},
        allowed={language: words(dict.fromkeys(yaml_files.strings(node), "")) for language, node in yaml_files.pairs(whole.get("allowed"))},
    )


def words(say: Mapping[str, str], for_professionals: Iterable[str] = ()) -> Words:
    """A list to look for; entries without a letter or figure are left out."""
    advice = {word.casefold(): instead for word, instead in say.items() if WORD.search(word)}
    heads: dict[str, tuple[str, ...]] = {}
    for word in advice:
        head = WORD.findall(word)[0]
        heads[head] = (*heads.get(head, ()), word)
    return Words(advice, frozenset(word.casefold() for word in for_professionals), heads)


def tokens_of(text: str) -> frozenset[str]:
    """The words of a text, in small letters."""
    return frozenset(WORD.findall(text.casefold()))


def _words_of(node: Any) -> Words:
    entries = list(yaml_files.pairs(node))
    say = {word: str(entry.get("say", "")) if hasattr(entry, "get") else str(entry) for word, entry in entries}
    return words(say, [word for word, entry in entries if hasattr(entry, "get") and entry.get("professionals") is True])


@lru_cache(maxsize=1024)
def _pattern(near: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words, either apostrophe, any kind of space; the longest first."""
    bodies = [re.escape(word).replace("’", "['’]").replace(r"\ ", r"[\s\u00a0]+") for word in sorted(near, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(bodies)})(?!\w)", re.IGNORECASE)
