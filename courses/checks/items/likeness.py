"""Options that a reader cannot tell apart, and answers that say nothing of their own."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations

from courses.checks.passages import FileText
from courses.library.content_folder import Files, Library
from courses.model.content import Item, Option, Problem
from courses.sentences import sentence

WORD = re.compile(r"\{\{[^{}]*\}\}|[^\W_]+(?:[.,]\d+)?|[+<>=≥≤-](?=\d)")
MOST_MARKS = 5
"""Signs, and words with their marks, by which two texts that read the same may differ: most options differ in length alone."""
SHORTEST = 5
"""Letters of a word of which one wrong letter is a slip of the hand; `soir` and `noir` are two words."""


def check(_library: Library, sides: Sequence[Files], _texts: Sequence[FileText]) -> Iterator[Problem]:
    for files in sides:
        if files.items is not None:
            for item in files.items.items:
                yield from _item(item, files.items.path)


def _item(item: Item, path: str) -> Iterator[Problem]:
    if item.kind in ("cloze", "short"):  # spellings of one answer are alike on purpose
        return
    sides = [option.pair if item.kind == "match" else option.text for option in item.options]
    named_lines = set()
    for (first, said), (second, other) in combinations(zip(item.options, sides, strict=True), 2):
        if abs(len(said) - len(other)) > MOST_MARKS:
            continue
        if len({*said.replace("'", "’").split()} ^ {*other.replace("'", "’").split()}) > MOST_MARKS:
            continue
        is_same = " ".join(said.casefold().split()) == " ".join(other.casefold().split())
        if not is_same and second.line not in named_lines and alike(said, other):
            named_lines.add(second.line)
            said_so = sentence(
                "this option reads almost the same as the one in line {line}; say what differs, or take one out", line=first.line
            )
            yield Problem(path, second.line, "113", said_so)
    yield from _feedback(item, path)


def _feedback(item: Item, path: str) -> Iterator[Problem]:
    """The same words under a right option and under another one tell nobody whether it was right."""
    if item.kind not in ("single", "multi"):
        return
    seen: dict[str, Option] = {}
    for option in item.options:
        plain = option.feedback.casefold().replace("'", "’").strip(" .!…\u00a0")
        other = seen.setdefault(plain, option)
        if plain and (other.verdict == "right") != (option.verdict == "right"):
            text = sentence(
                "the same words under a right option and under another one (line {line}); say why one is right and the other not",
                line=other.line,
            )
            yield Problem(path, option.line, "141", text)


def words(text: str) -> list[str]:
    """The words of a text without accents, capitals and marks."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return WORD.findall(bare.casefold())


def alike(one: str, other: str) -> bool:
    """Whether two texts differ in marks, accents, capitals or one slip of the hand alone."""
    ours, theirs = words(one), words(other)
    if ours == theirs:
        return bool(ours)
    if len(ours) != len(theirs):
        return False
    differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and len(ours) >= 3 and is_slip(*differing[0])


def is_slip(one: str, other: str) -> bool:
    """Whether one letter was doubled, left out, added or turned round; a figure is never one."""
    if min(len(one), len(other)) < SHORTEST or any(sign.isdigit() for sign in one + other) or "{" in one + other:
        return False
    short, long = sorted((one, other), key=len)
    if len(long) == len(short) + 1:
        is_ending = long[:-1] == short and long[-1] in "se"  # one or many, he or she: two meanings
        return not is_ending and any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    if len(long) != len(short):
        return False
    places = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    return len(places) == 2 and places[1] == places[0] + 1 and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
