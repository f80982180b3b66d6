"""The key of the copies: the site encrypts with its public half; the secret half opens them, here and on paper."""

from datetime import datetime
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity

from infrastructure.file_writing import write_whole
from lms.errors import CopyBroken
from lms.settings import Settings
from lrs.storage.private_files import make_private_folder

PREFIX = "AGE-SECRET-KEY-"
NAME, PRINTED = "backups.age", "backups.printed"
"""Files of `keys/`. PRINTED: when the key was last printed; without a second one nobody opens a copy once this machine is lost."""


def identity(settings: Settings) -> Identity:
    """The key in the data folder, made when there is none; the caller holds the lock of the copies. Raises CopyBroken, OSError."""
    path = settings.data / "keys" / NAME
    if not path.is_file():
        make_private_folder(path.parent)
        write_whole(path, f"{Identity.generate()}\n".encode("ascii"))  # copies made with half a key would open for nobody
    return identity_in(path)


def identity_in(file: Path) -> Identity:
    """The key that somebody typed or copied into a file; other lines of it are passed over. Raises CopyBroken, OSError."""
    return _parse(file.read_text("utf-8", "replace"), str(file))


def _parse(text: str, place: str) -> Identity:
    for line in text.splitlines():
        if line.strip().upper().startswith(PREFIX):
            try:
                return Identity.from_str(line.strip().upper())
            except pyrage.IdentityError as error:
                raise CopyBroken(f"the key in {place} has a wrong sign; compare it with the paper, letter by letter") from error
    raise CopyBroken(f"{place} holds no line that begins with {PREFIX}")


def is_there(settings: Settings) -> bool:
    return (settings.data / "keys" / NAME).is_file()


def note_printed(settings: Settings, at: datetime) -> None:
    (settings.data / "keys" / PRINTED).write_text(f"{at:%Y-%m-%d}\n", "ascii")


def was_printed(settings: Settings) -> bool:
    return (settings.data / "keys" / PRINTED).is_file()
