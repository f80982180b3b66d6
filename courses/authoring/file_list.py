"""Every file an educator may write, with where it stands: state, expiry, translation, words, problems."""

from collections import Counter
from collections.abc import Iterable
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
from courses.text.source_texts import DRAFTS
from courses.text.typography import typeset


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


def rows(folder: Path, problems: Iterable[Problem], *, today: date, cache: Path | None = None) -> list[Row]:
    """problems: what the checks found in this folder. Raises ContentUnreadable when the site rules cannot be read."""
    library = compiled_cache.read(folder, today=today, cache_folder=cache).library
    counts = Counter(problem.path for problem in problems)
    return [_row_or_less(folder, library, piece, counts[piece.path], today) for piece in text_files.pieces(folder)]


def _row_or_less(folder: Path, library: Library, piece: Piece, problems: int, today: date) -> Row:
    """One file never takes the list away, from which alone it can be opened and mended."""
    try:
        return _row(folder, library, piece, problems, today)
    except Exception as error:  # whatever it is, the others are listed
        file_defects.problem_of(error, piece.path)
        return Row(piece, piece.key, "draft", None, "", 0, problems + 1, (folder / DRAFTS / piece.path).is_file())


def _row(folder: Path, library: Library, piece: Piece, problems: int, today: date) -> Row:
    title, state, expires = _head(folder, piece, today)
    text = (folder / piece.path).read_text("utf-8", errors="replace") if (folder / piece.path).is_file() else ""
    return Row(
        piece=piece,
        title=typeset(title, piece.language) or piece.key,
        state=state if text else "missing",
        expires=expires,
        translation=_translation(library, piece),
        words=words(text.rpartition("\n---\n")[2]) if text else 0,
        problems=problems,
        has_draft=(folder / DRAFTS / piece.path).is_file(),
    )


def _head(folder: Path, piece: Piece, today: date) -> tuple[str, str, date | None]:
    own = _front(folder, piece.path)
    front = own if piece.path == piece.head else _front(folder, piece.head)
    if front is None:
        return "", "draft", None
    state = front.text("state") or "draft"
    expires = _day(front)
    if state == "published" and (expires is None or expires < today):
        state = "expired"
    return (own or front).text("title") or front.text("title"), assembly.STATES.get(state, "draft"), expires


def _front(folder: Path, path: str) -> front_matter.FrontMatter | None:
    try:
        stat = (folder / path).stat()
    except OSError:
        return None
    return _parsed(folder / path, path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=2048)
def _parsed(file: Path, path: str, _changed_ns: int, _size: int) -> front_matter.FrontMatter | None:
    """The head of a file as it was at that change: parsing each of some 200 again took most of the time of the list."""
    try:
        return front_matter.split(yaml_files.read_text(file, path), path)
    except ContentUnreadable:
        return None


def _day(front: front_matter.FrontMatter) -> date | None:
    value = front.values.get("expires")
    if (day := yaml_files.day(value)) is not None:
        return day
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _translation(library: Library, piece: Piece) -> str:
    if piece.language == SOURCE or piece.folder == SITUATIONS or piece.kind != "text":
        return ""
    ours, source = library.of(piece.key, piece.language), library.of(piece.key, SOURCE)
    if ours is None or ours.text is None:
        return "missing"
    return freshness.of(ours.text, source.text if source else None)
