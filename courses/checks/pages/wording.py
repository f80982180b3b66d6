"""Words: no brand, no promise, no blame, the glossary's own words, short sentences."""

import re
from collections.abc import Iterator, Sequence, Set

from courses.checks.passages import FileText, Passage, plain, sentences
from courses.library.content_folder import SIMPLE, Files, Library
from courses.library.watched_words import NOTHING
from courses.library.wording_rules import Wording, Words, tokens_of
from courses.model.content import Problem
from courses.sentences import sentence

LONG_SENTENCE = 28
LONG_SIMPLE_SENTENCE = 15
PASSIVE = {
    "fr": re.compile(r"\b(?:est|sont|sera|seront|été|être|soit)\s+\w+(?:é|ée|és|ées|i|ie|is|it|u|ue|us|ues)\s+par\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:is|are|was|were|be|been|being)\s+\w+(?:ed|en)\s+by\b", re.IGNORECASE),
}
SPELLED = {
    "fr": re.compile(
        r"\b(?:trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent|mille"
        r"|deux (?:heures?|jours?|semaines?|mois|fois|litres?|verres?|comprimés?|cachets?))\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand"
        r"|two (?:hours?|days?|weeks?|months?|times|litres?|glasses|tablets?))\b",
        re.IGNORECASE,
    ),
}
BY = {"fr": "par", "en": "by"}
"""Stands in every sentence that `PASSIVE` matches."""
NUMBERS = {
    language: frozenset(re.findall(r"[a-z]+", pattern.pattern.partition(" (")[0].removeprefix(r"\b")))
    for language, pattern in SPELLED.items()
}
"""One of them stands in every sentence that `SPELLED` matches: most easy versions hold none."""
DOTTED = re.compile("[İı]")
"""Two letters that `SPELLED` takes for an i; as words in small letters they are another word."""


def check(library: Library, _sides: Sequence[Files], texts: Sequence[FileText]) -> Iterator[Problem]:
    for one in texts:
        watch = library.shared.watched[one.files.language]
        if marks := watch.marks_of(one.tokens):
            for passage in one.saying(marks):
                tokens = tokens_of(passage.text)
                if watch.marks_of(tokens):
                    yield from lines(passage.text, passage, tokens, library.wording)
                    if passage.is_for_patients:
                        yield from _glossary(passage, tokens, watch.variants)
        if one.path.endswith(SIMPLE):
            may_spell = not one.tokens.isdisjoint(NUMBERS[one.files.language]) or DOTTED.search(one.text) is not None
            for passage in one:
                yield from _simple(passage, may_spell=may_spell)
        elif one.files.entry.audience in ("patient", "caregiver"):
            for passage in one.longer_than(LONG_SENTENCE):
                if passage.kind != "title":
                    yield from _long(passage)


def lines(text: str, passage: Passage, tokens: Set[str], wording: Wording) -> Iterator[Problem]:
    """Brand names, wordings over the line, and blame in one line of any text for learners. tokens: `tokens_of(text)`."""
    language, is_professional = passage.files.language, not passage.is_for_patients
    plain_text = wording.allowed.get(language, NOTHING).without(text, tokens)
    for word, say in wording.brands.found(plain_text, tokens):
        yield Problem(passage.path, passage.line, "320", sentence("{word!r} is a brand name; say {say}", word=word, say=say))
    if not (is_professional and passage.kind == "item"):
        for word, say in wording.banned.get(language, NOTHING).found(plain_text, tokens, is_professional=is_professional):
            yield Problem(passage.path, passage.line, "321", sentence("{word!r} must not be said here; say {say}", word=word, say=say))
    if passage.kind == "item" or passage.is_for_patients:
        for word, say in wording.blame.get(language, NOTHING).found(plain_text, tokens):
            yield Problem(passage.path, passage.line, "322", sentence("{word!r} sounds like blame; say {say}", word=word, say=say))


def _glossary(passage: Passage, tokens: Set[str], variants: Words) -> Iterator[Problem]:
    for word, say in variants.found(plain(passage.text) if "](" in passage.text or "[@" in passage.text else passage.text, tokens):
        yield Problem(passage.path, passage.line, "341", sentence("{word!r}: the glossary says {say!r}", word=word, say=say), "warning")


def _simple(passage: Passage, *, may_spell: bool) -> Iterator[Problem]:
    language = passage.files.language
    for one in sentences(passage.text):
        count = len(one.split())
        if count > LONG_SIMPLE_SENTENCE:
            message = sentence(
                "{count} {count:word|words}: {words}…; at most {long_simple_sentence} in a sentence",
                count=count,
                words=one[:40],
                long_simple_sentence=LONG_SIMPLE_SENTENCE,
            )
            yield Problem(passage.path, passage.line, "330", message)
        if BY[language] in one.lower() and (match := PASSIVE[language].search(one)):
            yield Problem(passage.path, passage.line, "331", sentence("{words!r}: say who does it", words=match[0]), "warning")
        if may_spell and (match := SPELLED[language].search(one)):
            yield Problem(passage.path, passage.line, "332", sentence("{words!r}: write the number in digits", words=match[0]), "warning")


def _long(passage: Passage) -> Iterator[Problem]:
    for one in sentences(passage.text):
        words = one.split()
        if len(words) <= LONG_SENTENCE:
            continue
        count = len([word for word in words if any(character.isalnum() for character in word)])
        if count > LONG_SENTENCE:
            message = sentence(
                "a sentence of {count} {count:word|words}: {words}…; at most {long_sentence} for patients and caregivers",
                count=count,
                words=one[:40],
                long_sentence=LONG_SENTENCE,
            )
            yield Problem(passage.path, passage.line, "340", message, "warning")
