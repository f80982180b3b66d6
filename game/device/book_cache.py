"""Reading the content takes a second or two; what was read is kept, and used again while no file of it has changed."""

from __future__ import annotations

import hashlib
import hmac
import pickle
import sys
from datetime import date
from pathlib import Path

import courses
from courses.game import book_reader
from courses.model.game import Book
from courses.model.rules import SiteRule
from game.device.files import DISK
from game.errors import DiskRefused

FOLDERS = ("_structure", "fr/game", "fr/situations", "en/game", "en/situations")


def load_book(content: Path, rule: SiteRule, *, today: date, cache: Path) -> Book | None:
    """The book, from the cache when it fits. None when the numbers cannot be read. A cache that is damaged is made again."""
    mark = _mark(content, rule, today)
    path = cache / "book.bin"
    kept = _kept(path, mark)
    if kept is not None:
        return kept
    book = book_reader.load(content, rule, now=today).book
    if book is not None:
        try:
            DISK.write_whole(path, mark + pickle.dumps(book, protocol=5))
        except (DiskRefused, pickle.PicklingError, TypeError):
            return book
    return book


def _kept(path: Path, mark: bytes) -> Book | None:
    """The file is the user's own, 0600, in the user's data folder: as trusted as the program beside it."""
    try:
        if path.stat().st_mode & 0o022:
            return None
        data = path.read_bytes()
        if not hmac.compare_digest(data[: len(mark)], mark):
            return None
        book = pickle.loads(data[len(mark) :])  # noqa: S301 - our own bytes: their digest was checked
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        return None
    return book if isinstance(book, Book) else None


def _mark(content: Path, rule: SiteRule, today: date) -> bytes:
    """Changes with every file, the rule, the day (situations expire), the program and the code that reads them."""
    program = Path(sys.executable).stat()
    mark = hashlib.sha256(f"1|{rule.key}|{today}|{program.st_size}|{program.st_mtime_ns}".encode())
    code = Path(courses.__file__).parent
    files = [(str(path.relative_to(code)), path) for path in code.rglob("*.py")]
    for name in FOLDERS:
        files += [(str(path.relative_to(content)), path) for path in (content / name).rglob("*") if path.suffix in (".yml", ".md")]
    for name, path in sorted(files):
        mark.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return mark.digest()
