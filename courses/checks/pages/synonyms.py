"""The register of the search's synonyms: what the search would leave out without a word, or take for another thing."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from courses.errors import ContentUnreadable
from courses.library.content_folder import LANGUAGES, SOURCE, Library
from courses.model.content import Problem
from courses.sentences import NOTHING, Sentence, sentence
from courses.text import search_terms, yaml_files
from courses.text.keys import KEY
from courses.text.suggestions import nearest

FILE = search_terms.REGISTER
PARTS = ("concepts", "pages", "symptoms", "screens")
SYMPTOMS = "_structure/symptoms.yml"
SHORTEST_BEGINNING = 3
NEAR_ENOUGH = 0.85
"""How like a key of the glossary a concept's key may be before it is taken for a slip."""


def check(library: Library) -> Iterator[Problem]:
    """Nothing where there is no register."""
    try:
        text = library.texts.text(FILE)
        node = None if text is None else yaml_files.parse(text, FILE)
    except ContentUnreadable as problem:
        yield Problem(problem.path, problem.line, problem.code, problem.sentence)
        return
    if text is None or node is None:
        return
    if not isinstance(node, Mapping):
        yield Problem(
            FILE, 1, "590", sentence("expected {names}, each with its keys below it", names=", ".join(f"`{part}:`" for part in PARTS))
        )
        return
    for part, entries in yaml_files.pairs(node):
        line = yaml_files.line_of(node, part)
        if part not in PARTS:
            yield Problem(FILE, line, "591", sentence("unknown part {part!r}{hint}", part=part, hint=nearest(part, PARTS)))
        elif not isinstance(entries, Mapping):
            yield Problem(
                FILE,
                line,
                "590",
                sentence("{part}: expected keys, each with words in {languages}", part=part, languages=" and ".join(LANGUAGES)),
            )
        else:
            yield from _part(part, entries, library)


def _part(part: str, entries: Any, library: Library) -> Iterator[Problem]:
    terms = library.structure.terms
    first = {language: _of_glossary(library, language) if part == "concepts" else {} for language in LANGUAGES}
    symptoms = _symptoms(library) if part == "symptoms" else ()
    for key, entry in yaml_files.pairs(entries):
        line = yaml_files.line_of(entries, key)
        if part == "pages" and key not in search_terms.PAGES:
            yield Problem(FILE, line, "591", sentence("unknown page {key!r}{hint}", key=key, hint=nearest(key, search_terms.PAGES)))
        elif part == "symptoms" and key not in symptoms:
            yield Problem(FILE, line, "591", sentence("unknown symptom {key!r}{hint}", key=key, hint=nearest(key, symptoms)))
        elif part == "screens" and not _is_screen(key, library):
            yield Problem(
                FILE,
                line,
                "591",
                sentence("unknown screen {key!r}: write module#screen, as `{{#screen}}` stands behind its title", key=key),
            )
        elif part == "concepts":
            yield from _concept_key(key, line, terms)
        if not isinstance(entry, Mapping):
            yield Problem(
                FILE,
                line,
                "590",
                sentence("{key!r}: expected {names}", key=key, names=", ".join(f"{language}: […]" for language in LANGUAGES)),
            )
            continue
        for language in LANGUAGES:
            if language not in entry:
                yield Problem(
                    FILE, line, "011", sentence("{part} {key!r} has no words in {language!r}", part=part, key=key, language=language)
                )
        for language, term_list in yaml_files.pairs(entry):
            at = yaml_files.line_of(entry, language)
            if language not in LANGUAGES:
                yield Problem(
                    FILE,
                    at,
                    "591",
                    sentence("{key!r}: unknown language {language!r}{hint}", key=key, language=language, hint=nearest(language, LANGUAGES)),
                )
            else:
                yield from _words(key, language, term_list, at, first[language] if part == "concepts" else {})


def _symptoms(library: Library) -> tuple[str, ...]:
    """The keys of the symptom pages; none when there is no such file or it cannot be read, which is told at its own line."""
    text = library.texts.readable(SYMPTOMS)
    try:
        node = yaml_files.parse(text, SYMPTOMS) if text is not None else None
    except ContentUnreadable:
        return ()
    symptoms = node.get("symptoms") if isinstance(node, Mapping) else None
    return tuple(symptoms) if isinstance(symptoms, Mapping) else ()


def _is_screen(key: str, library: Library) -> bool:
    module, _, screen = key.partition("#")
    keys = library.screen_keys(module, SOURCE)
    # No screen at all: the text cannot be read, which is told at its own line.
    return keys is not None and (not keys or screen in keys)


def _concept_key(key: str, line: int, terms: Mapping[str, Any]) -> Iterator[Problem]:
    if not KEY.fullmatch(key):
        yield Problem(FILE, line, "590", sentence("{key!r}: a key is made of small letters, digits and hyphens", key=key))
    elif key not in terms and (near := difflib.get_close_matches(key, terms, n=1, cutoff=NEAR_ENOUGH)):
        yield Problem(
            FILE,
            line,
            "591",
            sentence("{key!r} is no key of the glossary: {near!r} is; its words would stand apart", key=key, near=near[0]),
        )


def _words(key: str, language: str, term_list: Any, line: int, first: dict[tuple[str, ...], tuple[str, str]]) -> Iterator[Problem]:
    """first: the folded words that stand already -> the concept and how they are written there; grows with what is read."""
    if not isinstance(term_list, list):
        yield Problem(FILE, line, "590", sentence('{key!r}: {language}: must be a list of words, ["…", "…"]', key=key, language=language))
        return
    if not term_list:
        yield Problem(
            FILE,
            line,
            "593",
            sentence("{key!r}: {language}: is empty; write what people type, or leave the entry out", key=key, language=language),
        )
    for place, term in enumerate(term_list):
        at = yaml_files.line_of(term_list, place)
        if not isinstance(term, str):
            yield Problem(
                FILE, at, "590", sentence("{key!r}: {value!r} must be words in quotes", key=key, value=yaml_files.scalar_text(term))
            )
            continue
        if unfit := _unfit(term):
            yield Problem(FILE, at, "593", sentence("{key!r}: {term!r} {unfit}", key=key, term=term, unfit=unfit))
            continue
        plain_words = _plain_words(term)
        concept, first_term = first.setdefault(plain_words, (key, term))
        if (concept, first_term) != (key, term) or sum(
            _plain_words(one) == plain_words for one in term_list[:place] if isinstance(one, str)
        ):
            yield Problem(FILE, at, "592", _duplicate_message(key, term, concept, first_term))


def _duplicate_message(key: str, term: str, concept: str, first_term: str) -> Sentence:
    if concept == key:
        return sentence(
            "{key!r}: {term!r} stands here already as {first_term!r}: accents, capitals and plurals are the search's",
            key=key,
            term=term,
            first_term=first_term,
        )
    return sentence(
        "{key!r}: {term!r} belongs to {concept!r} already ({first_term!r}): the search would know one of the two alone",
        key=key,
        term=term,
        concept=concept,
        first_term=first_term,
    )


def _unfit(term: str) -> Sentence:
    words = search_terms.words_of(term)
    if not words:
        return sentence("holds no letter and no digit")
    if len(words) > search_terms.LONGEST_PHRASE:
        return sentence(
            "has more than {longest_phrase} words: the search looks for no longer run", longest_phrase=search_terms.LONGEST_PHRASE
        )
    if term.endswith("*") and len(search_terms.fold(term.rstrip("*"))) < SHORTEST_BEGINNING:
        return sentence("begins too many words: give {shortest_beginning} letters before the *", shortest_beginning=SHORTEST_BEGINNING)
    if "*" in term[:-1]:
        return sentence("has a * inside: it stands at the end alone")
    return NOTHING


def _plain_words(term: str) -> tuple[str, ...]:
    """What the search makes of a term; a beginning is another thing than the word it begins."""
    return (search_terms.fold(term.rstrip("*")), "*") if term.endswith("*") else tuple(search_terms.words_of(term))


def _of_glossary(library: Library, language: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """Words the glossary gives to a concept: they may stand again under the same key, under no other."""
    terms: dict[tuple[str, ...], tuple[str, str]] = {}
    for key, term in library.structure.terms.items():
        for word in (term.say.get(language, ""), *term.avoid.get(language, ())):
            if word:
                terms.setdefault(tuple(search_terms.words_of(word)), (key, word))
    return terms
