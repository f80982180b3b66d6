"""What words mean for the search: letters without accents, words that tell nothing, and the register of synonyms and brand names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from courses.errors import ContentUnreadable
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.search_terms import LONGEST_PHRASE, PLURAL, REGISTER, fold, words_of

GLOSSARY = "_structure/glossary.yml"
SHORTEST_BEGINNING = 3
"""Letters of a word that a beginning is asked for, at least."""
_SMALL = (
    "ai as au aux avec avoir ca ce ces cest cet cette comment d dans de depuis des dois du elle en est et etre fait faire "
    "faut il ils j jai je jsuis l la le les leur m ma mais me mes moi mon n ne nous on ou par pas peu peut peux plus pour qu "
    "quand que quel quelle qui quoi s sa se ses si son suis sur t ta te tes toi ton toujours tout toute tres trop tu un une "
    "veut veux vos votre vous y about after all am an and any are at be been being by can cant could day days do does doing "
    "dont during for from get got had has have he her his how i if im in is it its keep me must my no not of on or our she "
    "should so some than that the their them they this to too very was we what when where which who why will with would you "
    "your a vais va vas vont fais font sont etes deux trois quatre cinq hier rien beaucoup partout chose "
    "since just another one two three four five six yesterday won keep keeps going go thing time again "
    "sans aucun aucune pourtant cependant but without yet though however isn aren wasn don doesn didn haven hasn hadn "
)
SMALL = frozenset(form for word in _SMALL.split() for form in (word, PLURAL.sub("", word)))
"""Words that tell nothing of what is looked for: a whole question may be typed."""


@dataclass(frozen=True)
class Meanings:
    """The synonyms of one language. phrases: the words of a term -> its concept. beginnings: of a term that ends in *, for every word that
    begins so. page_words: what leads to a page of the site, by its key; symptom_words: to the page of a symptom, by its key; screen_words:
    to a screen, by `module#screen`.
    """

    phrases: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    beginnings: Mapping[str, str] = field(default_factory=dict)
    page_words: Mapping[str, str] = field(default_factory=dict)
    screen_words: Mapping[str, str] = field(default_factory=dict)
    symptom_words: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> set[str]:
        """Every single word a term is made of, and the beginnings: a misspelt word is taken for either."""
        return {word for phrase in self.phrases for word in phrase} | set(self.beginnings)

    @cached_property
    def _longest_by_first(self) -> Mapping[str, int]:
        """By the first word of a term, how many words the longest one that begins so has: most words of a text begin none."""
        lengths: dict[str, int] = {}
        for phrase in self.phrases:
            lengths[phrase[0]] = max(min(len(phrase), LONGEST_PHRASE), lengths.get(phrase[0], 0))
        return lengths

    @cached_property
    def _starts(self) -> frozenset[str]:
        return frozenset(beginning[:SHORTEST_BEGINNING] for beginning in self.beginnings)

    def concept_at(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """The concept that the longest term from this place names, and how many words it takes; "" and 0 when there is none.

        A longer term that begins inside is what was meant: « il est [tombé dans les pommes] » is no « est tombé ».
        """
        concept, length = self._term_at(words, at)
        for inside in range(at + 1, at + length):
            if self._term_at(words, inside)[1] > length:
                return self._term_at(words[:inside], at)
        return concept, length

    def _term_at(self, words: Sequence[str], at: int) -> tuple[str, int]:
        word = words[at]
        if longest := self._longest_by_first.get(word, 0):
            for length in range(min(longest, len(words) - at), 0, -1):
                if concept := self.phrases.get(tuple(words[at : at + length])):
                    return concept, length
        if word[:SHORTEST_BEGINNING] in self._starts:
            for end in range(len(word), SHORTEST_BEGINNING - 1, -1):
                if concept := self.beginnings.get(word[:end]):
                    return concept, 1
        return "", 0

    def concepts(self, words: Sequence[str]) -> Iterator[str]:
        """Each concept a text names, once for each time it names it."""
        next_place, longest_by_first, starts = 0, self._longest_by_first, self._starts
        for at, word in enumerate(words):
            if at >= next_place and (word in longest_by_first or word[:SHORTEST_BEGINNING] in starts):
                concept, length = self.concept_at(words, at)
                if concept:
                    yield concept
                next_place = at + max(1, length)

    def terms_of(self, concepts: Iterable[str]) -> list[str]:
        """What may stand in a text for these concepts, folded, the longest first; a beginning without its star."""
        concept_set = set(concepts)
        terms = [" ".join(phrase) for phrase, concept in self.phrases.items() if concept in concept_set]
        terms += [beginning for beginning, concept in self.beginnings.items() if concept in concept_set]
        return sorted(terms, key=len, reverse=True)


def load(content_folder: Path) -> dict[str, Meanings]:
    """The register of synonyms with the glossary's words, by language; empty for a folder without them. Raises ContentUnreadable."""
    terms: dict[str, dict[str, list[str]]] = {"fr": {}, "en": {}}
    places: dict[str, dict[str, dict[str, str]]] = {part: {"fr": {}, "en": {}} for part in ("pages", "screens", "symptoms")}
    for key, language, node in _entries(_yaml_of(content_folder, GLOSSARY)):
        words = [str(node.get("say", "")), *yaml_files.strings(node.get("avoid"))] if hasattr(node, "get") else []
        terms[language].setdefault(key, []).extend(words)
    register = _yaml_of(content_folder, REGISTER)
    for key, language, node in _entries(register.get("concepts") if register else None):
        terms[language].setdefault(key, []).extend(yaml_files.strings(node))
    for part, words_of_part in places.items():
        for key, language, node in _entries(register.get(part) if register else None):
            words_of_part[language][key] = " ".join(yaml_files.strings(node))
    return {language: _meanings(terms[language], {part: words[language] for part, words in places.items()}) for language in terms}


def _yaml_of(content_folder: Path, name: str) -> Any:
    """None for a file that is absent or empty. Raises ContentUnreadable, also for a list where keys are expected."""
    if not (content_folder / name).is_file():
        return None
    whole = yaml_files.read(content_folder / name, name)
    if whole is not None and not hasattr(whole, "items"):
        raise ContentUnreadable(name, 1, "140", sentence("expected keys, each with words in fr and en"))
    return whole


def _entries(node: Any) -> Iterator[tuple[str, str, Any]]:
    """Key, language and words of each entry that has both; anything else is left out."""
    if hasattr(node, "items"):
        for key, entry in yaml_files.pairs(node):
            if hasattr(entry, "items"):
                yield from ((key, language, words) for language, words in yaml_files.pairs(entry) if language in ("fr", "en"))


def _meanings(terms: Mapping[str, Iterable[str]], places: Mapping[str, Mapping[str, str]]) -> Meanings:
    phrases: dict[tuple[str, ...], str] = {}
    beginnings: dict[str, str] = {}
    for key, phrases_of_key in terms.items():
        concept = "concept" + re.sub(r"\W", "", key)
        for term in phrases_of_key:
            words = tuple(words_of(term))
            if words and term.endswith("*"):
                beginnings[fold(term.rstrip("*"))] = concept
            elif words:
                phrases[words] = concept
    return Meanings(phrases, beginnings, places["pages"], places["screens"], places["symptoms"])
