"""What an author meant to come back to: marks that are not closed, notes to oneself, and the words a new file begins with."""

import re
from collections.abc import Container, Iterator, Sequence, Set
from functools import cache

from courses.checks.passages import FileText
from courses.library import new_files
from courses.library.content_folder import Files, Library
from courses.library.wording_rules import tokens_of
from courses.model.content import Problem
from courses.rules.rule_sources import FEVER_RULE
from courses.sentences import sentence
from courses.text.suggestions import nearest

VALUE = re.compile(r"\{\{[^{}]*\}\}")
HALF_VALUES = ("{{", "}}", "{fever", "{ fever", "{number.", "{ number.")
SOUND = re.compile(r"\[[x !]\](?<=- \[.\])(?= )|\[@[a-z0-9-]+(?:[;,] ?@[a-z0-9-]+)*\]|\[\[[^\[\]]*\]\]|\[[^\[\]]*\]\([^()\s]+\)")
NOTE_WORDS = frozenset(["todo", "fixme", "xxx", "tbd", "tbc", "wip", "lorem", "ipsum"])
NOTE_PHRASES = {
    "faire": ("À FAIRE", "A FAIRE", "faire\u00a0:", "faire :", "faire:"), "compléter": ("à compléter", "À compléter"),
    "rédiger": ("à rédiger", "À rédiger"), "traduire": ("à traduire", "À traduire"), "written": ("to be written",),
    "completed": ("to be completed",), "translated": ("to be translated",),
}  # fmt: skip
"""A word that most files do not hold -> the phrases it may stand in."""
NOTE_SIGNS = (*sorted(NOTE_WORDS), *NOTE_PHRASES, "???")
"""One of these stands in every line that `NOTES` or `LOUD_NOTES` matches, in small or capital letters."""
CODE = re.compile(r"`[^`]*`")
BROKEN_VALUE = re.compile(r"\{+\s*(?P<key>(?:fever|number)\s*\.\s*\w+)[^{}]*\}*|\{\{+|\}\}+")
BROKEN_CITATION = re.compile(r"\[\s*@[^\]\[]*(?:\[|$)|(?<![\[;,\w])\s@(?=[a-z][\w-]*\])|@[\w-]+(?=\s*\]\])")
BARE_KEY = re.compile(r"(?<![\]\[!\\])\[(?P<keys>[a-z0-9]+(?:-[a-z0-9]+)*(?:\s*[;,]\s*@?[a-z0-9]+(?:-[a-z0-9]+)*)*)\](?![(\[:])")
BROKEN_LINK = re.compile(
    r"\]\((?:module|page|media|https?|#)[^()]*(?:\(|$)|\]\s+\((?:module|page|media):|\[[^\[\]]*\((?:module|page|media):"
    r"|\]\{(?:module|page|media):"
)
NOTES = re.compile(
    r"\b(?:TODO|FIXME|XXX|TBD|TBC|WIP)\b|(?<!\w)[ÀA] FAIRE\b|(?<!\w)[àÀ] (?:compléter|rédiger|traduire)\b(?=\s*[:.!…\])]|\s*$)"
    r"|\?\?\?+|\bto be (?:written|completed|translated)\b(?=\s*[:.!…\])]|\s*$)"
)
LOUD_NOTES = re.compile(r"\b(?:todo|fixme|lorem ipsum|lorem)\b|(?<!\w)à faire\s*:", re.IGNORECASE)


def check(library: Library, sides: Sequence[Files], texts: Sequence[FileText]) -> Iterator[Problem]:
    keys = library.structure.references
    for one in texts:
        rest = VALUE.sub("", one.text)
        if any(sign in rest for sign in HALF_VALUES):
            for passage in one.holding("{", "}"):
                yield from _values(passage.path, passage.line, passage.text, one.files, library)
        if _has_odd_bracket(one.text):
            for passage in one.holding("[", "]"):
                yield from _citations(passage.path, passage.line, passage.text, keys)
        if may_have_notes(one.text, one.tokens, one.files.language):
            for passage in one:
                if may_be_note(passage.text, one.files.language):
                    yield from notes(passage.path, passage.line, passage.text, one.files.language)
    for files in sides:
        for file in files.texts:
            for key in ("authors", "reviewers", "tested_by"):
                for name in file.front.words(key):
                    yield from notes(file.path, file.front.line(key), name, files.language)


def _has_odd_bracket(text: str) -> bool:
    """Whether a bracket is left once all that is well written is taken out: most files end here."""
    rest = SOUND.sub("", text)
    return "[" in rest or "]" in rest


def may_have_notes(text: str, tokens: Set[str], language: str) -> bool:
    """Whether a closer look at the lines can find a note or a sentence of a new file."""
    if tokens & NOTE_WORDS or "???" in text:
        return True
    if any(phrase in text for word in tokens & NOTE_PHRASES.keys() for phrase in NOTE_PHRASES[word]):
        return True
    return any(words <= tokens and phrase in text for phrase, words in _first_tokens(language))


def may_be_note(line: str, language: str) -> bool:
    """Whether `notes` can say anything of this line: it holds a sign of a note, or begins as a sentence of a new file does."""
    plain_line = line.casefold().replace("'", "’")
    return any(sign in plain_line for sign in NOTE_SIGNS) or plain_line.split(None, 1)[:1] in _first_word(language)


@cache
def _first_word(language: str) -> list[list[str]]:
    return [[word] for word in {phrase.casefold().split(None, 1)[0] for phrase in new_files.first_words(language) if phrase.strip()}]


@cache
def _first_tokens(language: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((phrase, tokens_of(phrase)) for phrase in new_files.first_words(language))


def _values(path: str, line: int, text: str, files: Files, library: Library) -> Iterator[Problem]:
    """`{{fever.rule}` and the like: readers would see the braces."""
    rest = VALUE.sub(" ", CODE.sub(" ", text))
    if "{" not in rest and "}" not in rest:
        return
    if match := BROKEN_VALUE.search(rest):
        values = library.shared.values[files.language][library.rules.default]
        key = re.sub(r"\s", "", match["key"] or "")
        hint = sentence("; write {{{{{key}}}}}", key=key) if key in values else nearest(key, values) if key else ""
        words = sentence(
            "a value stands between two braces on each side, like {{{{fever.rule}}}}; here: {words!r}{hint}", words=match[0][:30], hint=hint
        )
        yield Problem(path, line, "136", words)


def _citations(path: str, line: int, text: str, keys: Container[str]) -> Iterator[Problem]:
    plain = CODE.sub(" ", text).rstrip()
    if broken := BROKEN_CITATION.search(plain):
        words = sentence("a citation stands between brackets, like [@key]; this one is not closed: {value!r}", value=broken[0].strip()[:30])
        yield Problem(path, line, "136", words)
    if broken := BROKEN_LINK.search(plain):
        yield Problem(
            path, line, "136", sentence("a link is written [words](module:key); this one is not closed: {words!r}", words=broken[0][:40])
        )
    for match in BARE_KEY.finditer(plain):
        for key in re.split(r"\s*[;,]\s*", match["keys"]):
            if not key.startswith("@") and (key in keys or key == FEVER_RULE):
                yield Problem(path, line, "136", sentence("[{key}] is a source without its sign; write [@{key}]", key=key))


def notes(path: str, line: int, text: str, language: str) -> Iterator[Problem]:
    """A note to oneself, or the words a new file begins with, in one line of any text for learners."""
    if match := NOTES.search(text) or LOUD_NOTES.search(text):
        yield Problem(path, line, "017", sentence("{words!r} is a note to oneself; write the words, or take it out", words=match[0]))
    elif (words := _bare(text)) in new_files.first_words(language):
        yield Problem(path, line, "017", sentence("“{words}” is what a new file begins with; write your own words", words=words))


def _bare(text: str) -> str:
    return re.sub(r"\s*\[@?[^\]]*\]\s*$", "", " ".join(text.split()).replace("'", "’")).strip()
