"""Easy versions: in every language of their module, with its safety blocks and their numbers, and easy to read."""

import re
from collections.abc import Iterator, Sequence

from courses.checks.passages import FileText, sentences
from courses.checks.translation.number_comparison import unmatched
from courses.library.content_folder import SIMPLE, Files, Library
from courses.library.module_file import ModuleFile
from courses.model.content import CARED_FOR, Block, Problem
from courses.sentences import sentence
from courses.text.placeholders import names_in
from courses.text.readability import reading_age

OLDEST = {True: 9, False: 12}
"""Reading age in years at most: of an easy version, of any other text for patients and caregivers."""
PERSONS = ("_you", "_plain")
"""Endings of one value of the site in another person: the same rule, said to somebody else."""

LEANING = re.compile(
    r"de même\b|la même chose\b|puis\b|alors\b|ou\b|plus encore\b|the same\b|then\b|or\b|even more so\b"
    r"|(?:j’appelle|appelez|i call|call)(?: même| even)\b"
    r"|(?:j’appelle|appelez|i call|call)(?: tout de suite| now)?\.$"
    r"|(?:je l’arrête|i stop it|dites-le|tell the team|je le dis)\b[^?:,]*\.$",
    re.IGNORECASE,
)
"""The words with which a line leans on the one above: what to do, or the same again, of a symptom that another line names."""
LINE = re.compile(r"^ {0,3}- (.+?)(?: *\[@[^\]]*\])*$")


def check(_library: Library, sides: Sequence[Files], texts: Sequence[FileText]) -> Iterator[Problem]:
    yield from _languages(sides)
    for files in sides:
        if files.text is not None and files.simple is not None:
            yield from _safety(files.text, files.simple)
    for one in texts:
        if one.files.entry.audience in CARED_FOR and one.path.endswith(".md") and not one.path.endswith(".items.md"):
            yield from _age(one)


def _languages(sides: Sequence[Files]) -> Iterator[Problem]:
    easy = [files.language for files in sides if files.simple is not None]
    for files in sides:
        if easy and files.text is not None and files.simple is None:
            message = sentence(
                "no easy version in {language!r}, and there is one in {easy!r}; write {path}{simple}",
                language=files.language,
                easy=easy[0],
                path=files.text.path[:-3],
                simple=SIMPLE,
            )
            yield Problem(files.text.path, 1, "333", message, "warning")


def _safety(file: ModuleFile, easy: ModuleFile) -> Iterator[Problem]:
    blocks = easy.safety_blocks
    for key, block in file.safety_blocks.items():
        if key not in blocks:
            message = sentence(
                "the safety block {key!r} of {path}:{line} is not in the easy version", key=key, path=file.path, line=block.line
            )
            yield Problem(easy.path, 1, "334", message, "warning")
        else:
            yield from _numbers(block, blocks[key], easy)
            yield from _lines(blocks[key], easy)


def _lines(block: Block, easy: ModuleFile) -> Iterator[Problem]:
    """A weak reader takes one line at a time: each names the symptom and says what to do."""
    for number, line in enumerate(block.markdown.split("\n"), block.line):
        words = match[1].strip("* ") if (match := LINE.match(line)) else ""
        if words.endswith("?") or LEANING.match(words):
            message = sentence("“{words}” cannot be read alone; put the symptom and what to do into one line", words=words[:40])
            yield Problem(easy.path, number, "360", message, "warning")


def _numbers(block: Block, easy_block: Block, easy: ModuleFile) -> Iterator[Problem]:
    missing, new = unmatched(block.markdown, easy_block.markdown, easy.language)
    values, easy_values = _values(block), _values(easy_block)
    missing, new = missing | (values - easy_values), new | (easy_values - values)
    for numbers, where in ((missing, sentence("in the module alone")), (new, sentence("in the easy version alone"))):
        if numbers:
            yield Problem(
                easy.path,
                easy_block.line,
                "335",
                sentence("safety block {key!r}: {names} {where}", key=block.key, names=", ".join(sorted(numbers)), where=where),
            )


def _values(block: Block) -> set[str]:
    names = set()
    for name in names_in(block.markdown):
        for ending in PERSONS:
            name = name.removesuffix(ending)
        names.add(f"{{{{{name}}}}}")
    return names


def age_of(one: FileText) -> int | None:
    """Reading age of a file in years, titles left out; None without a sentence."""
    return reading_age(sentences("\n".join([line for _, line, kind in one.rows if kind != "title"])))


def _age(one: FileText) -> Iterator[Problem]:
    age = age_of(one)
    oldest = OLDEST[one.path.endswith(SIMPLE)]
    if age is not None and age > oldest:
        message = sentence(
            "as hard to read as a text for {age} years; {oldest} at most: shorter words, shorter sentences", age=age, oldest=oldest
        )
        yield Problem(one.path, 1, "336", message, "warning")
