"""The keys this site signs with towards platforms: files of the data folder. The newest signs; all that are there are shown."""

import os
import re
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from lms.settings import Settings
from lrs.storage.private_files import make_private_folder

KID = re.compile(r"k([1-9][0-9]{0,5})\.pem")
BITS = 2048
ALGORITHM = "RS256"
"""Security Framework 1.0, 5.1.1: the one that every platform must know."""


def folder_of(settings: Settings) -> Path:
    return settings.data / "keys" / "lti"


def numbers(settings: Settings) -> list[int]:
    """Of the keys that are there, the newest first."""
    folder = folder_of(settings)
    found = (KID.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted((int(one[1]) for one in found if one is not None), reverse=True)


def make_next(settings: Settings) -> str:
    """Make another key, with which the site signs from now on; its name. Raises OSError."""
    number = max(numbers(settings), default=0) + 1
    _make(folder_of(settings), number)
    return f"k{number}"


def public_keys(settings: Settings) -> list[dict[str, Any]]:
    """As JWK, the newest first; the first one is made here. Raises OSError."""
    if not numbers(settings):
        _make(folder_of(settings), 1)
    return [dict(_read(settings, number).as_dict(private=False)) for number in numbers(settings)]


def signed(settings: Settings, claims: dict[str, Any]) -> str:
    """A token with these claims, by the newest key. Raises OSError."""
    if not numbers(settings):
        _make(folder_of(settings), 1)
    key = _read(settings, numbers(settings)[0])
    return jwt.encode({"alg": ALGORITHM, "typ": "JWT", "kid": key.kid}, claims, key, algorithms=[ALGORITHM])


def is_readable(settings: Settings, number: int) -> bool:
    try:
        _read(settings, number)
    except (OSError, ValueError, JoseError):
        return False
    return True


def _read(settings: Settings, number: int) -> RSAKey:
    pem = (folder_of(settings) / f"k{number}.pem").read_bytes()
    return RSAKey.import_key(pem, {"kid": f"k{number}", "use": "sig", "alg": ALGORITHM})


def _make(folder: Path, number: int) -> None:
    """The file appears whole or not at all, and the first of two processes wins."""
    make_private_folder(folder.parent)
    make_private_folder(folder)
    with NamedTemporaryFile(dir=folder, prefix=".", suffix=".new", delete=False) as file:  # its mode is 0600
        draft = Path(file.name)
        file.write(RSAKey.generate_key(BITS).as_pem(private=True))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, folder / f"k{number}.pem")
    draft.unlink()
