"""The words one language watches for, arranged so that a file that says none of them is passed by after one look."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from courses.library.structure import Term
from courses.library.wording_rules import WORD, Wording, Words, words

NOTHING = Words()


@dataclass(frozen=True, slots=True)
class WatchedWords:
    """variants: what the glossary asks to avoid. needed: first part of a phrase -> the parts of each phrase that begins so."""

    variants: Words
    needed: Mapping[str, tuple[frozenset[str], ...]]

    @staticmethod
    def of(wording: Wording, terms: Iterable[Term], language: str) -> "WatchedWords":
        variants = words({variant: term.say.get(language, "") for term in terms for variant in term.avoid.get(language, ())})
        lists = (wording.brands, wording.banned.get(language, NOTHING), wording.blame.get(language, NOTHING), variants)
        phrases_by_head: dict[str, tuple[frozenset[str], ...]] = {}
        for one in lists:
            for head, phrases in one.heads.items():
                phrases_by_head[head] = (*phrases_by_head.get(head, ()), *(frozenset(WORD.findall(phrase)) for phrase in phrases))
        return WatchedWords(variants, phrases_by_head)

    def marks_of(self, tokens: Set[str]) -> frozenset[str]:
        """The longest word of each phrase all of whose words are there: empty is certain, others ask for a closer look at their lines."""
        near = [parts for head in self.needed.keys() & tokens for parts in self.needed[head] if parts <= tokens]
        return frozenset(max(parts, key=len) for parts in near)
