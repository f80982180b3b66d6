"""Files and folders out of a tar archive, one by one: Python 3.11.2, which Debian 12 has, knows no filter of `extractall`."""

import os
import shutil
import tarfile
from pathlib import Path, PurePosixPath


def unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Write the archive's files below `folder`, for their owner alone, with their times; also from a stream.

    Raises tarfile.ReadError at anything but files and folders below it (our copies hold nothing else), or at a name given twice; OSError.
    """
    for member in archive:
        name = PurePosixPath(member.name)
        if name.is_absolute() or ".." in name.parts or not (member.isreg() or member.isdir()):
            raise tarfile.ReadError(f"{member.name!r} is no file or folder of a copy")
        if member.isdir():
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            _write(archive, member, folder / name)


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = archive.extractfile(member)
    if source is None:
        raise tarfile.ReadError(f"{member.name!r} holds nothing to read")
    try:
        number = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise tarfile.ReadError(f"{member.name!r} is there twice") from error
    with source, os.fdopen(number, "wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)
    os.utime(target, (member.mtime, member.mtime))
