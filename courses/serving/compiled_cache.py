"""A content folder as parsed and checked, kept in one file module by module: only what a changed byte touches is read again."""

import gc
import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import courses
from courses.checks import all_checks
from courses.checks.all_checks import ModuleFindings
from courses.library import content_folder, structure
from courses.library.content_folder import LANGUAGES, REGISTERS, Files, Library, Sides
from courses.library.structure import ModuleEntry
from courses.model.content import Problem, State
from courses.serving import second_process
from courses.serving.result_cache import is_ours_alone, write_private
from courses.text.source_texts import Texts

MARK = b"hors-les-murs compiled content 4\n"
DIGEST = 32
UNIT_PROCESS = "courses.serving.unit_process"
TOPS = (structure.FOLDER, *LANGUAGES, "media")
TEXTS = (".md", ".yml")
WORTH_A_PROCESS = 60
"""Modules to parse from which on a second process pays: it takes as long to start as some fifteen of them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One module in every language, with all that can be said of it alone.

    digest: of every byte it was made from; no day, since nothing here changes with it. screens: by language.
    raw: its files, pickled, and made into values again only when somebody asks for them.
    """

    digest: bytes
    found: ModuleFindings
    screens: Mapping[str, tuple[str, ...]]
    raw: bytes


@dataclass(frozen=True, slots=True)
class CachedFolder:
    """What one cache file holds. across: what was found between modules in the state and on the day that across_digest tells."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    across_digest: bytes = b""
    across: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledFolder:
    """A library, what the checks found in it, and the state of each module's text by (key, language)."""

    library: Library
    problems: tuple[Problem, ...]
    states: Mapping[tuple[str, str], State | None]


def read(folder: Path, *, today: date, cache_folder: Path | None = None) -> CompiledFolder:
    """The same as parsing and checking, from the cache where nothing changed since.

    cache_folder: ours alone (0700): the cache is a pickle, and whoever can write it can run code here; it is never read
    from the content folder. None: no cache. Raises ContentUnreadable for the site rules alone.
    """
    file = _cache_file(folder, cache_folder)
    last = _cached(file) if file else CachedFolder()
    fresh, units = _fresh(folder, today, last, is_kept=file is not None)
    problems = [problem for unit in units.values() for problem in unit.found.on(today)]
    across = _across(fresh, units, last if file else None)
    problems += across.across
    if file is not None and across != last:
        _write_cache(across, file)
    states = {
        (key, language): text.state_on(today) if (text := unit.found.texts.get(language)) is not None else None
        for key, unit in units.items()
        for language in LANGUAGES
    }
    return CompiledFolder(fresh, tuple(problems), states)


def library(folder: Path, *, today: date, cache_folder: Path | None = None) -> Library:
    """The parsed files alone, without the checks across modules, which take most of the time once the cache is there."""
    file = _cache_file(folder, cache_folder)
    last = _cached(file) if file else CachedFolder()
    fresh, units = _fresh(folder, today, last, is_kept=file is not None)
    if file is not None and units != last.units:
        _write_cache(replace(last, units=units), file)
    return fresh


def _cache_file(folder: Path, cache_folder: Path | None) -> Path | None:
    return cache_folder / f"content-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}.cache" if cache_folder else None


def _fresh(folder: Path, today: date, last: CachedFolder, *, is_kept: bool) -> tuple[Library, dict[str, Unit]]:
    texts = Texts(folder)
    fresh = content_folder.load(folder, today=today, texts=texts)
    ground, modules = _ground(texts), fresh.structure.modules
    digests = {entry.key: _digest(ground, entry, texts) for entry in modules.values()}
    known = {key: unit for key, unit in last.units.items() if unit.digest == digests.get(key)}
    new_units = _parsed_units(fresh, {key: digest for key, digest in digests.items() if key not in known}, is_kept=is_kept)
    units = {key: known.get(key) or new_units[key] for key in modules}
    fresh.sides, fresh.screens = (
        _sides(fresh.sides, units, modules),
        {(key, language): keys for key, unit in units.items() for language, keys in unit.screens.items()},
    )
    return fresh, units


def _across(fresh: Library, units: Mapping[str, Unit], last: CachedFolder | None) -> CachedFolder:
    """What lies between modules, from the cache when no byte of the folder has changed since that day. last: None for no cache."""
    digest = _digest_of_all(fresh.texts, fresh.today) if last is not None else b""
    if last is not None and last.across_digest == digest:
        return CachedFolder(units, digest, last.across)
    finals = [item for unit in units.values() for item in unit.found.finals]
    problems = tuple(all_checks.across(fresh, [link for unit in units.values() for link in unit.found.links], finals))
    if last is not None and _digest_of_all(Texts(fresh.folder), fresh.today) != digest:
        digest = b""  # a file changed meanwhile: nobody could say which state this belongs to
    return CachedFolder(units, digest, problems)


def _parsed_units(fresh: Library, digests: Mapping[str, bytes], *, is_kept: bool) -> Mapping[str, Unit]:
    """These modules parsed and checked, many of them by a second process. digests: of what this process has read, by key.

    A file may change meanwhile: what the other process made from other bytes is made again here.
    """

    def make(key: str) -> Unit:
        return _unit(fresh, fresh.structure.modules[key], digests[key], is_kept=is_kept)

    if len(digests) < WORTH_A_PROCESS:
        return {key: make(key) for key in digests}
    with _garbage_later():
        if not second_process.has_second_core():
            return {key: make(key) for key in digests}
        units = second_process.share(tuple(digests), make, UNIT_PROCESS, [str(fresh.folder)])
    return {key: unit if unit.digest == digests[key] else make(key) for key, unit in units.items()}


@contextmanager
def _garbage_later() -> Iterator[None]:
    """No search for cycles meanwhile: the values of a large folder stay, and looking through them over and over is a tenth of the work."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def units_of(folder: Path) -> Callable[[str], Unit]:
    """What parses and checks one module of a folder by its key, for another process. The registers are read once, here.

    Raises ContentUnreadable; what it returns raises KeyError.
    """
    texts = Texts(folder)
    fresh = content_folder.load(folder, today=date.min, texts=texts)  # no unit depends on the day
    ground = _ground(texts)

    def make(key: str) -> Unit:
        entry = fresh.structure.modules[key]
        return _unit(fresh, entry, _digest(ground, entry, texts), is_kept=True)

    return make


def _unit(fresh: Library, entry: ModuleEntry, digest: bytes, *, is_kept: bool) -> Unit:
    """One module parsed and checked. is_kept: a cache will be written; without one its files are not pickled."""
    sides = {language: fresh.sides[entry.key, language] for language in LANGUAGES}
    return Unit(
        digest=digest,
        found=all_checks.of_module(fresh, entry.key),
        screens={language: fresh.screen_keys(entry.key, language) or () for language in LANGUAGES},
        raw=pickle.dumps(sides, protocol=pickle.HIGHEST_PROTOCOL) if is_kept else b"",
    )


def _sides(all_sides: Sides, units: Mapping[str, Unit], modules: Mapping[str, ModuleEntry]) -> Sides:
    """Files that were parsed a moment ago as they are; the others from their unit, one module at a time, when asked for."""

    def make(entry: ModuleEntry, language: str) -> Files:
        if not units[entry.key].raw:
            return all_sides[entry.key, language]
        sides: dict[str, Files] = pickle.loads(units[entry.key].raw)  # noqa: S301 - its sum was right, in a folder only we may write
        sides[language].entry = entry
        return sides[language]

    return Sides(modules, make)


def _ground(texts: Texts) -> bytes:
    """Inputs shared by the cache keys of all modules: the registers, our own code, Python's version. Not the day: no unit depends on it."""
    digest = hashlib.sha256(f"{sys.version} {shape()}".encode())
    for path in REGISTERS:
        digest.update(f"\0{path}\0".encode() + hashlib.sha256(texts.mark(path)).digest())
    return digest.digest()


def _digest(ground: bytes, entry: ModuleEntry, texts: Texts) -> bytes:
    """Changes with any byte of the module's files, with what its course says of it, and with the ground. Its line does not count."""
    digest = hashlib.sha256(ground + repr(replace(entry, line=0)).encode())
    for path in content_folder.paths_of(entry):
        mark = texts.mark(path)
        digest.update(b"\0%d\0" % len(mark))
        digest.update(mark)
    return digest.digest()


def _digest_of_all(texts: Texts, today: date) -> bytes:
    """Changes with the name or a byte of any file that pages, registers, the game or media are made of, with the day and our own code."""
    digest = hashlib.sha256(f"{sys.version} {shape()} {today}".encode())
    for top in TOPS:
        for path in sorted((texts.folder / top).rglob("*")):
            name = path.relative_to(texts.folder).as_posix()
            mark = texts.mark(name) if path.suffix in TEXTS else _mark_of_bytes(path)
            digest.update(f"\0{name}\0{len(mark)}\0".encode("utf-8", "surrogateescape") + mark)
    return digest.digest()


def _mark_of_bytes(path: Path) -> bytes:
    """A file's bytes, or why it has none. A link to a folder, into which nobody looks here, is never the same twice."""
    try:
        return path.read_bytes()
    except OSError as error:
        return os.urandom(DIGEST) if path.is_symlink() else type(error).__name__.encode()


@cache
def shape() -> str:
    """Our own source, in every folder of this package: a cache made by another version of the code is another cache."""
    digest = hashlib.sha256()
    for path in sorted(Path(courses.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write_cache(folder: CachedFolder, file: Path) -> None:
    body = pickle.dumps(folder, protocol=pickle.HIGHEST_PROTOCOL)
    write_private(file, MARK + hashlib.sha256(body).digest() + body)


def _cached(file: Path) -> CachedFolder:
    """What an earlier reading left; nothing when it is absent, damaged, another version's, or not ours alone."""
    nothing = CachedFolder()
    try:
        if not all(is_ours_alone(path) for path in (file, file.parent)):
            return nothing
        raw = file.read_bytes()
    except OSError:
        return nothing
    body = raw[len(MARK) + DIGEST :]
    if not raw.startswith(MARK) or raw[len(MARK) : len(MARK) + DIGEST] != hashlib.sha256(body).digest():
        return nothing
    try:
        folder = pickle.loads(body)  # noqa: S301 - our own file, in a folder only we may write
    except Exception:  # a pickle can raise anything; the content itself is still there to read
        return nothing
    return folder if isinstance(folder, CachedFolder) else nothing
