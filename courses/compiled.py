"""A content folder as parsed and checked, kept in one file so that the next start reads that instead; rebuilt when any byte differs."""

import gc
import hashlib
import logging
import os
import pickle
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courses import library
from courses.checks import run
from courses.library import Library
from courses.model.content import Problem

log = logging.getLogger(__name__)
MARK = b"hors-les-murs compiled content 1\n"
READ = (".md", ".yml")


@dataclass(frozen=True, slots=True)
class Read:
    """A library and what the checks found in it."""

    library: Library
    problems: tuple[Problem, ...]


def read(folder: Path, *, today: date, cache_folder: Path | None = None) -> Read:
    """The same as parsing and checking, from the cache when nothing changed since.

    cache_folder: ours alone (0700): the cache is a pickle, and whoever can write it can run code here; it is never read
    from the content folder. None: no cache.
    """
    with _without_collecting():
        return _read(folder, today, cache_folder)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Reading makes half a million small values and no rubbish; looking for some takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(folder: Path, today: date, cache_folder: Path | None) -> Read:
    if cache_folder is None:
        return _fresh(folder, today)
    file = cache_folder / f"content-{fingerprint(folder, today)}.cache"
    kept = _kept(file, folder)
    if kept is not None:
        return kept
    made = _fresh(folder, today)
    try:
        _keep(made, file)
    except OSError as error:
        log.warning("parsed content is not kept for the next start: %s", error)
    return made


def _keep(made: Read, file: Path) -> None:
    """Under a name of its own first: the web process and the worker may both be starting."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    beside.touch(mode=0o600)
    beside.write_bytes(MARK + pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
    beside.replace(file)
    for old in file.parent.glob("content-*.cache"):
        if old != file:
            old.unlink(missing_ok=True)


def fingerprint(folder: Path, today: date) -> str:
    """Changes with any byte of any text file, any picture's name, the day, the shape of our values, the checks, or Python's version."""
    told = hashlib.sha256(f"{today} {sys.version} {_shape()}".encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            told.update(f"\0{path.relative_to(folder).as_posix()}\0".encode())
            if path.suffix in READ:
                told.update(path.read_bytes())
    return told.hexdigest()[:24]


def _shape() -> str:
    """Our own source: a cache made by another version of the code is another cache."""
    here = Path(__file__).parent
    told = hashlib.sha256()
    for path in sorted([*here.glob("*.py"), *here.glob("checks/*.py"), *here.glob("model/*.py")]):
        told.update(path.read_bytes())
    return told.hexdigest()


def _kept(file: Path, folder: Path) -> Read | None:
    try:
        raw = file.read_bytes()
    except OSError:
        return None
    if not raw.startswith(MARK):
        return None
    try:
        found = pickle.loads(raw[len(MARK) :])  # noqa: S301 - our own file, in a folder only we may write
    except Exception:  # a damaged pickle can raise anything; the content itself is still there to read
        return None
    if not isinstance(found, Read):
        return None
    found.library.folder = folder
    return found


def _fresh(folder: Path, today: date) -> Read:
    made = library.load(folder, today=today)
    return Read(made, tuple(run.problems(made)))
