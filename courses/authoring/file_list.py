"""Every file an educator may write, with where it stands: state, expiry, translation, words, problems."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courses.authoring import text_files
from courses.authoring.file_facts import Facts, FactStore, key_of
from courses.authoring.text_files import SITUATIONS, Piece
from courses.checks.passages import words
from courses.errors import ContentUnreadable
from courses.library import freshness, validity
from courses.library.content_folder import SOURCE, Library
from courses.model.content import Problem, State
from courses.serving import compiled_cache
from courses.text import file_defects, front_matter, yaml_files
from courses.text.source_texts import DRAFTS, Texts
from courses.text.typography import typeset

NO_TEXT = (b"-", b"+")
"""Marks of a file that is absent, and of an empty one."""
STORE = FactStore()


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

    What is read of a text is kept by its very bytes, in memory and in the cache folder: after a save only that file is read again,
    and the first list of a new process reads none.
    """
    if cache is not None:
        STORE.load(cache)
    listing = _Listing(folder, today, cache)
    counts = Counter(problem.path for problem in problems)
    all_rows = [listing.row_or_less(piece, counts[piece.path]) for piece in text_files.pieces(folder)]
    if cache is not None and listing.has_news:
        STORE.save(cache, listing.keys)
    return all_rows


class _Listing:
    """One walk over a folder. keys: of the facts it asked for. has_news: some of them had to be read now."""

    def __init__(self, folder: Path, today: date, cache: Path | None) -> None:
        self._folder, self._texts, self._today, self._cache = folder, Texts(folder), today, cache
        self._library: Library | None = None
        self.keys: set[str] = set()
        self.has_news = False

    def row_or_less(self, piece: Piece, problems: int) -> Row:
        """One file never takes the list away, from which alone it can be opened and mended."""
        has_draft = (self._folder / DRAFTS / piece.path).is_file()
        try:
            facts = self._facts(piece)
        except Exception as error:  # whatever it is, the others are listed
            file_defects.problem_of(error, piece.path)
            return Row(piece, piece.key, "draft", None, "", 0, problems + 1, has_draft)
        return Row(
            piece=piece,
            title=facts.title or piece.key,
            state=self._state(facts) if self._texts.mark(piece.path) not in NO_TEXT else "missing",
            expires=facts.expires,
            translation=facts.translation,
            words=facts.words,
            problems=problems,
            has_draft=has_draft,
        )

    def _state(self, facts: Facts) -> State:
        """An expiry is told from the day, which the facts do not know."""
        is_over = facts.state == "published" and (facts.expires is None or facts.expires < self._today)
        return validity.STATES.get("expired" if is_over else facts.state, "draft")

    def _facts(self, piece: Piece) -> Facts:
        compared = (piece.counterpart,) if _is_translated(piece) else ()
        paths = dict.fromkeys((piece.path, piece.head, *compared))
        key = key_of(piece.path, [self._texts.mark(path) for path in paths])
        facts, is_new = STORE.of(key, lambda: self._read(piece))
        self.keys.add(key)
        self.has_news = self.has_news or is_new
        return facts

    def _read(self, piece: Piece) -> Facts:
        own = _front(piece.path, self._texts.mark(piece.path))
        head = own if piece.path == piece.head else _front(piece.head, self._texts.mark(piece.head))
        front = head or Front("", "draft", None)
        title = typeset((own or front).title or front.title, piece.language) if head is not None else ""
        return Facts(title, front.state, front.expires, self._translation(piece), _words(self._texts.mark(piece.path)))

    def _translation(self, piece: Piece) -> str:
        if not _is_translated(piece):
            return ""
        if self._library is None:
            self._library = compiled_cache.library(self._folder, today=self._today, cache_folder=self._cache)
        ours, source = self._library.of(piece.key, piece.language), self._library.of(piece.key, SOURCE)
        if ours is None or ours.text is None:
            return "missing"
        return freshness.of(ours.text, source.text if source else None)


def _is_translated(piece: Piece) -> bool:
    return piece.language != SOURCE and piece.folder != SITUATIONS and piece.kind == "text"


def _words(mark: bytes) -> int:
    """mark: of courses.text.source_texts: the bytes behind a plus sign."""
    text = mark.removeprefix(b"+").decode("utf-8", errors="replace") if mark.startswith(b"+") else ""
    return words(text.rpartition("\n---\n")[2])


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
