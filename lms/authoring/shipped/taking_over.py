"""A shipped change and the site's own words as one text: settled line by line, and asked where both changed the same lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from courses.authoring import text_files
from courses.authoring.text_files import PATH
from courses.errors import ContentUnreadable
from courses.library import publication_states
from courses.text import line_edits, three_way, yaml_files
from courses.text.three_way import Conflict, Part
from lms.authoring import history, working
from lms.authoring.errors import TextChanged
from lms.authoring.shipped import follow, waiting
from lms.authoring.shipped.waiting import BASES, Change, Unit
from lms.authoring.working import Desk


@dataclass(frozen=True, slots=True)
class FileMerge:
    """One file: the text the copy started from, the site's own as it is being written, the shipped one, and what comes of the three."""

    path: str
    base: str
    ours: str
    theirs: str
    parts: tuple[Part, ...]

    @property
    def conflicts(self) -> list[Conflict]:
        return three_way.conflicts(self.parts)


def merges(own: Path, unit: Unit) -> list[FileMerge]:
    return [_merge(own, change) for change in unit.changes]


def _merge(own: Path, change: Change) -> FileMerge:
    base, theirs = (_plain(change.path, raw) for raw in (change.base, change.theirs))
    ours = _plain(change.path, text_files.read_as_typed(own, change.path).encode()) if change.ours is not None or change.has_draft else ""
    if not ours:
        return FileMerge(change.path, base, ours, theirs, (tuple(theirs.split("\n")),))
    return FileMerge(change.path, base, ours, theirs, tuple(three_way.merge(base, ours, theirs)))


def _plain(path: str, raw: bytes | None) -> str:
    """With one kind of line ends, and as a draft: who signed which state of a page is never merged."""
    text = line_edits.BREAK.sub("\n", (raw or b"").decode("utf-8", "replace").removeprefix(line_edits.MARK))
    if not PATH.fullmatch(path) or not text.startswith("---\n"):
        return text
    try:
        return publication_states.as_draft(text)
    except ContentUnreadable:
        return text


def mark(files: list[FileMerge]) -> str:
    """Which texts a form was made from."""
    return working.mark("\0".join(f"{one.path}\0{one.ours}\0{one.theirs}" for one in files))


def take_over(desk: Desk, unit_key: str, picks: Mapping[str, Mapping[int, str]], base: str) -> None:
    """Keep the merged texts as drafts, one commit; the published page stays as it is beside them.

    picks: path -> words for each conflict by its place. Raises TextChanged (somebody saved, or took it over, meanwhile), KeyError for a
    conflict nobody settled, ContentUnreadable for a register that could not be read afterwards, ContentBusy, OSError.
    """
    own = desk.open()
    with history.only_one(own):
        unit = waiting.unit(desk.shipped, own, unit_key)
        files = merges(own, unit) if unit is not None else []
        if unit is None or mark(files) != base:
            raise TextChanged(unit_key)
        texts = {one.path: three_way.text_of(one.parts, picks.get(one.path, {})) for one in files}
        for path, text in texts.items():
            if path.endswith(".yml"):
                yaml_files.parse(text, path)
        paths: list[str] = []
        for path, text in texts.items():
            paths += _write_merged(own, path, text)
        follow.keep_bases(own, list(unit.changes))
        paths += [f"{BASES}/{change.path}" for change in unit.changes]
        history.commit(own, list(dict.fromkeys(paths)), who=desk.who, did="follow")
        waiting.write_notice(desk.shipped, own)


def _write_merged(own: Path, path: str, text: str) -> list[str]:
    typed = line_edits.merge(text_files.read_as_typed(own, path), text)
    match = PATH.fullmatch(path)
    if match is None:
        text_files.write(own, path, typed)
        return [path]
    return working.write_as_draft(own, piece_of(path), typed)


def piece_of(path: str) -> text_files.Piece:
    match = PATH.fullmatch(path)
    assert match is not None  # noqa: S101 - the caller looked a moment ago
    is_situation = match["folder"] == text_files.SITUATIONS
    return text_files.Piece(
        match["language"], match["folder"], match["key"], "situation" if is_situation else text_files.KINDS[match["end"]]
    )
