"""A folder of files as one encrypted file (age, https://age-encryption.org/v1), and back, without a copy of the whole on the way."""

import gzip
import os
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

from infrastructure.file_writing import sync
from lms.errors import CopyBroken
from lms.running.unpacking import unpack
from lrs.storage.private_files import make_private_file, make_private_folder

PACKING = 1
"""Level of gzip: a database shrinks to a fifth or less, at some 100 MB/s; higher levels gain little."""


def encrypt(folder: Path, target: Path, recipient: Recipient) -> None:
    """Write the files of `folder` to `target`, on disk when this returns; the caller gives it its name. Raises OSError."""
    make_private_file(target)
    with target.open("wb") as out:
        _through_a_pipe(lambda pipe: _pack(folder, pipe), lambda pipe: pyrage.encrypt_io(pipe, out, [recipient]))
    sync(target)


def decrypt(file: Path, folder: Path, identity: Identity) -> None:
    """Write the files of the copy `file` into `folder`, for their owner alone. Raises CopyBroken: use nothing of what came; OSError."""
    make_private_folder(folder)
    try:
        with file.open("rb") as raw:
            _through_a_pipe(lambda pipe: pyrage.decrypt_io(raw, pipe, [identity]), lambda pipe: _unpack(pipe, folder))
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # of the disk; one without a number is age's own
            raise
        raise CopyBroken(
            f"{file} does not open: it was made with another key, or is not what was written. Give the key of the site that made it, "
            "with --key; or take another copy"
        ) from error
    except (tarfile.TarError, EOFError, gzip.BadGzipFile) as error:
        raise CopyBroken(f"{file} cannot be unpacked ({type(error).__name__}); take another copy") from error


def _pack(folder: Path, pipe: BinaryIO) -> None:
    with gzip.GzipFile(fileobj=pipe, mode="wb", compresslevel=PACKING, mtime=0) as archive, tarfile.open(fileobj=archive, mode="w|") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, path.name, recursive=False)


def _unpack(pipe: BinaryIO, folder: Path) -> None:
    with gzip.GzipFile(fileobj=pipe, mode="rb") as archive:
        with tarfile.open(fileobj=archive, mode="r|") as tar:
            unpack(tar, folder)
        while archive.read(1 << 20):  # to its very end: what was cut off is told there
            pass
    while pipe.read(1 << 20):
        pass


def _through_a_pipe(write: Callable[[BinaryIO], None], read: Callable[[BinaryIO], None]) -> None:
    """Let `write` feed `read`. Raises what the writer raised, else what the reader did: a broken reader breaks the writer too."""
    reader_number, writer_number = os.pipe()
    failures: list[BaseException] = []

    def feed() -> None:
        try:
            with os.fdopen(writer_number, "wb") as pipe:
                write(pipe)
        except BaseException as error:  # told to the caller, in the caller's thread
            failures.append(error)

    thread = threading.Thread(target=feed, name="copy-encryption", daemon=True)
    thread.start()
    try:
        with os.fdopen(reader_number, "rb") as pipe:
            read(pipe)
    except BaseException:
        thread.join()
        if failures and not isinstance(failures[0], BrokenPipeError):
            raise failures[0] from None
        raise
    thread.join()
    if failures:
        raise failures[0]
