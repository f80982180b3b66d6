"""Stamping a translation after a person has read it against its source."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courses.errors import CoursesError
from courses.library import freshness, publication_states
from courses.library.content_folder import SOURCE, Files, Library
from courses.library.module_file import ModuleFile
from courses.text.file_writing import FOR_ALL, write_whole
from courses.text.line_edits import TypedLines


class CannotStamp(CoursesError):
    """The translation or its source is missing or unreadable, or a safety block is missing: there is nothing sound to stamp."""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs since the last stamp, for the person who reads: safety blocks by key, and whether other words did."""

    freshness: str
    safety: tuple[str, ...]


def change(files: Files, library: Library) -> Change:
    text, source = _pair(files, library)
    return Change(freshness.of(text, source), tuple(sorted(freshness.stale_blocks(text, source))))


def stamp(files: Files, library: Library, *, by: str, on: date) -> str:
    """Gives the translation's whole text with its `translation:` block renewed; writes nothing.

    by: who read it. Raises CannotStamp.
    """
    text, source = _pair(files, library)
    lacking = sorted(source.safety_blocks.keys() - text.safety_blocks.keys())
    if lacking:
        raise CannotStamp(f"{text.path}: write the safety block {', '.join(lacking)} first; a stamp would hide that it is missing.")
    source_files = library.of(files.entry.key, SOURCE)
    items = freshness.items_hash(source_files.items if source_files and files.items else None)
    before = freshness.stamp_of(text)
    state = before.state if before and before.state in ("draft", "reviewed") else "draft"
    safety = ", ".join(f"{key}: {publication_states.quote(freshness.block_hash(block))}" for key, block in source.safety_blocks.items())
    lines = [
        "translation:",
        f"  of: {SOURCE}",
        f"  state: {state}",
        f"  by: {publication_states.quote(by)}",
        f"  on: {on.isoformat()}",
        f"  source_hash: {publication_states.quote(freshness.source_hash(source))}",
    ]
    lines += [f"  items_hash: {publication_states.quote(items)}"] if items else []
    lines += [f"  safety: {{{safety}}}"] if safety else []
    return _with_lines((library.folder / text.path).read_bytes().decode("utf-8"), text, lines)


def write(folder: Path, path: str, text: str) -> None:
    """Replaces a file in one step: a reader sees the old one or the new one, never half of either. Line ends stay as they are in `text`."""
    write_whole(folder / path, text.encode("utf-8"), mode=FOR_ALL)


def _pair(files: Files, library: Library) -> tuple[ModuleFile, ModuleFile]:
    source = library.of(files.entry.key, SOURCE)
    if files.language == SOURCE:
        raise CannotStamp(f"{files.path} is the source language; stamp its translations.")
    if files.text is None or source is None or source.text is None:
        raise CannotStamp(f"{files.path}: the translation or its source is missing or cannot be read; run `content check`.")
    return files.text, source.text


def _with_lines(whole: str, file: ModuleFile, lines: list[str]) -> str:
    """The text with its `translation:` key, wherever it stands and however long it is, replaced by `lines`; all else as it was typed."""
    editor = TypedLines(whole)
    rows, close = editor.plain(), file.front.body_line - 2
    start = file.front.lines.get("translation", close + 1) - 1
    end = start + 1 if start < close else start
    while end < close and publication_states.continues(rows, end, close):
        end += 1
    editor.replace(start, end, lines)
    return str(editor)
