"""Two texts line by line; and what a source said when its translation was last compared with it, from the versions the site keeps."""

import difflib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courses.authoring import translation_stamps
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable, CoursesError
from courses.library import content_folder, freshness
from courses.library.content_folder import SOURCE
from courses.text import file_defects
from lms.authoring import history
from lms.settings import Settings

Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source that changed since the stamp. safety: keys of the blocks that did. lines: what changed; None when no version tells."""

    safety: tuple[str, ...]
    lines: Lines | None


def lines_between(before: str, after: str) -> Lines:
    """(sign, line) of a comparison; three lines round each change."""
    rows = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=3)
    return [(row[:1], row[1:]) for row in rows if not row.startswith(("---", "+++"))]


def since_stamp(settings: Settings, piece: Piece, today: date) -> SourceChange | None:
    """What changed in the source of a text or of questions; None for a source, a fresh translation, or a pair that cannot be read."""
    try:
        return _since_stamp(settings, piece, today)
    except ContentUnreadable:
        raise
    except Exception as error:  # the comparison is a help; its editor opens without it
        file_defects.problem_of(error, piece.path)
        return None


def _since_stamp(settings: Settings, piece: Piece, today: date) -> SourceChange | None:
    if piece.kind not in ("text", "items") or piece.language == SOURCE:
        return None
    folder, source = settings.shown_content, piece.counterpart
    library = content_folder.load(folder, today=today)  # parses this module alone
    files = library.of(piece.key, piece.language)
    stamp = freshness.stamp_of(files.text) if files is not None and files.text is not None else None
    if files is None or stamp is None:
        return None
    try:
        change = translation_stamps.change(files, library)
    except CoursesError:
        return None
    stamp_hash = stamp.source_hash if piece.kind == "text" else stamp.items_hash
    text = (folder / source).read_text("utf-8", errors="replace") if (folder / source).is_file() else ""
    is_old = (
        change.freshness in ("stale", "stale-safety") if piece.kind == "text" else freshness.hash_of(source, piece.key, text) != stamp_hash
    )
    if not stamp_hash or not is_old:
        return None
    then = _said_then(settings.own_content, piece, stamp_hash)
    return SourceChange(change.safety if piece.kind == "text" else (), None if then is None else lines_between(then, text))


def _said_then(own: Path, piece: Piece, stamp_hash: str) -> str | None:
    """The source as it was when its hash was the stamp's; None when that is not among the versions."""
    source = piece.counterpart
    for version in history.versions(own, [source]):
        text = history.text_at(own, version.key, source)
        if text is not None and freshness.hash_of(source, piece.key, text) == stamp_hash:
            return text
    return None
