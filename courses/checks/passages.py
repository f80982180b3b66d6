"""Everything authors wrote for learners, line by line, with the place it stands."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import filterfalse
from typing import NamedTuple

from courses.items.syntax import OPTION_END, ItemsFile, head_of
from courses.library.content_folder import Files
from courses.library.module_file import ModuleFile

MARKER = re.compile(r"^\s*(?:- \[.\]|- |> ?|[?=] |\d+\. )\s*")
MARKUP = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|[*_`#>|\[\]!]|^\s*(?:[-+*]|\d+\.)\s", re.MULTILINE)
COUNTED_WORD = re.compile(r"[^\W_]\S*")
"""What stands between two spaces and holds a letter or figure, from that on."""
OTHER_SIGN = re.compile(r"[^\w\x00-\x7f]")
"""A sign outside of ASCII that is part of no word."""
FEW_KINDS = 40
"""Kinds of such signs that are replaced kind by kind; French and English texts have about ten."""
ASCII = bytes(range(0x80))
ASCII_WORDS = bytes(byte if byte > 0x7F or chr(byte).isalnum() or chr(byte) in "_\n" else 0x20 for byte in range(256))
"""Each byte of a text in UTF-8 as it is, but a blank for each sign of ASCII that is part of no word: half the cost of `\\w+`."""
PLACE = re.compile(r"\{\{[^}]*\}\}")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\s\u00a0]+|\n+|\s\|\s|[\s\u00a0][;][\s\u00a0]")


class Passage(NamedTuple):
    """One line of words. kind: title, text, safety, simple or item."""

    path: str
    line: int
    text: str
    files: Files
    kind: str

    @property
    def is_for_patients(self) -> bool:
        return self.files.entry.audience in ("patient", "caregiver")


@dataclass
class FileText:
    """One file's words. rows: (line, as typed, kind); text: all of them and nothing less, to look through at once."""

    path: str
    files: Files
    rows: Sequence[tuple[int, str, str]]
    text: str

    @cached_property
    def rows_of_word(self) -> Mapping[str, Sequence[int]]:
        """Each word in small letters -> the places of the rows it stands in, as often as it does.

        One look at every word of a file costs less than a regular expression a line: a start reads 6,000 lines a course.
        """
        rows_of_word: defaultdict[str, list[int]] = defaultdict(list)
        for row, line in enumerate(_words_alone(self.text.casefold()).split("\n")):
            for word in line.split():
                rows_of_word[word].append(row)
        return dict(rows_of_word)

    @cached_property
    def tokens(self) -> frozenset[str]:
        return frozenset(self.rows_of_word)

    @cached_property
    def mixed_words(self) -> frozenset[str]:
        """Of `tokens` those with a figure, an underscore or another sign that is no letter."""
        return frozenset(filterfalse(str.isalpha, self.tokens))

    def words_of_lines(self, words: Set[str]) -> dict[int, set[str]]:
        """By line of the file: which of these words stand there. Lines without one are left out."""
        words_of_line: defaultdict[int, set[str]] = defaultdict(set)
        rows, rows_of_word = self.rows, self.rows_of_word
        for word in words & self.tokens:
            for row in rows_of_word[word]:
                words_of_line[rows[row][0]].add(word)
        return words_of_line

    def lines_with(self, pattern: re.Pattern[str]) -> set[int]:
        """The lines of the file in which this matches, as typed. pattern: spans no line end."""
        lines, row, end = set(), 0, 0
        for match in pattern.finditer(self.text):
            row += self.text.count("\n", end, match.start())
            end = match.start()
            lines.add(self.rows[row][0])
        return lines

    def holding(self, *signs: str) -> Iterator[Passage]:
        """The lines in which one of these stands."""
        near = sorted({row for sign in signs for row in self._rows_with(sign)})
        return self._passages([self.rows[row] for row in near])

    def _rows_with(self, sign: str) -> Iterator[int]:
        """Which of `rows` hold the sign: one search through the file, not one a line. sign: spans no line end."""
        text, row, start = self.text, 0, 0
        while (at := text.find(sign, start)) >= 0:
            row += text.count("\n", start, at)
            yield row
            end = text.find("\n", at)
            if end < 0:
                return
            row, start = row + 1, end + 1

    def saying(self, words: Set[str]) -> Iterator[Passage]:
        """The lines in which one of these words stands, in small or capital letters."""
        near = self.words_of_lines(words)
        return self.of_lines(near) if near else iter(())

    def of_lines(self, numbers: Collection[int]) -> Iterator[Passage]:
        """The lines with these numbers."""
        return self._passages([row for row in self.rows if row[0] in numbers])

    def longer_than(self, spaces: int) -> Iterator[Passage]:
        """The lines with at least so many spaces."""
        return self._passages([row for row in self.rows if row[1].count(" ") >= spaces])

    def __iter__(self) -> Iterator[Passage]:
        return self._passages(self.rows)

    def _passages(self, rows: Sequence[tuple[int, str, str]]) -> Iterator[Passage]:
        for number, line, kind in rows:
            if kind != "item":
                yield Passage(self.path, number, line, self.files, kind)
            elif line.strip() and not line.startswith(("# ", "@")):
                yield Passage(self.path, number, _bare(line), self.files, kind)


def _words_alone(text: str) -> str:
    """A text with a blank for each sign that is part of no word (`\\w`), line ends kept.

    The signs outside of ASCII are few in kind: each kind is replaced at once, which costs a third of the regular expression.
    """
    raw = text.encode("utf-8", "surrogatepass")
    others = {sign for sign in raw.translate(None, ASCII).decode("utf-8", "surrogatepass") if not sign.isalnum()}
    text = raw.translate(ASCII_WORDS).decode("utf-8", "surrogatepass")
    if len(others) > FEW_KINDS:
        return OTHER_SIGN.sub(" ", text)
    for sign in others:
        text = text.replace(sign, " ")
    return text


def _bare(line: str) -> str:
    """A line of an items file without its marks."""
    if line.startswith("##"):
        head = head_of(line)
        line = head.question if head else line
    elif line.endswith("}"):
        line = OPTION_END.sub("", line).rstrip()
    return MARKER.sub("", line)


def texts_of(sides: Sequence[Files]) -> tuple[FileText, ...]:
    """Every file of a module in each language."""
    texts = []
    for files in sides:
        if files.text is not None:
            texts.append(_module(files, files.text, "text"))
        if files.simple is not None:
            texts.append(_module(files, files.simple, "simple"))
        if files.items is not None:
            texts.append(_items(files, files.items))
    return tuple(texts)


def _module(files: Files, file: ModuleFile, kind: str) -> FileText:
    rows = [(file.front.line(key), file.front.text(key), "title") for key in ("title", "summary") if file.front.text(key)]
    for screen in file.screens:
        rows.append((screen.line, screen.title, "title"))
        for block in screen.blocks:
            kind_of_block = "safety" if block.kind == "safety" else kind
            rows += [(number, line, kind_of_block) for number, line in enumerate(block.markdown.split("\n"), block.line) if line.strip()]
    return FileText(file.path, files, rows, "\n".join([row[1].replace("\n", " ") for row in rows]))


def _items(files: Files, file: ItemsFile) -> FileText:
    return FileText(file.path, files, [(number, line, "item") for number, line in enumerate(file.text.split("\n"), 1)], file.text)


def words(markdown: str) -> int:
    """How many words a reader meets; a value counts as one, a citation as none."""
    return len(COUNTED_WORD.findall(plain(markdown)))


def plain(markdown: str) -> str:
    return MARKUP.sub(" ", PLACE.sub(" valeur ", markdown) if "{{" in markdown else markdown)


def sentences(markdown: str) -> Iterator[str]:
    for sentence in SENTENCE_END.split(plain(markdown)):
        if sentence.strip():
            yield sentence.strip()
