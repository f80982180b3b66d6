"""Two texts line by line; and what a source said when its translation was last compared with it, from the versions the site keeps."""

import difflib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courses.authoring import text_files, translation_stamps
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable, CoursesError
from courses.library import freshness
from courses.library.content_folder import SOURCE
from courses.text import file_defects
from lms.authoring import history
from lms.settings import Settings

Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A source that changed since the stamp. safety: keys of the blocks that did. lines: what changed; None when no version tells."""

    safety: tuple[str, ...]
    lines: Lines | None


def lines_between(before: str, after: str) -> Lines:
    """(sign, line) of a comparison; three lines round each change."""
    rows = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=3)
    return [(row[:1], row[1:]) for row in rows if not row.startswith(("---", "+++"))]


def since_stamp(settings: Settings, made: Piece, today: date) -> Moved | None:
    """What changed in the source of a text or of questions; None for a source, a fresh translation, or a pair that cannot be read."""
    try:
        return _since_stamp(settings, made, today)
    except ContentUnreadable:
        raise
    except Exception as error:  # the comparison is a help; its editor opens without it
        file_defects.problem_of(error, made.path)
        return None


def _since_stamp(settings: Settings, made: Piece, today: date) -> Moved | None:
    if made.kind not in ("text", "items") or made.language == SOURCE:
        return None
    folder, source = settings.shown_content, made.counterpart
    read = text_files.read_library(folder, today=today, cache=settings.data / "content-cache")
    files = read.of(made.key, made.language)
    stamp = freshness.stamp_of(files.text) if files is not None and files.text is not None else None
    if files is None or stamp is None:
        return None
    try:
        change = translation_stamps.change(files, read)
    except CoursesError:
        return None
    stamped = stamp.source_hash if made.kind == "text" else stamp.items_hash
    text = (folder / source).read_text("utf-8", errors="replace") if (folder / source).is_file() else ""
    is_old = change.freshness in ("stale", "stale-safety") if made.kind == "text" else freshness.hash_of(source, made.key, text) != stamped
    if not stamped or not is_old:
        return None
    then = _said_then(settings.own_content, made, stamped)
    return Moved(change.safety if made.kind == "text" else (), None if then is None else lines_between(then, text))


def _said_then(own: Path, made: Piece, stamped: str) -> str | None:
    """The source as it was when its hash was the stamp's; None when that is not among the versions."""
    source = made.counterpart
    for version in history.versions(own, [source]):
        text = history.text_at(own, version.key, source)
        if text is not None and freshness.hash_of(source, made.key, text) == stamped:
            return text
    return None
