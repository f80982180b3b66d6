"""A content folder as parsed and checked, kept in one file module by module: only what a changed byte touches is read again."""

import hashlib
import logging
import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import courses
from courses.checks import all_checks
from courses.checks.all_checks import ModuleFindings
from courses.library import content_folder
from courses.library.content_folder import LANGUAGES, REGISTERS, Files, Library, Sides
from courses.library.structure import ModuleEntry
from courses.model.content import Problem, State
from courses.serving import second_process
from courses.text.file_writing import PRIVATE, write_whole
from courses.text.source_texts import Texts

log = logging.getLogger(__name__)
MARK = b"hors-les-murs compiled content 3\n"
DIGEST = 32
UNIT_PROCESS = "courses.serving.unit_process"
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
    fresh, units = _fresh(folder, today, cache_folder)
    problems = [problem for unit in units.values() for problem in unit.found.on(today)]
    finals = [item for unit in units.values() for item in unit.found.finals]
    problems += all_checks.across(fresh, [link for unit in units.values() for link in unit.found.links], finals)
    states = {
        (key, language): text.state_on(today) if (text := unit.found.texts.get(language)) is not None else None
        for key, unit in units.items()
        for language in LANGUAGES
    }
    return CompiledFolder(fresh, tuple(problems), states)


def library(folder: Path, *, today: date, cache_folder: Path | None = None) -> Library:
    """The parsed files alone, without the checks across modules, which take most of the time once the cache is there."""
    return _fresh(folder, today, cache_folder)[0]


def _fresh(folder: Path, today: date, cache_folder: Path | None) -> tuple[Library, dict[str, Unit]]:
    texts = Texts(folder)
    fresh = content_folder.load(folder, today=today, texts=texts)
    file = cache_folder / f"content-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}.cache" if cache_folder else None
    cached = _cached_units(file) if file else {}
    ground, modules = _ground(texts), fresh.structure.modules
    digests = {entry.key: _digest(ground, entry, texts) for entry in modules.values()}
    known = {key: unit for key, unit in cached.items() if unit.digest == digests.get(key)}
    new_units = _parsed_units(fresh, {key: digest for key, digest in digests.items() if key not in known}, is_kept=file is not None)
    units = {key: known.get(key) or new_units[key] for key in modules}
    if file is not None and units != cached:
        _write_cache(units, file)
    fresh.sides, fresh.screens = (
        _sides(fresh.sides, units, modules),
        {(key, language): keys for key, unit in units.items() for language, keys in unit.screens.items()},
    )
    return fresh, units


def _parsed_units(fresh: Library, digests: Mapping[str, bytes], *, is_kept: bool) -> Mapping[str, Unit]:
    """These modules parsed and checked, many of them by a second process. digests: of what this process has read, by key.

    A file may change meanwhile: what the other process made from other bytes is made again here.
    """

    def make(key: str) -> Unit:
        return _unit(fresh, fresh.structure.modules[key], digests[key], is_kept=is_kept)

    if len(digests) < WORTH_A_PROCESS or not second_process.has_second_core():
        return {key: make(key) for key in digests}
    units = second_process.share(tuple(digests), make, UNIT_PROCESS, [str(fresh.folder)])
    return {key: unit if unit.digest == digests[key] else make(key) for key, unit in units.items()}


def unit_of(folder: Path, key: str) -> Unit:
    """One module of a folder parsed and checked, for another process. Raises ContentUnreadable, KeyError."""
    texts = Texts(folder)
    fresh = content_folder.load(folder, today=date.min, texts=texts)  # no unit depends on the day
    entry = fresh.structure.modules[key]
    return _unit(fresh, entry, _digest(_ground(texts), entry, texts), is_kept=True)


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


@cache
def shape() -> str:
    """Our own source, in every folder of this package: a cache made by another version of the code is another cache."""
    digest = hashlib.sha256()
    for path in sorted(Path(courses.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write_cache(units: Mapping[str, Unit], file: Path) -> None:
    """The web process and the worker may both be starting. Failing costs time only."""
    body = pickle.dumps(dict(units), protocol=pickle.HIGHEST_PROTOCOL)
    try:
        write_whole(file, MARK + hashlib.sha256(body).digest() + body, mode=PRIVATE)
    except OSError as error:
        log.warning("parsed content is not kept for the next start: %s", error.strerror or type(error).__name__)


def is_ours_alone(path: Path) -> bool:
    """Whether nobody else may write it: who can write a pickle can run code here. Raises OSError."""
    state = path.stat()
    return not state.st_mode & 0o022 and (not hasattr(os, "getuid") or state.st_uid == os.getuid())


def _cached_units(file: Path) -> dict[str, Unit]:
    """What an earlier reading left; nothing when it is absent, damaged, another version's, or not ours alone."""
    try:
        if not all(is_ours_alone(path) for path in (file, file.parent)):
            return {}
        raw = file.read_bytes()
    except OSError:
        return {}
    body = raw[len(MARK) + DIGEST :]
    if not raw.startswith(MARK) or raw[len(MARK) : len(MARK) + DIGEST] != hashlib.sha256(body).digest():
        return {}
    try:
        units = pickle.loads(body)  # noqa: S301 - our own file, in a folder only we may write
    except Exception:  # a pickle can raise anything; the content itself is still there to read
        return {}
    is_ours = isinstance(units, dict) and all(isinstance(unit, Unit) for unit in units.values())
    return units if is_ours else {}
