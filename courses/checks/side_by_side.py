"""The words of two languages laid side by side: the same numbers in both, and each in its own language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from courses.checks import languages, numbers
from courses.checks.passages import Told
from courses.library import SOURCE, Files, Library
from courses.model.content import Item, Problem, Screen
from courses.module_file import ModuleFile


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands in the same place. path, line: of the translation. is_safety: its figures are compared more strictly elsewhere (213)."""

    path: str
    line: int
    french: str
    english: str
    is_safety: bool = False


def check(library: Library, sides: Sequence[Files], told: Sequence[Told]) -> Iterator[Problem]:
    for one in told:
        yield from _foreign(one)
    for files in sides:
        source = library.of(files.entry.key, SOURCE) if files.language != SOURCE else None
        if source is None:
            continue
        for pair in _pairs(files, source):
            yield from _numbers(pair)
            if languages.is_left_as_it_was(pair.english, pair.french):
                yield Problem(pair.path, pair.line, "219", f"still the French words: {_quoted(pair.english)}; translate them")


def _foreign(one: Told) -> Iterator[Problem]:
    """Lines in the other language. A line that is the source's own word for word is told where the two are laid side by side."""
    for passage in one:
        found = languages.seems(passage.text)
        if found is not None and found != one.files.language:
            name = {"fr": "French", "en": "English"}
            said = f"this reads as {name[found]} in a text in {name[one.files.language]}: {_quoted(passage.text)}; translate it"
            yield Problem(passage.path, passage.line, "219", said)


def _numbers(pair: Pair) -> Iterator[Problem]:
    found = numbers.differing(pair.french, pair.english)
    if found is None or (pair.is_safety and numbers.figures(pair.french) != numbers.figures(pair.english)):
        return
    french, english = (", ".join(one) or "none" for one in found)
    said = f"the numbers differ: {french} in French ({_quoted(pair.french)}), {english} here; make them the same"
    yield Problem(pair.path, pair.line, "218", said)


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words[:50]}…”" if len(words) > 50 else f"“{words}”"


def _pairs(files: Files, source: Files) -> Iterator[Pair]:
    if files.text is not None and source.text is not None:
        for key in ("title", "summary"):
            yield Pair(files.text.path, files.text.front.line(key), source.text.front.text(key), files.text.front.text(key))
    for file, theirs in ((files.text, source.text), (files.simple, source.simple)):
        if file is not None and theirs is not None:
            yield from _screens(file, theirs)
    if files.items is not None and source.items is not None:
        known = {item.key: item for item in source.items.items}
        for item in files.items.items:
            if item.key in known:
                yield from _item(item, known[item.key], files.items.path)


def _screens(file: ModuleFile, source: ModuleFile) -> Iterator[Pair]:
    known = {screen.key: screen for screen in source.screens}
    for screen in file.screens:
        if screen.key in known:
            yield Pair(file.path, screen.line, known[screen.key].title, screen.title)
            yield from _blocks(screen, known[screen.key], file.path)


def _blocks(screen: Screen, source: Screen, path: str) -> Iterator[Pair]:
    """Line by line where both have as many; else the whole of the screen, so that nothing is compared with what does not belong to it."""
    if [(block.kind, block.key) for block in screen.blocks] != [(block.kind, block.key) for block in source.blocks]:
        yield Pair(path, screen.line, _text(source), _text(screen))
        return
    for block, theirs in zip(screen.blocks, source.blocks, strict=True):
        ours = [(number, line) for number, line in enumerate(block.markdown.split("\n"), block.line) if line.strip()]
        lines = [line for line in theirs.markdown.split("\n") if line.strip()]
        is_safety = block.kind == "safety"
        if len(ours) != len(lines):
            yield Pair(path, block.line, theirs.markdown, block.markdown, is_safety)
        else:
            yield from (Pair(path, number, french, line, is_safety) for (number, line), french in zip(ours, lines, strict=True))


def _text(screen: Screen) -> str:
    return "\n".join(block.markdown for block in screen.blocks)


def _item(item: Item, source: Item, path: str) -> Iterator[Pair]:
    yield Pair(path, item.line, source.question, item.question)
    yield Pair(path, item.line_of("?"), source.hint, item.hint)
    yield Pair(path, item.line_of("="), source.explanation, item.explanation)
    if len(item.options) == len(source.options):
        for option, theirs in zip(item.options, source.options, strict=True):
            yield Pair(path, option.line, f"{theirs.text} {theirs.pair}".strip(), f"{option.text} {option.pair}".strip())
            yield Pair(path, option.line + 1 if option.feedback else option.line, theirs.feedback, option.feedback)
