"""Every file an educator may write, with where it stands: state, expiry, translation, words, problems."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from courses.authoring import text_files
from courses.authoring.text_files import SITUATIONS, Piece
from courses.checks.passages import words
from courses.errors import ContentUnreadable
from courses.library import assembly, freshness
from courses.library.content_folder import SOURCE, Library
from courses.model.content import Problem
from courses.serving import compiled_cache
from courses.text import file_defects, front_matter, yaml_files
from courses.text.source_texts import DRAFTS, Texts
from courses.text.typography import typeset

MOST_TEXTS = 4096
"""Texts whose facts are kept in memory; a site of 200 modules has 1,200."""
NO_TEXT = (b"-", b"+")
"""Marks of a file that is absent, and of an empty one."""


@dataclass(frozen=True, slots=True)
class Row:
    """state: of what readers get; missing when there is no file. has_draft: newer words wait beside it."""

    piece: Piece
    title: str
    state: str
    expires: date | None
    translation: str
    words: int
    problems: int
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Front:
    """What a file's front matter says. state: as written. expires: None for no day, or one that cannot be read."""

    title: str
    state: str
    expires: date | None


def rows(folder: Path, problems: Iterable[Problem], *, today: date, cache: Path | None = None) -> list[Row]:
    """problems: what the checks found in this folder. Raises ContentUnreadable when the site rules cannot be read.

    Front matter, words and comparisons are kept by the very texts they were read from: after a save only that file is read again.
    """
    counts, texts = Counter(problem.path for problem in problems), Texts(folder)
    library = _Lazily(lambda: compiled_cache.library(folder, today=today, cache_folder=cache))
    return [_row_or_less(folder, texts, library, piece, counts[piece.path], today) for piece in text_files.pieces(folder)]


class _Lazily:
    """The parsed library, read at the first comparison that is not known yet."""

    def __init__(self, make: Callable[[], Library]) -> None:
        self._make = make
        self._library: Library | None = None

    def __call__(self) -> Library:
        if self._library is None:
            self._library = self._make()
        return self._library


def _row_or_less(folder: Path, texts: Texts, library: Callable[[], Library], piece: Piece, problems: int, today: date) -> Row:
    """One file never takes the list away, from which alone it can be opened and mended."""
    try:
        return _row(folder, texts, library, piece, problems, today)
    except Exception as error:  # whatever it is, the others are listed
        file_defects.problem_of(error, piece.path)
        return Row(piece, piece.key, "draft", None, "", 0, problems + 1, (folder / DRAFTS / piece.path).is_file())


def _row(folder: Path, texts: Texts, library: Callable[[], Library], piece: Piece, problems: int, today: date) -> Row:
    mark = texts.mark(piece.path)
    title, state, expires = _head(texts, piece, today)
    return Row(
        piece=piece,
        title=typeset(title, piece.language) or piece.key,
        state=state if mark not in NO_TEXT else "missing",
        expires=expires,
        translation=_translation(texts, library, piece),
        words=_words(mark),
        problems=problems,
        has_draft=(folder / DRAFTS / piece.path).is_file(),
    )


def _head(texts: Texts, piece: Piece, today: date) -> tuple[str, str, date | None]:
    own = _front(piece.path, texts.mark(piece.path))
    front = own if piece.path == piece.head else _front(piece.head, texts.mark(piece.head))
    if front is None:
        return "", "draft", None
    state = front.state
    if state == "published" and (front.expires is None or front.expires < today):
        state = "expired"
    return (own or front).title or front.title, assembly.STATES.get(state, "draft"), front.expires


@lru_cache(maxsize=MOST_TEXTS)
def _words(mark: bytes) -> int:
    """mark: of courses.text.source_texts: the bytes behind a plus sign."""
    text = mark.removeprefix(b"+").decode("utf-8", errors="replace") if mark.startswith(b"+") else ""
    return words(text.rpartition("\n---\n")[2])


@lru_cache(maxsize=MOST_TEXTS)
def _front(path: str, mark: bytes) -> Front | None:
    """None for a file that is absent or cannot be read."""
    if not mark.startswith(b"+"):
        return None
    try:
        front = front_matter.split(yaml_files.decode(mark[1:], path), path)
    except ContentUnreadable:
        return None
    return Front(front.text("title"), front.text("state") or "draft", _day(front))


def _day(front: front_matter.FrontMatter) -> date | None:
    value = front.values.get("expires")
    if (day := yaml_files.day(value)) is not None:
        return day
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _translation(texts: Texts, library: Callable[[], Library], piece: Piece) -> str:
    if piece.language == SOURCE or piece.folder == SITUATIONS or piece.kind != "text":
        return ""
    key = (piece.path, texts.mark(piece.path), texts.mark(piece.counterpart))
    if key not in _comparisons:
        while len(_comparisons) >= MOST_TEXTS:
            _comparisons.pop(next(iter(_comparisons)), None)
        _comparisons[key] = _compare(library(), piece)
    return _comparisons[key]


_comparisons: dict[tuple[str, bytes, bytes], str] = {}
"""By path and the two texts that were compared, the oldest first."""


def _compare(library: Library, piece: Piece) -> str:
    ours, source = library.of(piece.key, piece.language), library.of(piece.key, SOURCE)
    if ours is None or ours.text is None:
        return "missing"
    return freshness.of(ours.text, source.text if source else None)
