"""A cmi5 package of another publisher: its archive opened on the disk within limits, nothing of it outside its folder."""

import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from courses.exchange.errors import BankUnreadable
from courses.exchange.packages import ARCHIVE_FAULTS, safe_path
from courses.exchange.questions import remark
from courses.packages import course_structure
from courses.packages.course_structure import Block
from courses.packages.errors import PackageRefused

NAME = "cmi5.xml"
MOST_FILES, MOST_MEGABYTES = 5000, 200
LONGEST_NAME, LONGEST_PATH = 200, 1000
"""Bytes of one part of a path (file systems take 255) and of a whole one."""
_PIECE = 64 * 1024
_ZIP = b"PK"


def take(source: BinaryIO, folder: Path) -> tuple[Block, bytes]:
    """The course of a cmi5.xml or of a zip, and the bytes of its cmi5.xml; the files of a zip stand in `folder` afterwards.

    folder: there and empty. When PackageRefused is raised part of an archive may stand in it: take it away. Raises OSError for the disk.
    """
    start = source.read(len(_ZIP))
    source.seek(0)
    if start != _ZIP:
        raw = source.read(course_structure.LONGEST_FILE + 1)
        if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            raise PackageRefused(remark("cmi5-none"))
        return course_structure.parse(raw, None), raw
    try:
        with zipfile.ZipFile(source) as archive:
            infos = _checked(archive.infolist())
            raw = _structure_of(archive, infos)
            course = course_structure.parse(raw, infos.keys())
            _write(archive, infos, folder)
    except BankUnreadable as error:
        raise PackageRefused(error.why) from error
    except ARCHIVE_FAULTS as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk, not the archive
        raise PackageRefused(remark("zip-broken")) from error
    return course, raw


def _checked(entries: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files by their path. Raises PackageRefused, BankUnreadable for a path outside."""
    found: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for count, info in enumerate(entries):
        if count >= MOST_FILES:
            raise _too_big()
        path = safe_path(info)
        name = str(path)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise PackageRefused(remark("zip-link", path=name[:80]))
        if info.is_dir():
            continue
        sizes = [len(part.encode("utf-8", "surrogatepass")) for part in path.parts]
        if not sizes or not name.isprintable() or max(sizes) > LONGEST_NAME or sum(sizes) > LONGEST_PATH:
            raise PackageRefused(remark("zip-name", path=ascii(name)[:80]))
        if name.casefold() in seen:
            raise PackageRefused(remark("zip-same", path=name[:80]))
        seen.add(name.casefold())
        found[name] = info
    folders = {str(parent).casefold() for name in found for parent in PurePosixPath(name).parents}
    clash = next((name for name in found if name.casefold() in folders), None)
    if clash is not None:
        raise PackageRefused(remark("zip-same", path=clash[:80]))
    return found


def _structure_of(archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo]) -> bytes:
    if NAME in infos:
        with archive.open(infos[NAME]) as file:
            return file.read(course_structure.LONGEST_FILE + 1)
    below = next((path for path in infos if PurePosixPath(path).name == NAME), None)
    if below is not None:
        raise PackageRefused(remark("cmi5-below", path=str(PurePosixPath(below).parent)[:80]))
    raise PackageRefused(remark("cmi5-none"))


def _write(archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo], folder: Path) -> None:
    """Each file, in pieces: the sizes that an archive tells of itself may be lies."""
    bytes_left = MOST_MEGABYTES * 1_000_000
    for name, info in infos.items():
        target = folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with archive.open(info) as file, target.open("xb") as written:
            while piece := file.read(_PIECE):
                bytes_left -= len(piece)
                if bytes_left < 0:
                    raise _too_big()
                written.write(piece)


def _too_big() -> PackageRefused:
    return PackageRefused(remark("zip-many", files=MOST_FILES, most=MOST_MEGABYTES))
