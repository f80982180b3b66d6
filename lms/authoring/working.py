"""What an educator does to a page: save, restore, ask for a reader, publish, withdraw. Each is one commit."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courses.authoring import text_files, translation_stamps
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable
from courses.library import content_folder, publication_states
from courses.library.content_folder import SOURCE
from courses.library.new_files import NewFile
from courses.model.content import Problem
from courses.text import front_matter, line_edits
from courses.text.source_texts import DRAFTS
from lms.authoring import history
from lms.authoring.errors import NotReady, ReadByItsAuthor, TextChanged

WRITES = ("new", "save", "restore", "stamp", "follow", "received")
"""What makes somebody an author of a page."""


@dataclass(frozen=True)
class Desk:
    """Where an educator works. shipped: what the site came with; own: what it keeps. who: her pseudonym."""

    shipped: Path
    own: Path
    who: str
    today: date

    @property
    def folder(self) -> Path:
        return self.own if self.own.is_dir() else self.shipped

    def open(self) -> Path:
        return history.working_copy(self.shipped, self.own)


def mark(text: str) -> str:
    """Which text a form was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mark_of_unit(folder: Path, piece: Piece) -> str:
    return mark("\0".join(text_files.read(folder, path) for path in piece.unit))


def state_of(folder: Path, piece: Piece) -> str:
    """The state of the words being written: of the draft beside a published page when there is one."""
    base = folder / DRAFTS if (folder / DRAFTS / piece.head).is_file() else folder
    return text_files.state(base, piece.head)


def save(desk: Desk, piece: Piece, text: str, base: str, *, did: str = "save") -> None:
    """Keep a text. A broken one is kept too, as a draft; a published page stays as it is while its draft is written beside it.

    base: the mark of the text it was made from. Raises TextChanged, ContentUnreadable (not text at all), ContentBusy, OSError.
    """
    plain = text_files.decode(text)
    own = desk.open()
    with history.only_one(own):
        if mark(text_files.read(own, piece.path)) != base:
            raise TextChanged(piece.path)
        merged_text = line_edits.merge(text_files.read_as_typed(own, piece.path), plain)
        history.commit(own, write_as_draft(own, piece, merged_text), who=desk.who, did=did)


def write_as_draft(own: Path, piece: Piece, text: str) -> list[str]:
    """Write a file of a page, beside the published one if it is; gives every path that changed. Call it inside `only_one`."""
    beside = _is_beside(own, piece)
    paths = _begin_draft(own, piece) if beside else []
    place = f"{DRAFTS}/{piece.path}" if beside else piece.path
    text_files.write(own, place, _as_draft(text) if piece.path == piece.head else text)
    if piece.path != piece.head:
        paths += _back_to_draft(own, piece, beside=beside)
    return [place, *(path for path in paths if path != place)]


def begin(desk: Desk, make: Callable[[Path], list[NewFile]]) -> list[str]:
    """Write a new page's files, all or none, as one commit. make: gives them for the folder as it is now.

    Gives their paths. Raises CannotBegin (nothing is touched), ContentBusy, OSError.
    """
    own = desk.open()
    with history.only_one(own):
        files = make(own)
        before = {file.path: _bytes(own / file.path) for file in files}
        try:
            for file in files:
                text_files.write(own, file.path, file.text)
            history.commit(own, list(before), who=desk.who, did="new")
        except Exception:
            _put_back(own, before)
            raise
    return list(before)


def _is_beside(own: Path, piece: Piece) -> bool:
    return (own / DRAFTS / piece.head).is_file() or text_files.state(own, piece.head) == "published"


def _as_draft(text: str) -> str:
    """The text as a draft. One that cannot be read is kept as it is, since nobody is shown it.

    Raises ContentUnreadable when it can be read but not marked: kept as typed, it could say `published` by itself.
    """
    try:
        return publication_states.as_draft(text)
    except ContentUnreadable:
        if _can_be_read(text):
            raise
        return text


def _can_be_read(text: str) -> bool:
    try:
        front_matter.split(text_files.decode(text), "")
    except ContentUnreadable:
        return False
    return True


def _begin_draft(own: Path, piece: Piece) -> list[str]:
    """The head of a published page, once more as a draft, so that the page itself stays."""
    place = f"{DRAFTS}/{piece.head}"
    if (own / place).is_file():
        return []
    text_files.write(own, place, _as_draft(text_files.read_as_typed(own, piece.head)))
    return [place]


def _back_to_draft(own: Path, piece: Piece, *, beside: bool) -> list[str]:
    """New words below a head that somebody is reading: the head is a draft again."""
    place = f"{DRAFTS}/{piece.head}" if beside else piece.head
    head = text_files.read_as_typed(own, piece.head)
    plain = _as_draft(head)
    if not head or plain == head:
        return []
    text_files.write(own, place, plain)
    return [place]


def authors(own: Path, piece: Piece) -> set[str]:
    """Who wrote the page since it was last published."""
    names = set()
    for version in history.versions(own, _everywhere(piece)):
        if version.did == "publish":
            break
        if version.did in WRITES:
            names.add(version.who)
    return names - {""}


def _everywhere(piece: Piece) -> list[str]:
    return [*piece.unit, *(f"{DRAFTS}/{path}" for path in piece.unit)]


def problems(folder: Path, piece: Piece, today: date) -> list[Problem]:
    """What stands in the way of the page as it is being written, in each of its files."""
    all_problems = []
    for path in piece.unit:
        text = text_files.read(folder, path)
        if text:
            all_problems += text_files.lint(folder, text_files.piece(folder, path), text, today=today)
    return [problem for problem in all_problems if problem.severity == "error" and problem.code not in ("007", "217")]


def move(desk: Desk, piece: Piece, after: str) -> None:
    """Ask for a second reader, send back, withdraw, take up again.

    Raises NotReady (a page with problems is not given to a reader), NotThisWay, ContentUnreadable, ContentBusy, OSError.
    """
    own = desk.open()
    with history.only_one(own):
        if after == "in_review" and (errors := problems(own, piece, desk.today)):
            raise NotReady(errors)
        has_draft = after != "withdrawn" and (own / DRAFTS / piece.head).is_file()
        place = f"{DRAFTS}/{piece.head}" if has_draft else piece.head
        text_files.write(own, place, publication_states.with_state((own / place).read_bytes().decode("utf-8"), after))
        history.commit(own, [place], who=desk.who, did={"in_review": "review", "draft": "reopen"}.get(after, "withdraw"))


def publish(desk: Desk, piece: Piece, *, by: str, expires: date, base: str) -> None:
    """A second reader has read every file of the page and signs. by: her name as readers will see it.

    base: the mark of what she read. Raises ReadByItsAuthor, TextChanged, NotReady, NotThisWay, ContentBusy, CannotStamp, OSError.
    """
    own = desk.open()
    with history.only_one(own):
        if desk.who in authors(own, piece):
            raise ReadByItsAuthor(piece.head)
        if publication_states.AFTER_READING not in publication_states.MOVES.get(state_of(own, piece), ()):
            raise publication_states.NotThisWay(state_of(own, piece), publication_states.AFTER_READING)
        if mark_of_unit(own, piece) != base:
            raise TextChanged(piece.head)
        if errors := problems(own, piece, desk.today):
            raise NotReady(errors)
        before = {path: _bytes(own / path) for path in _everywhere(piece)}
        try:
            _put_in_place(own, piece, by=by, expires=expires, on=desk.today)
        except Exception:
            _put_back(own, before)
            raise
        history.commit(own, [path for path in before if _bytes(own / path) != before[path]], who=desk.who, did="publish")


def _put_in_place(own: Path, piece: Piece, *, by: str, expires: date, on: date) -> None:
    head = text_files.read_as_typed(own, piece.head)
    new_head = publication_states.with_signature(head, by=by, on=on, expires=expires, is_game=piece.kind == "situation")
    for path in piece.unit:
        draft = own / DRAFTS / path
        if draft.is_file():
            text_files.write(own, path, draft.read_bytes().decode("utf-8"))
            draft.unlink()
    text_files.write(own, piece.head, new_head)
    if piece.kind != "situation" and piece.language != SOURCE:
        text_files.write(own, piece.head, _with_stamp(own, piece, by=by, on=on))
    if errors := problems(own, piece, on):
        raise NotReady(errors)


def _with_stamp(own: Path, piece: Piece, *, by: str, on: date) -> str:
    library = content_folder.load(own, today=on)
    files = library.of(piece.key, piece.language)
    assert files is not None  # noqa: S101 - it was checked a moment ago
    return translation_stamps.stamp(files, library, by=by, on=on)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put_back(own: Path, before: dict[str, bytes | None]) -> None:
    for path, raw in before.items():
        if raw is None:
            (own / path).unlink(missing_ok=True)
        else:
            (own / path).parent.mkdir(parents=True, exist_ok=True)
            (own / path).write_bytes(raw)


def restore(desk: Desk, piece: Piece, version: str, base: str) -> bool:
    """Keep once more the text of an old version; nothing between is lost. False when that version has no such text."""
    text = text_of(desk.own, piece, version)
    if text is None:
        return False
    save(desk, piece, text, base, did="restore")
    return True


def text_of(own: Path, piece: Piece, version: str) -> str | None:
    """A file as it was being written in a version: its draft when there was one."""
    draft = history.text_at(own, version, f"{DRAFTS}/{piece.path}")
    return draft if draft is not None else history.text_at(own, version, piece.path)
