"""What educators may write in the browser: text files of modules and situations, each read as its draft when it has one."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from courses.authoring import translation_stamps
from courses.checks import all_checks
from courses.errors import ContentUnreadable, UnknownContent
from courses.game import book_reader
from courses.library import content_folder
from courses.library.content_folder import ITEMS, LANGUAGES, SIMPLE, SOURCE, TEXT
from courses.model.content import Problem
from courses.text import file_defects, front_matter, yaml_files
from courses.text.line_edits import BREAK, MARK
from courses.text.source_texts import DRAFTS, Texts
from courses.text.typography import typeset

PATH = re.compile(r"(?P<language>fr|en)/(?P<folder>[a-z0-9-]{1,60})/(?P<key>[a-z0-9-]{1,80})(?P<end>\.items\.md|\.simple\.md|\.md)")
SITUATIONS = "situations"
LONGEST = 100_000
"""Signs of one file; the longest shipped one has a third."""
Kind = Literal["text", "items", "simple", "situation"]
KINDS: dict[str, Kind] = {TEXT: "text", ITEMS: "items", SIMPLE: "simple"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file in one language. folder: a course's key, or `situations`."""

    language: str
    folder: str
    key: str
    kind: Kind

    @property
    def path(self) -> str:
        return self._in(self.language, self.kind)

    @property
    def head(self) -> str:
        """The file whose front matter holds the state: a module's text in its language, a situation's French file."""
        return self._in(SOURCE, "situation") if self.kind == "situation" else self._in(self.language, "text")

    @property
    def unit(self) -> tuple[str, ...]:
        """Every file that is read, published and withdrawn together with this one; the head first."""
        if self.kind == "situation":
            return tuple(self._in(language, "situation") for language in LANGUAGES)
        return tuple(self._in(self.language, kind) for kind in ("text", "items", "simple"))

    @property
    def counterpart(self) -> str:
        """The same file in the other language."""
        return self._in(next(one for one in LANGUAGES if one != self.language), self.kind)

    def _in(self, language: str, kind: str) -> str:
        end = {"items": ITEMS, "simple": SIMPLE}.get(kind, TEXT)
        return f"{language}/{self.folder}/{self.key}{end}"


def piece(folder: Path, path: str) -> Piece:
    """The file of this path; one of another shape, or of a module no course lists, is refused: UnknownContent."""
    match = PATH.fullmatch(path)
    if match is None:
        raise UnknownContent("file", path)
    is_situation = match["folder"] == SITUATIONS
    if is_situation and match["end"] != TEXT:
        raise UnknownContent("file", path)
    piece = Piece(match["language"], match["folder"], match["key"], "situation" if is_situation else KINDS[match["end"]])
    if not any((folder / one).is_file() for one in (piece.path, piece.counterpart, f"{DRAFTS}/{piece.path}")):
        raise UnknownContent("file", path)
    return piece


def pieces(folder: Path) -> Iterator[Piece]:
    """Every file there is, and the files a translation still lacks: courses in their order, then situations."""
    for entry in content_folder.shared_texts(Texts(folder)).structure.modules.values():
        for language in LANGUAGES:
            for kind in KINDS.values():
                piece = Piece(language, entry.course, entry.key, kind)
                if kind == "text" or (folder / piece.path).is_file() or (folder / piece.counterpart).is_file():
                    yield piece
    for path in sorted((folder / SOURCE / SITUATIONS).glob("*.md")):
        for language in LANGUAGES:
            yield Piece(language, SITUATIONS, path.stem, "situation")


def read(folder: Path, path: str) -> str:
    """The text to go on writing, with \\n as line ends: the draft beside a published page, else the file itself; empty without one."""
    return BREAK.sub("\n", read_as_typed(folder, path).removeprefix(MARK))


def read_as_typed(folder: Path, path: str) -> str:
    """The same with its own line ends and byte order mark, so that what nobody edited is written back as it was."""
    for one in (folder / DRAFTS / path, folder / path):
        if one.is_file():
            return one.read_bytes().decode("utf-8", errors="replace")
    return ""


def decode(text: str) -> str:
    """What a form sent, as it is kept: one line end, one line end at the end. Raises ContentUnreadable (009)."""
    plain = yaml_files.decode(text.encode("utf-8", "surrogatepass"), "")
    return plain.rstrip("\n") + "\n"


def write(folder: Path, path: str, text: str) -> None:
    """Replaces a file in one step. OSError when it cannot be written."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    translation_stamps.write(folder, path, text)


def state(folder: Path, head: str) -> str:
    """What the front matter of a head says; draft when it says nothing that can be read."""
    try:
        return front_matter.split(yaml_files.read_text(folder / head, head), head).text("state") or "draft"
    except ContentUnreadable:
        return "draft"


def title(folder: Path, head: str) -> str:
    """What the front matter of a head calls its page, set as readers see it; empty when that cannot be read.

    Remembered by every byte of the file: a form that links to other modules asks for the title of each.
    """
    try:
        raw = yaml_files.read_raw(folder / head, head)
    except (FileNotFoundError, ContentUnreadable):
        return ""
    key = (head, hashlib.sha256(raw).digest())
    words = _titles.get(key)
    if words is None:
        words = _titles[key] = _title_in(raw, head)
        for old in list(_titles)[:-MOST_TITLES]:
            _titles.pop(old, None)
    return words


MOST_TITLES = 2_000
_titles: dict[tuple[str, bytes], str] = {}
"""Titles by path and digest of the file: a site of 200 modules has 400."""


def _title_in(raw: bytes, head: str) -> str:
    try:
        front = front_matter.split(yaml_files.decode(raw, head), head)
    except ContentUnreadable:
        return ""
    return typeset(front.text("title"), head.partition("/")[0])


def lint(folder: Path, piece: Piece, text: str, *, today: date) -> list[Problem]:
    """What a check of the whole folder would say of this file if it held `text` and every draft stood in its place. By line."""
    texts = Texts(folder, {piece.path: text}, with_drafts=True)
    library = content_folder.load(folder, today=today, texts=texts)
    try:
        problems = _of_situation(library, piece, text) if piece.kind == "situation" else all_checks.about(library, piece.key, piece.path)
    except Exception as error:  # whatever a text holds, its editor opens
        problems = [file_defects.problem_of(error, piece.path)]
    return sorted({problem for problem in problems if problem.path == piece.path}, key=lambda problem: (problem.line, problem.code))


def _of_situation(library: content_folder.Library, piece: Piece, text: str) -> list[Problem]:
    """The game reads a folder: one is laid out of links, with this situation alone in it."""
    with tempfile.TemporaryDirectory(prefix="horslesmurs-lint-") as folder_name:
        over = Path(folder_name)
        _lay(library.folder, over, piece)
        target = over / piece.path
        target.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8", "surrogatepass"))
        modules = set(library.structure.modules) if library.structure.knows_all_modules else None
        return list(book_reader.load(over, library.rules.preset(None), now=library.today, modules=modules).problems)


def _lay(folder: Path, over: Path, piece: Piece) -> None:
    """The registers and the game's words as they are; of the situations only the one that is looked at, its drafts first."""
    (over / "_structure").symlink_to((folder / "_structure").resolve())
    for language in LANGUAGES:
        (over / language / SITUATIONS).mkdir(parents=True)
        if (folder / language / "game").is_dir():
            (over / language / "game").symlink_to((folder / language / "game").resolve())
        for top in (DRAFTS, ""):
            file = folder / top / language / SITUATIONS / f"{piece.key}.md"
            if file.is_file():
                (over / language / SITUATIONS / file.name).symlink_to(file.resolve())
                break
