"""Zip archives of strangers, read in memory within limits; and ours, with the same bytes for the same content."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from courses.exchange.errors import BankUnreadable
from courses.exchange.questions import remark

MOST_FILES, MOST_MEGABYTES = 3000, 60
ARCHIVE_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(RuntimeError, NotImplementedError, EOFError, ValueError, OSError),
)
"""What Python's reader raises for bytes that are no sound archive."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in our archives: the same items give the same bytes."""


def read(raw: bytes, endings: tuple[str, ...]) -> dict[str, bytes]:
    """The files with these endings, by path. Raises BankUnreadable for what is no archive, too much, or named outside of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _files(archive, endings)
    except ARCHIVE_FAULTS as error:
        raise BankUnreadable(remark("zip-broken")) from error  # RuntimeError: with a passphrase


def _files(archive: zipfile.ZipFile, endings: tuple[str, ...]) -> dict[str, bytes]:
    infos = archive.infolist()
    too_big = BankUnreadable(remark("zip-big", files=MOST_FILES, most=MOST_MEGABYTES))
    if len(infos) > MOST_FILES:
        raise too_big
    files: dict[str, bytes] = {}
    bytes_left = MOST_MEGABYTES * 1_000_000
    for info in infos:
        path = safe_path(info)
        if info.is_dir() or not info.filename.lower().endswith(endings):
            continue
        with archive.open(info) as file:
            content = file.read(bytes_left + 1)  # the size an archive tells of itself may be a lie
        bytes_left -= len(content)
        if bytes_left < 0:
            raise too_big
        files[str(path)] = content
    return files


def safe_path(info: zipfile.ZipInfo) -> PurePosixPath:
    """The path of an entry, inside its archive. Raises BankUnreadable for one outside."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if not info.filename or path.is_absolute() or ".." in path.parts or ":" in info.filename:
        raise BankUnreadable(remark("zip-path", path=info.filename[:80]))
    return path


def write(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
