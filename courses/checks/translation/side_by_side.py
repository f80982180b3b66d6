"""The words of two languages laid side by side: the same numbers in both, and each in its own language."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from courses.checks.passages import FileText
from courses.checks.translation import language_detection, number_comparison
from courses.items.syntax import ItemsFile
from courses.library.content_folder import SOURCE, Files, Library
from courses.library.module_file import ModuleFile
from courses.model.content import Item, Problem, Screen
from courses.sentences import sentence

FIGURES = {language: {word: str(number) for word, number in words.items()} for language, words in number_comparison.BASIC.items()}
"""The words that are always a number, each with its figures."""


class Values(NamedTuple):
    """The numbers of each line that has any. lines: in order; numbers: of each of them."""

    lines: Sequence[int]
    numbers: Sequence[Set[str]]

    def within(self, span: range) -> Sequence[Set[str]]:
        return self.numbers[bisect_left(self.lines, span.start) : bisect_left(self.lines, span.stop)]


class Pair(NamedTuple):
    """What stands in the same place. path, line: of the translation. is_doubtful: a quick look found other numbers near here.

    is_safety: its figures are compared more strictly elsewhere (213).
    """

    path: str
    line: int
    french: str
    english: str
    is_doubtful: bool = True
    is_safety: bool = False


def check(library: Library, sides: Sequence[Files], texts: Sequence[FileText]) -> Iterator[Problem]:
    for one in texts:
        yield from _foreign(one)
    values = {one.path: _values_by_line(one) for one in texts}
    for files in sides:
        source = library.of(files.entry.key, SOURCE) if files.language != SOURCE else None
        if source is None:
            continue
        for pair in _pairs(files, source, values):
            if pair.is_doubtful:
                yield from _numbers(pair)
            if _are_as_long(pair.french, pair.english) and language_detection.is_left_as_it_was(pair.english, pair.french):
                yield Problem(
                    pair.path, pair.line, "219", sentence("still the French words: {words}; translate them", words=_quote(pair.english))
                )


def _values_by_line(one: FileText) -> Values:
    """The numbers of a file, by line: where both languages have the same, nothing need be looked at closer."""
    numbers = FIGURES[one.files.language]
    tokens_by_line = one.words_of_lines(one.mixed_words | (one.tokens & numbers.keys()))
    lines = sorted(tokens_by_line)
    return Values(lines, [{numbers.get(token, token) for token in tokens_by_line[line]} for line in lines])


def _are_as_long(french: str, english: str) -> bool:
    """Whether one may be the other word for word: most pairs are told apart by their length alone, before anything is made of them."""
    return -3 < len(french) - len(english) < 3


def _are_same(values: Values, ours: range, others: Values, theirs: range) -> bool:
    return values.within(ours) == others.within(theirs)


def _foreign(one: FileText) -> Iterator[Problem]:
    """Lines in the other language. A line that is the source's own word for word is told where the two are laid side by side."""
    foreign = one.tokens & language_detection.ONLY["en" if one.files.language == "fr" else "fr"]
    if not foreign:
        return
    near = {line for line, words in one.words_of_lines(foreign).items() if len(words) >= language_detection.FEWEST_SIGNS}
    for passage in one.of_lines(near) if near else ():
        if foreign_words := language_detection.foreign_sentence(passage.text, one.files.language):
            tongue = {"fr": sentence("French"), "en": sentence("English")}[one.files.language]
            message = sentence(
                "these words are not {tongue}: {words}; write them in the language of this file", tongue=tongue, words=_quote(foreign_words)
            )
            yield Problem(passage.path, passage.line, "219", message)


def _numbers(pair: Pair) -> Iterator[Problem]:
    difference = number_comparison.differing(pair.french, pair.english)
    if difference is None or (pair.is_safety and number_comparison.figures(pair.french) != number_comparison.figures(pair.english)):
        return
    french, english = (", ".join(one) or "none" for one in difference)
    message = sentence(
        "the numbers differ: {french} in French ({words}), {english} here; make them the same",
        french=french,
        words=_quote(pair.french),
        english=english,
    )
    yield Problem(pair.path, pair.line, "218", message)


def _quote(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words[:50]}…”" if len(words) > 50 else f"“{words}”"


def _pairs(files: Files, source: Files, values: Mapping[str, Values]) -> Iterator[Pair]:
    """The pairs worth a closer look: other numbers may stand in them, or they are as long as each other."""
    if files.text is not None and source.text is not None:
        for key in ("title", "summary"):
            yield Pair(files.text.path, files.text.front.line(key), source.text.front.text(key), files.text.front.text(key))
    for file, theirs in ((files.text, source.text), (files.simple, source.simple)):
        if file is not None and theirs is not None:
            yield from _screens(file, theirs, values)
    if files.items is not None and source.items is not None:
        yield from _items(files.items, source.items, values)


def _spans(starts: Sequence[int]) -> Iterator[range]:
    """The lines of each part of a file, from where each begins."""
    for start, end in zip(starts, [*starts, 1_000_000][1:], strict=True):
        yield range(start, min(end, start + 400))


def _screens(file: ModuleFile, source: ModuleFile, values: Mapping[str, Values]) -> Iterator[Pair]:
    ours, others = values[file.path], values[source.path]
    spans = zip(source.screens, _spans([screen.line for screen in source.screens]), strict=True)
    sources = {screen.key: (screen, span) for screen, span in spans}
    for screen, span in zip(file.screens, _spans([screen.line for screen in file.screens]), strict=True):
        if screen.key in sources:
            theirs, their_span = sources[screen.key]
            is_doubtful = not _are_same(ours, span, others, their_span)
            yield Pair(file.path, screen.line, theirs.title, screen.title, is_doubtful)
            yield from _blocks(screen, theirs, file.path, (ours, others) if is_doubtful else None)


def _blocks(screen: Screen, source: Screen, path: str, values: tuple[Values, Values] | None) -> Iterator[Pair]:
    """Line by line where both have as many; else the whole of the screen, so that nothing is compared with what does not belong to it.

    values: the numbers of each line in both languages; None where the whole screen has the same.
    """
    if [(block.kind, block.key) for block in screen.blocks] != [(block.kind, block.key) for block in source.blocks]:
        yield Pair(path, screen.line, _text(source), _text(screen))
        return
    for block, theirs in zip(screen.blocks, source.blocks, strict=True):
        ours = [(number, line) for number, line in enumerate(block.markdown.split("\n"), block.line) if line.strip()]
        lines = [(number, line) for number, line in enumerate(theirs.markdown.split("\n"), theirs.line) if line.strip()]
        is_safety = block.kind == "safety"
        if len(ours) != len(lines):
            yield Pair(path, block.line, theirs.markdown, block.markdown, is_safety=is_safety)
        else:
            for (number, line), (place, french) in zip(ours, lines, strict=True):
                is_doubtful = values is not None and not _are_same(values[0], range(number, number + 1), values[1], range(place, place + 1))
                if is_doubtful or _are_as_long(french, line):
                    yield Pair(path, number, french, line, is_doubtful, is_safety)


def _text(screen: Screen) -> str:
    return "\n".join(block.markdown for block in screen.blocks)


def _items(file: ItemsFile, source: ItemsFile, values: Mapping[str, Values]) -> Iterator[Pair]:
    ours, others = values[file.path], values[source.path]
    spans = zip(source.items, _spans([item.line for item in source.items]), strict=True)
    sources = {item.key: (item, span) for item, span in spans}
    for item, span in zip(file.items, _spans([item.line for item in file.items]), strict=True):
        if item.key in sources:
            theirs, their_span = sources[item.key]
            if _are_same(ours, span, others, their_span):
                yield from _item(item, theirs, file.path, ())
            else:
                yield from _item(item, theirs, file.path, _doubtful(item, theirs, (ours, span), (others, their_span)))


def _doubtful(item: Item, source: Item, ours: tuple[Values, range], others: tuple[Values, range]) -> Collection[int]:
    """The lines at which a part of an item begins that has other numbers than the same part of its source."""
    starts = [sorted((one.line, *(option.line for option in one.options), *one.note_lines.values())) for one in (item, source)]
    if len(starts[0]) != len(starts[1]):
        return range(ours[1].start, ours[1].stop)
    spans = [[range(start, min(end, start + 200)) for start, end in zip(one, [*one[1:], span.stop], strict=True)]
             for one, (_, span) in zip(starts, (ours, others), strict=True)]  # fmt: skip
    return [span.start for span, theirs in zip(*spans, strict=True) if not _are_same(ours[0], span, others[0], theirs)]


def _item(item: Item, source: Item, path: str, doubtful: Collection[int]) -> Iterator[Pair]:
    """doubtful: lines at which a part begins whose numbers need a closer look."""
    for line, french, english in ((item.line, source.question, item.question), *_notes(item, source)):
        if line in doubtful or _are_as_long(french, english):
            yield Pair(path, line, french, english, line in doubtful)
    if len(item.options) != len(source.options):
        return
    for option, theirs in zip(item.options, source.options, strict=True):
        french, english = theirs.text, option.text
        if option.pair:
            french, english = f"{french} {theirs.pair}", f"{english} {option.pair}"
        is_doubtful = option.line in doubtful
        if is_doubtful or _are_as_long(french, english):
            yield Pair(path, option.line, french, english, is_doubtful)
        if option.feedback and (is_doubtful or _are_as_long(theirs.feedback, option.feedback)):
            yield Pair(path, option.line + 1, theirs.feedback, option.feedback, is_doubtful)


def _notes(item: Item, source: Item) -> Iterator[tuple[int, str, str]]:
    if item.hint:
        yield item.line_of("?"), source.hint, item.hint
    if item.explanation:
        yield item.line_of("="), source.explanation, item.explanation
