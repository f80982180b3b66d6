"""What the shipped content changed beside the site's own copy: by file, by page, and which safety blocks are old.

Three states of a file: the shipped one the site's copy started from (its base), the site's own, the shipped one of today. The base is kept
beside the site's own files (`.shipped/<path>`) once it was taken over; until then it is the first commit of the site's folder.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from courses.authoring import safety_changes, text_files
from courses.library.content_folder import ITEMS, LANGUAGES, SIMPLE, TEXT
from courses.text.source_texts import DRAFTS, Texts
from courses.triage import register
from lms.authoring import history
from lms.web.site import shipped_notice

BASES = ".shipped"
TEXTS = (".md", ".yml")


@dataclass(frozen=True, slots=True)
class Change:
    """One shipped file that is not what the site's copy of it started from. None: there is no such file."""

    path: str
    base: bytes | None
    ours: bytes | None
    theirs: bytes
    has_draft: bool = False

    @property
    def is_untouched(self) -> bool:
        """Nobody of this site wrote in it: the shipped one takes its place."""
        return self.ours == self.base and not self.has_draft

    @property
    def is_taken(self) -> bool:
        return self.ours == self.theirs and not self.has_draft

    @property
    def stale_blocks(self) -> tuple[str, ...]:
        """Safety blocks that the shipped text changed and the site's does not say so."""
        base, ours, theirs = ((raw or b"").decode("utf-8", "replace") for raw in (self.base, self.ours, self.theirs))
        changed = safety_changes.changed_blocks(self.path, base, theirs)
        mine, yours = safety_changes.blocks(self.path, ours), safety_changes.blocks(self.path, theirs)
        return tuple(key for key in changed if mine.get(key) != yours.get(key))

    @property
    def unit(self) -> str:
        """What is taken over together: a module or situation in both languages, else the file itself."""
        return _unit_of(self.path)


@dataclass(frozen=True, slots=True)
class Unit:
    """The changes of one page or register that wait for an educator. stale: safety blocks whose words are old here."""

    key: str
    changes: tuple[Change, ...]
    stale: tuple[str, ...]
    is_urgent: bool


def changes(upstream: Path, own: Path, only: Iterable[str] | None = None) -> Iterator[Change]:
    """Every shipped file that changed, in order of its path. A file that is shipped no more stays where the site has it.

    only: paths to look at; None for all.
    """
    first = history.first_files(own)
    for path in sorted(_paths(upstream)) if only is None else only:
        if not (upstream / path).is_file():
            continue
        theirs = (upstream / path).read_bytes()
        base_file = own / BASES / path
        if base_file.is_file():
            base: bytes | None = base_file.read_bytes()
        elif path in first:
            if first[path] == history.blob_key(theirs):
                continue
            base = history.raw_at(own, history.first_version(own), path)
        else:
            base = None
        if base != theirs:
            yield Change(path, base, _bytes(own / path), theirs, (own / DRAFTS / path).is_file())


def units(upstream: Path, own: Path) -> list[Unit]:
    """What waits for an educator, urgent pages first."""
    if not own.is_dir():
        return []
    groups: dict[str, list[Change]] = {}
    for change in changes(upstream, own):
        if _waits(change):
            groups.setdefault(change.unit, []).append(change)
    signs = register.read(Texts(upstream))[0]
    all_units = [_unit(key, tuple(rows), signs) for key, rows in groups.items()]
    return sorted(all_units, key=lambda unit: (not unit.is_urgent, not unit.stale, unit.key))


def unit(upstream: Path, own: Path, key: str) -> Unit | None:
    """One of `units`, from its own files alone; None when nothing of this key waits."""
    if not own.is_dir():
        return None
    rows = tuple(change for change in changes(upstream, own, sorted(_paths_of(upstream, key))) if _waits(change))
    return _unit(key, rows, register.read(Texts(upstream))[0]) if rows else None


def _paths_of(upstream: Path, key: str) -> Iterator[str]:
    """The shipped files of a page in each language, or the one file that bears the key as its path."""
    folder, _slash, name = key.rpartition("/")
    candidates = [key, *(f"{language}/{folder}/{name}{end}" for language in LANGUAGES for end in (TEXT, SIMPLE, ITEMS))]
    for path in candidates:
        if ".." not in path.split("/") and not path.startswith((".", "/")) and _unit_of(path) == key and (upstream / path).is_file():
            yield path


def _waits(change: Change) -> bool:
    return not change.is_untouched and not change.is_taken and change.path.endswith(TEXTS)


def _unit_of(path: str) -> str:
    match = text_files.PATH.fullmatch(path)
    return f"{match['folder']}/{match['key']}" if match else path


def _unit(key: str, rows: tuple[Change, ...], signs: register.Register | None) -> Unit:
    stale = tuple(sorted({block for change in rows for block in change.stale_blocks}))
    # The triage register itself says how fast to act: a change of it is always looked at first.
    is_urgent = key == register.FILE or (bool(stale) and safety_changes.is_urgent(key.rpartition("/")[2], stale, signs))
    return Unit(key, rows, stale, is_urgent)


def stale_blocks(upstream: Path, own: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Safety blocks of these files whose words are old here: a page with one is signed by nobody."""
    if not (own / ".git").is_dir():
        return ()
    return tuple(sorted({block for change in changes(upstream, own, paths) for block in _stale_while_written(own, change)}))


def _stale_while_written(own: Path, change: Change) -> tuple[str, ...]:
    """The same of the words being written: the draft beside a published page when there is one."""
    draft = _bytes(own / DRAFTS / change.path)
    return (change if draft is None else replace(change, ours=draft)).stale_blocks


def write_notice(upstream: Path, own: Path) -> None:
    """Keep what waits for every page of staff to say."""
    all_units = units(upstream, own)
    shipped_notice.write(own, waiting=[one.key for one in all_units], urgent=[one.key for one in all_units if one.is_urgent])


def _paths(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in name.parts):
            yield name.as_posix()


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
