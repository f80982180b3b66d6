"""Words: no brand, no promise, no blame, the glossary's own words, short sentences."""

import re
from collections.abc import Iterator, Sequence, Set

from courses.checks.passages import FileText, Passage, plain, sentences
from courses.library.content_folder import SIMPLE, Files, Library
from courses.library.watched_words import NOTHING
from courses.library.wording_rules import Wording, Words, tokens_of
from courses.model.content import Problem

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
            for passage in one:
                yield from _simple(passage)
        elif one.files.entry.audience in ("patient", "caregiver"):
            for passage in one.longer_than(LONG_SENTENCE):
                if passage.kind != "title":
                    yield from _long(passage)


def lines(text: str, passage: Passage, tokens: Set[str], wording: Wording) -> Iterator[Problem]:
    """Brand names, wordings over the line, and blame in one line of any text for learners. tokens: `tokens_of(text)`."""
    language, is_professional = passage.files.language, not passage.is_for_patients
    plain_text = wording.allowed.get(language, NOTHING).without(text, tokens)
    for word, say in wording.brands.found(plain_text, tokens):
        yield Problem(passage.path, passage.line, "320", f"{word!r} is a brand name; say {say}")
    if not (is_professional and passage.kind == "item"):
        for word, say in wording.banned.get(language, NOTHING).found(plain_text, tokens, is_professional=is_professional):
            yield Problem(passage.path, passage.line, "321", f"{word!r} must not be said here; say {say}")
    if passage.kind == "item" or passage.is_for_patients:
        for word, say in wording.blame.get(language, NOTHING).found(plain_text, tokens):
            yield Problem(passage.path, passage.line, "322", f"{word!r} sounds like blame; say {say}")


def _glossary(passage: Passage, tokens: Set[str], variants: Words) -> Iterator[Problem]:
    for word, say in variants.found(plain(passage.text) if "](" in passage.text or "[@" in passage.text else passage.text, tokens):
        yield Problem(passage.path, passage.line, "341", f"{word!r}: the glossary says {say!r}", "warning")


def _simple(passage: Passage) -> Iterator[Problem]:
    language = passage.files.language
    for sentence in sentences(passage.text):
        count = len(sentence.split())
        if count > LONG_SIMPLE_SENTENCE:
            message = f"{count} words: {sentence[:40]}…; at most {LONG_SIMPLE_SENTENCE} in a sentence"
            yield Problem(passage.path, passage.line, "330", message)
        if match := PASSIVE[language].search(sentence):
            yield Problem(passage.path, passage.line, "331", f"{match[0]!r}: say who does it", "warning")
        if match := SPELLED[language].search(sentence):
            yield Problem(passage.path, passage.line, "332", f"{match[0]!r}: write the number in digits", "warning")


def _long(passage: Passage) -> Iterator[Problem]:
    for sentence in sentences(passage.text):
        words = sentence.split()
        if len(words) <= LONG_SENTENCE:
            continue
        count = len([word for word in words if any(character.isalnum() for character in word)])
        if count > LONG_SENTENCE:
            message = f"a sentence of {count} words: {sentence[:40]}…; at most {LONG_SENTENCE} for patients and caregivers"
            yield Problem(passage.path, passage.line, "340", message, "warning")
