"""Booklets and packs, made once a day for the same words and kept on disk. The disk is a help, never a condition."""

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from infrastructure.file_writing import write_whole
from lms.web.database.instants import now
from lms.web.database.long_work import without_transaction
from lms.web.site.layout import settings

log = logging.getLogger(__name__)
SUM = hashlib.sha256().digest_size


def cached_bytes(name: str, words: str, make: Callable[[], bytes]) -> bytes:
    """The file of these words: a booklet costs a second of processor time. One that is damaged or cannot be kept is made anew."""
    folder = settings().data / "exports"
    key = hashlib.sha256(f"{words} {now().date()} {settings().origin}".encode()).hexdigest()[:16]
    path = folder / f"{name}.{key}"
    raw = _read(path)
    if raw is None:
        raw = without_transaction(make)
        try:
            _write(path, raw)
            _remove_older(folder, name, path)
        except OSError as error:
            fields = {"reason": type(error).__name__}
            log.warning("an export is not kept for the next reader", extra={"event": "export_not_kept", "fields": fields})
    return raw


def _read(path: Path) -> bytes | None:
    """None when the file is absent, cannot be read, or is not what was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    raw = content[SUM:]
    return raw if len(content) > SUM and hashlib.sha256(raw).digest() == content[:SUM] else None


def _write(path: Path, raw: bytes) -> None:
    """Under a name of its own first: two readers may ask for the same file at once."""
    write_whole(path, hashlib.sha256(raw).digest() + raw, is_durable=False)


def _remove_older(folder: Path, name: str, newest: Path) -> None:
    for old in folder.glob(f"{name}.*"):
        if old != newest:
            with suppress(OSError):
                old.unlink()
